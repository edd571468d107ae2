//! What the words of a line look like, where its label alone does not decide whether it is a note.

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

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

/// Whether `stars` come again in a text that stands behind them, where they end emphasis: glued to a word in front
/// and to none behind.
pub(super) fn closes_emphasis(text: &str, stars: &str) -> bool {
    text.match_indices(stars).any(|(at, _)| {
        let (before, behind) = (text.get(..at), text.get(at + stars.len()..));
        before.is_some_and(|b| {
            b.ends_with(|c: char| c.is_alphanumeric() || c.is_ascii_punctuation() && c != '*')
        }) && behind.is_some_and(|b| !b.starts_with(|c: char| c.is_alphanumeric() || c == '*'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emphasis_typed_with_stars_is_closed() {
        for (text, stars, expected) in [
            ("MARKET WRAP** Shares rose", "**", true),
            ("Note well.* See below", "*", true),
            ("all in stars***", "***", true),
            ("Since launch, net of fees.", "*", false),
            ("A marker** of two", "*", false),
            ("5 * 3 is a sum", "*", false),
            ("*", "*", false),
        ] {
            assert_eq!(closes_emphasis(text, stars), expected, "{text}");
        }
    }

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
