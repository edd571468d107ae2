//! Keeps what is copied by hand in one piece: a comment and the name of a rule are not broken over two lines.

/// What a line may be broken at, and a stand-in of the same width that it may not be broken at. The stand-ins are
/// the last characters there are, which no text uses.
const BREAKS: [(char, char); 4] = [
    (' ', '\u{10fff0}'),
    ('-', '\u{10fff1}'),
    ('!', '\u{10fff2}'),
    ('/', '\u{10fff3}'),
];

/// What all stand-ins begin with, and few other characters.
const FIRST_BYTE: u8 = 0xf4;

/// The text with stand-ins inside comments, and for hyphens inside words.
pub(super) fn protect(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((start, open, close)) = next_comment(rest) {
        let (before, from) = rest.split_at(start);
        let body = from.get(open.len()..).unwrap_or_default();
        let Some(end) = body.find(close).map(|at| at + open.len() + close.len()) else {
            break;
        };
        let (comment, after) = from.split_at(end);
        words(before, &mut out);
        out.extend(comment.chars().map(stand_in));
        rest = after;
    }
    words(rest, &mut out);
    out
}

/// Whether a text is in writing that sets spaces between words, so that its lines need no other places to break.
pub(super) fn has_spaces(text: &str) -> bool {
    let spaced = |c: char| matches!(c, ..'\u{e00}' | '\u{1e00}'..'\u{2e00}' | '\u{10fff0}'..);
    text.is_ascii() || text.chars().all(spaced)
}

/// The text as it was.
pub(super) fn restore(text: &str) -> String {
    let back = |c: char| BREAKS.iter().find(|(_, s)| *s == c).map_or(c, |(c, _)| *c);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(FIRST_BYTE, rest.as_bytes()) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let mut chars = from.chars();
        out.extend(chars.next().map(back));
        rest = chars.as_str();
    }
    out.push_str(rest);
    out
}

fn stand_in(c: char) -> char {
    BREAKS
        .iter()
        .find(|(known, _)| *known == c)
        .map_or(c, |(_, s)| *s)
}

fn next_comment(text: &str) -> Option<(usize, &'static str, &'static str)> {
    [("<!--", "-->"), ("{/*", "*/}")]
        .into_iter()
        .filter_map(|(open, close)| Some((text.find(open)?, open, close)))
        .min()
}

fn words(text: &str, out: &mut String) {
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let inside =
            c == '-' && before.is_alphanumeric() && chars.peek().is_some_and(|n| n.is_alphanumeric());
        out.push(if inside { stand_in(c) } else { c });
        before = c;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_names_have_no_break_and_come_back() {
        for text in [
            "an exception? put above: <!-- caveat-ignore unmarked-forward: reason --> or {/* caveat-ignore a: b */}.",
            "more: caveat explain unmarked-forward-looking",
            "open <!-- and never closed",
            "",
        ] {
            assert_eq!(restore(&protect(text)), text);
        }
        let kept = protect("put <!-- a-b: c --> and {/* d */} now, past-due – so");
        assert_eq!(kept.split(' ').count(), 8);
        assert_eq!(kept.matches('-').count(), 0);
    }
}
