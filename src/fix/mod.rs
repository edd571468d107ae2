//! Repairs: from what a check wants done to the bytes that are to change, and from many such fixes to a draft in
//! which they are done.
//!
//! A check says what would repair its finding as a [`Repair`], in terms of sentences, markers and notes. [`propose`]
//! turns it into a [`Fix`], which a finding carries to every report. [`apply`](apply()) carries fixes out: it checks
//! the draft anew after every step and keeps a step only if it did what it was for.

mod apply;
mod habit;
mod labels;
mod line;
mod place;
mod propose;
mod renumber;
mod shelf;
mod text;
mod unwrap;

pub use apply::{Applied, Options, apply};
pub(crate) use propose::propose;

use crate::check::View;
use crate::notes::{Label, Marker, NoteId, Series};
use crate::rules::model::NoteKindId;
use crate::span::SourceSpan;
use crate::text::SentenceId;

/// What a marker leads to, and what is to be done so that it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum To {
    /// A note that bears the label.
    There(NoteId),
    /// A note without a label, which is to bear this one.
    Labelled(NoteId),
    /// A note whose label leads to another note; it is to bear this one instead.
    Relabelled(NoteId),
    /// A note of this kind that is yet to be written.
    New(NoteKindId),
}

/// A marker and what it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// What it shows.
    pub(crate) label: Label,
    /// What it leads to.
    pub(crate) to: To,
    /// Whether it stands in raw HTML.
    pub(crate) html: bool,
}

/// What would repair a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Repair {
    /// To put these markers behind a sentence.
    Mark {
        /// The sentence.
        sentence: SentenceId,
        /// In the order in which they are to stand.
        marks: Vec<Mark>,
    },
    /// To lead a marker somewhere that stands in the draft and leads nowhere.
    Lead(Mark),
    /// To add a marker's label to those of a note.
    Join {
        /// The note.
        note: NoteId,
        /// The label.
        label: Label,
    },
    /// To write another marker in the place of one that leads nowhere.
    Replace {
        /// Where it stands.
        marker: SourceSpan,
        /// What it shows.
        from: Label,
        /// What it is to show.
        to: Label,
        /// Whether it stands in raw HTML.
        html: bool,
    },
    /// To give a note, and the markers that lead to it, another label.
    Relabel {
        /// The note.
        note: NoteId,
        /// The label that goes.
        from: Label,
        /// The label that comes.
        to: Label,
    },
    /// To add a note of this kind, which needs no marker.
    Note(NoteKindId),
    /// To number a series in the order in which its markers stand.
    Renumber {
        /// The series.
        series: Series,
        /// For signs which sign, else `0`.
        sign: char,
    },
    /// To set a note as large as the text.
    Unwrap(NoteId),
}

impl Repair {
    /// To put these markers behind `sentence`.
    pub(crate) fn mark(sentence: SentenceId, marks: Vec<Mark>) -> Self {
        Self::Mark { sentence, marks }
    }

    /// To put a marker that stands elsewhere behind `sentence`, too.
    pub(crate) fn again(view: &View<'_>, sentence: SentenceId, marker: &Marker) -> Option<Self> {
        let html = view.is_html(sentence);
        // Markdown does not read footnotes in raw HTML.
        if html && marker.label.series == Series::Footnote {
            return None;
        }
        let mark = Mark {
            label: marker.label.clone(),
            to: To::There(marker.note?),
            html,
        };
        view.can_bear_marker(sentence)
            .then(|| Self::mark(sentence, vec![mark]))
    }
}
