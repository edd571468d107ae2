//! Finds disclaimers that bear no label: in the running text, under a heading, at the foot of the page.

use super::reading::Evidence;
use crate::detect::{Detected, ElementHit, Statement};
use crate::document::{BlockId, BlockKind, Document, InlineKind};
use crate::finding::Confidence;
use crate::notes::place::Headed;
use crate::notes::wording::Wording;
use crate::notes::{Note, Notes};
use crate::rules::Rulebook;
use crate::rules::matcher::Tag;
use crate::rules::model::StatementKind;
use crate::settings::Settings;
use crate::span::TextSpan;
use crate::text::{Sentence, SentenceId};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

/// So many sentences in a row may be a disclaimer together where none of them is alone.
const TOGETHER: [usize; 2] = [2, 3];

/// What a sentence is, besides what it states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Nothing of the kind.
    Text,
    /// A disclaimer, though a claim may stand beside it in the same sentence.
    Disclaimer,
    /// Part of a block that is a disclaimer as a whole.
    Whole,
}

/// Appends the disclaimers without label to `notes` and drops the statements found in them.
pub(super) fn append(
    evidence: &Evidence<'_>,
    notes: &mut Notes,
    boilerplate: &[SentenceId],
    statements: &mut Vec<Statement>,
) {
    let document = evidence.document;
    let finder = Finder {
        evidence,
        boilerplate,
        notes,
        headed: notes.headed(document, evidence.rulebook),
        stating: statements
            .iter()
            .filter(|s| kind_of(evidence, s).is_some_and(|kind| !kind.unregistered))
            .map(|s| s.sentence)
            .collect(),
        claiming: statements
            .iter()
            .filter(|s| s.confidence == Confidence::High)
            .filter(|s| kind_of(evidence, s).is_some_and(|kind| kind.claim))
            .map(|s| s.sentence)
            .collect(),
        wording: Wording::new(evidence.rulebook),
    };
    let mut parts = vec![Part::Text; evidence.sentences.len()];
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(first) = evidence.sentences.get(from) {
        let rest = evidence.sentences.get(from..).unwrap_or_default();
        let to = from + rest.partition_point(|s| s.block <= first.block);
        if let Some(parts) = parts.get_mut(from..to) {
            finder.block(first.block, from..to, parts);
            finder.collect(first.block, from, parts, &mut found);
        }
        from = to.max(from + 1);
    }
    drop(finder);
    statements.retain(|statement| match parts.get(statement.sentence as usize) {
        _ if kind_of(evidence, statement).is_some_and(|kind| kind.in_disclaimers) => true,
        Some(Part::Whole) => discloses_itself(evidence, statement),
        Some(Part::Disclaimer) => discloses_itself(evidence, statement) || claims_beside(evidence, statement),
        _ => true,
    });
    notes.notes.extend(found);
}

fn kind_of<'a>(evidence: &Evidence<'a>, statement: &Statement) -> Option<&'a StatementKind> {
    evidence.rulebook.statements.get(statement.kind as usize)
}

/// Whether a statement is itself the disclosure it calls for: "We are long the shares" says what a position
/// disclosure has to say. A claim never is.
fn discloses_itself(evidence: &Evidence<'_>, statement: &Statement) -> bool {
    let id = statement.sentence;
    kind_of(evidence, statement).is_some_and(|kind| {
        !kind.claim
            && evidence
                .disclaimer_kinds(id..id + 1)
                .iter()
                .any(|note| kind.needs.contains(note))
    })
}

/// Whether a statement stands beside a disclaimer of another kind in one sentence ("We expect 12%, though past
/// performance …") and is not made of the disclaimer's own words. Without a figure it is taken for those: the
/// law's wording is full of "may" and "expect".
fn claims_beside(evidence: &Evidence<'_>, statement: &Statement) -> bool {
    let id = statement.sentence;
    let Some(sentence) = evidence.sentences.get(id as usize) else {
        return false;
    };
    let needs = kind_of(evidence, statement).map_or(&[][..], |k| &k.needs);
    let kinds = evidence.disclaimer_kinds(id..id + 1);
    if needs.is_empty() || kinds.iter().any(|kind| needs.contains(kind)) || statement.cues.is_empty() {
        return false;
    }
    let words = evidence
        .hits(&(id..id + 1))
        .iter()
        .map(|hit| hit.text)
        .reduce(TextSpan::join);
    let words = words.unwrap_or_else(|| TextSpan::empty(sentence.text.end));
    let figure = |span: TextSpan| {
        evidence
            .document
            .slice(span)
            .contains(|c: char| c.is_ascii_digit())
    };
    let before = TextSpan::new(sentence.text.start, words.start.max(sentence.text.start));
    let behind = TextSpan::new(words.end.min(sentence.text.end), sentence.text.end);
    !statement.main_cue().text.overlaps(words) && (figure(before) || figure(behind))
}

struct Finder<'a> {
    evidence: &'a Evidence<'a>,
    boilerplate: &'a [SentenceId],
    notes: &'a Notes,
    headed: Cow<'a, Headed>,
    wording: Wording<'a>,
    /// The sentences in which a statement was found.
    stating: BTreeSet<SentenceId>,
    /// Those in which a claim was found that is sure.
    claiming: BTreeSet<SentenceId>,
}

impl Finder<'_> {
    /// Decides the sentences `range`, which are all of one block.
    fn block(&self, id: BlockId, range: Range<usize>, parts: &mut [Part]) {
        let document = self.evidence.document;
        let Some(block) = document.blocks.get(id as usize) else {
            return;
        };
        let sentences = self.evidence.sentences.get(range.clone()).unwrap_or_default();
        let free: Vec<bool> = sentences
            .iter()
            .map(|s| self.notes.note_at(document, s.text.start).is_none())
            .collect();
        let id_of = |at: usize| (range.start + at) as SentenceId;
        for at in (0..sentences.len()).filter(|at| free.get(*at) == Some(&true)) {
            let house = self.boilerplate.binary_search(&id_of(at)).is_ok();
            if (house
                || !self
                    .evidence
                    .disclaimer_kinds(id_of(at)..id_of(at) + 1)
                    .is_empty())
                && let Some(part) = parts.get_mut(at)
            {
                *part = Part::Disclaimer;
            }
        }
        for width in TOGETHER {
            for at in 0..(sentences.len() + 1).saturating_sub(width) {
                let window = at..at + width;
                let open = parts
                    .get(window.clone())
                    .is_some_and(|p| p.iter().all(|p| *p == Part::Text))
                    && free.get(window.clone()).is_some_and(|f| f.iter().all(|f| *f));
                if open && self.together(id_of(at), sentences.get(window.clone()).unwrap_or_default()) {
                    parts.get_mut(window).unwrap_or_default().fill(Part::Disclaimer);
                }
            }
        }
        // A disclaimer goes on as long as its sentences do.
        for at in 1..sentences.len() {
            let behind = parts.get(at - 1) == Some(&Part::Disclaimer) && free.get(at - 1) == Some(&true);
            if behind
                && free.get(at) == Some(&true)
                && let (Some(part @ Part::Text), Some(sentence)) = (parts.get_mut(at), sentences.get(at))
                && self.goes_on(id_of(at), sentence)
            {
                *part = Part::Disclaimer;
            }
        }
        let of = |places: &[bool]| places.get(id as usize).copied().unwrap_or(false);
        let text = matches!(
            block.kind,
            BlockKind::Paragraph | BlockKind::ListItem { .. } | BlockKind::Caption
        );
        let whole = of(&self.headed.disclaimers)
            || self.wording.opens(document.slice(block.text))
            || (of(&self.headed.notes) && parts.contains(&Part::Disclaimer));
        if text && whole {
            for (at, part) in parts.iter_mut().enumerate() {
                if free.get(at) == Some(&true) && !self.claims(id_of(at)) {
                    *part = Part::Whole;
                }
            }
        }
    }

    /// Whether a sentence is a claim whatever stands over it or opens it: a sure one, and not a word of it is what
    /// disclaimers say. "Important: the shares will double" hides nothing.
    fn claims(&self, id: SentenceId) -> bool {
        self.claiming.contains(&id)
            && self.boilerplate.binary_search(&id).is_err()
            && self.evidence.hits(&(id..id + 1)).is_empty()
    }

    /// Whether these sentences are a disclaimer together, each with a share in it. A sentence with a figure has
    /// none: it states something.
    fn together(&self, first: SentenceId, sentences: &[Sentence]) -> bool {
        let ids = first..first + sentences.len() as SentenceId;
        let shares = |kind| {
            ids.clone().all(|id| {
                self.evidence
                    .hits(&(id..id + 1))
                    .iter()
                    .any(|hit| hit.note == kind)
            })
        };
        let figure = |s: &Sentence| {
            self.evidence
                .document
                .slice(s.text)
                .contains(|c: char| c.is_ascii_digit())
        };
        if ids.clone().any(|id| self.evidence.hits(&(id..id + 1)).is_empty()) || sentences.iter().any(figure)
        {
            return false;
        }
        self.evidence
            .disclaimer_kinds(ids.clone())
            .into_iter()
            .any(shares)
    }

    /// Whether a sentence behind a disclaimer is part of it: it has a share in what disclaimers say, or speaks of
    /// what stands before. A statement among such words needs more than one word of that kind, since a claim may
    /// stand behind an aside; one with a figure is always a claim.
    fn goes_on(&self, id: SentenceId, sentence: &Sentence) -> bool {
        let hits = self.evidence.hits(&(id..id + 1));
        let shares = |hit: &ElementHit| {
            let kind = self.evidence.rulebook.notes.get(hit.note as usize);
            kind.is_some_and(|kind| kind.disclaimer)
        };
        let elements: BTreeSet<_> = hits
            .iter()
            .filter(|hit| shares(hit))
            .map(|hit| (hit.note, hit.element))
            .collect();
        let text = self.evidence.document.slice(sentence.text);
        let refers = self.wording.begins(text, Tag::Referring);
        if !self.stating.contains(&id) {
            let figure = text.contains(|c: char| c.is_ascii_digit());
            return !elements.is_empty() || (refers && !figure);
        }
        !text.contains(|c: char| c.is_ascii_digit()) && !elements.is_empty() && (refers || elements.len() > 1)
    }

    /// Makes notes of the runs of disclaimers among `parts`, the sentences from `first` on.
    fn collect(&self, id: BlockId, first: usize, parts: &[Part], found: &mut Vec<Note>) {
        let document = self.evidence.document;
        let Some(block) = document.blocks.get(id as usize) else {
            return;
        };
        // What stands in the front matter or beside an image is not there for every reader.
        if matches!(block.kind, BlockKind::FrontMatter(_) | BlockKind::ImageText) {
            return;
        }
        let mut at = 0;
        while at < parts.len() {
            let run = parts
                .get(at..)
                .unwrap_or_default()
                .iter()
                .take_while(|p| **p != Part::Text)
                .count();
            let sentences = self
                .evidence
                .sentences
                .get(first + at..first + at + run)
                .unwrap_or_default();
            // A labelled note may stand between two lines of a block.
            for part in sentences.chunk_by(|a, b| self.joined(a, b)) {
                if let (Some(head), Some(tail)) = (part.first(), part.last()) {
                    let text = head.text.join(tail.text);
                    found.push(Note {
                        labels: Vec::new(),
                        text: vec![text],
                        source: document.source_of(text),
                        hidden: block.hidden,
                        small: block.small || small(document, text),
                        bullet: false,
                    });
                }
            }
            at += run.max(1);
        }
    }

    fn joined(&self, a: &Sentence, b: &Sentence) -> bool {
        let between = TextSpan::new(a.text.end, b.text.start.max(a.text.end));
        !self
            .evidence
            .document
            .slice(between)
            .contains(|c: char| !c.is_whitespace())
    }
}

/// Whether an inline that is set small covers `text`.
fn small(document: &Document, text: TextSpan) -> bool {
    let fits = |kind: &InlineKind| matches!(kind, InlineKind::Small | InlineKind::Subscript);
    document
        .inlines_in(text)
        .any(|i| fits(&i.kind) && i.text.contains(text))
}

/// What detection found, with the disclaimers taken out of the statements, and the notes with them put in.
pub(super) fn settle<'a>(
    rulebook: &'a Rulebook,
    settings: &'a Settings,
    document: &'a Document,
    sentences: &'a [Sentence],
    detected: &'a mut Detected,
    notes: &mut Notes,
) -> Evidence<'a> {
    let Detected {
        statements,
        elements,
        undone,
        boilerplate,
        ..
    } = detected;
    let mut evidence = Evidence::new(rulebook, document, sentences, std::mem::take(elements), undone);
    evidence.asked = Some(&settings.sets);
    append(&evidence, notes, boilerplate, statements);
    evidence
}
