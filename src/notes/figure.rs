//! Whether a raised digit behind a figure is a marker or a power.

use crate::document::{CELL_BORDER, HARD_BREAK};

/// Signs of currencies, before or behind a figure.
const CURRENCY: [char; 6] = ['$', '€', '£', '¥', '₹', '₩'];

/// What an amount or a rate goes on with, in lower case.
const UNITS: [&str; 16] = [
    "percent",
    "per",
    "pct",
    "percentage",
    "basis",
    "bps",
    "bp",
    "million",
    "billion",
    "trillion",
    "mn",
    "bn",
    "tn",
    "times",
    "euros",
    "dollars",
];

/// Bases of powers as they stand in running text: `10⁶`, `2³²`.
const BASES: [&str; 2] = ["10", "2"];

/// The longest figure that is looked at, in bytes.
const LONGEST: usize = 24;

/// Whether the digit raised behind `before`, which ends in a digit, is surely a marker: the figure is an amount of
/// money, a rate or, where markup raised the digit, a plain figure among words. Operators make a formula of it.
pub(super) fn marks(before: &str, behind: &str, markup: bool) -> bool {
    let mut start = before.len();
    for (at, c) in before.char_indices().rev() {
        if !(c.is_ascii_digit() || matches!(c, '.' | ',' | '\'')) || before.len() - at > LONGEST {
            break;
        }
        start = at;
    }
    let figure = before.get(start..).unwrap_or_default();
    let head = before.get(..start).unwrap_or_default();
    let lead = head.trim_end_matches([' ', '\u{a0}', '\u{202f}']);
    if calculates(lead.chars().next_back()) || calculates(behind.trim_start().chars().next()) {
        return false;
    }
    let unit: String = behind
        .trim_start_matches([' ', '\u{a0}', '\u{202f}'])
        .chars()
        .take_while(|c| c.is_alphabetic())
        .take(LONGEST)
        .flat_map(char::to_lowercase)
        .collect();
    let rate = UNITS.contains(&unit.as_str()) || behind.trim_start().starts_with('%');
    if rate || lead.ends_with(CURRENCY) || currency_code(lead) {
        return true;
    }
    let apart =
        head.is_empty() || head.ends_with(|c: char| c.is_whitespace() || matches!(c, '(' | '“' | '"'));
    let goes_on = behind.chars().next().is_none_or(|c| {
        c.is_whitespace()
            || matches!(
                c,
                '.' | ',' | ';' | ':' | ')' | '!' | '?' | CELL_BORDER | HARD_BREAK
            )
    });
    markup && apart && goes_on && !BASES.contains(&figure)
}

/// Whether `c` stands between the terms of a formula.
fn calculates(c: Option<char>) -> bool {
    c.is_some_and(|c| matches!(c, '=' | '×' | '*' | '/' | '^' | '+' | '−' | '·' | '√'))
}

/// Whether the text ends in a code such as `NOK`.
fn currency_code(text: &str) -> bool {
    let code = text.len() - text.trim_end_matches(|c: char| c.is_ascii_uppercase()).len();
    let before = text.get(..text.len() - code).unwrap_or_default();
    code == 3 && !before.ends_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_and_markers() {
        for (before, behind, text, markup) in [
            ("Our target is NOK 88", " and we like it.", true, true),
            ("at $88", ".", true, true),
            ("It gained NOK 1.2", " per unit.", true, true),
            ("gained 12", " percent", true, true),
            ("gained 12", "%", true, true),
            ("sold 1,250", " bicycles", false, true),
            ("in 2025", ", when", false, true),
            ("a factor of 10", " cells", false, false),
            ("hashes of 2", " bits", false, false),
            ("5", " + 4", false, false),
            ("x = 1.05", "", false, false),
            ("EUR 10", ".", true, true),
            ("1.05", "x", false, false),
        ] {
            assert_eq!(
                (marks(before, behind, false), marks(before, behind, true)),
                (text, markup),
                "{before}|{behind}"
            );
        }
    }
}
