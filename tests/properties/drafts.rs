//! Random drafts, made of pieces that mean something to the program.

use proptest::prelude::*;

/// Sentences that are statements of one kind each, and the note that covers them. Their words are plain, so that the
/// tuning of cues does not move them.
pub(crate) const CLAIMS: &[(&str, &str)] = &[
    ("The fund returned 8.1% last year.", PAST),
    ("Its shares have gained 31% since January.", PAST),
    ("The company expects sales to grow 6% in 2027.", FORWARD),
    ("Margins are forecast to widen in the second half.", FORWARD),
    ("Profit is expected to double by 2028.", FORWARD),
];
/// So many words of the trade that what follows is read as being about investing.
pub(crate) const INVESTING: &str = "Investors read of shares, stocks, bonds, dividends, earnings, revenue, valuation, \
    inflation, analysts, traders, hedging, equities, indices, funds and shares, stocks, dividends and earnings again.";
pub(crate) const PAST: &str = "Past performance is not a reliable indicator of future results.";
pub(crate) const FORWARD: &str = "Forward-looking statements rest on assumptions and current expectations that may \
    prove inaccurate; actual results may differ materially.";

/// Sentences of all sorts, without markers.
const SENTENCES: &[&str] = &[
    "The fund returned 8.1% last year.",
    "The company expects sales to grow 6% in 2027.",
    "Cranes stood idle in the old harbour.",
    "The bank's clerks don't work on Fridays.",
    "“The company's profit is expected to double,” the \"harbour man\" said.",
    "Tolls cost $10-$20, or 5% of the fare.",
    "Its shares rose 4% and could rise further next year.",
    "We guarantee a return of 9% a year.",
    "Had you bought the index in 1990, you would have made 5% a year.",
    "Its price target is 58 euros.",
    "Nobody at No. 4 spoke to the U.S. reporters.",
    "Été à Malmö: 日本 was quiet 😀.",
    "Past performance is not a reliable indicator of future results.",
];

/// What may stand behind a sentence.
const MARKERS: &[&str] = &[
    "",
    "",
    "",
    "[1]",
    "[2]",
    "[^a]",
    "[^b]",
    "\\*",
    "*",
    "†",
    "¹",
    "<sup>1</sup>",
    " [1]",
    "[1][2]",
    " (1)",
];

/// Blocks that are more than a paragraph of sentences.
const BLOCKS: &[&str] = &[
    "# Outlook",
    "## Notes",
    "- Sales should rise.[1]\n- The fund gained 3% last year.\n- Cranes",
    "We expect:\n\n1. more sales,\n2. fewer cranes.[^a]",
    "| Fund | Return in 2025[1] |\n|---|---|\n| Alder | +4.2% |\n| Birch | -1.0% |",
    "| Fund | Return |\n|---|---|\n| Alder | +4.2%\\* |",
    "> The fund returned 8.1% last year.[2]\n> Cranes stood idle.",
    "<div><p>The fund returned 8.1% last year.<sup>1</sup></p><p>Cranes &amp; tugs.</p></div>",
    "<table><caption>Returns¹</caption><tr><th>2025</th></tr><tr><td>+4%</td></tr></table>",
    "<details><summary>More</summary>\n\n[1] Past performance is not a reliable indicator of future results.\n\n</details>",
    "<!-- caveat-ignore unmarked-past-performance: quoted -->",
    "<!-- caveat-ignore-start unmarked-forward-looking: approved -->",
    "<!-- caveat-ignore-end -->",
    "[//]: # (caveat-ignore-file promissory-language: a joke)",
    "{{< figure caption=\"The fund returned 8.1% last year\" >}}",
    "```\nThe fund returned 8.1% last year.[7]\n```",
    "![The fund returned 8.1% last year](a.png)",
    "---",
    "[1]: https://example.com/a",
    "[1] Past performance is not a reliable indicator of future results.",
    "[1], [2] Forward-looking statements rest on assumptions that may prove inaccurate; results may differ materially.",
    "[^a]: Past performance is not a reliable indicator of future results.",
    "[^b]: Source: the administrator.\n\n    It was read in May.",
    "\\* Past performance.",
    "* Past performance is not a reliable indicator of future results.",
    "*Past performance is not a reliable indicator of future results.*",
    "† Source: our own inquiries.",
    "¹ Source: customs data.",
    "1 Source: customs data.",
    "<small>[2] Past performance is not a reliable indicator of future results.</small>",
];

const FRONT: &[&str] = &[
    "",
    "",
    "---\ntitle: The fund returned 8.1% last year\ndate: 2025-11-03\n---\n\n",
    "+++\ntitle = \"Cranes\"\n+++\n\n",
    "---\ntitle: [broken\n---\n\n",
];

/// One paragraph: sentences on one line, some with markers.
pub(crate) fn paragraph() -> impl Strategy<Value = String> {
    let sentence = (prop::sample::select(SENTENCES), prop::sample::select(MARKERS));
    prop::collection::vec(sentence, 1..4).prop_map(|sentences| {
        let sentences: Vec<_> = sentences.iter().map(|(s, m)| format!("{s}{m}")).collect();
        sentences.join(" ")
    })
}

/// Blocks of a draft, paragraphs and others.
pub(crate) fn blocks() -> impl Strategy<Value = Vec<String>> {
    let other = prop::sample::select(BLOCKS).prop_map(str::to_owned);
    prop::collection::vec(prop_oneof![2 => paragraph().boxed(), 3 => other.boxed()], 0..9)
}

/// A whole draft with blank lines between its blocks.
pub(crate) fn draft() -> impl Strategy<Value = String> {
    (prop::sample::select(FRONT), blocks())
        .prop_map(|(front, blocks)| front.to_owned() + &blocks.join("\n\n") + "\n")
}

/// A draft whose lines follow each other in any way: blocks glued together, cut, one line per paragraph.
pub(crate) fn untidy() -> impl Strategy<Value = String> {
    let between = prop::sample::select(
        &[
            "\n\n", "\n", "\r\n", " ", "", "\n> ", "\n  ", "\n    ", "\u{a0}", "\u{feff}",
        ][..],
    );
    let block = (
        blocks(),
        prop::collection::vec(between, 9),
        any::<prop::sample::Index>(),
    );
    (prop::sample::select(FRONT), block).prop_map(|(front, (blocks, between, cut))| {
        let mut text = front.to_owned();
        for (block, between) in blocks.iter().zip(between) {
            text += block;
            text += between;
        }
        let mut end = cut.index(text.len() + 1);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        // Half of them stay whole.
        if end % 2 == 0 {
            text.truncate(end);
        }
        text
    })
}
