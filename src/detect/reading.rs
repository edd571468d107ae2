//! One pass of the matcher over all sentences.

use super::judge::places_of;
use crate::document::Document;
use crate::notes::Notes;
use crate::rules::matcher::{Places, Tag};
use crate::rules::{ContextSet, Rulebook};
use crate::span::TextSpan;
use crate::text::Sentence;
use crate::text::tokens::tokenize;
use jiff::civil::Date;

/// A pattern that was found in a sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    /// Number of the sentence.
    pub(super) sentence: u32,
    pub(super) tag: Tag,
    /// The words, in the prose.
    pub(super) text: TextSpan,
}

/// Contexts that a sentence gives to others or to itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Gives {
    pub(super) heading: ContextSet,
    pub(super) lead_in: ContextSet,
    pub(super) column: ContextSet,
    pub(super) previous: ContextSet,
    pub(super) within: ContextSet,
}

/// Everything that was found.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// In order of sentences; cues, what hides them, elements of notes, wording in general.
    pub(super) hits: Vec<Found>,
    /// Of the sentences that give any context, in order, with their numbers: most give none.
    gives: Vec<(u32, Gives)>,
    /// Evidence for each context of the whole draft.
    pub(super) evidence: Vec<u32>,
    /// Tokens in all.
    pub(super) words: u32,
}

impl Reading {
    pub(super) fn new(
        document: &Document,
        notes: &Notes,
        sentences: &[Sentence],
        rulebook: &Rulebook,
        today: Option<Date>,
    ) -> Self {
        let year = today.map_or(0, |d| u16::try_from(d.year()).unwrap_or(0));
        let mut reading = Self {
            evidence: vec![0; rulebook.contexts.len()],
            ..Self::default()
        };
        let mut session = rulebook.matcher.session();
        let (mut skip, mut tokens, mut hits) = (Vec::new(), Vec::new(), Vec::new());
        for (number, sentence) in sentences.iter().enumerate() {
            skip.clear();
            skip.extend(notes.markers_in(sentence.text).iter().map(|m| m.text));
            tokens.clear();
            tokenize(&document.text, sentence.text, &skip, &mut tokens);
            reading.words += tokens.len() as u32;
            hits.clear();
            let block = document.blocks.get(sentence.block as usize);
            let places = block.map_or(Places::ALL, places_of);
            session.find(&document.text, &tokens, year, places, &mut hits);
            let mut gives = Gives::default();
            for hit in &hits {
                match hit.tag {
                    Tag::Heading(c) => gives.heading |= ContextSet::one(c),
                    Tag::LeadIn(c) => gives.lead_in |= ContextSet::one(c),
                    Tag::Column(c) => gives.column |= ContextSet::one(c),
                    Tag::Previous(c) => gives.previous |= ContextSet::one(c),
                    Tag::Within(c) => gives.within |= ContextSet::one(c),
                    Tag::Document(c) => {
                        if let Some(count) = reading.evidence.get_mut(c as usize) {
                            *count += 1;
                        }
                    }
                    tag => {
                        let (Some(first), Some(last)) = (
                            tokens.get(hit.start as usize),
                            tokens.get((hit.end as usize).saturating_sub(1)),
                        ) else {
                            continue;
                        };
                        let text = first.text.join(last.text);
                        reading.hits.push(Found {
                            sentence: number as u32,
                            tag,
                            text,
                        });
                    }
                }
            }
            if gives != Gives::default() {
                reading.gives.push((number as u32, gives));
            }
        }
        reading
    }

    /// What a sentence gives, by its number.
    pub(super) fn gives(&self, sentence: usize) -> Gives {
        let found = self
            .gives
            .binary_search_by_key(&sentence, |(number, _)| *number as usize);
        let found = found.ok().and_then(|index| self.gives.get(index));
        found.map_or_else(Gives::default, |(_, gives)| *gives)
    }

    /// What those of the sentences in a range give that give any.
    pub(super) fn gives_of(&self, sentences: std::ops::Range<usize>) -> impl Iterator<Item = &Gives> {
        let place = |sentence: usize| {
            self.gives
                .partition_point(|(number, _)| (*number as usize) < sentence)
        };
        let all = self.gives.get(place(sentences.start)..place(sentences.end));
        all.unwrap_or_default().iter().map(|(_, gives)| gives)
    }
}
