//! Decides which sentences are statements, and of which kind.
//!
//! [`reading`] finds every cue in every sentence, once. [`context`] says what stands around a sentence: the
//! headings over it, the lead-in of its list, the header of its table, the sentence before it, the draft as a
//! whole. [`judge`] adds up what speaks for each kind of statement. What counts, how much, and where, is data in
//! the rulebook.

mod context;
mod hiding;
mod judge;
mod reading;

use crate::document::{BlockId, BlockKind, Document};
use crate::finding::Confidence;
use crate::notes::Notes;
use crate::rules::matcher::Tag;
use crate::rules::model::{DetailId, NoteKindId, StatementKindId};
use crate::rules::{ContextSet, Rulebook};
use crate::span::TextSpan;
use crate::text::language::{self, Language, Languages};
use crate::text::{Sentence, SentenceId};
use context::Surroundings;
use hiding::Hiding;
use jiff::civil::Date;
use judge::Judge;
pub(crate) use judge::{counts_in, stands_in};
use reading::Reading;

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

/// The words of a detail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DetailHit {
    /// The sentence.
    pub sentence: SentenceId,
    /// The detail.
    pub detail: DetailId,
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
    /// The languages of the draft. Where English is none of them, only its English blocks hold statements.
    pub languages: Languages,
    /// The words of details, in order of place, in all sentences.
    pub details: Vec<DetailHit>,
    /// Per sentence, the contexts that hold for it.
    pub contexts: Vec<ContextSet>,
}

/// In which blocks statements are looked for: the cues are English, and chance words of other languages are none.
enum EnglishBlocks {
    All,
    /// Those of a draft in this language that are not in it; the last block that was asked about, and the answer.
    Some(Language, Option<(BlockId, bool)>),
}

impl EnglishBlocks {
    fn of(languages: Languages) -> Self {
        match languages.main() {
            Some(main) if !languages.is_english() => Self::Some(main, None),
            _ => Self::All,
        }
    }

    fn holds(&mut self, document: &Document, block: BlockId) -> bool {
        let Self::Some(main, last) = self else { return true };
        match *last {
            Some((known, english)) if known == block => english,
            _ => {
                let of = document.blocks.get(block as usize);
                let english = of.is_some_and(|b| language::is_english(document.slice(b.text), *main));
                *last = Some((block, english));
                english
            }
        }
    }
}

/// What details are sorted by; equal ones are the same.
fn place_of(hit: &DetailHit) -> (u32, u32, DetailId) {
    (hit.text.start, hit.text.end, hit.detail)
}

/// Reads every sentence against every cue. `today` is the draft's date.
pub fn detect(
    document: &Document,
    notes: &Notes,
    sentences: &[Sentence],
    rulebook: &Rulebook,
    languages: Languages,
    today: Option<Date>,
) -> Detected {
    let reading = Reading::new(document, notes, sentences, rulebook, today);
    let surroundings = Surroundings::new(document, sentences, rulebook, &reading);
    let mut english = EnglishBlocks::of(languages);
    let mut detected = Detected {
        languages,
        ..Detected::default()
    };
    let mut judge = Judge::new(rulebook);
    let mut hiding = Hiding::default();
    let mut hits = reading.hits.as_slice();
    for (number, sentence) in sentences.iter().enumerate() {
        let own = hits.iter().take_while(|h| h.sentence as usize == number).count();
        let (here, rest) = hits.split_at(own);
        hits = rest;
        hiding.fill(here.iter().filter_map(|h| match h.tag {
            Tag::DetailUnless(detail) => Some((detail, h.text)),
            _ => None,
        }));
        let details = detected.details.len();
        for hit in here {
            match hit.tag {
                Tag::Element(note, language, element) => detected.elements.push(ElementHit {
                    sentence: number as SentenceId,
                    note,
                    language,
                    element,
                    text: hit.text,
                }),
                Tag::Undone => detected.undone.push(number as SentenceId),
                Tag::Boilerplate => detected.boilerplate.push(number as SentenceId),
                Tag::Detail(detail) if !hiding.hides(detail, hit.text) => {
                    detected.details.push(DetailHit {
                        sentence: number as SentenceId,
                        detail,
                        text: hit.text,
                    });
                }
                _ => {}
            }
        }
        // Those of a sentence among themselves, which leaves hardly anything to sort in the end.
        let new = detected.details.get_mut(details..).unwrap_or_default();
        new.sort_unstable_by_key(place_of);
        let contexts = surroundings.of(number);
        detected.contexts.push(contexts);
        let Some(block) = document.blocks.get(sentence.block as usize) else {
            continue;
        };
        let header = matches!(block.kind, BlockKind::TableRow { header: true, .. });
        if header || notes.note_at(document, sentence.text.start).is_some() {
            continue;
        }
        if !english.holds(document, sentence.block) {
            continue;
        }
        judge.judge(
            number as SentenceId,
            sentence,
            block,
            here,
            contexts,
            &mut detected.statements,
        );
    }
    if !detected.details.is_sorted_by_key(place_of) {
        detected.details.sort_unstable_by_key(place_of);
    }
    detected.undone.dedup();
    detected.boilerplate.dedup();
    detected
}
