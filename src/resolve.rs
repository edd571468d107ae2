//! Decides what each note is and whether each statement is covered by one.

use crate::detect::{Detected, Statement};
use crate::document::Document;
use crate::notes::{NoteId, Notes};
use crate::rules::Rulebook;
use crate::rules::model::NoteKindId;
use crate::settings::Settings;
use crate::source::SourceFile;
use crate::text::Sentence;

/// Index of a marker in [`Notes::markers`].
pub type MarkerId = u32;

/// The state of a statement after resolution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Coverage {
    /// A visible note of a fitting kind: through a marker, or without one where the policy asks for none.
    Covered {
        /// The marker; none where no marker is needed.
        marker: Option<MarkerId>,
        /// The note; none where the site's template supplies it.
        note: Option<NoteId>,
        /// How many sentences stand between the statement and the marker's own sentence, plus one; 0 where the
        /// marker stands in the statement's sentence or none is needed.
        distance: u32,
    },
    /// No marker that could lead to a disclaimer.
    NoMarker,
    /// Its markers lead nowhere.
    Unresolved(MarkerId),
    /// Its markers lead to notes of other kinds.
    WrongNote(MarkerId),
    /// A marker of the right kind stands near, but the policy does not let it reach so far.
    TooFar(MarkerId),
}

impl Coverage {
    /// Its name in the JSON contract.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Covered { .. } => "covered",
            Self::NoMarker => "no-marker",
            Self::Unresolved(_) => "unresolved-marker",
            Self::WrongNote(_) => "wrong-note",
            Self::TooFar(_) => "marker-too-far",
        }
    }
}

/// What a note says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoteReading {
    /// The kinds it is, in the rulebook's order.
    pub kinds: Vec<NoteKindId>,
    /// Kinds that it means to be but is not, with the elements it lacks (what each says), in the order of the
    /// file. A note that undoes itself ("…, but this one always wins") lacks nothing and says so in `undone`.
    pub attempts: Vec<Attempt>,
}

/// A kind that a note means to be and is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The kind.
    pub kind: NoteKindId,
    /// What the note would have to say besides.
    pub lacks: Vec<String>,
    /// Why it does not count although the words are there.
    pub rejected: Option<Rejection>,
}

/// Why wording that has every element is still no disclaimer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// It ends in a question ("…, is it?").
    Question,
    /// It takes back what it says ("…, but this one always wins").
    Undone,
    /// Fewer than four words.
    TooShort,
    /// A link and nothing else.
    BareLink,
}

/// A draft with everything that is known of it. The checks see nothing else.
#[derive(Debug)]
pub struct Resolved<'a> {
    /// The file.
    pub source: &'a SourceFile,
    /// What it was checked against.
    pub rulebook: &'a Rulebook,
    /// What is asked of it.
    pub settings: &'a Settings,
    /// Its parsed form.
    pub document: Document,
    /// Its sentences.
    pub sentences: Vec<Sentence>,
    /// Markers and notes; the labelled notes of [`crate::notes::read`] first, then general disclaimers.
    pub notes: Notes,
    /// What each note is, parallel to [`Notes::notes`].
    pub readings: Vec<NoteReading>,
    /// Statements in order of place, then kind.
    pub statements: Vec<Statement>,
    /// Parallel to `statements`.
    pub coverage: Vec<Coverage>,
}

/// Takes a draft's parts and decides notes and coverage.
pub fn resolve<'a>(
    source: &'a SourceFile,
    rulebook: &'a Rulebook,
    settings: &'a Settings,
    document: Document,
    notes: Notes,
    sentences: Vec<Sentence>,
    detected: Detected,
) -> Resolved<'a> {
    let statements = detected.statements;
    let coverage = statements.iter().map(|_| Coverage::NoMarker).collect();
    let readings = notes.notes.iter().map(|_| NoteReading::default()).collect();
    Resolved {
        source,
        rulebook,
        settings,
        document,
        sentences,
        notes,
        readings,
        statements,
        coverage,
    }
}
