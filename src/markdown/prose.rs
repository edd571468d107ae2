//! Stretches of prose with their map.

use crate::document::{OPAQUE, Piece};
use crate::span::{SourceSpan, TextSpan};

/// Prose that is put aside until its block can be added: the text of an image, a caption, a value.
#[derive(Clone, Debug, Default)]
pub(super) struct Prose {
    text: String,
    pieces: Vec<Piece>,
}

impl Prose {
    pub(super) fn push(&mut self, text: &str, place: (usize, usize), verbatim: bool) {
        append(&mut self.text, &mut self.pieces, 0, text, place, verbatim);
    }

    pub(super) fn opaque(&mut self, place: (usize, usize)) {
        self.push(OPAQUE.encode_utf8(&mut [0; 4]), place, false);
    }

    /// `value` as it was read from `place`: verbatim where the source holds it, word for word where it is written on
    /// several lines, else as one piece.
    pub(super) fn of_value(source: &str, value: &str, place: (usize, usize)) -> Self {
        let value = value.trim();
        let raw = source.get(place.0..place.1).unwrap_or_default();
        let mut prose = Self::default();
        match raw.find(value) {
            Some(offset) => prose.push(value, (place.0 + offset, place.0 + offset + value.len()), true),
            None => match Self::of_words(raw, value, place.0) {
                Some(words) => return words,
                None => prose.push(value, place, false),
            },
        }
        prose
    }

    /// The words of `value` where `raw`, which begins at byte `start`, holds all of them in the same order with
    /// nothing but white space between: a folded value of front matter.
    fn of_words(raw: &str, value: &str, start: usize) -> Option<Self> {
        let mut words = value.split_whitespace();
        let first = words.next()?;
        let mut end = raw.find(first)? + first.len();
        let mut prose = Self::default();
        prose.push(first, (start + end - first.len(), start + end), true);
        for word in words {
            let rest = raw.get(end..)?;
            let begin = end + (rest.len() - rest.trim_start().len());
            if !raw.get(begin..)?.starts_with(word) {
                return None;
            }
            prose.push(" ", (start + end, start + begin), false);
            end = begin + word.len();
            prose.push(word, (start + begin, start + end), true);
        }
        Some(prose)
    }

    /// Adds the prose, without white space at its edges, to a document's; `false` where it says nothing.
    pub(super) fn copy_into(mut self, text: &mut String, pieces: &mut Vec<Piece>) -> bool {
        if !self.text.chars().any(|c| !c.is_whitespace() && c != OPAQUE) {
            return false;
        }
        let end = self.text.trim_end().len();
        truncate(&mut self.text, &mut self.pieces, 0, end);
        let cut = self.text.len() - self.text.trim_start().len();
        for piece in self.pieces {
            let span = piece.text.range();
            let start = span.start.max(cut);
            if let Some(part) = self.text.get(start..span.end)
                && !part.is_empty()
            {
                let skipped = if piece.verbatim {
                    (start - span.start) as u32
                } else {
                    0
                };
                let place = (piece.source.start + skipped) as usize;
                append(
                    text,
                    pieces,
                    pieces.len(),
                    part,
                    (place, piece.source.end as usize),
                    piece.verbatim,
                );
            }
        }
        true
    }
}

/// Adds `text` behind `all`, joined to the last piece from `first` on where both are verbatim and adjacent.
/// Source places never go back inside a block: one that would is cut at the end of the piece before.
pub(super) fn append(
    all: &mut String,
    pieces: &mut Vec<Piece>,
    first: usize,
    text: &str,
    place: (usize, usize),
    verbatim: bool,
) {
    if text.is_empty() {
        return;
    }
    let start = all.len();
    all.push_str(text);
    let mut source = SourceSpan::from_usize(place.0, place.1.max(place.0));
    if pieces.len() > first
        && let Some(last) = pieces.last_mut()
    {
        if verbatim && last.verbatim && last.source.end == source.start {
            last.source = last.source.join(source);
            last.text = TextSpan::new(last.text.start, all.len() as u32);
            return;
        }
        if !verbatim && source.start < last.source.end {
            source = SourceSpan::new(last.source.end, source.end.max(last.source.end));
        }
    }
    pieces.push(Piece {
        text: TextSpan::from_usize(start, all.len()),
        source,
        verbatim,
    });
}

/// Cuts prose and its pieces from `first` on at `end`.
pub(super) fn truncate(all: &mut String, pieces: &mut Vec<Piece>, first: usize, end: usize) {
    if end >= all.len() {
        return;
    }
    all.truncate(end);
    while pieces.len() > first
        && let Some(last) = pieces.last_mut()
    {
        if last.text.start as usize >= end {
            pieces.pop();
            continue;
        }
        if last.text.end as usize > end {
            let cut = last.text.end - end as u32;
            last.text = TextSpan::new(last.text.start, end as u32);
            if last.verbatim {
                last.source = SourceSpan::new(last.source.start, last.source.end - cut);
            }
        }
        break;
    }
}
