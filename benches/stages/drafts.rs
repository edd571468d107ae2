//! Drafts for benchmarks: invented commentary of any length, the same at every run, and hostile drafts.

/// Numbers that look random and are the same at every run (xorshift).
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Self {
        let mut dice = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        dice.below(2);
        dice
    }

    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % most
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

const THINGS: &[&str] = &[
    "copper",
    "freight",
    "regional lenders",
    "toll roads",
    "the order book",
    "chip makers",
    "rents",
    "margins",
    "volumes",
    "short bonds",
    "the cash pile",
    "grocers",
    "credit spreads",
    "wages",
    "small companies",
];
const DID: &[&str] = &[
    "held",
    "narrowed",
    "drifted",
    "recovered",
    "surprised us",
    "went nowhere",
    "paid off",
];
const WHY: &[&str] = &[
    "because stocks ran low",
    "as the strike ended",
    "after a mild winter",
    "while nobody looked",
    "on thin trading",
    "as buyers came back",
    "because of the weather",
];

/// `#` is a figure, `@` a thing, `~` what it did, `^` why.
const PLAIN: &[&str] = &[
    "@ ~ ^.",
    "We visited # sites and spoke with people who sell @ for a living.",
    "The letter, which runs to # pages, says little about @ and much about @.",
    "Of # holdings, # reported in May; @ ~, and @ did not.",
    "Mr. Hale (U.S.) left the desk, and Ms. Orr took over @.",
    "That is *not* a complaint: @ ~ ^, e.g. in the north.",
    "Our page on [@](https://example.com/pages/#) has the numbers.",
    "`QX#` is the largest line.",
    "Fees fell by # basis points.",
];
const FORECASTS: &[&str] = &[
    "We expect @ to recover by year-end",
    "@ should climb #% next year ^",
    "In our view @ will likely benefit from lower costs",
    "Management is on track to cut debt by the end of 2031",
    "The price target is $#",
];
const CLAIMS: &[&str] = &[
    "The fund returned #.#% in the quarter, #.#% more than its index",
    "Since inception the strategy has gained #% a year",
    "The portfolio outperformed the benchmark by # basis points",
];
const NOTES: &[&str] = &[
    "Past performance is not a reliable indicator of future results.",
    "This is a forecast and not a guarantee; actual results may differ materially.",
    "Source: the desk.",
];

fn fill(dice: &mut Dice, template: &str) -> String {
    let mut out = String::new();
    for c in template.chars() {
        match c {
            '#' => out.push_str(&(dice.below(97) + 2).to_string()),
            '@' => out.push_str(dice.pick(THINGS)),
            '~' => out.push_str(dice.pick(DID)),
            '^' => out.push_str(dice.pick(WHY)),
            c => out.push(c),
        }
    }
    let first = out.remove(0);
    out.insert(0, first.to_ascii_uppercase());
    out
}

/// A post of about so many bytes. One sentence in eight looks ahead, one in sixteen claims performance; two in five
/// of these have a marker.
pub(crate) fn post(seed: u64, bytes: usize) -> String {
    let mut dice = Dice::new(seed);
    let title = fill(&mut dice, "@ and @");
    let mut out = format!("---\ntitle: {title}\ndate: 2026-03-04\n---\n\n# {title}\n");
    let mut notes = 0;
    while out.len() < bytes {
        if dice.below(5) == 0 {
            out.push_str("\n## ");
            out.push_str(&fill(&mut dice, "A word on @\n"));
        }
        let bullet = dice.below(4) == 0;
        out.push('\n');
        for _ in 0..dice.below(6) + 2 {
            let claim = match dice.below(16) {
                0 | 1 => Some(dice.pick(FORECASTS)),
                2 => Some(dice.pick(CLAIMS)),
                _ => None,
            };
            if bullet {
                out.push_str("- ");
            }
            let template = claim.unwrap_or_else(|| dice.pick(PLAIN));
            out.push_str(&fill(&mut dice, template));
            if claim.is_some() {
                out.push('.');
                if dice.below(5) < 2 {
                    notes += 1;
                    out.extend(["[^", notes.to_string().as_str(), "]"]);
                }
            }
            out.push(if bullet { '\n' } else { ' ' });
        }
        out.push('\n');
    }
    for note in 1..=notes {
        let text = dice.pick(NOTES);
        out.extend(["\n[^", note.to_string().as_str(), "]: ", text, "\n"]);
    }
    out
}

/// A repository of posts of about 8 KB each.
pub(crate) fn repository(posts: u64) -> Vec<String> {
    (0..posts).map(|seed| post(seed, 8 << 10)).collect()
}

/// Drafts that nobody writes, each of about so many bytes, by name.
pub(crate) fn hostile(name: &str, bytes: usize) -> String {
    let repeat = |unit: &str| unit.repeat(bytes / unit.len());
    match name {
        "one line" => repeat("we expect copper to climb 9% next year and "),
        "every word a cue" => repeat("We expect shares to return 9% and may rise. "),
        "markers" => repeat("a[^1] "),
        "notes" => {
            let note = |n: usize| {
                [
                    "[^".to_owned(),
                    n.to_string(),
                    "]: Not a forecast.\n\n".to_owned(),
                ]
            };
            (0..bytes / 24).flat_map(note).collect()
        }
        "open brackets" => repeat("["),
        "open stars" => repeat("*a "),
        "nested quotes" => repeat(">"),
        "headings" => repeat("# a\n\n"),
        "backticks" => (0..)
            .map(|n| "`".repeat(n % 300 + 1) + " ")
            .take(bytes / 150)
            .collect(),
        "table" => {
            let columns = 500;
            let row = "|5%".repeat(columns) + "|\n";
            "|a".repeat(columns) + "|\n" + &"|-".repeat(columns) + "|\n" + &row.repeat(bytes / row.len())
        }
        other => unreachable!("no hostile draft is called {other}"),
    }
}

/// The names that [`hostile`] knows.
pub(crate) const HOSTILE: &[&str] = &[
    "one line",
    "every word a cue",
    "markers",
    "notes",
    "open brackets",
    "open stars",
    "nested quotes",
    "headings",
    "backticks",
    "table",
];
