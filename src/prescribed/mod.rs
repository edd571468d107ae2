//! Wordings that a law or a regulator prescribes, looked for in drafts: word for word, and nearly so.
//!
//! Both sides are cut into tokens, in which case, spaces, the forms of quotes and dashes and all markup do not
//! matter. An exact copy is looked for from the first word of each wording on; a [near](near) one is told by the
//! words it shares with a wording, before the two are compared word by word.

pub mod near;

use crate::document::{BlockKind, Document};
use crate::notes::Notes;
use crate::rules::model::TextId;
use crate::rules::wording::{Piece, pieces};
pub use crate::rules::wordings::Wordings;
use crate::rules::wordings::tokens::fold;
use crate::rules::wordings::{FIGURE, NAME, STRANGE, Word};
use crate::span::TextSpan;

/// A name that fills a blank is at most so many words and signs long.
const LONGEST_NAME: usize = 12;

/// A token of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Token {
    word: Word,
    /// Whether it is a figure.
    figure: bool,
    /// Whether it has a letter or a digit in it.
    spoken: bool,
    text: TextSpan,
}

/// A wording as it stands in a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copy {
    /// The prescribed text.
    pub text: TextId,
    /// Where it stands.
    pub span: TextSpan,
}

impl Wordings {
    /// What readers see of a draft, word by word: no front matter, nothing hidden, no markers.
    fn read(&self, document: &Document, notes: &Notes) -> Vec<Token> {
        let mut read = Vec::new();
        for block in &document.blocks {
            if block.hidden.is_some()
                || matches!(block.kind, BlockKind::FrontMatter(_) | BlockKind::ImageText)
            {
                continue;
            }
            let markers = notes.markers_in(block.text);
            let mut next = 0;
            for (folded, place) in fold(document.slice(block.text)) {
                let text = TextSpan::new(
                    block.text.start + place.start as u32,
                    block.text.start + place.end as u32,
                );
                while markers
                    .get(next)
                    .is_some_and(|marker| marker.text.end <= text.start)
                {
                    next += 1;
                }
                if markers.get(next).is_some_and(|marker| marker.text.overlaps(text)) {
                    continue;
                }
                read.push(Token {
                    word: self.vocabulary.get(folded.as_str()).copied().unwrap_or(STRANGE),
                    figure: folded.starts_with(|c: char| c.is_ascii_digit()),
                    spoken: folded.contains(char::is_alphanumeric),
                    text,
                });
            }
        }
        read
    }

    /// Every wording that stands in these tokens word for word.
    fn exact(&self, tokens: &[Token]) -> Vec<Copy> {
        let mut found = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            let beginning = self.by_first.get(&token.word).into_iter().flatten();
            for wording in beginning.filter_map(|&number| self.all.get(number as usize)) {
                let (blanks, words) = wording.words.split_at(wording.first);
                let Some(end) = follows(words, tokens.get(at..).unwrap_or_default()) else {
                    continue;
                };
                let before = tokens.get(..at).unwrap_or_default();
                let Some(start) = precedes(blanks, before) else {
                    continue;
                };
                let first = tokens.get(start).unwrap_or(token);
                let last = tokens.get(at + end - 1).unwrap_or(token);
                found.push(Copy {
                    text: wording.text,
                    span: first.text.join(last.text),
                });
            }
        }
        found
    }
}

/// How many of `tokens` the words of a wording take from the first on, if they stand there.
fn follows(words: &[Word], tokens: &[Token]) -> Option<usize> {
    let mut at = 0;
    for (index, word) in words.iter().enumerate() {
        match *word {
            FIGURE => at += figure(tokens.get(at..)?)?,
            NAME => {
                let rest = words.get(index + 1..)?;
                return (1..=LONGEST_NAME).find_map(|length| {
                    let end = at + length;
                    Some(end + follows(rest, tokens.get(end..)?)?)
                });
            }
            word => {
                if tokens.get(at)?.word != word {
                    return None;
                }
                at += 1;
            }
        }
    }
    Some(at)
}

/// How many tokens a figure takes: `74`, `74.5`, `74–89`.
fn figure(tokens: &[Token]) -> Option<usize> {
    let is_figure = |at: usize| tokens.get(at).is_some_and(|token| token.figure);
    match tokens {
        [first, dash, ..] if first.figure && !dash.spoken && is_figure(2) && dash.text.len() <= 3 => Some(3),
        [first, ..] if first.figure => Some(1),
        _ => None,
    }
}

/// Where blanks begin that stand before the end of `tokens`.
fn precedes(blanks: &[Word], tokens: &[Token]) -> Option<usize> {
    let Some((last, rest)) = blanks.split_last() else {
        return Some(tokens.len());
    };
    let lengths = if *last == NAME { 1..=LONGEST_NAME } else { 1..=3 };
    // The longest first: `74–89` and not its second figure alone.
    lengths.rev().find_map(|length| {
        let start = tokens.len().checked_sub(length)?;
        let (before, own) = tokens.split_at_checked(start)?;
        let fits = *last == NAME || figure(own) == Some(length);
        fits.then(|| precedes(rest, before)).flatten()
    })
}

/// The words of a wording, as it is written, without its signs; a blank stands in square brackets.
pub fn words_of(wording: &str) -> Vec<String> {
    let mut words = Vec::new();
    for piece in pieces(wording) {
        match piece {
            Piece::Text(part) => {
                let spoken = fold(part).filter(|(folded, _)| folded.contains(char::is_alphanumeric));
                words.extend(spoken.filter_map(|(_, place)| part.get(place)).map(str::to_owned));
            }
            Piece::Blank(name) => words.push(format!("[{name}]")),
        }
    }
    words
}

/// The prescribed texts of one draft.
#[derive(Debug, Default)]
pub struct Found {
    /// Those that stand there word for word, in order of place.
    pub exact: Vec<Copy>,
    /// The stretches that they cover, sorted and without overlaps.
    covered: Vec<TextSpan>,
    tokens: Vec<Token>,
}

impl Found {
    /// Looks for every wording.
    pub fn new(wordings: &Wordings, document: &Document, notes: &Notes) -> Self {
        if wordings.is_empty() {
            return Self::default();
        }
        let tokens = wordings.read(document, notes);
        let exact = wordings.exact(&tokens);
        let mut covered: Vec<TextSpan> = exact.iter().map(|copy| copy.span).collect();
        covered.sort_unstable_by_key(|span| (span.start, span.end));
        covered.dedup_by(|next, first| {
            let joined = next.start < first.end;
            if joined {
                *first = first.join(*next);
            }
            joined
        });
        Self {
            exact,
            covered,
            tokens,
        }
    }

    /// Whether a prescribed text stands somewhere in `span`.
    fn covers(&self, span: TextSpan) -> bool {
        let next = self.covered.partition_point(|c| c.end <= span.start);
        self.covered.get(next).is_some_and(|c| c.overlaps(span))
    }

    /// Whether a text stands in the draft word for word.
    pub fn holds(&self, text: TextId) -> bool {
        self.exact.iter().any(|copy| copy.text == text)
    }
}

#[cfg(test)]
mod tests;
