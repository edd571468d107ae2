//! Drafts against what their notes say and how their statements are covered.
//!
//! A rulebook of few words stands in for the real one: "up" is a performance claim, "may" a forecast, "surely" a
//! promise; a past note speaks of "past results" and "nothing", a forward note of "forecasts" and of one of "assumptions"
//! and "risks".

mod coverage;
mod invariants;
mod readings;

use super::*;
use crate::detect::{CueHit, ElementHit};
use crate::document::{BlockKind, Hidden};
use crate::finding::Confidence;
use crate::notes;
use crate::notes::sketch::{Sketch, empty_rulebook, sketch};
use crate::rules::model::{CoveragePolicy, Element, NoteKind, NoteLanguage, StatementKind};
use crate::text::sentences;

/// Kind of note, element, word.
const ELEMENTS: [(u16, u16, &str); 7] = [
    (0, 0, "past results"),
    (0, 1, "nothing"),
    (1, 0, "forecasts"),
    (1, 1, "assumptions"),
    (1, 2, "risks"),
    (0, 2, "model results"),
    (3, 0, "the author holds"),
];
const CUES: [(u16, &str); 4] = [(0, "up"), (1, "may"), (2, "surely"), (3, "splendid")];

fn rulebook() -> Rulebook {
    let mut rulebook = empty_rulebook();
    let elements = |says: &[&str]| {
        says.iter()
            .map(|s| Element {
                name: (*s).to_owned(),
                says: (*s).to_owned(),
                patterns: Vec::new(),
                of_sets: false,
            })
            .collect()
    };
    let kind = |name: &str, disclaimer, language: Option<NoteLanguage>| NoteKind {
        name: name.to_owned(),
        disclaimer,
        languages: language.into_iter().collect(),
        ..NoteKind::default()
    };
    let past = NoteLanguage {
        elements: elements(&["what is past", "that it proves nothing", "models"]),
        all: vec![0, 1],
        none: vec![2],
        attempt: vec![0],
        ..NoteLanguage::default()
    };
    let forward = NoteLanguage {
        elements: elements(&["what is a forecast", "assumptions", "risks"]),
        all: vec![0],
        some: vec![1, 2],
        at_least: 1,
        attempt: vec![0],
        ..NoteLanguage::default()
    };
    let position = NoteLanguage {
        elements: elements(&["who holds"]),
        all: vec![0],
        ..NoteLanguage::default()
    };
    rulebook.notes = vec![
        kind("past", true, Some(past)),
        kind("forward", true, Some(forward)),
        kind("source", false, None),
        kind("position", true, Some(position)),
    ];
    let statement = |name: &str, needs| StatementKind {
        name: name.to_owned(),
        needs,
        claim: !matches!(name, "promise" | "boast"),
        unregistered: name == "boast",
        in_disclaimers: name == "boast",
        ..StatementKind::default()
    };
    rulebook.statements = vec![
        statement("perf", vec![0]),
        statement("fls", vec![1]),
        statement("promise", Vec::new()),
        statement("boast", Vec::new()),
    ];
    rulebook
}

fn detect(document: &Document, notes: &Notes, sentences: &[Sentence]) -> Detected {
    let mut detected = Detected::default();
    for (id, sentence) in sentences.iter().enumerate() {
        let id = id as SentenceId;
        let text = document.slice(sentence.text).to_lowercase();
        let span = |at: usize, word: &str| {
            TextSpan::new(
                sentence.text.start + at as u32,
                sentence.text.start + (at + word.len()) as u32,
            )
        };
        for (note, element, word) in ELEMENTS {
            if let Some(at) = text.find(word) {
                detected.elements.push(ElementHit {
                    sentence: id,
                    note,
                    language: 0,
                    element,
                    text: span(at, word),
                });
            }
        }
        if text.contains("but not here") {
            detected.undone.push(id);
        }
        if text.contains("no advice") {
            detected.boilerplate.push(id);
        }
        let note = notes.note_at(document, sentence.text.start);
        for (kind, word) in CUES.into_iter().filter(|_| note.is_none()) {
            if let Some(at) = text.find(word) {
                let cues = vec![CueHit {
                    id: word.to_owned(),
                    text: span(at, word),
                    points: 80,
                }];
                detected.statements.push(Statement {
                    kind,
                    sentence: id,
                    confidence: Confidence::High,
                    cues,
                });
            }
        }
    }
    detected
        .elements
        .sort_by_key(|hit| std::cmp::Reverse(hit.sentence));
    detected
}

const PAST: &str = "[1] Past results prove nothing at all.";

struct Case {
    source: SourceFile,
    rulebook: Rulebook,
    settings: Settings,
    document: Document,
}

impl Case {
    fn new(sketch: Sketch, coverage: CoveragePolicy) -> Self {
        let rulebook = rulebook();
        let settings = Settings {
            coverage,
            ..Settings::of(&rulebook)
        };
        Self {
            source: SourceFile::new("a.md", sketch.source),
            rulebook,
            settings,
            document: sketch.document,
        }
    }

    fn resolved(&self) -> Resolved<'_> {
        let notes = notes::read(&self.document, &self.rulebook);
        let sentences = sentences::split(&self.document, &notes);
        let detected = detect(&self.document, &notes, &sentences);
        resolve(
            &self.source,
            &self.rulebook,
            &self.settings,
            self.document.clone(),
            notes,
            sentences,
            detected,
        )
    }
}

#[test]
fn places_and_labels() {
    let draft = sketch()
        .para("It is up. [1], [2] It may fall[1]. It is up.¹")
        .list('*', &["Costs are in."]);
    let case = Case::new(draft.para(PAST), CoveragePolicy::Paragraph);
    let resolved = case.resolved();
    let spans: Vec<_> = (0..4)
        .map(|i| case.source.slice(resolved.statement_span(i)))
        .collect();
    assert_eq!(spans, ["It is up.", "It may fall[1].", "It is up.", ""]);
    let markers = resolved
        .markers_of(&resolved.statements[0])
        .iter()
        .map(|m| m.label.written());
    assert_eq!(markers.collect::<Vec<_>>(), ["[1]", "[2]"]);
    assert_eq!(
        [0, 8, 17, 18, 19].map(|at| resolved.sentence_at(at)),
        [Some(0), Some(0), Some(0), None, Some(1)]
    );
    assert_eq!(resolved.sentence_at(9_999), None);
    assert_eq!(resolved.fitting_notes(0).collect::<Vec<_>>(), [0]);
    assert_eq!(resolved.fitting_notes(1).count(), 0);
    assert_eq!(resolved.fitting_notes(99).count(), 0);
}

#[test]
fn bullets_get_their_place_on_disk() {
    let mut draft = sketch().para("Up 3%.* So.").list('*', &["Costs are in."]);
    // The reader says where an item's text begins, not how far from its bullet.
    draft.source = draft.source.replace("* Costs", "*\tCosts");
    let case = Case::new(draft, CoveragePolicy::Paragraph);
    let resolved = case.resolved();
    let note = &resolved.notes.notes[0];
    assert_eq!(case.source.slice(note.labels[0].1), "*");
    assert_eq!(case.source.slice(note.source), "*\tCosts are in.");
}
