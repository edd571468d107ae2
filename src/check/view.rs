//! A resolved draft with what several checks want to look up, gathered once so that no check searches for it.

use super::fingerprint::{Fold, Hash};
use crate::detect::Statement;
use crate::document::{Block, BlockKind};
use crate::finding::Confidence;
use crate::notes::{Label, Marker, Note, NoteId, Series};
use crate::resolve::{Coverage, MarkerId, NoteReading, Resolved};
use crate::rules::model::{NoteKindId, StatementKind};
use crate::span::{SourceSpan, TextSpan};
use crate::text::{Sentence, SentenceId};
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

/// Index of a statement in [`Resolved::statements`].
pub(crate) type StatementId = u32;

/// A note that a statement could lead to.
#[derive(Clone, Debug)]
pub(crate) struct Fitting {
    /// The label to type; none where the note bears none that can stand in running text.
    pub(crate) label: Option<Label>,
    /// The note.
    pub(crate) note: NoteId,
    /// The line on which it begins, from 1.
    pub(crate) line: u32,
}

/// What a new label is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    /// A note of this kind that is yet to be written.
    Kind(NoteKindId),
    /// A note that stands in the draft without a label.
    Note(NoteId),
}

/// A resolved draft. See the module's head.
pub(crate) struct View<'a> {
    /// The draft.
    pub(crate) r: &'a Resolved<'a>,
    led: Vec<bool>,
    fitting: Vec<Option<Fitting>>,
    fresh: BTreeMap<Target, Label>,
    relying: Vec<Vec<StatementId>>,
    hashes: Vec<OnceCell<u64>>,
}

impl<'a> View<'a> {
    pub(crate) fn new(r: &'a Resolved<'a>) -> Self {
        let mut view = Self {
            r,
            led: vec![false; r.notes.notes.len()],
            fitting: vec![None; r.rulebook.notes.len()],
            fresh: BTreeMap::new(),
            relying: vec![Vec::new(); r.notes.notes.len()],
            hashes: vec![OnceCell::new(); r.sentences.len()],
        };
        for note in r.notes.markers.iter().filter_map(|m| m.note) {
            if let Some(led) = view.led.get_mut(note as usize) {
                *led = true;
            }
        }
        view.find_fitting();
        view.find_relying();
        view.name_new_notes();
        view
    }

    fn find_fitting(&mut self) {
        for (id, (note, reading)) in self.r.notes.notes.iter().zip(&self.r.readings).enumerate() {
            if note.hidden.is_some() {
                continue;
            }
            // A bare digit can begin a note, but typed into running text it would be read as a figure.
            let label = note
                .labels
                .iter()
                .map(|(label, _)| label)
                .find(|l| l.series != Series::Bare);
            for &kind in &reading.kinds {
                let Some(slot) = self.fitting.get_mut(kind as usize) else {
                    continue;
                };
                let better = match slot {
                    None => true,
                    Some(known) => known.label.is_none() && label.is_some(),
                };
                if better {
                    *slot = Some(Fitting {
                        label: label.cloned(),
                        note: id as NoteId,
                        line: 0,
                    });
                }
            }
        }
        for fitting in self.fitting.iter_mut().flatten() {
            if let Some(note) = self.r.notes.notes.get(fitting.note as usize) {
                fitting.line = self.r.source.position(note.source.start).line;
            }
        }
    }

    fn find_relying(&mut self) {
        for (id, (statement, coverage)) in self.r.statements.iter().zip(&self.r.coverage).enumerate() {
            if matches!(coverage, Coverage::Covered { .. }) {
                continue;
            }
            let named = match coverage {
                Coverage::WrongNote(marker) | Coverage::TooFar(marker) => self.marker(*marker),
                _ => None,
            };
            let markers = self.r.notes.markers_in(self.sentence(statement.sentence).text);
            for note in named.into_iter().chain(markers).filter_map(|m| m.note) {
                if let Some(relying) = self.relying.get_mut(note as usize)
                    && relying.last() != Some(&(id as StatementId))
                {
                    relying.push(id as StatementId);
                }
            }
        }
    }

    /// Gives every note that is to be written (or labelled) a label of its own, in the order in which the
    /// draft needs them, so that two findings never propose the same label for different notes.
    fn name_new_notes(&mut self) {
        let mut next = NextLabel::new(self.r);
        let least = self.r.settings.min_confidence;
        for sure in [true, false] {
            for (statement, coverage) in self.r.statements.iter().zip(&self.r.coverage) {
                let covered = matches!(coverage, Coverage::Covered { .. });
                if covered || (statement.confidence >= least) != sure {
                    continue;
                }
                if let Some(target) = self.target(&self.kind(statement).needs) {
                    self.fresh.entry(target).or_insert_with(|| next.take());
                }
            }
        }
    }

    fn target(&self, needs: &[NoteKindId]) -> Option<Target> {
        match self.fitting(needs) {
            Some(Fitting { label: Some(_), .. }) => None,
            Some(fitting) => Some(Target::Note(fitting.note)),
            None => needs.first().map(|&kind| Target::Kind(kind)),
        }
    }

    /// The first visible note of one of these kinds, one with a label before one without.
    pub(crate) fn fitting(&self, needs: &[NoteKindId]) -> Option<&Fitting> {
        let all = || {
            needs
                .iter()
                .filter_map(|&kind| self.fitting.get(kind as usize)?.as_ref())
        };
        all().find(|f| f.label.is_some()).or_else(|| all().next())
    }

    /// The label to give to the note that an uncovered statement with these needs leads to, where no note of
    /// these kinds has one.
    pub(crate) fn fresh_label(&self, needs: &[NoteKindId]) -> Option<&Label> {
        self.fresh.get(&self.target(needs)?)
    }

    /// Whether some marker leads to the note.
    pub(crate) fn is_led_to(&self, note: NoteId) -> bool {
        self.led.get(note as usize).copied().unwrap_or_default()
    }

    /// The uncovered statements whose markers lead to the note.
    pub(crate) fn relying_on(&self, note: NoteId) -> impl Iterator<Item = &'a Statement> + '_ {
        let ids = self
            .relying
            .get(note as usize)
            .map(Vec::as_slice)
            .unwrap_or_default();
        ids.iter().filter_map(|&id| self.r.statements.get(id as usize))
    }

    /// Every statement with its coverage, in order of place.
    pub(crate) fn statements(&self) -> impl Iterator<Item = (&'a Statement, &'a Coverage)> + use<'a> {
        self.r.statements.iter().zip(&self.r.coverage)
    }

    /// The ranges of [`Resolved::statements`] that stand in one sentence each.
    pub(crate) fn by_sentence(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut from = 0;
        self.r
            .statements
            .chunk_by(|a, b| a.sentence == b.sentence)
            .map(move |chunk| {
                let range = from..from + chunk.len();
                from = range.end;
                range
            })
    }

    /// The kind of a statement.
    pub(crate) fn kind(&self, statement: &Statement) -> &'a StatementKind {
        &self.r.rulebook.statements[statement.kind as usize]
    }

    /// The sentence with this number.
    pub(crate) fn sentence(&self, id: SentenceId) -> &'a Sentence {
        &self.r.sentences[id as usize]
    }

    /// The sentence that holds the prose at `offset`.
    pub(crate) fn sentence_at(&self, offset: u32) -> Option<SentenceId> {
        let index = self.r.sentences.partition_point(|s| s.text.end <= offset);
        self.r
            .sentences
            .get(index)
            .filter(|s| s.text.holds(offset))
            .map(|_| index as SentenceId)
    }

    /// The block that a sentence stands in.
    pub(crate) fn block(&self, sentence: SentenceId) -> Option<&'a Block> {
        self.r.document.blocks.get(self.sentence(sentence).block as usize)
    }

    /// Whether a marker can stand in the sentence: front matter and image texts show none.
    pub(crate) fn can_bear_marker(&self, sentence: SentenceId) -> bool {
        !self
            .block(sentence)
            .is_some_and(|b| matches!(b.kind, BlockKind::FrontMatter(_) | BlockKind::ImageText))
    }

    /// The marker with this number.
    pub(crate) fn marker(&self, id: MarkerId) -> Option<&'a Marker> {
        self.r.notes.markers.get(id as usize)
    }

    /// The note with this number and what it says.
    pub(crate) fn note(&self, id: NoteId) -> Option<(&'a Note, &'a NoteReading)> {
        Some((
            self.r.notes.notes.get(id as usize)?,
            self.r.readings.get(id as usize)?,
        ))
    }

    /// Whether a note is a disclaimer of some kind, and not only a source or nothing at all.
    pub(crate) fn is_disclaimer(&self, reading: &NoteReading) -> bool {
        reading.kinds.iter().any(|&k| {
            self.r
                .rulebook
                .notes
                .get(k as usize)
                .is_some_and(|k| k.disclaimer)
        })
    }

    /// What kinds are called: "past-performance note".
    pub(crate) fn nouns(&self, kinds: &[NoteKindId]) -> Vec<&'a str> {
        kinds
            .iter()
            .filter_map(|&k| self.r.rulebook.notes.get(k as usize))
            .map(|k| k.noun.as_str())
            .collect()
    }

    /// Prose as bytes on disk.
    pub(crate) fn on_disk(&self, text: TextSpan) -> SourceSpan {
        self.r.document.source_of(text)
    }

    /// Hash of a sentence without its markers, its case and the width of its spaces.
    pub(crate) fn sentence_hash(&self, id: SentenceId) -> u64 {
        let Some(cell) = self.hashes.get(id as usize) else {
            return 0;
        };
        *cell.get_or_init(|| {
            let text = self.sentence(id).text;
            let mut fold = Fold::default();
            let mut hash = Hash::new();
            let mut from = text.start;
            for marker in self.r.notes.markers_in(text) {
                let before = TextSpan::new(from, marker.text.start.max(from));
                hash = hash.folded(self.r.document.slice(before), &mut fold);
                from = marker.text.end.max(from);
            }
            let rest = TextSpan::new(from, text.end.max(from));
            hash.folded(self.r.document.slice(rest), &mut fold).value()
        })
    }

    /// Hash of a note's words, without its labels.
    pub(crate) fn note_hash(&self, note: &Note) -> u64 {
        let mut fold = Fold::default();
        note.text
            .iter()
            .fold(Hash::new(), |h, &t| {
                h.folded(self.r.document.slice(t), &mut fold)
                    .folded(" ", &mut fold)
            })
            .value()
    }

    /// Whether statements of this confidence are asked for.
    pub(crate) fn is_asked_for(&self, confidence: Confidence) -> bool {
        confidence >= self.r.settings.min_confidence
    }
}

/// Hands out labels in the series that the draft uses, from the first number on that nothing bears.
struct NextLabel {
    series: Series,
    number: u32,
}

impl NextLabel {
    /// Numbers from here on are years and the like, not labels to count on from.
    const HIGHEST: u32 = 1000;

    fn new(r: &Resolved<'_>) -> Self {
        let borne = r
            .notes
            .notes
            .iter()
            .flat_map(|n| &n.labels)
            .map(|(label, _)| label);
        let labels = || borne.clone().chain(r.notes.markers.iter().map(|m| &m.label));
        let brackets = labels().any(|l| l.series == Series::Bracket);
        let footnotes = labels().any(|l| l.series == Series::Footnote);
        // `[^1]` is what Markdown itself understands; `[1]` only where the author's house writes it so.
        let series = if brackets && !footnotes {
            Series::Bracket
        } else {
            Series::Footnote
        };
        // A number in another series is passed over too: `[1]` and `[^1]` look the same to a reader.
        let numbers = labels()
            .filter_map(|l| l.value.parse().ok())
            .filter(|&n: &u32| n < Self::HIGHEST);
        Self {
            series,
            number: numbers.max().unwrap_or(0),
        }
    }

    fn take(&mut self) -> Label {
        self.number += 1;
        Label {
            series: self.series,
            value: self.number.to_string(),
        }
    }
}
