//! What the words of a line look like, where its label alone does not decide whether it is a note.

/// How disclaimers and sources begin, in lower case. A bullet with such a text is a note even where no marker
/// leads to it.
const OPENINGS: [&str; 40] = [
    "past ",
    "forward",
    "figures",
    "historical ",
    "previous ",
    "prior ",
    "performance ",
    "returns ",
    "this is not",
    "not financial",
    "not investment",
    "not an offer",
    "for information",
    "the information",
    "this information",
    "invest",
    "capital",
    "your capital",
    "the value of",
    "disclaimer",
    "disclosure",
    "important",
    "source",
    "data as of",
    "as of ",
    "all data",
    "all figures",
    "estimates ",
    "hypothetical",
    "simulated",
    "back-test",
    "backtest",
    "the author",
    "opinions",
    "nothing in",
    "no guarantee",
    "the figures",
    "such forecasts",
    "forecasts ",
    "projections ",
];

/// How sources begin.
const SOURCES: [&str; 14] = [
    "source",
    "as of",
    "as at",
    "based on",
    "see ",
    "data",
    "according to",
    "figures",
    "past ",
    "forward",
    "includes",
    "calculated",
    "note:",
    "all ",
];

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

fn begins(text: &str, with: &[&str]) -> bool {
    // Long enough for the longest entry; a whole block need not be folded.
    let head: String = text
        .trim_start()
        .chars()
        .take(24)
        .flat_map(char::to_lowercase)
        .collect();
    with.iter().any(|opening| head.starts_with(opening))
}

/// Whether a text begins as disclaimers and sources do.
pub(super) fn disclaimer_opening(text: &str) -> bool {
    begins(text, &OPENINGS)
}

/// Whether a text begins as sources do.
pub(super) fn source_opening(text: &str) -> bool {
    begins(text, &SOURCES)
}

/// Whether a text begins with the name of a month: behind a digit that is a date.
pub(super) fn month(text: &str) -> bool {
    let word: String = text
        .chars()
        .take_while(|c| c.is_alphabetic())
        .collect::<String>()
        .to_lowercase();
    MONTHS.iter().any(|m| word.starts_with(m)) && (word.len() <= 4 || word.len() >= 4 && is_month(&word))
}

fn is_month(word: &str) -> bool {
    matches!(
        word,
        "january"
            | "february"
            | "march"
            | "april"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
    )
}

/// Whether a text begins with a capitalised word of at least two letters: `Alibaba`, not `M reported` (3M) or
/// `Q` (4Q).
pub(super) fn opens_with_word(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_some_and(char::is_lowercase)
}

/// Whether a line behind a star is a newswire's headline: `*FED CUTS RATES BY 25 BPS`, `*BESSENT: …`.
pub(super) fn newswire(text: &str) -> bool {
    let mut words = text
        .split_whitespace()
        .map(|w| (w.trim_end_matches([':', ',']), w.ends_with(':')));
    let capital = |word: &str| {
        word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !word.chars().any(char::is_lowercase)
    };
    words.next().is_some_and(|(first, colon)| {
        capital(first) && (colon || words.next().is_some_and(|(w, _)| capital(w)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        for (text, expected) in [
            ("BESSENT: TARIFFS STAY", true),
            ("ECB HOLDS RATES", true),
            ("US equities include dividends", false),
            ("Since launch", false),
            ("", false),
        ] {
            assert_eq!(newswire(text), expected, "{text}");
        }
        for (text, expected) in [
            ("May 2026", true),
            ("Sept. 3", true),
            ("March figures", true),
            ("Maybe", false),
            ("Decline", false),
            ("Source", false),
        ] {
            assert_eq!(month(text), expected, "{text}");
        }
        for (text, expected) in [
            ("Past performance is", true),
            ("FIGURES refer", true),
            ("Pasta sales", false),
            ("Rates rose", false),
        ] {
            assert_eq!(disclaimer_opening(text), expected, "{text}");
        }
        for (text, expected) in [
            ("Alibaba", true),
            ("M reported", false),
            ("Q26", false),
            ("x", false),
            ("Ø", false),
        ] {
            assert_eq!(opens_with_word(text), expected, "{text}");
        }
    }
}
