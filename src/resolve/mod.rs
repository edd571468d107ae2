//! Decides what each note is and whether each statement is covered by one.

mod beside;
mod details;
mod general;
mod reach;
mod reading;
mod sets;
#[cfg(test)]
mod tests;

use crate::detect::{Detected, Statement};
use crate::document::Document;
use crate::notes::{Marker, NoteId, Notes};
use crate::rules::model::{NoteKindId, StatementKindId};
use crate::rules::{ContextSet, Rulebook};
use crate::settings::Settings;
use crate::source::SourceFile;
use crate::span::{SourceSpan, TextSpan};
use crate::text::language::{self, Language, Languages};
use crate::text::{Sentence, SentenceId};

pub(crate) use beside::Beside as InText;
pub use details::Details;
pub use sets::Shortfall;

/// Index of a marker in [`Notes::markers`].
pub type MarkerId = u32;

/// What a sentence is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Body,
    /// A labelled note.
    Note,
    /// What no reader sees.
    Hidden,
}

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
    /// The languages in which it is of a kind of disclaimer, sorted.
    pub languages: Vec<Language>,
    /// What it lacks of the element sets that are asked for the kinds it is.
    pub short: Vec<Shortfall>,
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
    /// The languages of the draft.
    pub languages: Languages,
    /// Statements in order of place, then kind.
    pub statements: Vec<Statement>,
    /// Parallel to `statements`.
    pub coverage: Vec<Coverage>,
    /// Where details stand.
    pub details: Details,
    /// Per sentence, the contexts that hold for it.
    pub contexts: Vec<ContextSet>,
    /// Notes in running text, by block.
    pub(crate) in_text: InText,
}

/// Takes a draft's parts and decides notes, coverage and details.
pub fn resolve<'a>(
    source: &'a SourceFile,
    rulebook: &'a Rulebook,
    settings: &'a Settings,
    document: Document,
    mut notes: Notes,
    sentences: Vec<Sentence>,
    mut detected: Detected,
) -> Resolved<'a> {
    let hits = std::mem::take(&mut detected.details);
    let contexts = std::mem::take(&mut detected.contexts);
    place_bullets(source, &document, &mut notes);
    let evidence = general::settle(
        rulebook,
        settings,
        &document,
        &sentences,
        &mut detected,
        &mut notes,
    );
    let readings: Vec<_> = notes.notes.iter().map(|note| evidence.read(note)).collect();
    let Detected {
        statements,
        languages,
        ..
    } = detected;
    let mut reach = reach::Reach::new(&document, &sentences, &notes, &readings, rulebook, settings);
    let coverage = statements
        .iter()
        .map(|statement| reach.coverage(statement))
        .collect();
    let in_text = reach.in_text;
    let parts = details::Parts {
        rulebook,
        settings,
        document: &document,
        sentences: &sentences,
        notes: &notes,
        readings: &readings,
        // What the command line says no reader sees.
        dated: crate::text::dates::own_date(source, &document).is_some(),
    };
    let details = parts.find(hits);
    Resolved {
        source,
        rulebook,
        settings,
        document,
        sentences,
        notes,
        readings,
        languages,
        statements,
        coverage,
        details,
        contexts,
        in_text,
    }
}

/// Gives notes whose label is a bullet or an item's number the exact place of that label. The document knows
/// only where the item's text begins.
fn place_bullets(source: &SourceFile, document: &Document, notes: &mut Notes) {
    for note in notes.notes.iter_mut().filter(|n| n.bullet) {
        let Some(text) = note.text.first() else { continue };
        let start = document.source_of(*text).start;
        let line = source
            .line(source.position(start).line)
            .map_or(start, |line| line.start);
        let before = SourceSpan::new(line.min(start), start).of(source.text());
        let label = before.trim_end();
        let width = label
            .chars()
            .rev()
            .take_while(|c| matches!(c, '*' | '.' | ')') || c.is_ascii_digit())
            .count() as u32;
        let end = line.min(start) + label.len() as u32;
        if width > 0
            && let Some((_, place)) = note.labels.first_mut()
        {
            *place = SourceSpan::new(end - width, end);
            note.source = SourceSpan::new(end - width, note.source.end.max(end));
        }
    }
}

/// The kinds of disclaimer that the paragraphs of a Markdown text are, each paragraph by itself: for text that is
/// no prose of a draft, such as a comment in it. In the rulebook's order.
pub fn disclaimers_in(rulebook: &Rulebook, text: &str) -> Vec<NoteKindId> {
    let source = SourceFile::new("", text);
    let document = crate::markdown::read(&source);
    let notes = Notes::default();
    let sentences = crate::text::sentences::split(&document, &notes);
    let detected = crate::detect::detect(
        &document,
        &notes,
        &sentences,
        rulebook,
        Languages::default(),
        None,
    );
    let evidence = reading::Evidence::new(
        rulebook,
        &document,
        &sentences,
        detected.elements,
        &detected.undone,
    );
    let mut kinds: Vec<_> = document
        .blocks
        .iter()
        .flat_map(|block| evidence.disclaimer_kinds(evidence.sentences_in(block.text)))
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

impl Resolved<'_> {
    /// The wording to propose for a kind of note: the house's, unless it is in another language than the draft, or the
    /// rulebook's in the draft's language; in English where there is none in that.
    pub fn text_for(&self, kind: NoteKindId) -> Option<&str> {
        let proposed = self.settings.text_for(self.rulebook, kind);
        let Some(main) = self.languages.main() else {
            return proposed;
        };
        let own = self.settings.texts.get(&kind);
        if own.is_some_and(|own| language::of_text(own).is_none_or(|l| l == main)) {
            return proposed;
        }
        let translated = self.settings.text_in(self.rulebook, kind, main.code());
        translated.or(proposed)
    }

    /// The sentence whose prose holds `offset`; none between two sentences and in a note's label.
    pub fn sentence_at(&self, offset: u32) -> Option<SentenceId> {
        let next = self.sentences.partition_point(|s| s.text.start <= offset);
        let id = next.checked_sub(1)?;
        self.sentences
            .get(id)?
            .text
            .holds(offset)
            .then_some(id as SentenceId)
    }

    /// The markers in the sentence of `statement`.
    pub fn markers_of(&self, statement: &Statement) -> &[Marker] {
        self.sentences
            .get(statement.sentence as usize)
            .map_or(&[], |s| self.notes.markers_in(s.text))
    }

    /// The note of one of these kinds that stands in running text beside a statement, where a profile asks for such
    /// a place.
    pub(crate) fn beside(&self, statement: &Statement, kinds: &[NoteKindId]) -> Option<NoteId> {
        let block = self.sentences.get(statement.sentence as usize)?.block;
        self.in_text.find(&self.document, &self.readings, block, kinds)
    }

    /// The visible notes that would cover a statement of `kind`, in order: labelled ones first.
    pub fn fitting_notes(&self, kind: StatementKindId) -> impl Iterator<Item = NoteId> + '_ {
        let needs = self
            .rulebook
            .statements
            .get(kind as usize)
            .map_or(&[][..], |k| &k.needs);
        (0..self.notes.notes.len() as NoteId)
            .filter(|note| reach::fits(&self.notes, &self.readings, *note, needs))
    }

    /// The sentence of the statement with index `statement` on disk, without the markers that end it: where a
    /// marker before the full stop belongs to the sentence, one behind it does not. Empty past the last statement.
    pub fn statement_span(&self, statement: usize) -> SourceSpan {
        let sentence = self
            .statements
            .get(statement)
            .and_then(|s| self.sentences.get(s.sentence as usize));
        let Some(sentence) = sentence else {
            return SourceSpan::default();
        };
        let mut text = self.document.slice(sentence.text);
        for marker in self.notes.markers_in(sentence.text).iter().rev() {
            let open = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
            let end = sentence.text.start + open.len() as u32;
            if marker.text.start >= end {
                // Several in the middle of `[1-4]` stand at one place.
                continue;
            }
            if marker.text.end != end {
                break;
            }
            text = text
                .get(..(marker.text.start - sentence.text.start) as usize)
                .unwrap_or_default()
                .trim_end();
        }
        if text.is_empty() {
            return self.document.source_of(sentence.text);
        }
        let end = sentence.text.start + text.len() as u32;
        self.document.source_of(TextSpan::new(sentence.text.start, end))
    }
}
