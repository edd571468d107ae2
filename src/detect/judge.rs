//! Adds up what speaks for each kind of statement.

use super::hiding::Hiding;
use super::reading::Found;
use super::{CueHit, Statement};
use crate::document::{Block, BlockKind};
use crate::finding::Confidence;
use crate::rules::matcher::{Places, Tag};
use crate::rules::model::{CueFamily, Place, StatementKind, StatementKindId};
use crate::rules::{ContextSet, Rulebook};
use crate::span::TextSpan;
use crate::text::{Sentence, SentenceId};

/// Judges sentence after sentence.
pub(super) struct Judge<'r> {
    rulebook: &'r Rulebook,
    /// Families that need no words: kind, index.
    context_alone: Vec<(StatementKindId, u16)>,
    /// Working memory: families that were met in the sentence and count: kind, index, words.
    met: Vec<(StatementKindId, u16, TextSpan)>,
    /// Working memory: wording that hides cues of one family from it.
    hiding: Hiding<(u16, u16)>,
}

impl<'r> Judge<'r> {
    pub(super) fn new(rulebook: &'r Rulebook) -> Self {
        let kinds = (0..).zip(&rulebook.statements);
        let alone = kinds.flat_map(|(id, kind)| {
            let families = (0..).zip(&kind.cues).filter(|(_, family)| family.context_alone);
            families.map(move |(number, _)| (id, number))
        });
        Self {
            rulebook,
            context_alone: alone.collect(),
            met: Vec::new(),
            hiding: Hiding::default(),
        }
    }

    fn family(&self, kind: StatementKindId, family: u16) -> Option<&'r CueFamily> {
        let kind = self.rulebook.statements.get(usize::from(kind))?;
        kind.cues.get(usize::from(family))
    }

    /// Appends the statements of one sentence, whose `hits` these are, to `out`.
    pub(super) fn judge(
        &mut self,
        number: SentenceId,
        sentence: &Sentence,
        block: &Block,
        hits: &[Found],
        contexts: ContextSet,
        out: &mut Vec<Statement>,
    ) {
        let begin = out.len();
        self.collect_hiding(hits);
        self.met.clear();
        let counting = |judge: &Self, kind, family| {
            let family = judge.family(kind, family);
            family.is_some_and(|family| counts(family, block, contexts))
        };
        for hit in hits {
            if let Tag::Cue(kind, family) = hit.tag
                && counting(self, kind, family)
                && !self.hiding.hides((kind, family), hit.text)
            {
                self.met.push((kind, family, hit.text));
            }
        }
        for &(kind, family) in &self.context_alone {
            if counting(self, kind, family) {
                self.met
                    .push((kind, family, TextSpan::empty(sentence.text.start)));
            }
        }
        // A family counts once, at its first place.
        self.met
            .sort_unstable_by_key(|&(kind, family, text)| (kind, family, text.start, text.end));
        self.met.dedup_by_key(|&mut (kind, family, _)| (kind, family));
        for met in self.met.chunk_by(|a, b| a.0 == b.0) {
            let id = met.first().map_or(0, |&(kind, ..)| kind);
            if let Some(kind) = self.rulebook.statements.get(usize::from(id)) {
                out.extend(weigh(id, kind, number, met));
            }
        }
        self.replace(begin, out);
    }

    fn collect_hiding(&mut self, hits: &[Found]) {
        self.hiding.fill(hits.iter().filter_map(|h| match h.tag {
            Tag::Unless(kind, family) => Some(((kind, family), h.text)),
            _ => None,
        }));
    }

    /// Drops statements that another of the same sentence stands for.
    fn replace(&self, begin: usize, out: &mut Vec<Statement>) {
        if out.len() < begin + 2 {
            return;
        }
        let new: Vec<Statement> = out.drain(begin..).collect();
        for statement in &new {
            let replaced = new.iter().any(|other| {
                let kind = self.rulebook.statements.get(other.kind as usize);
                kind.is_some_and(|k| k.replaces.contains(&statement.kind))
                    && other.confidence >= statement.confidence
            });
            if !replaced {
                out.push(statement.clone());
            }
        }
    }
}

fn weigh(
    id: StatementKindId,
    kind: &StatementKind,
    sentence: SentenceId,
    met: &[(StatementKindId, u16, TextSpan)],
) -> Option<Statement> {
    let families = || {
        met.iter()
            .filter_map(|&(_, number, text)| Some((kind.cues.get(usize::from(number))?, text)))
    };
    let points: i32 = families().map(|(family, _)| family.points).sum();
    let [low, medium, high] = kind.thresholds;
    let confidence = match points {
        p if p >= high => Confidence::High,
        p if p >= medium => Confidence::Medium,
        p if p >= low => Confidence::Low,
        _ => return None,
    };
    let speaking = families().filter(|(family, _)| family.points > 0);
    let mut cues: Vec<CueHit> = speaking
        .map(|(family, text)| CueHit {
            id: family.id.clone(),
            text,
            points: family.points,
        })
        .collect();
    if cues.is_empty() {
        return None;
    }
    cues.sort_by_key(|c| (c.text.start, c.text.end));
    Some(Statement {
        kind: id,
        sentence,
        confidence,
        cues,
    })
}

/// Whether a family counts in a block with these contexts.
fn counts(family: &CueFamily, block: &Block, contexts: ContextSet) -> bool {
    counts_in(&family.context, &family.not_in, contexts)
        && (family.places.is_empty() || family.places.iter().any(|&p| stands_in(block, p)))
}

/// Whether one of the contexts `wanted` is among `contexts` (or none is wanted) and none of `barred` is.
pub(crate) fn counts_in(wanted: &[u16], barred: &[u16], contexts: ContextSet) -> bool {
    (wanted.is_empty() || contexts.any(wanted)) && !contexts.any(barred)
}

/// Whether a block is such a place.
pub(crate) fn stands_in(block: &Block, place: Place) -> bool {
    match place {
        Place::Quote => block.quote_depth > 0,
        Place::Paragraph => block.kind == BlockKind::Paragraph,
        Place::Heading => matches!(block.kind, BlockKind::Heading { .. }),
        Place::ListItem => matches!(block.kind, BlockKind::ListItem { .. }),
        Place::TableRow => matches!(block.kind, BlockKind::TableRow { .. }),
        Place::FrontMatter => matches!(block.kind, BlockKind::FrontMatter(_)),
        Place::ImageText => block.kind == BlockKind::ImageText,
        Place::Caption => block.kind == BlockKind::Caption,
    }
}

/// The places that a block is.
pub(super) fn places_of(block: &Block) -> Places {
    Places::of(
        Place::ALL
            .iter()
            .copied()
            .filter(|&place| stands_in(block, place)),
    )
}
