//! Decides what a note is from the elements that were met in its sentences.

use super::sets::{Asked, Shortfall, shortfalls};
use super::{Attempt, NoteReading, Rejection};
use crate::detect::ElementHit;
use crate::document::{Document, InlineKind};
use crate::notes::{Note, Series};
use crate::rules::Rulebook;
use crate::rules::model::{NoteKind, NoteKindId, NoteLanguage};
use crate::span::TextSpan;
use crate::text::language::Language;
use crate::text::{Sentence, SentenceId};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A note with so many words is long enough for any kind.
const ENOUGH_WORDS: usize = 100;

/// The elements present, by kind and language.
pub(super) type Present = BTreeMap<(NoteKindId, u16), BTreeSet<u16>>;

/// What one pass over the sentences found, ready to be asked per note.
pub(super) struct Evidence<'a> {
    pub(super) rulebook: &'a Rulebook,
    pub(super) document: &'a Document,
    pub(super) sentences: &'a [Sentence],
    /// Sorted by sentence.
    hits: Vec<ElementHit>,
    /// The same for elements that only element sets name.
    of_sets: Vec<ElementHit>,
    /// The element sets that are asked for.
    pub(super) asked: Option<&'a Asked>,
    undone: &'a [SentenceId],
}

impl<'a> Evidence<'a> {
    pub(super) fn new(
        rulebook: &'a Rulebook,
        document: &'a Document,
        sentences: &'a [Sentence],
        mut hits: Vec<ElementHit>,
        undone: &'a [SentenceId],
    ) -> Self {
        hits.sort_by_key(|hit| hit.sentence);
        let (of_sets, hits) = hits.into_iter().partition(|hit| of_sets(rulebook, hit));
        Self {
            rulebook,
            document,
            sentences,
            hits,
            of_sets,
            asked: None,
            undone,
        }
    }

    /// The hits in these sentences.
    pub(super) fn hits(&self, sentences: &Range<SentenceId>) -> &[ElementHit] {
        within(&self.hits, sentences)
    }

    /// The sentences that begin in a stretch of prose.
    pub(super) fn sentences_in(&self, text: TextSpan) -> Range<SentenceId> {
        let from = self.sentences.partition_point(|s| s.text.start < text.start);
        let to = self.sentences.partition_point(|s| s.text.start < text.end);
        from as SentenceId..to.max(from) as SentenceId
    }

    /// What `note` says.
    pub(super) fn read(&self, note: &Note) -> NoteReading {
        let sentences: Vec<_> = note.text.iter().map(|t| self.sentences_in(*t)).collect();
        let mut reading = self.read_sentences(&sentences, &note.text);
        let linked = note.text.iter().any(|t| self.links(*t).next().is_some());
        let definition = note.text.iter().all(|t| t.is_empty())
            && note
                .labels
                .iter()
                .any(|(label, _)| label.series == Series::Bracket);
        if let Some(source) = self
            .rulebook
            .note_kind("source")
            .filter(|s| !reading.kinds.contains(s))
            && (linked || definition)
        {
            reading.kinds.push(source);
            reading.kinds.sort_unstable();
            reading.attempts.retain(|attempt| attempt.kind != source);
        }
        reading
    }

    /// Whether these sentences are a disclaimer by themselves, and of which kinds.
    pub(super) fn disclaimer_kinds(&self, sentences: Range<SentenceId>) -> Vec<NoteKindId> {
        if self.hits(&sentences).is_empty() {
            return Vec::new();
        }
        let words = self
            .sentences
            .get(sentences.start as usize..sentences.end as usize)
            .unwrap_or_default();
        let text: Vec<_> = words.iter().map(|s| s.text).collect();
        let mut kinds = self.read_sentences(&[sentences], &text).kinds;
        kinds.retain(|kind| self.kind(*kind).is_some_and(|k| k.disclaimer));
        kinds
    }

    fn kind(&self, id: NoteKindId) -> Option<&'a NoteKind> {
        self.rulebook.notes.get(id as usize)
    }

    fn links(&self, text: TextSpan) -> impl Iterator<Item = TextSpan> {
        let links = self.document.inlines_in(text);
        links
            .filter(|i| matches!(i.kind, InlineKind::Link { .. } | InlineKind::Url { .. }))
            .map(|i| i.text)
    }

    fn present(&self, sentences: &[Range<SentenceId>], keep: impl Fn(SentenceId) -> bool) -> Present {
        let mut present = Present::new();
        for hit in sentences
            .iter()
            .flat_map(|range| self.hits(range))
            .filter(|hit| keep(hit.sentence))
        {
            present
                .entry((hit.note, hit.language))
                .or_default()
                .insert(hit.element);
        }
        present
    }

    fn read_sentences(&self, sentences: &[Range<SentenceId>], text: &[TextSpan]) -> NoteReading {
        let all = self.present(sentences, |_| true);
        if all.is_empty() {
            return NoteReading::default();
        }
        let undone = |id: SentenceId| {
            // What is taken back may stand in the sentence before.
            let next = sentences.partition_point(|range| range.end <= id + 1);
            let next = sentences.get(next).is_some_and(|range| range.contains(&(id + 1)));
            self.undone.binary_search(&id).is_ok() || (next && self.undone.binary_search(&(id + 1)).is_ok())
        };
        let kept = self.present(sentences, |id| !undone(id));
        let meant = self.present(sentences, |id| !undone(id) && !self.asks(id));
        let words = self.words(text);
        let kinds: BTreeSet<_> = all.keys().map(|(kind, _)| *kind).collect();
        let mut reading = NoteReading::default();
        for id in kinds {
            let Some(kind) = self.kind(id) else { continue };
            let holds = |present: &Present| holds(id, kind, present);
            let rejected = if !kind.disclaimer {
                None
            } else if words < usize::from(kind.fewest_words) {
                Some(Rejection::TooShort)
            } else if !holds(&kept) {
                Some(Rejection::Undone)
            } else if !holds(&meant) {
                Some(Rejection::Question)
            } else {
                None
            };
            if holds(&all) {
                match rejected {
                    None => {
                        reading.kinds.push(id);
                        if kind.disclaimer {
                            reading.languages.extend(languages(id, kind, &meant));
                        }
                        reading.short.extend(self.short(id, kind, sentences, &meant));
                    }
                    Some(_) => reading.attempts.push(Attempt {
                        kind: id,
                        lacks: Vec::new(),
                        rejected,
                    }),
                }
            } else if let Some(lacks) = lacks(id, kind, &all) {
                let rejected = if kind.disclaimer && self.bare_link(text) {
                    Some(Rejection::BareLink)
                } else {
                    rejected.filter(|r| *r == Rejection::TooShort)
                };
                reading.attempts.push(Attempt {
                    kind: id,
                    lacks,
                    rejected,
                });
            }
        }
        reading.languages.sort_unstable();
        reading.languages.dedup();
        reading
    }

    /// What a note of a kind lacks of the element sets that are asked for.
    fn short(
        &self,
        id: NoteKindId,
        kind: &NoteKind,
        sentences: &[Range<SentenceId>],
        meant: &Present,
    ) -> Vec<Shortfall> {
        let Some(asked) = self.asked.filter(|asked| asked.contains_key(&id)) else {
            return Vec::new();
        };
        let languages: Vec<usize> = (0..kind.languages.len())
            .filter(|&index| {
                kind.languages
                    .get(index)
                    .is_some_and(|l| holds_in(id, index, l, meant))
            })
            .collect();
        let mut present = meant.clone();
        for hit in sentences.iter().flat_map(|range| within(&self.of_sets, range)) {
            let here = present.entry((hit.note, hit.language)).or_default();
            here.insert(hit.element);
        }
        shortfalls(asked, id, kind, &languages, &present)
    }

    /// Whether the sentence ends in a question mark.
    fn asks(&self, id: SentenceId) -> bool {
        let text = self
            .sentences
            .get(id as usize)
            .map_or("", |s| self.document.slice(s.text));
        text.trim_end_matches(|c: char| {
            c.is_whitespace() || matches!(c, '"' | '”' | '“' | '’' | '\'' | '»' | '«' | ')' | '*')
        })
        .ends_with('?')
    }

    /// How many words, up to the most that a kind of note may ask for.
    fn words(&self, text: &[TextSpan]) -> usize {
        let words = text
            .iter()
            .flat_map(|t| self.document.slice(*t).split_whitespace());
        words
            .filter(|w| w.contains(char::is_alphanumeric))
            .take(ENOUGH_WORDS)
            .count()
    }

    /// Whether all words are those of links.
    fn bare_link(&self, text: &[TextSpan]) -> bool {
        text.iter().all(|t| {
            let mut at = t.start;
            for link in self.links(*t) {
                if TextSpan::new(at.min(link.start), link.start)
                    .of(&self.document.text)
                    .contains(char::is_alphanumeric)
                {
                    return false;
                }
                at = at.max(link.end);
            }
            !TextSpan::new(at.min(t.end), t.end)
                .of(&self.document.text)
                .contains(char::is_alphanumeric)
        })
    }
}

/// The languages in which the elements present make a note of this kind.
fn languages(id: NoteKindId, kind: &NoteKind, present: &Present) -> impl Iterator<Item = Language> {
    let mut languages = kind.languages.iter().enumerate();
    std::iter::from_fn(move || {
        languages.find_map(|(index, language)| {
            let holds = holds_in(id, index, language, present);
            holds.then(|| Language::of_code(&language.code)).flatten()
        })
    })
}

/// The hits in these sentences, of `hits` sorted by sentence.
fn within<'h>(hits: &'h [ElementHit], sentences: &Range<SentenceId>) -> &'h [ElementHit] {
    let from = hits.partition_point(|h| h.sentence < sentences.start);
    let to = hits.partition_point(|h| h.sentence < sentences.end);
    hits.get(from..to).unwrap_or_default()
}

/// Whether only element sets name an element.
fn of_sets(rulebook: &Rulebook, hit: &ElementHit) -> bool {
    let kind = rulebook.notes.get(usize::from(hit.note));
    let language = kind.and_then(|kind| kind.languages.get(usize::from(hit.language)));
    let element = language.and_then(|language| language.elements.get(usize::from(hit.element)));
    element.is_some_and(|element| element.of_sets)
}

fn enough(language: &NoteLanguage, present: &BTreeSet<u16>) -> bool {
    let some = language.some.iter().filter(|e| present.contains(e)).count();
    some >= usize::from(language.at_least)
}

fn holds(id: NoteKindId, kind: &NoteKind, present: &Present) -> bool {
    let mut languages = kind.languages.iter().enumerate();
    languages.any(|(index, language)| holds_in(id, index, language, present))
}

/// The same for one language, by its index.
fn holds_in(id: NoteKindId, index: usize, language: &NoteLanguage, present: &Present) -> bool {
    let here = present.get(&(id, index as u16)).filter(|p| !p.is_empty());
    here.is_some_and(|here| {
        language.all.iter().all(|e| here.contains(e))
            && enough(language, here)
            && !language.none.iter().any(|e| here.contains(e))
    })
}

/// What is missing in the language in which the note means to be of this kind and lacks least.
fn lacks(id: NoteKindId, kind: &NoteKind, present: &Present) -> Option<Vec<String>> {
    let attempts = kind.languages.iter().enumerate().filter_map(|(index, language)| {
        let here = present.get(&(id, index as u16))?;
        let means = !language.attempt.is_empty() && language.attempt.iter().all(|e| here.contains(e));
        if !means || language.none.iter().any(|e| here.contains(e)) {
            return None;
        }
        let some: &[u16] = if enough(language, here) {
            &[]
        } else {
            &language.some
        };
        let missing: BTreeSet<u16> = language
            .all
            .iter()
            .chain(some)
            .filter(|e| !here.contains(e))
            .copied()
            .collect();
        let says = missing
            .iter()
            .filter_map(|e| language.elements.get(*e as usize))
            .map(|e| e.says.clone());
        Some(says.collect::<Vec<_>>())
    });
    attempts.min_by_key(Vec::len)
}
