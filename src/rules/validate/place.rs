//! From a place in a text to the place in the file where the text is written.

use std::ops::Range;

/// Where the bytes `at` of `value` stand in `written`, the TOML string that spells it, quotation marks and
/// escapes included. `None` where `written` does not spell `value` (a name without quotation marks does).
pub(super) fn in_string(written: &str, value: &str, at: &Range<usize>) -> Option<Range<usize>> {
    let mut places = Vec::with_capacity(value.len() + 1);
    let spelt = spell(written, &mut places)?;
    if spelt != value {
        return None;
    }
    let start = places.get(at.start)?.start;
    let end = if at.end > at.start {
        places.get(at.end - 1)?.end
    } else {
        start
    };
    Some(start..end.max(start))
}

/// The value of a TOML string, with the place of each of its bytes and of its end.
fn spell(written: &str, places: &mut Vec<Range<usize>>) -> Option<String> {
    let (open, escapes) = if written.starts_with("\"\"\"") {
        (3, true)
    } else if written.starts_with("'''") {
        (3, false)
    } else if written.starts_with('"') {
        (1, true)
    } else if written.starts_with('\'') {
        (1, false)
    } else {
        (0, false)
    };
    let end = written.len().checked_sub(open)?;
    let mut rest = written.get(open..end)?;
    let mut at = open;
    if open == 3 {
        // A line end right behind the opening marks is not part of the text.
        let trimmed = rest
            .strip_prefix("\r\n")
            .or_else(|| rest.strip_prefix('\n'))
            .unwrap_or(rest);
        at += rest.len() - trimmed.len();
        rest = trimmed;
    }
    let mut value = String::with_capacity(rest.len());
    while let Some(c) = rest.chars().next() {
        let (text, length) = if c == '\\' && escapes {
            unescape(rest)?
        } else {
            (Some(c), c.len_utf8())
        };
        if let Some(c) = text {
            value.push(c);
            places.extend(std::iter::repeat_n(at..at + length, c.len_utf8()));
            if length == c.len_utf8() && c != '\\' {
                // A character that stands for itself: each byte has its own place.
                let from = places.len() - length;
                for (i, place) in places.iter_mut().skip(from).enumerate() {
                    *place = at + i..at + i + 1;
                }
            }
        }
        at += length;
        rest = rest.get(length..)?;
    }
    places.push(at..at);
    Some(value)
}

/// The character that the escape at the start of `rest` stands for (none for a line continued) and its length.
fn unescape(rest: &str) -> Option<(Option<char>, usize)> {
    let simple = |c| Some((Some(c), 2));
    match rest.chars().nth(1)? {
        'b' => simple('\u{8}'),
        't' => simple('\t'),
        'n' => simple('\n'),
        'f' => simple('\u{c}'),
        'r' => simple('\r'),
        'e' => simple('\u{1b}'),
        '"' => simple('"'),
        '\\' => simple('\\'),
        'x' => numbered(rest, 2),
        'u' => numbered(rest, 4),
        'U' => numbered(rest, 8),
        c if c.is_ascii_whitespace() => {
            let blank = rest.bytes().skip(1).take_while(u8::is_ascii_whitespace).count();
            Some((None, 1 + blank))
        }
        _ => None,
    }
}

fn numbered(rest: &str, digits: usize) -> Option<(Option<char>, usize)> {
    let number = u32::from_str_radix(rest.get(2..2 + digits)?, 16).ok()?;
    Some((Some(char::from_u32(number)?), 2 + digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_words_behind_marks_and_escapes() {
        for (written, value, at, place) in [
            (r#""(a|b""#, "(a|b", 0..4, 1..5),
            (r#""a {cls} b""#, "a {cls} b", 2..7, 3..8),
            (r"'a\b {c}'", r"a\b {c}", 4..7, 5..8),
            (r#""\"%\" {c}""#, r#""%" {c}"#, 4..7, 7..10),
            (r#""\u00e9é {c}""#, "éé {c}", 5..8, 10..13),
            (r#""\x41\U0001F600 {c}""#, "A😀 {c}", 6..9, 16..19),
            (r#""\"""#, "\"", 0..1, 1..3),
            (r#""\\x""#, "\\x", 1..2, 3..4),
            ("\"\"\"\nab {c}\"\"\"", "ab {c}", 3..6, 7..10),
            ("'''\r\nab\r\n{c}'''", "ab\r\n{c}", 4..7, 9..12),
            ("\"\"\"a\\\n   {c}\"\"\"", "a{c}", 1..4, 9..12),
            (r#""abc""#, "abc", 3..3, 4..4),
            (r#""""#, "", 0..0, 1..1),
            ("bare-key", "bare-key", 5..8, 5..8),
        ] {
            assert_eq!(in_string(written, value, &at), Some(place), "{written}");
        }
    }

    #[test]
    fn knows_when_it_does_not_know() {
        for (written, value, at) in [
            ("\"abc\"", "abd", 0..1),
            ("\"abc\"", "abc", 0..9),
            ("\"\\q\"", "q", 0..1),
            ("\"", "", 0..0),
        ] {
            assert_eq!(in_string(written, value, &at), None, "{written}");
        }
    }
}
