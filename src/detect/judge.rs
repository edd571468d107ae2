//! Adds up what speaks for each kind of statement.

use super::hiding::Hiding;
use super::reading::Found;
use super::{CueHit, Statement};
use crate::document::{Block, BlockKind};
use crate::finding::Confidence;
use crate::rules::Rulebook;
use crate::rules::matcher::Tag;
use crate::rules::model::{CueFamily, Place, StatementKind, StatementKindId};
use crate::span::TextSpan;
use crate::text::{Sentence, SentenceId};

/// Judges sentence after sentence.
pub(super) struct Judge<'r> {
    rulebook: &'r Rulebook,
    /// Per kind: families that need no words, by index.
    context_alone: Vec<Vec<u16>>,
    /// Working memory: families of one kind that were met in the sentence.
    met: Vec<(u16, TextSpan)>,
    /// Working memory: wording that hides cues of one family from it.
    hiding: Hiding<(u16, u16)>,
}

impl<'r> Judge<'r> {
    pub(super) fn new(rulebook: &'r Rulebook) -> Self {
        let alone = |kind: &StatementKind| {
            let families = kind.cues.iter().enumerate();
            families
                .filter(|(_, f)| f.context_alone)
                .map(|(n, _)| n as u16)
                .collect()
        };
        Self {
            rulebook,
            context_alone: rulebook.statements.iter().map(alone).collect(),
            met: Vec::new(),
            hiding: Hiding::default(),
        }
    }

    /// Appends the statements of one sentence, whose `hits` these are, to `out`.
    pub(super) fn judge(
        &mut self,
        number: SentenceId,
        sentence: &Sentence,
        block: &Block,
        hits: &[Found],
        contexts: u64,
        out: &mut Vec<Statement>,
    ) {
        let begin = out.len();
        self.collect_hiding(hits);
        // Bits of kinds; there may be more kinds than bits.
        let met = hits.iter().fold(0u64, |kinds, hit| match hit.tag {
            Tag::Cue(kind, _) => kinds | 1 << (kind & 63),
            _ => kinds,
        });
        for (kind_number, kind) in self.rulebook.statements.iter().enumerate() {
            self.met.clear();
            let here = if met >> (kind_number & 63) & 1 != 0 {
                hits
            } else {
                &[]
            };
            for hit in here {
                if let Tag::Cue(k, family) = hit.tag
                    && k as usize == kind_number
                    && !self.hiding.hides((k, family), hit.text)
                {
                    self.met.push((family, hit.text));
                }
            }
            let alone = self.context_alone.get(kind_number).map_or(&[][..], Vec::as_slice);
            let stands_alone = |family: &u16| {
                let family = kind.cues.get(usize::from(*family));
                family.is_some_and(|family| counts(family, block, contexts))
            };
            if self.met.is_empty() && !alone.iter().any(stands_alone) {
                continue;
            }
            self.met
                .extend(alone.iter().map(|&f| (f, TextSpan::empty(sentence.text.start))));
            // A family counts once, at its first place.
            self.met
                .sort_unstable_by_key(|(family, text)| (*family, text.start, text.end));
            self.met.dedup_by_key(|(family, _)| *family);
            if let Some(statement) = weigh(
                kind_number as StatementKindId,
                kind,
                number,
                block,
                &self.met,
                contexts,
            ) {
                out.push(statement);
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
    block: &Block,
    met: &[(u16, TextSpan)],
    contexts: u64,
) -> Option<Statement> {
    let counting = || {
        let families = met
            .iter()
            .filter_map(|&(number, text)| Some((kind.cues.get(usize::from(number))?, text)));
        families.filter(|(family, _)| counts(family, block, contexts))
    };
    let points: i32 = counting().map(|(family, _)| family.points).sum();
    let [low, medium, high] = kind.thresholds;
    let confidence = match points {
        p if p >= high => Confidence::High,
        p if p >= medium => Confidence::Medium,
        p if p >= low => Confidence::Low,
        _ => return None,
    };
    let speaking = counting().filter(|(family, _)| family.points > 0);
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
fn counts(family: &CueFamily, block: &Block, contexts: u64) -> bool {
    counts_in(&family.context, &family.not_in, contexts)
        && (family.places.is_empty() || family.places.iter().any(|&p| stands_in(block, p)))
}

/// Whether one of the contexts `wanted` is among `contexts` (or none is wanted) and none of `barred` is.
pub(crate) fn counts_in(wanted: &[u16], barred: &[u16], contexts: u64) -> bool {
    let any = |list: &[u16]| list.iter().any(|&c| contexts & (1 << (u64::from(c) & 63)) != 0);
    (wanted.is_empty() || any(wanted)) && !any(barred)
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
