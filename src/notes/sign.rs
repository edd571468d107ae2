//! The ways of writing a label, read at one place of the prose. What stands around it is looked at in
//! [`super::scan`] (markers) and [`super::lines`] (notes).

use super::{Label, Series};
use crate::span::TextSpan;

/// No label is longer, in bytes: past that an open bracket is not looked at any further, so that a draft full
/// of brackets that are never closed takes no longer than another.
const LONGEST: usize = 80;

/// `[1-10]` stands for notes, `[1-500]` does not.
const WIDEST_RANGE: u32 = 9;

/// A label and where it stands in the prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lexed {
    pub(super) label: Label,
    pub(super) text: TextSpan,
    /// Written as no label of the draft's own notes need be (`[1-3]`, `[Note 1]`): one only where notes bear
    /// labels of its series.
    pub(super) hedged: bool,
}

impl Lexed {
    fn new(series: Series, value: impl Into<String>, start: usize, end: usize) -> Self {
        Self {
            label: Label {
                series,
                value: value.into(),
            },
            text: TextSpan::from_usize(start, end),
            hedged: false,
        }
    }

    fn hedged(self) -> Self {
        Self { hedged: true, ..self }
    }
}

/// A footnote's label as it is compared: `[^FLS]` and `[^fls]` are one.
pub(super) fn fold(label: &str) -> String {
    label
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

/// What stands between `at`, which holds an opening bracket, and the next `close` on the same line.
fn inside(text: &str, at: usize, end: usize, close: u8) -> Option<&str> {
    let from = at + 1;
    let bytes = text.as_bytes().get(from..end.min(from + LONGEST))?;
    let length = bytes
        .iter()
        .position(|&b| matches!(b, b'[' | b'\n' | b'\t') || b == close)?;
    (bytes.get(length) == Some(&close))
        .then(|| text.get(from..from + length))
        .flatten()
}

/// `[1]`, `[1, 2]`, `[a]`, `[*]`, `[^x]` at `at`, and where it ends. `defined` says whether a footnote of that
/// (folded) label is defined: only then may the label hold spaces, since a bracket with a caret in running text
/// is otherwise a regular expression or an aside.
pub(super) fn bracket(
    text: &str,
    at: usize,
    end: usize,
    defined: impl Fn(&str) -> bool,
) -> Option<(Vec<Lexed>, usize)> {
    let inner = inside(text, at, end, b']')?;
    let close = at + inner.len() + 2;
    if let Some(name) = inner.strip_prefix('^') {
        let folded = fold(name);
        let odd = name.contains(|c: char| c.is_whitespace() || c == '\\')
            || ["a-z", "A-Z", "0-9"].iter().any(|range| name.contains(range));
        let fits = !folded.is_empty() && (!odd || defined(&folded));
        return fits.then(|| (vec![Lexed::new(Series::Footnote, folded, at, close)], close));
    }
    if let Some(value) = value(inner) {
        return Some((vec![Lexed::new(Series::Bracket, value, at, close)], close));
    }
    if let Some(value) = named(inner) {
        return Some((
            vec![Lexed::new(Series::Bracket, value, at, close).hedged()],
            close,
        ));
    }
    several(inner, at + 1, Series::Bracket)
        .or_else(|| range(inner, at + 1))
        .map(|found| (covering(found, at, close), close))
}

/// The labels in a bracket, which together cover it, so that what is behind the last one is behind them all.
fn covering(mut found: Vec<Lexed>, at: usize, close: usize) -> Vec<Lexed> {
    if let Some(first) = found.first_mut() {
        first.text.start = at as u32;
    }
    if let Some(last) = found.last_mut() {
        last.text.end = close as u32;
    }
    found
}

/// The number in `Note 1`, `Footnote 1`, `fn 1`.
fn named(inner: &str) -> Option<&str> {
    let (name, value) = inner.trim().split_once([' ', '\u{a0}'])?;
    let known = ["note", "footnote", "fn"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name));
    Some(value.trim()).filter(|value| known && number(value))
}

/// `1-3` as the labels from 1 to 3; those in the middle stand where the dash does.
fn range(inner: &str, offset: usize) -> Option<Vec<Lexed>> {
    let dash = inner.find(['-', '–'])?;
    let width = inner.get(dash..)?.chars().next()?.len_utf8();
    let (from, to) = (inner.get(..dash)?, inner.get(dash + width..)?);
    if !number(from.trim()) || !number(to.trim()) {
        return None;
    }
    let (first, last): (u32, u32) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
    if first == 0 || last <= first || last - first > WIDEST_RANGE {
        return None;
    }
    let at = offset + dash;
    let label = |value: u32| {
        let (start, end) = match value {
            // Nothing may stand between two labels.
            _ if value == first && last - first == 1 => (offset, at + width),
            _ if value == first => (offset, at),
            _ if value == last => (at + width, offset + inner.len()),
            _ => (at, at + width),
        };
        Lexed::new(Series::Bracket, value.to_string(), start, end).hedged()
    };
    Some((first..=last).map(label).collect())
}

/// `1, 2` as two labels; nothing unless there are at least two numbers and nothing else.
pub(super) fn several(inner: &str, offset: usize, series: Series) -> Option<Vec<Lexed>> {
    let mut found = Vec::new();
    let mut at = offset;
    for part in inner.split([',', ';']) {
        let value = part.trim();
        let start = at + (part.len() - part.trim_start().len());
        if !number(value) {
            return None;
        }
        found.push(Lexed::new(series, value, start, start + value.len()));
        at += part.len() + 1;
    }
    (found.len() > 1).then_some(found)
}

/// The content of a bracket where it can be a label: a number below a thousand (a year is none; spaces around it
/// are a slip), one letter, a small roman number, a symbol.
pub(super) fn value(inner: &str) -> Option<String> {
    if number(inner.trim()) {
        return Some(inner.trim().to_owned());
    }
    let letter = inner.len() == 1 && inner.bytes().all(|b| b.is_ascii_alphabetic());
    let roman = (2..=4).contains(&inner.len()) && inner.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
    let symbol = symbol(inner, 0, inner.len()).is_some_and(|(_, end)| end == inner.len());
    (letter || roman || symbol).then(|| inner.to_lowercase())
}

/// Whether this is a number as labels bear it.
pub(super) fn number(value: &str) -> bool {
    (1..=3).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit())
}

/// `(1)`, `(1, 2)`, `(*)` at `at`.
pub(super) fn paren(text: &str, at: usize, end: usize) -> Option<(Vec<Lexed>, usize)> {
    let inner = inside(text, at, end, b')')?;
    let close = at + inner.len() + 2;
    let short = inner.len() < 3 && number(inner);
    let sign = symbol(inner, 0, inner.len()).is_some_and(|(_, end)| end == inner.len());
    if short || sign {
        return Some((vec![Lexed::new(Series::Paren, inner, at, close)], close));
    }
    // `(10,000)` and `(1,5)` are figures.
    let apart = inner.contains(", ") && inner.split([',', ';']).all(|part| part.trim().len() < 3);
    let found = several(inner, at + 1, Series::Paren).filter(|_| apart)?;
    Some((covering(found, at, close), close))
}

/// `*` to `***`, `†`, `††`, `‡`, `§` at `at`. Four stars are a rule or a word that may not be printed.
pub(super) fn symbol(text: &str, at: usize, end: usize) -> Option<(Lexed, usize)> {
    let rest = text.get(at..end)?;
    let sign = rest.chars().next().filter(|c| is_symbol(*c))?;
    let length = rest.len() - rest.trim_start_matches(sign).len();
    let count = length / sign.len_utf8();
    let most = match sign {
        '*' => 3,
        '§' => 1,
        _ => 2,
    };
    (count <= most).then(|| {
        (
            Lexed::new(
                Series::Symbol,
                rest.get(..length).unwrap_or_default(),
                at,
                at + length,
            ),
            at + length,
        )
    })
}

/// Whether `c` is a sign that labels are made of.
pub(super) const fn is_symbol(c: char) -> bool {
    matches!(c, '*' | '†' | '‡' | '§')
}

/// `¹`, `¹²` at `at`.
pub(super) fn superscript(text: &str, at: usize, end: usize) -> Option<(Lexed, usize)> {
    let mut value = String::new();
    let mut close = at;
    for c in text.get(at..end)?.chars() {
        let Some(digit) = digit(c) else { break };
        if value.len() == 3 {
            return None;
        }
        value.push(digit);
        close += c.len_utf8();
    }
    (!value.is_empty()).then(|| (Lexed::new(Series::Superscript, value, at, close), close))
}

/// The digit that a raised one stands for.
pub(super) fn digit(c: char) -> Option<char> {
    match c {
        '¹' => Some('1'),
        '²' => Some('2'),
        '³' => Some('3'),
        '⁰' | '⁴'..='⁹' => char::from_digit(c as u32 - 0x2070, 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brackets(text: &str) -> Vec<(String, u32, u32)> {
        bracket(text, 0, text.len(), |label| label == "two words")
            .map(|(found, _)| written(&found))
            .unwrap_or_default()
    }

    fn written(found: &[Lexed]) -> Vec<(String, u32, u32)> {
        let one = |l: &Lexed| (l.label.written(), l.text.start, l.text.end);
        found.iter().map(one).collect()
    }

    #[test]
    fn brackets_that_are_labels() {
        for (text, expected) in [
            ("[1] x", vec![("[1]", 0, 3)]),
            ("[12]", vec![("[12]", 0, 4)]),
            ("[A]", vec![("[a]", 0, 3)]),
            ("[ii]", vec![("[ii]", 0, 4)]),
            ("[*]", vec![("[*]", 0, 3)]),
            ("[†]", vec![("[†]", 0, 5)]),
            ("[^FLS]", vec![("[^fls]", 0, 6)]),
            ("[^two  words]", vec![("[^two words]", 0, 13)]),
            ("[1, 12]", vec![("[1]", 0, 2), ("[12]", 4, 7)]),
            ("[ 2 ]", vec![("[2]", 0, 5)]),
            ("[1-2]", vec![("[1]", 0, 3), ("[2]", 3, 5)]),
            ("[8–10]", vec![("[8]", 0, 2), ("[9]", 2, 5), ("[10]", 5, 8)]),
            ("[Note 1]", vec![("[1]", 0, 8)]),
            ("[footnote 12]", vec![("[12]", 0, 13)]),
        ] {
            let expected: Vec<_> = expected
                .into_iter()
                .map(|(l, s, e)| (l.to_owned(), s, e))
                .collect();
            assert_eq!(brackets(text), expected, "{text}");
        }
    }

    #[test]
    fn brackets_that_are_none() {
        for text in [
            "[2025]",
            "[]",
            "[^]",
            "[...]",
            "[…]",
            "[sic]",
            "[02:44:00]",
            "[****]",
            "[^a-z0-9]",
            "[^\\n]",
            "[^no such words]",
            "[1",
            "[1\n]",
            "[source: x]",
            "[1[2]",
            "[1, x]",
            "[-1]",
            "[ ]",
            "[ x ]",
            "[3-1]",
            "[1-500]",
            "[0-5]",
            "[Table 1]",
        ] {
            assert_eq!(brackets(text), [], "{text}");
        }
    }

    #[test]
    fn signs_and_raised_digits() {
        let signs = |text: &str| symbol(text, 0, text.len()).map(|(l, end)| (l.label.value, end));
        assert_eq!(signs("** x"), Some(("**".to_owned(), 2)));
        assert_eq!(signs("†‡"), Some(("†".to_owned(), 3)));
        assert_eq!(signs("****"), None);
        assert_eq!(signs("§§"), None);
        let raised = |text: &str| superscript(text, 0, text.len()).map(|(l, end)| (l.label.value, end));
        assert_eq!(raised("¹²x"), Some(("12".to_owned(), 4)));
        assert_eq!(raised("⁴⁰"), Some(("40".to_owned(), 6)));
        assert_eq!(raised("¹²³⁴"), None);
        assert_eq!(
            paren("(1)", 0, 3).map(|(l, _)| written(&l)),
            Some(vec![("(1)".to_owned(), 0, 3)])
        );
        assert_eq!(
            paren("(1, 2)", 0, 6).map(|(l, _)| written(&l)),
            Some(vec![("(1)".to_owned(), 0, 2), ("(2)".to_owned(), 4, 6)])
        );
        for text in ["(123)", "(a)", "(1,5)", "(10, 500)", "(1, x)"] {
            assert_eq!(paren(text, 0, text.len()), None, "{text}");
        }
    }
}
