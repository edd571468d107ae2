//! Keeps what stands in a draft or a file name from steering the terminal it is printed on.
//!
//! A draft can hold escape sequences, and characters that turn the reading direction so that a line says on
//! screen what it does not say in the file. Every text format sends what it quotes through here; machine formats
//! escape by their own rules.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether `c` must not reach a terminal as it is: controls, line separators, marks that turn the reading
/// direction, and characters nobody can see that may carry text all the same.
pub fn unsafe_on_screen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00ad}' | '\u{034f}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}'
            | '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Appends `c` to `out` as it may be shown: a tab as a space, anything else unsafe as `\u{…}`.
pub fn push(out: &mut String, c: char) {
    if c == '\t' {
        out.push(' ');
    } else if unsafe_on_screen(c) {
        // Writing to a string cannot fail.
        let _ = write!(out, "\\u{{{:x}}}", c as u32);
    } else {
        out.push(c);
    }
}

/// `text` on one line: runs of line breaks, tabs and spaces become one space, the rest is made safe.
pub fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text
        .split([' ', '\t', '\r', '\n', '\u{2028}'])
        .filter(|word| !word.is_empty())
    {
        if !out.is_empty() {
            out.push(' ');
        }
        word.chars().for_each(|c| push(&mut out, c));
    }
    out
}

/// `text` made safe, its line breaks kept.
pub fn lines(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c != '\n' && unsafe_on_screen(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        if c == '\n' {
            out.push('\n');
        } else {
            push(&mut out, c);
        }
    }
    Cow::Owned(out)
}

/// `text` on one line and at most `width` columns wide, cut behind a word where that is near.
pub fn cropped(text: &str, width: usize) -> String {
    use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};
    // What is cut off is not worth making safe first: a paragraph can be megabytes long.
    let ahead = text
        .char_indices()
        .nth(width * 4 + 64)
        .map_or(text.len(), |(at, _)| at);
    let text = one_line(text.get(..ahead).unwrap_or(text));
    if text.width() <= width {
        return text;
    }
    let room = width.saturating_sub(1);
    let mut used = 0;
    let mut end = 0;
    let mut word_end = 0;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > room {
            break;
        }
        if c == ' ' {
            word_end = at;
        }
        end = at + c.len_utf8();
    }
    if word_end * 4 > end * 3 {
        end = word_end;
    }
    format!("{}…", text.get(..end).unwrap_or_default())
}

/// JSON that says the same, in which nothing can steer the terminal it is printed on: outside of strings there are no
/// such characters, and inside they can be written as escapes.
pub fn json(text: String) -> String {
    escaped(text, |out, c| {
        for unit in c.encode_utf16(&mut [0; 2]) {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
    })
}

/// The same for XML, whose texts and attributes can hold any character as a reference.
pub fn xml(text: String) -> String {
    escaped(text, |out, c| {
        let _ = write!(out, "&#x{:x};", c as u32);
    })
}

/// `text` with what steers terminals or cannot be seen as `escape` writes it; its own lines and tabs stay.
fn escaped(text: String, escape: impl Fn(&mut String, char)) -> String {
    let steers = |c: char| !matches!(c, '\n' | '\r' | '\t') && unsafe_on_screen(c);
    if !text.chars().any(steers) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 64);
    for c in text.chars() {
        if steers(c) {
            escape(&mut out, c);
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_gets_through() {
        for (raw, shown) in [
            ("plain “words” – fine", "plain “words” – fine"),
            ("red \u{1b}[31m alert", "red \\u{1b}[31m alert"),
            ("turned \u{202e}around\u{2069}", "turned \\u{202e}around\\u{2069}"),
            ("bell\u{7}, c1\u{9b}m", "bell\\u{7}, c1\\u{9b}m"),
            (
                "soft\u{ad}hyphen, \u{2800}\u{3164}",
                "soft\\u{ad}hyphen, \\u{2800}\\u{3164}",
            ),
            ("two\r\nlines\tand\u{2028}more", "two lines and more"),
            ("family 👨‍👩‍👧", "family 👨‍👩‍👧"),
            ("   ", ""),
        ] {
            assert_eq!(one_line(raw), shown, "{raw:?}");
        }
        assert_eq!(lines("a\u{1b}b\r\nc"), "a\\u{1b}b\nc");
    }

    #[test]
    fn formats_for_programs_say_the_same_in_signs_that_can_be_seen() {
        let raw = "a\u{202e}b\u{9b}31m\u{e0041}\u{7f}é😀\u{ad}";
        let shown = json(serde_json::to_string(raw).unwrap());
        assert_eq!(shown, "\"a\\u202eb\\u009b31m\\udb40\\udc41\\u007fé😀\\u00ad\"");
        assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), raw);
        let shown = xml(format!("<a b=\"\t{raw}\">\n"));
        assert_eq!(shown, "<a b=\"\ta&#x202e;b&#x9b;31m&#xe0041;&#x7f;é😀&#xad;\">\n");
        assert_eq!(
            quick_xml::escape::unescape("&#x202e;&#x9b;").unwrap(),
            "\u{202e}\u{9b}"
        );
    }

    #[test]
    fn a_crop_ends_behind_a_word_and_counts_columns() {
        assert_eq!(cropped("short", 10), "short");
        assert_eq!(cropped("one two three four", 15), "one two three…");
        assert_eq!(cropped("unbreakablewordthatislong", 10), "unbreakab…");
        assert_eq!(cropped("漢字漢字漢字", 7), "漢字漢…");
    }
}
