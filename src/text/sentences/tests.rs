//! Prose against its sentences, with `|` where one ends.

use super::*;
use crate::document::OPAQUE;
use crate::notes;
use crate::notes::sketch::{Sketch, empty_rulebook, sketch};

fn parts(draft: &Sketch) -> Vec<String> {
    let document = &draft.document;
    let notes = notes::read(document, &empty_rulebook());
    let sentences = split(document, &notes);
    let mut last_end = 0;
    for (at, sentence) in sentences.iter().enumerate() {
        let text = document.slice(sentence.text);
        assert_eq!(text, text.trim(), "white space at an end");
        assert!(
            !text.is_empty() && sentence.text.start >= last_end,
            "sentences overlap"
        );
        last_end = sentence.text.end;
        assert_eq!(document.block_at(sentence.text.start), Some(sentence.block));
        let last = sentences
            .get(at + 1)
            .is_none_or(|next| next.block != sentence.block);
        assert_eq!(sentence.last, last, "{text}");
    }
    sentences
        .iter()
        .map(|s| document.slice(s.text).to_owned())
        .collect()
}

#[track_caller]
fn check(text: &str) {
    let draft = sketch().para(&text.replace('|', ""));
    let expected: Vec<_> = text.split('|').map(str::trim).collect();
    assert_eq!(parts(&draft), expected);
}

#[test]
fn stops_that_end_nothing() {
    for text in [
        "The U.S. economy and the U.S. Treasury grew.",
        "Alphabet Inc. Class A, Toyota Motor Corp. Ltd. shares and Brown & Co. rose.",
        "Stocks vs. Bonds did approx. 4.5% p.a. over ten years (approx. 3% p.a. net).",
        "It is No. 4 of Nos. 1 and 2, e.g. Apple, i.e. Big Tech.",
        "Mr. J. Smith of J.P. Morgan and Dr. A. B. Jones met at St. Gallen.",
        "On Jan. 5 and Sept. 30 it paid $5.50 or 0.6 bn. euros and 50 bps. more.",
        "It opened at 9:30 a.m. Eastern and closed at 4 p.m. London time.",
        "Yahoo! Finance and Yahoo! Japan say so.",
        "It was... quiet, then … it rose.",
        "\"Will it rise?\" he asked.",
        "“It rose!” she said.",
        "Amazon.com, example.org and Node.Js are names.",
        "See Fig. 3 and Art. 44 of S.p.A. Rossi.",
        "Rates rose 30%.5 is no number.",
        "Am 5. Mai und im 3. Quartal stieg der Kurs.",
        "1. First point of a line.",
        "Apple et al. (2024) et al. found it.",
        "It trades at $U.S. 5.",
        "He rose (to No. 2), then fell.",
    ] {
        check(text);
    }
}

#[test]
fn stops_that_end_a_sentence() {
    for text in [
        "It rose.| It fell!| Will it?| Yes.",
        "It left the U.S.| The dollar rose.",
        "He bought Apple Inc.| It rose.",
        "It grew 4.5% p.a.| Costs fell.",
        "It sold 3 bn.| Revenue rose by 50 bps.| Margins fell.",
        "It rose in Q3.| Then it fell.",
        "It rose in 1990.| Then it fell.",
        "Prices, wages, etc.| Inflation fell.",
        "He said “it rose.”| It did.",
        "He said \"it rose.\"| It did.",
        "(It rose.)| It did.",
        "It rose (see above).| It did.",
        "It rose 5%.| 2025 was good.",
        "It rose 5%.| $30 is next.",
        "It rose.| “So what?”| They laughed.",
        "It rose.| (It fell.)",
        "It rose.|The shares fell.",
        "It rose 30%.|The shares fell.",
        "It rose!|The shares fell.",
        "It left the U.S.|The dollar rose.",
        "Say no.| Then go.",
        "It rose...| Then it fell.",
        "It rose.| iPhone sales fell.",
        "It rose.| \u{fffc} says so.",
        "価格が上がった。|下がった！|終わり",
        "It rose.| – Then it fell.",
        "So do we at Yahoo!| The site is old.",
    ] {
        check(text);
    }
}

#[test]
fn markers_belong_to_the_sentence_they_follow() {
    for text in [
        "It may rise.[2]| Next year too.",
        "Optimism around AI.*| If it holds, good.",
        "At this valuation. [1]| Next.",
        "It rose 30%.¹| Then it fell.",
        "The end.[^1][^2]| Next.",
        "It may rise.[l]| It may fall.[2)| So.{2}| Well.(3)| Then.(1, 2)| Next.",
        "It may rise.[ 2 ]| It may fall.[1-2]| Next.",
        "The end.[1], [2]| Next.",
        "The end.*†| Next.",
        "After 30%,[^1] while rates rose, it fell.",
        "It rises[1].| Next.",
        "It rises[^1.2] so. ¹| Next.",
        "“It may rise.”[1]| Next.",
        "It may rise.[1]”| Next.",
        "It may rise.[1]|Next.",
        "It rose in the U.S.[1]| Next.",
        "It rose.[1]| iPhone sales fell.",
        "It may rise![1]| Next?[2]| End.",
        "It may rise. [1]",
    ] {
        check(text);
    }
}

#[test]
fn breaks_of_lines() {
    let lines = |text: &str, expected: &[&str]| assert_eq!(parts(&sketch().para(text)), expected);
    lines("It rose\nin May. It\nfell.", &["It rose\nin May.", "It\nfell."]);
    lines("Up 3%\u{2028}Down 2%", &["Up 3%", "Down 2%"]);
    lines("Up 3%\u{2028}in May", &["Up 3%\u{2028}in May"]);
    lines("Up 3%.\u{2028}in May", &["Up 3%.", "in May"]);
    lines("Up 3%.[1]\u{2028}in May", &["Up 3%.[1]", "in May"]);
    lines("We see:\n• gains\n• losses", &["We see:", "• gains", "• losses"]);
    lines(
        "The day\n– Bonds fell\n— Gold rose\n📈 Oil up\n→ tin down\n·lead flat",
        &[
            "The day",
            "– Bonds fell",
            "— Gold rose",
            "📈 Oil up",
            "→ tin down",
            "·lead flat",
        ],
    );
    lines(
        "It rose,\n– Tin said,\nand fell\n– and rose",
        &["It rose,\n– Tin said,\nand fell\n– and rose"],
    );
    lines(
        &format!("See {OPAQUE}. It rose."),
        &[&format!("See {OPAQUE}."), "It rose."],
    );
    lines("…", &["…"]);
    lines("", &[]);
}

#[test]
fn drafts_without_capitals() {
    let draft = sketch()
        .para("we expect gains. it will rise vs. bonds. so buy! or not?")
        .para("and p.a. it fell. then up.");
    let expected = [
        "we expect gains.",
        "it will rise vs. bonds.",
        "so buy!",
        "or not?",
        "and p.a. it fell.",
        "then up.",
    ];
    assert_eq!(parts(&draft), expected);
}

#[test]
fn blocks_that_are_one_sentence() {
    let draft = sketch()
        .front(FrontMatterKey::Title, "It rose. It fell.")
        .front(FrontMatterKey::Description, "It rose. It fell.")
        .heading(2, " It rose. Why? ")
        .list('-', &["One. Two.", "Three"])
        .table(&["Year\tGain.", "2025\tUp. Down."])
        .of(BlockKind::ImageText, "It rose. It fell.")
        .of(BlockKind::Caption, "It rose. It fell.");
    let expected = [
        "It rose. It fell.",
        "It rose.",
        "It fell.",
        "It rose. Why?",
        "One.",
        "Two.",
        "Three",
        "Year\tGain.",
        "2025\tUp. Down.",
        "It rose. It fell.",
        "It rose. It fell.",
    ];
    assert_eq!(parts(&draft), expected);
}

#[test]
fn notes_are_cut_from_what_stands_before_them_and_lose_their_labels() {
    let draft = sketch()
        .para("Up 3%.[1] Then down\n[1], [2] Past results. They prove nothing.\n* Costs are in.")
        .definition("x", &["One. Two.", "Three."])
        .list('*', &["Past results prove nothing\n[4] Forecasts may fail."]);
    let expected = [
        "Up 3%.[1]",
        "Then down",
        "Past results.",
        "They prove nothing.",
        "Costs are in.",
        "One.",
        "Two.",
        "Three.",
        "Past results prove nothing",
        "Forecasts may fail.",
    ];
    assert_eq!(parts(&draft), expected);
}

#[test]
fn long_prose_takes_linear_time() {
    for unit in [
        "a.",
        ".",
        "It rose.[1] ",
        "“",
        "a.b",
        "?!",
        "(",
        "* ",
        "! ",
        "\u{2028}",
    ] {
        let draft = sketch().para(&unit.repeat(200_000));
        let notes = notes::read(&draft.document, &empty_rulebook());
        assert_eq!(split(&draft.document, &notes).is_empty(), unit.trim().is_empty());
    }
}
