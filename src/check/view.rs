//! A resolved draft with what several checks want to look up, gathered once so that no check searches for it.

use super::fingerprint::{Fold, Hash};
use super::fitting::{Fitting, Fittings, Way};
use super::fresh::NextLabel;
use super::scope::Scopes;
use crate::detect::Statement;
use crate::document::{Block, BlockKind};
use crate::finding::Confidence;
use crate::notes::{Label, Marker, Note, NoteId};
use crate::prescribed::Found;
use crate::prescribed::near::Near;
use crate::resolve::{Coverage, MarkerId, NoteReading, Resolved};
use crate::rules::model::{NoteKindId, Scope, StatementKind, StatementKindId};
use crate::span::{SourceSpan, TextSpan};
use crate::text::{Sentence, SentenceId};
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Index of a statement in [`Resolved::statements`].
pub(crate) type StatementId = u32;

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
    fittings: Fittings,
    fresh: BTreeMap<(Target, bool), Label>,
    relabelled: BTreeMap<NoteId, Label>,
    relying: Vec<Vec<StatementId>>,
    hashes: Vec<OnceCell<u64>>,
    scopes: Scopes,
    prescribed: OnceCell<Found>,
    /// Hands out labels for whatever else asks for one.
    next: RefCell<NextLabel>,
    near: OnceCell<Vec<Near>>,
}

impl<'a> View<'a> {
    pub(crate) fn new(r: &'a Resolved<'a>) -> Self {
        let mut view = Self {
            r,
            led: vec![false; r.notes.notes.len()],
            fittings: Fittings::new(r),
            fresh: BTreeMap::new(),
            relabelled: BTreeMap::new(),
            relying: vec![Vec::new(); r.notes.notes.len()],
            hashes: vec![OnceCell::new(); r.sentences.len()],
            scopes: Scopes::new(r),
            prescribed: OnceCell::new(),
            next: RefCell::new(NextLabel::new(r)),
            near: OnceCell::new(),
        };
        for note in r.notes.markers.iter().filter_map(|m| m.note) {
            if let Some(led) = view.led.get_mut(note as usize) {
                *led = true;
            }
        }
        view.find_relying();
        view.name_new_notes();
        view
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
        self.relabel_twins(&mut next);
        self.label_targets(&mut next);
        self.next = RefCell::new(next);
    }

    fn label_targets(&mut self, next: &mut NextLabel) {
        let asked: BTreeSet<_> = self.asked_kinds().collect();
        for sure in [true, false] {
            for (statement, coverage) in self.r.statements.iter().zip(&self.r.coverage) {
                let asks = match coverage {
                    Coverage::Covered { .. } | Coverage::TooFar(_) => false,
                    // Rules about markers speak of any kind; without a marker only the kind's own rule does.
                    Coverage::WrongNote(_) => true,
                    Coverage::NoMarker | Coverage::Unresolved(_) => asked.contains(&statement.kind),
                };
                if !asks
                    || self.is_asked_for(statement.confidence) != sure
                    || self.is_told_as_another(statement)
                    || !self.can_bear_marker(statement.sentence)
                {
                    continue;
                }
                let html = self.is_html(statement.sentence);
                if let Some(target) = self.target(&self.kind(statement).needs, html) {
                    let relabelled = match target {
                        Target::Note(note) => self.relabelled.get(&note).cloned(),
                        Target::Kind(_) => None,
                    };
                    self.fresh
                        .entry((target, html))
                        .or_insert_with(|| relabelled.unwrap_or_else(|| next.take(html)));
                }
            }
        }
    }

    /// Kinds of statement that a rule in force wants marked.
    pub(crate) fn asked_kinds(&self) -> impl Iterator<Item = StatementKindId> + use<'a> {
        let r = self.r;
        let rules = r.rulebook.rules.values();
        let asked = rules.filter(|rule| rule.sort.is_unmarked() && r.settings.level(&rule.name).is_some());
        asked.flat_map(|rule| rule.sort.kinds()).copied()
    }

    /// Gives each note whose label leads to another note the label of a marker that leads nowhere, one that asks
    /// for its kind first, or else a new one.
    fn relabel_twins(&mut self, next: &mut NextLabel) {
        let mut dangling: Vec<_> = self.dangling_needs();
        let twins: Vec<NoteId> = self.fittings.twins().collect();
        for id in twins {
            let Some((note, reading)) = self.note(id) else {
                continue;
            };
            let series = note.labels.first().map(|(label, _)| label.series);
            let alike = |label: &Label| Some(label.series) == series;
            let wanted = dangling
                .iter()
                .position(|(label, needs)| alike(label) && needs.iter().any(|k| reading.kinds.contains(k)));
            let any = || dangling.iter().position(|(label, _)| alike(label));
            let label = match wanted.or_else(any) {
                Some(index) => dangling.remove(index).0.clone(),
                None => next.take(false),
            };
            self.relabelled.insert(id, label);
        }
    }

    /// The first few labels that lead nowhere, with what the statements of their sentences need.
    fn dangling_needs(&self) -> Vec<(&'a Label, &'a [NoteKindId])> {
        /// Looked through for each note that bears another's label.
        const MOST: usize = 32;
        let mut found: Vec<(&Label, &[NoteKindId])> = Vec::new();
        for marker in self.r.notes.markers.iter().filter(|m| m.note.is_none()) {
            if found.len() >= MOST {
                break;
            }
            if found.iter().any(|(label, _)| **label == marker.label) {
                continue;
            }
            let needs = self.sentence_at(marker.text.start).and_then(|sentence| {
                let from = self.r.statements.partition_point(|s| s.sentence < sentence);
                let mut here = self.r.statements.get(from..)?.iter();
                here.by_ref()
                    .take_while(|s| s.sentence == sentence)
                    .find(|s| self.is_asked_for(s.confidence))
                    .map(|s| self.kind(s).needs.as_slice())
            });
            found.push((&marker.label, needs.unwrap_or_default()));
        }
        found
    }

    fn target(&self, needs: &[NoteKindId], html: bool) -> Option<Target> {
        match self.fitting(needs, html) {
            Some(Fitting { label: Some(_), .. }) => None,
            Some(fitting) => Some(Target::Note(fitting.note)),
            None => needs.first().map(|&kind| Target::Kind(kind)),
        }
    }

    /// The best note of one of these kinds for a marker in Markdown or in raw HTML.
    pub(crate) fn fitting(&self, needs: &[NoteKindId], html: bool) -> Option<&Fitting> {
        self.fittings.best(needs, html)
    }

    /// Every label that can be typed to lead to a visible note.
    pub(crate) fn ways(&self) -> impl Iterator<Item = Way> + '_ {
        self.fittings.ways(self.r)
    }

    /// The label to give to the note that an uncovered statement with these needs leads to, where no note of
    /// these kinds has one.
    pub(crate) fn fresh_label(&self, needs: &[NoteKindId], html: bool) -> Option<&Label> {
        self.fresh.get(&(self.target(needs, html)?, html))
    }

    /// The label to give to a note whose label leads to another note.
    pub(crate) fn relabelled(&self, note: NoteId) -> Option<&Label> {
        self.relabelled.get(&note)
    }

    /// A label that nothing bears and nobody was given yet.
    pub(crate) fn another_label(&self) -> Label {
        self.next.borrow_mut().take(false)
    }

    /// A number that nothing bears and nobody was given yet.
    pub(crate) fn another_number(&self) -> String {
        self.next.borrow_mut().number()
    }

    /// Whether the sentence was read from raw HTML, where Markdown's footnotes are not read.
    pub(crate) fn is_html(&self, sentence: SentenceId) -> bool {
        self.block(sentence).is_some_and(|b| b.html)
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

    /// Whether a statement of a kind that stands for this one in the same sentence is reported for want of a note, too.
    pub(crate) fn is_told_as_another(&self, statement: &Statement) -> bool {
        self.beside(statement.sentence).any(|(other, coverage)| {
            self.kind(other).replaces.contains(&statement.kind)
                && self.is_asked_for(other.confidence)
                && !matches!(coverage, Coverage::Covered { .. })
                && self.asked_kinds().any(|kind| kind == other.kind)
        })
    }

    /// The statements of a sentence.
    pub(crate) fn beside(
        &self,
        sentence: SentenceId,
    ) -> impl Iterator<Item = (&'a Statement, &'a Coverage)> + use<'a> {
        let r = self.r;
        let begin = r.statements.partition_point(|s| s.sentence < sentence);
        let all = r.statements.iter().zip(&r.coverage);
        all.skip(begin).take_while(move |(s, _)| s.sentence == sentence)
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
        reading.kinds.iter().any(|&kind| self.is_disclaimer_kind(kind))
    }

    /// Whether notes of this kind are disclaimers.
    pub(crate) fn is_disclaimer_kind(&self, kind: NoteKindId) -> bool {
        let kind = self.r.rulebook.notes.get(kind as usize);
        kind.is_some_and(|kind| kind.disclaimer)
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

    /// The prescribed texts that stand in the draft. Most drafts are never asked.
    pub(crate) fn prescribed(&self) -> &Found {
        self.prescribed
            .get_or_init(|| Found::new(&self.r.rulebook.wordings, &self.r.document, &self.r.notes))
    }

    /// Near copies of the prescribed texts in force.
    pub(crate) fn near(&self) -> &[Near] {
        self.near.get_or_init(|| {
            let r = self.r;
            if r.settings.prescribed.is_empty() {
                return Vec::new();
            }
            let wordings = &r.rulebook.wordings;
            wordings.near(self.prescribed(), &r.sentences, &r.settings.prescribed)
        })
    }

    /// The sentences around a sentence, in stretches. See [`Scopes::around`].
    pub(crate) fn around(&self, sentence: SentenceId, scope: Scope) -> Vec<Range<SentenceId>> {
        self.scopes.around(self.r, sentence, scope)
    }

    /// Whether statements of this confidence are asked for.
    pub(crate) fn is_asked_for(&self, confidence: Confidence) -> bool {
        confidence >= self.r.settings.min_confidence
    }
}
