//! Decides where a stretch of prose is cut.

use super::abbreviations::{self, Abbreviation};
use super::blank;
use crate::document::{BlockKind, Document, HARD_BREAK};
use crate::notes::{Marker, Notes};
use crate::span::TextSpan;

/// A word before a full stop is looked at no further back, in bytes.
const LONGEST_WORD: usize = 24;

/// A misspelt marker is no longer, in characters.
const LONGEST_SLIP: usize = 10;

/// So far around a hard break its lines are looked at, in bytes: a draft of nothing but breaks takes no longer
/// than another.
const BREAK_REACH: usize = 256;

/// Cuts the prose of one document.
pub(super) struct Splitter<'a> {
    document: &'a Document,
    markers: &'a [Marker],
    /// Whether sentences mostly begin in lower case here, so that capitals prove nothing.
    lower: bool,
}

/// What follows a stop.
enum Next<'a> {
    /// Nothing.
    End,
    /// A word, and whether white space stands before it.
    Word(&'a str, bool),
    /// A sign that only ever goes on: a comma, a closing bracket.
    GoesOn,
    /// Something else.
    Other(bool),
}

impl<'a> Splitter<'a> {
    pub(super) fn new(document: &'a Document, notes: &'a Notes) -> Self {
        let mut splitter = Self {
            document,
            markers: &notes.markers,
            lower: false,
        };
        splitter.lower = splitter.mostly_lower();
        splitter
    }

    pub(super) fn text(&self) -> &'a str {
        &self.document.text
    }

    /// Whether more sentences seem to begin small than with a capital.
    fn mostly_lower(&self) -> bool {
        let (mut small, mut large) = (0_usize, 0_usize);
        for block in &self.document.blocks {
            if !matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem { .. }) {
                continue;
            }
            let mut after_stop = true;
            let mut stop = false;
            let mut letters = 0;
            for c in self.document.slice(block.text).chars() {
                if after_stop && c.is_alphabetic() {
                    small += usize::from(c.is_lowercase());
                    large += usize::from(c.is_uppercase());
                    after_stop = false;
                } else if after_stop && c.is_numeric() {
                    after_stop = false;
                }
                // The stop behind a long word is most likely no abbreviation's.
                after_stop |= stop && c.is_whitespace();
                stop = letters > 3 && matches!(c, '.' | '!' | '?');
                letters = if c.is_alphabetic() { letters + 1 } else { 0 };
            }
        }
        small > large
    }

    /// Gives the parts of `span` to `push`, untrimmed.
    pub(super) fn split(&self, span: TextSpan, mut push: impl FnMut(TextSpan)) {
        let (text, end) = (self.text(), span.end as usize);
        let mut start = span.start as usize;
        let mut at = start;
        // Up to here the sentence in hand is known to say nothing.
        let mut silent = start;
        let mut next_marker = self.markers.partition_point(|m| m.text.start < span.start);
        while at < end {
            while self
                .markers
                .get(next_marker)
                .is_some_and(|m| (m.text.start as usize) < at)
            {
                next_marker += 1;
            }
            if let Some(marker) = self
                .markers
                .get(next_marker)
                .filter(|m| m.text.start as usize == at)
            {
                at = marker.text.end.max(marker.text.start + 1) as usize;
                continue;
            }
            // Nothing is cut at plain letters, figures and spaces, which are nearly all there is.
            let marker = self.markers.get(next_marker).map(|m| m.text.start as usize);
            let limit = marker.map_or(end, |marker| marker.clamp(at, end));
            let plain = text.as_bytes().get(at..limit).unwrap_or_default();
            let plain = plain
                .iter()
                .take_while(|b| matches!(b, b' ' | b',' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z'));
            let plain = plain.count();
            if plain > 0 {
                at += plain;
                continue;
            }
            let Some(c) = text.get(at..end).and_then(|rest| rest.chars().next()) else {
                break;
            };
            let after = at + c.len_utf8();
            let cut = match c {
                HARD_BREAK => self.breaks(start, at, after, end).then_some(after),
                '\n' => bulleted(
                    text.get(start..at).unwrap_or_default(),
                    text.get(after..end).unwrap_or_default(),
                )
                .then_some(after),
                '.' | '!' | '?' | '…' | '。' | '！' | '？' => {
                    let stops = run(text, at, end);
                    let behind = self.closers(stops, end, &mut next_marker);
                    at = behind.max(stops) - c.len_utf8();
                    self.ends(start, after - c.len_utf8(), stops, behind, end)
                        .then_some(behind)
                }
                _ => None,
            };
            at += c.len_utf8();
            if let Some(cut) = cut {
                // What holds no word and no figure is no sentence: it goes with what follows.
                let says = |c: char| c.is_alphanumeric() || c == crate::document::OPAQUE;
                if text.get(silent..cut).is_some_and(|part| part.contains(says)) {
                    push(TextSpan::from_usize(start, cut));
                    start = cut;
                }
                silent = cut;
                at = at.max(cut);
            }
        }
        push(TextSpan::from_usize(start, end.max(start)));
    }

    /// Whether a hard break ends a sentence: not where a small letter goes on with an open one.
    fn breaks(&self, start: usize, at: usize, after: usize, end: usize) -> bool {
        let mut near = at.saturating_sub(BREAK_REACH).max(start);
        while !self.text().is_char_boundary(near) {
            near += 1;
        }
        let before = self.without_markers(near, at);
        let closed = before
            .trim_end_matches(closes)
            .ends_with(['.', '!', '?', '…', ':', ';']);
        let rest = self.text().get(after..end).unwrap_or_default();
        let next = rest.chars().take(BREAK_REACH).find(|c| !blank(*c));
        closed || !next.is_some_and(char::is_lowercase)
    }

    /// The stretch without white space and markers at its end.
    fn without_markers(&self, start: usize, end: usize) -> &'a str {
        let mut text = self.text().get(start..end).unwrap_or_default().trim_end();
        let mut last = self.markers.partition_point(|m| (m.text.start as usize) < end);
        while let Some(marker) = last.checked_sub(1).and_then(|i| self.markers.get(i)) {
            let end = start + text.len();
            if marker.text.end as usize != end || (marker.text.start as usize) < start {
                break;
            }
            text = self
                .text()
                .get(start..marker.text.start as usize)
                .unwrap_or_default()
                .trim_end();
            last -= 1;
        }
        text
    }

    /// Where quotes, brackets and markers right behind a stop end. A marker apart from the stop (`rise. [1]`) is
    /// part of it, as are several.
    fn closers(&self, mut at: usize, end: usize, next_marker: &mut usize) -> usize {
        let text = self.text();
        loop {
            while self
                .markers
                .get(*next_marker)
                .is_some_and(|m| (m.text.start as usize) < at)
            {
                *next_marker += 1;
            }
            let rest = text.get(at..end).unwrap_or_default();
            let marker = self
                .markers
                .get(*next_marker)
                .filter(|m| m.text.end as usize <= end);
            if let Some(marker) = marker {
                let between = text.get(at..marker.text.start as usize).unwrap_or("?");
                let near = between.len() <= 4
                    && between
                        .chars()
                        .all(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | ',' | ';'));
                if near {
                    at = marker.text.end as usize;
                    continue;
                }
            }
            if let Some(length) = misspelt_marker(rest) {
                at += length;
                continue;
            }
            match rest.chars().next() {
                Some(c) if closes(c) => at += c.len_utf8(),
                Some(c)
                    if matches!(c, '.' | '!' | '?')
                        && at > 0
                        && text.get(..at).is_some_and(|t| t.ends_with(closes)) =>
                {
                    at += c.len_utf8();
                }
                _ => return at,
            }
        }
    }

    /// Whether the stops from `at` to `stops`, whose closers end at `behind`, end a sentence.
    fn ends(&self, start: usize, at: usize, stops: usize, behind: usize, end: usize) -> bool {
        let text = self.text();
        let sign = text.get(at..stops).unwrap_or_default();
        let next = next(text.get(behind..end).unwrap_or_default());
        let slip = misspelt_marker(text.get(stops..behind).unwrap_or_default()).is_some();
        let marked = slip || self.marked(stops, behind);
        if sign.starts_with(['。', '！', '？']) {
            return !matches!(next, Next::GoesOn);
        }
        let word = word_before(text, start, at);
        let (next_word, apart) = match next {
            Next::End => return true,
            Next::GoesOn => return false,
            Next::Other(apart) => return apart && !word_goes_on(word, sign),
            Next::Word(next_word, apart) => (next_word, apart),
        };
        if !apart && !marked && !self.clear_without_space(word, sign, next_word) {
            return false;
        }
        let small = begins_small(next_word);
        let digit = next_word.starts_with(|c: char| c.is_numeric());
        if sign.starts_with(['!', '?']) {
            let name = sign == "!"
                && abbreviations::exclaimed_name(word)
                && !abbreviations::opens_sentence(next_word);
            return !name && (self.lower || !small);
        }
        if sign.len() > 1 {
            // An ellipsis.
            return !small && !digit;
        }
        if small && !(self.lower && apart) {
            // A marker behind a stop closes it, whatever follows: `rise.[1] iPhone sales`.
            return marked && abbreviations::of(word).is_none() && !next_word.is_empty();
        }
        if word.chars().all(|c| c.is_ascii_digit()) && !word.is_empty() && !marked {
            let begins = text.get(start..at).is_some_and(|t| t.trim() == word);
            let ordinal = begins || abbreviations::ordinal_before(next_word);
            return word.len() > 2 || !ordinal;
        }
        match abbreviations::of(word) {
            None => true,
            Some(Abbreviation::Never) => marked,
            Some(Abbreviation::Name) => (marked && !small) || abbreviations::opens_sentence(next_word),
            Some(Abbreviation::Unit) => !small && !digit && !abbreviations::goes_on(word, next_word),
        }
    }

    fn marked(&self, from: usize, to: usize) -> bool {
        let first = self.markers.partition_point(|m| (m.text.start as usize) < from);
        self.markers
            .get(first)
            .is_some_and(|m| (m.text.end as usize) <= to)
    }

    /// Whether a stop with no space behind it ends a sentence all the same: `rose.The`.
    #[expect(clippy::unused_self, reason = "one of the questions asked of a stop")]
    fn clear_without_space(&self, word: &str, sign: &str, next: &str) -> bool {
        let mut letters = next.chars();
        let capital = letters.next().is_some_and(char::is_uppercase)
            && (letters.next().is_some_and(char::is_lowercase) || matches!(next, "A" | "I"));
        let domain = matches!(next, "Com" | "Net" | "Org" | "Io" | "Ai" | "Js");
        let whole =
            word.chars().count() > 1 && !word.contains('.') || word.ends_with(['%', ')', '"', '”', '’']);
        let opener = word.contains('.') && next.len() > 1 && abbreviations::opens_sentence(next);
        let one = !sign.starts_with('.') || sign.len() == 1;
        capital && !domain && one && (whole || opener)
    }
}

/// Where the run of stops at `at` ends.
fn run(text: &str, at: usize, end: usize) -> usize {
    let rest = text.get(at..end).unwrap_or_default();
    end - rest
        .trim_start_matches(['.', '!', '?', '…', '。', '！', '？'])
        .len()
}

/// The length of what was meant for a marker straight behind a stop and is none: `[l]`, `[2)`, `{2}`, `(3)`. It is
/// no part of the next sentence.
fn misspelt_marker(rest: &str) -> Option<usize> {
    let open = rest.chars().next().filter(|c| matches!(c, '[' | '{' | '('))?;
    let end = rest
        .char_indices()
        .take(LONGEST_SLIP)
        .skip(1)
        .find(|(_, c)| matches!(c, ']' | '}' | ')'))?
        .0;
    let inner = rest.get(1..end)?;
    let digits = inner.chars().any(|c| c.is_ascii_digit())
        && inner
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ' ' | ',' | ';' | '-' | '–' | '^'));
    let letter = open == '[' && inner.len() == 1 && inner.chars().all(char::is_alphabetic);
    let apart = rest
        .get(end + 1..)?
        .chars()
        .next()
        .is_none_or(|c| blank(c) || c == '[');
    (apart && (digits || letter)).then_some(end + 1)
}

/// Signs that close what a sentence opened.
fn closes(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '”' | '’' | '»' | '›' | ')' | ']' | '}' | '」' | '』'
    )
}

/// Whether the text `behind` a line end begins with a bullet that Markdown does not know: a sign or picture that no
/// sentence goes on with, or a dash before a word that begins one. The dash of an aside stands behind a comma or
/// before a small letter.
fn bulleted(before: &str, behind: &str) -> bool {
    let line = behind.trim_start_matches(blank);
    let mut signs = line.chars();
    match signs.next() {
        Some('–' | '—') => {
            let rest = signs.as_str();
            let text = rest.trim_start_matches(blank);
            rest.len() > text.len()
                && text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
                && !before.trim_end_matches(blank).ends_with(',')
        }
        Some('·' | '•' | '‣' | '⁃' | '∙' | '←'..='⇿' | '■'..='◿' | '☀'..='➿' | '⬀'..='⯿' | '🌀'..='🫿') => {
            true
        }
        _ => false,
    }
}

/// The word that ends at `at`, not reaching back over `start`.
fn word_before(text: &str, start: usize, at: usize) -> &str {
    let before = text.get(start..at).unwrap_or_default();
    let mut from = before.len();
    for (position, c) in before.char_indices().rev() {
        if blank(c)
            || before.len() - position > LONGEST_WORD
            || matches!(c, '(' | '[' | '"' | '“' | '‘' | '/' | '–' | '—')
        {
            break;
        }
        from = position;
    }
    before.get(from..).unwrap_or_default()
}

/// Whether a stop behind `word` goes on with what is no word: `approx. ~4%`, `No. #4`.
fn word_goes_on(word: &str, sign: &str) -> bool {
    sign == "."
        && matches!(
            abbreviations::of(word),
            Some(Abbreviation::Never | Abbreviation::Name)
        )
}

/// What follows behind a stop and its closers; opening quotes, brackets and dashes are looked through.
fn next(rest: &str) -> Next<'_> {
    let behind = rest.trim_start_matches(blank);
    let apart = behind.len() < rest.len();
    let inner = behind.trim_start_matches(|c: char| {
        blank(c)
            || matches!(
                c,
                '(' | '[' | '"' | '“' | '‘' | '\'' | '«' | '„' | '-' | '–' | '—' | '¿' | '¡'
            )
    });
    if behind.is_empty() {
        return Next::End;
    }
    let word = inner
        .find(|c: char| !c.is_alphanumeric())
        .map_or(inner, |at| inner.get(..at).unwrap_or_default());
    let quoted = inner.len() < behind.len();
    match behind.chars().next() {
        Some(',' | ';' | ':' | ')' | ']' | '}' | '/' | '+' | '=' | '%') => Next::GoesOn,
        Some(_) if word.is_empty() => Next::Other(apart),
        Some(_) => Next::Word(
            word,
            apart || (quoted && behind.starts_with(['“', '«', '„', '('])),
        ),
        None => Next::End,
    }
}

/// Whether a word begins small and is no brand that does (`iPhone`, `eBay`).
fn begins_small(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_lowercase) && !letters.next().is_some_and(char::is_uppercase)
}
