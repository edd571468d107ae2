//! Drafts written one line per paragraph: plain text saved as Markdown, in which a line end ends a paragraph
//! though there is no blank line. Markdown alone sees one huge paragraph.

/// A line of at least this many characters is long: hard-wrapped prose stays well below.
const LONG: usize = 120;
/// A line of more characters than this is no heading.
const LONGEST_HEADING: usize = 90;

/// Whether the draft from byte `from` on is written one line per paragraph. It is where
/// - at least three lines of plain text are directly followed by another,
/// - there is at most one blank line (or run of them) for every eight lines of text,
/// - at least two lines and three in ten are long ([`LONG`]), and
/// - at least seven in ten of the long ones end as a paragraph does (see [`closed`]).
///
/// Hard-wrapped prose fails the third test, and the fourth where it is wrapped at a very wide margin; prose
/// with a line per sentence fails the second, since its paragraphs are divided by blank lines.
pub(super) fn one_per_paragraph(source: &str, from: usize) -> bool {
    let mut count = Count::default();
    let mut fence: Option<char> = None;
    let body = source.get(from..).unwrap_or_default();
    for line in body.lines() {
        let text = line.trim();
        let mark = ["```", "~~~"]
            .iter()
            .find(|m| text.starts_with(*m))
            .and_then(|m| m.chars().next());
        match (fence, mark) {
            (None, Some(_)) => fence = mark,
            (Some(open), Some(close)) if open == close => fence = None,
            (None, None) if text.is_empty() => count.blank(),
            (None, None) => count.text(line, text),
            _ => {}
        }
        if fence.is_some() {
            count.previous_plain = false;
        }
    }
    count.pairs >= 3
        && count.gaps * 8 <= count.lines
        && count.long >= 2
        && count.long * 10 >= count.lines * 3
        && count.long_closed * 10 >= count.long * 7
}

/// Where the first blank line behind byte `at` begins, or the end of the draft.
pub(super) fn blank_line(source: &str, at: usize) -> usize {
    let bytes = source.as_bytes();
    let mut next = at;
    while let Some(offset) = bytes.get(next..).and_then(|rest| memchr::memchr(b'\n', rest)) {
        next += offset + 1;
        let line = bytes.get(next..).unwrap_or_default();
        match line.iter().find(|b| !matches!(b, b' ' | b'\t' | b'\r')) {
            None | Some(b'\n') => return next,
            Some(_) => {}
        }
    }
    bytes.len()
}

#[derive(Default)]
struct Count {
    lines: usize,
    /// Runs of blank lines between lines of text.
    gaps: usize,
    pairs: usize,
    long: usize,
    long_closed: usize,
    previous_plain: bool,
    in_gap: bool,
}

impl Count {
    fn blank(&mut self) {
        self.in_gap = self.lines > 0;
        self.previous_plain = false;
    }

    fn text(&mut self, line: &str, text: &str) {
        self.gaps += usize::from(self.in_gap);
        self.in_gap = false;
        self.lines += 1;
        let plain = plain(line);
        self.pairs += usize::from(plain && self.previous_plain);
        self.previous_plain = plain;
        if plain && long(text) {
            self.long += 1;
            self.long_closed += usize::from(closed(text));
        }
    }
}

/// Whether a line has no markup that makes it anything but text.
fn plain(line: &str) -> bool {
    if line.starts_with("    ") || line.starts_with('\t') {
        return false;
    }
    let text = line.trim_start();
    let item = ["- ", "+ "].iter().any(|bullet| text.starts_with(bullet));
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = digits > 0
        && text
            .get(digits..)
            .is_some_and(|t| t.starts_with(". ") || t.starts_with(") "));
    !(item || numbered || text.starts_with(['#', '>', '|', '<', '{']))
}

fn long(text: &str) -> bool {
    text.len() >= LONG && text.chars().take(LONG).count() == LONG
}

/// Whether a line ends as a paragraph does: in closing punctuation, perhaps with quotes, brackets and markers
/// behind it.
fn closed(text: &str) -> bool {
    let mut text = text.trim_end();
    loop {
        let end = text.trim_end_matches(|c: char| "\"'”’»)*_†‡§¹²³⁴⁵⁶⁷⁸⁹⁰ ".contains(c));
        // A marker such as `[1]`, `[^fls]`.
        let bracket = end.strip_suffix(']').and_then(|t| t.rfind('[').map(|at| (t, at)));
        match bracket {
            Some((inner, at)) if inner.len() - at <= 24 => text = end.get(..at).unwrap_or_default(),
            _ => return end.ends_with(['.', '!', '?', ':', ';', '…', '。']) || end.len() < text.len(),
        }
        if text.is_empty() {
            return true;
        }
    }
}

/// Whether `prose`, the paragraph that ends at byte `end`, is a heading by its shape: short, without closing
/// punctuation (or a question), no note, and followed by a long line.
pub(super) fn implies_heading(source: &str, prose: &str, end: usize) -> bool {
    let prose = without_markers(prose);
    let short = prose.chars().take(LONGEST_HEADING + 1).count() <= LONGEST_HEADING;
    if !short || prose.contains(['\n', crate::document::OPAQUE]) || prose.contains("://") {
        return false;
    }
    let ends_open = prose
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || "?)%”\"’'".contains(c));
    if !ends_open || looks_like_note(prose) {
        return false;
    }
    let behind = source.get(end..).unwrap_or_default();
    let next = behind
        .lines()
        .skip(1)
        .map(str::trim)
        .find(|line| !line.is_empty());
    next.is_some_and(|line| long(line) && plain(line))
}

/// A line without the markers that close it: they do not make a heading a sentence.
pub(super) fn without_markers(prose: &str) -> &str {
    let mut prose = prose.trim_end();
    loop {
        let open = prose.trim_end_matches(['*', '†', '‡', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁰']);
        let bracket = open.strip_suffix(']').and_then(|o| o.rsplit_once('['));
        let open = match bracket {
            Some((words, label)) if (1..=12).contains(&label.len()) && !label.contains(' ') => words,
            _ => open,
        };
        let open = open.trim_end();
        // A line that is nothing but signs is no heading with a marker.
        if open.len() == prose.len() || open.is_empty() {
            return prose;
        }
        prose = open;
    }
}

/// Whether a line begins with the label of a note: a sign, a bracket, or a digit that a word is glued to.
fn looks_like_note(prose: &str) -> bool {
    let rest = prose.trim_start_matches(|c: char| c.is_ascii_digit());
    let glued = rest.len() < prose.len() && rest.chars().take(2).filter(|c| c.is_alphabetic()).count() == 2;
    glued || prose.starts_with(['*', '[', '(', '†', '‡', '§', '¹', '²', '³', '⁴', '⁵'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(length: usize, end: &str) -> String {
        let mut line = "The index rose ".repeat(length / 15 + 1);
        line.truncate(length - end.len() - 1);
        format!("{}x{end}", line.trim_end())
    }

    #[test]
    fn lines_are_paragraphs_only_where_all_criteria_hold() {
        let long = sentence(300, ".");
        let marked = sentence(200, ".[1]");
        let wrapped = sentence(80, "");
        let wide = sentence(150, "");
        let join = |lines: &[&str]| lines.join("\n");
        let cases: Vec<(&str, String, bool)> = vec![
            (
                "long lines",
                join(&[&long, "A heading", &marked, &long, "* note"]),
                true,
            ),
            (
                "CRLF",
                [long.as_str(), "A heading", &marked, &long].join("\r\n"),
                true,
            ),
            ("two pairs", join(&[&long, &long, &long]), false),
            ("hard-wrapped", join(&[wrapped.as_str(); 12]), false),
            ("wide margin", join(&[wide.as_str(); 12]), false),
            ("blank lines", [long.as_str(); 8].join("\n\n"), false),
            (
                "one blank",
                format!("{}\n\n{}", join(&[long.as_str(); 6]), join(&[long.as_str(); 6])),
                true,
            ),
            ("list", join(&[format!("- {long}").as_str(); 8]), false),
            ("code", format!("```\n{}\n```", join(&[long.as_str(); 8])), false),
            ("empty", String::new(), false),
        ];
        for (name, text, expected) in cases {
            assert_eq!(one_per_paragraph(&text, 0), expected, "{name}");
        }
    }

    #[test]
    fn a_line_is_closed_by_punctuation_and_markers() {
        for text in [
            "It rose.",
            "It rose. [1]",
            "It rose.[^fls]",
            "It rose.”",
            "Why?",
            "It rose*",
            "As follows:",
        ] {
            assert!(closed(text), "{text}");
        }
        for text in ["It rose", "It rose and", "It rose 5 %"] {
            assert!(!closed(text), "{text}");
        }
    }

    #[test]
    fn headings_are_short_open_and_followed_by_a_long_line() {
        let long = sentence(200, ".");
        let cases = [
            ("Risks ahead", true),
            ("Is this the time to buy?", true),
            ("2025 in review", true),
            ("Great potential [1]", true),
            ("Great potential[^fls]*", true),
            ("It rose.[1]", false),
            ("It rose.", false),
            ("1Source: the exchange", false),
            ("[1] A note", false),
            ("The chart: https://example.org", false),
        ];
        for (line, expected) in cases {
            assert_eq!(
                implies_heading(&format!("{line}\n{long}"), line, line.len()),
                expected,
                "{line}"
            );
            assert!(
                !implies_heading(&format!("{line}\nshort"), line, line.len()),
                "{line}"
            );
            assert!(!implies_heading(line, line, line.len()), "{line}");
        }
    }
}
