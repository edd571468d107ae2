//! Markers in running text and the notes they lead to.
//!
//! [`read`] finds both from the structure of the document alone: what a note *says* (its kinds) is decided
//! later, in [`crate::resolve`]. A marker has a [`Label`]; a note bears one or more.

mod figure;
mod lines;
mod pair;
pub(crate) mod place;
mod scan;
mod shape;
mod sign;
#[cfg(test)]
pub(crate) mod sketch;
#[cfg(test)]
mod tests;
pub(crate) mod wording;

use crate::document::{BlockId, Document, Hidden};
use crate::rules::Rulebook;
use crate::span::{SourceSpan, TextSpan};
use std::borrow::Cow;

/// What a marker shows and a note bears, so that the two can be paired: `[1]` and `[^1]` are different
/// labels, `[^FLS]` and `[^fls]` the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label {
    /// The way it is written.
    pub series: Series,
    /// Its content, folded to lower case: `1`, `fls`, `**`.
    pub value: String,
}

/// The ways of writing a marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Series {
    /// `[^x]`.
    Footnote,
    /// `[1]`, also where Markdown made it a link.
    Bracket,
    /// `(1)`: a marker only where a note bears that label.
    Paren,
    /// `*`, `**`, `†`, `‡`, `§`.
    Symbol,
    /// `¹`, `<sup>1</sup>`.
    Superscript,
    /// A bare digit, as a note may begin with (`1 Source: …`) and no marker in running text shows.
    Bare,
}

impl Label {
    /// As an author types it: `[1]`, `[^fls]`, `*`, `¹`.
    pub fn written(&self) -> String {
        match self.series {
            Series::Footnote => format!("[^{}]", self.value),
            Series::Bracket => format!("[{}]", self.value),
            Series::Paren => format!("({})", self.value),
            Series::Symbol | Series::Bare => self.value.clone(),
            Series::Superscript => self.value.chars().map(crate::text::raised).collect(),
        }
    }
}

/// Index of a note in [`Notes::notes`].
pub type NoteId = u32;

/// A reference in running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker {
    /// What it shows.
    pub label: Label,
    /// In the prose; never empty.
    pub text: TextSpan,
    /// On disk, with its markup.
    pub source: SourceSpan,
    /// The block it stands in.
    pub block: BlockId,
    /// The note it leads to: the nearest that bears its label, those behind it first.
    pub note: Option<NoteId>,
}

/// What a marker leads to, or a disclaimer without a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it bears, each with its place on disk; none for a general disclaimer.
    pub labels: Vec<(Label, SourceSpan)>,
    /// Its prose without the labels: one stretch per block or line, in order and never none. A footnote
    /// definition without a body and a link definition have one empty stretch behind all prose.
    pub text: Vec<TextSpan>,
    /// From its first label or word to its last on disk.
    pub source: SourceSpan,
    /// How it is hidden, if it is.
    pub hidden: Option<Hidden>,
    /// Whether it is set smaller than the text.
    pub small: bool,
    /// Whether it stands as a list item to the parser (`* Past performance …`, `1. Past performance …`), so
    /// that what looks like a bullet or an item's number is its label.
    pub bullet: bool,
}

/// All markers and notes of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// In order of their text.
    pub markers: Vec<Marker>,
    /// In order of their text.
    pub notes: Vec<Note>,
    /// What stands under a heading over notes, where that was read.
    pub(crate) headed: Option<place::Headed>,
}

impl Notes {
    /// What stands under a heading over notes in `document`, whose notes these are.
    pub(crate) fn headed<'a>(&'a self, document: &Document, rulebook: &Rulebook) -> Cow<'a, place::Headed> {
        match &self.headed {
            Some(headed) => Cow::Borrowed(headed),
            None => Cow::Owned(place::Headed::new(document, rulebook)),
        }
    }

    /// The note whose prose (or label) covers the prose at `offset`, if any.
    pub fn note_at(&self, document: &Document, offset: u32) -> Option<NoteId> {
        let labelled = self.notes.partition_point(|n| !n.labels.is_empty());
        let (labelled, general) = self.notes.split_at_checked(labelled)?;
        let found = |notes: &[Note]| {
            let next = notes.partition_point(|n| n.start() <= offset);
            let before = next
                .checked_sub(1)
                .filter(|&i| notes.get(i).is_some_and(|n| n.covers(offset)));
            before.or_else(|| {
                notes
                    .get(next)
                    .filter(|n| n.label_covers(document, offset))
                    .map(|_| next)
            })
        };
        let general = || found(general).map(|i| i + labelled.len());
        found(labelled).or_else(general).map(|i| i as NoteId)
    }

    /// The markers inside `span` of the prose.
    pub fn markers_in(&self, span: TextSpan) -> &[Marker] {
        let from = self.markers.partition_point(|m| m.text.start < span.start);
        let to = self.markers.partition_point(|m| m.text.start < span.end);
        self.markers.get(from..to).unwrap_or_default()
    }
}

impl Note {
    /// Where its prose begins.
    fn start(&self) -> u32 {
        self.text.first().map_or(0, |t| t.start)
    }

    fn covers(&self, offset: u32) -> bool {
        let next = self.text.partition_point(|t| t.start <= offset);
        next.checked_sub(1)
            .and_then(|i| self.text.get(i))
            .is_some_and(|t| t.holds(offset))
    }

    /// Whether the prose at `offset`, which stands before the note's own, is its label.
    fn label_covers(&self, document: &Document, offset: u32) -> bool {
        if document.block_at(offset).is_none() || document.block_at(offset) != document.block_at(self.start())
        {
            return false;
        }
        // Between the labels stand commas and spaces, so that they count as one stretch.
        let at = document.source_of(TextSpan::new(offset, offset.saturating_add(1)));
        let labels = self.labels.iter().map(|(_, span)| *span).reduce(SourceSpan::join);
        labels.is_some_and(|labels| labels.overlaps(at))
    }
}

/// Finds the markers and the labelled notes of `document`.
pub fn read(document: &Document, rulebook: &Rulebook) -> Notes {
    let signs = scan::signs(document);
    let headed = place::Headed::new(document, rulebook);
    let lines::Found { notes, labels } = lines::notes(document, rulebook, &signs, &headed.notes);
    let markers = pair::markers(signs, &labels, &notes);
    Notes {
        markers,
        notes,
        headed: Some(headed),
    }
}
