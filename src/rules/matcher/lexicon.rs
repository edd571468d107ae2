//! Which predicates a token satisfies.

use super::Predicate;
use super::numbers::{Lists, Numbers};
use super::words::Words;
use crate::rules::cue::{behind_elision, folded};
use crate::text::tokens::{Kind, Token, flag};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// Predicates that look at a token's shape. Their numbers come before those of words.
pub(super) const SHAPES: &[&str] = &[
    "any",
    "word",
    "number",
    "percent",
    "money",
    "multiple",
    "year",
    "future-year",
    "past-year",
    "estimate-year",
    "fiscal-year",
    "quarter",
    "ticker",
    "name",
    "caps",
    "signed",
    "quoted",
    "ing",
    "ed",
    "ly",
    "plain-number",
];

// Shapes are kept as bits of a `u32`.
const _: () = assert!(SHAPES.len() <= 32);

/// Number of a shape in [`SHAPES`].
pub(super) mod shape {
    use super::Predicate;
    pub(in super::super) const ANY: Predicate = 0;
    pub(in super::super) const WORD: Predicate = 1;
    pub(in super::super) const NUMBER: Predicate = 2;
    pub(in super::super) const PERCENT: Predicate = 3;
    pub(in super::super) const MONEY: Predicate = 4;
    pub(in super::super) const MULTIPLE: Predicate = 5;
    pub(in super::super) const YEAR: Predicate = 6;
    pub(in super::super) const FUTURE_YEAR: Predicate = 7;
    pub(in super::super) const PAST_YEAR: Predicate = 8;
    pub(in super::super) const ESTIMATE_YEAR: Predicate = 9;
    pub(in super::super) const FISCAL_YEAR: Predicate = 10;
    pub(in super::super) const QUARTER: Predicate = 11;
    pub(in super::super) const TICKER: Predicate = 12;
    pub(in super::super) const NAME: Predicate = 13;
    pub(in super::super) const CAPS: Predicate = 14;
    pub(in super::super) const SIGNED: Predicate = 15;
    pub(in super::super) const QUOTED: Predicate = 16;
    pub(in super::super) const ING: Predicate = 17;
    pub(in super::super) const ED: Predicate = 18;
    pub(in super::super) const LY: Predicate = 19;
    pub(in super::super) const PLAIN_NUMBER: Predicate = 20;
}

/// Words known to the rulebook and the predicates they satisfy.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(super) struct Lexicon {
    /// Exact words.
    pub(super) words: Words,
    /// By number of an exact word: the number of its set.
    pub(super) set_of: Numbers,
    /// Beginnings of words.
    pub(super) prefixes: Words,
    /// The predicates of each beginning.
    pub(super) prefix_predicates: Lists<Predicate>,
    /// Lengths in bytes that occur among `prefixes`, ascending.
    pub(super) prefix_lengths: Numbers,
    /// Sorted sets of predicates; 0 is empty.
    pub(super) sets: Lists<Predicate>,
}

/// Words that are in no rulebook, as they were met. Belongs to one thread.
#[derive(Debug, Default)]
pub(super) struct Learnt {
    words: FxHashMap<Box<str>, u32>,
    sets: Vec<Box<[Predicate]>>,
    /// Where each of `sets` stands: many words have the same.
    places: FxHashMap<Box<[Predicate]>, u32>,
    buffer: String,
    found: Vec<Predicate>,
}

/// Memory of learnt words is bounded: a thread that has met so many begins anew.
const MOST_LEARNT: usize = 1 << 16;

/// Where a word's predicates stand: in the lexicon, or (with this bit) among the learnt.
const LEARNT: u32 = 1 << 31;

impl Lexicon {
    /// The set of predicates about its word that `token` satisfies.
    pub(super) fn word(&self, text: &str, token: &Token, learnt: &mut Learnt) -> u32 {
        let word = token.text.of(text);
        // Lower-case ASCII words are most of prose and need no folding.
        if token.kind == Kind::Word && token.flags & flag::CAPITAL == 0 && word.is_ascii() {
            return self.folded_word(word, learnt);
        }
        let mut buffer = std::mem::take(&mut learnt.buffer);
        folded(text, token, &mut buffer);
        let set = if token.kind == Kind::Word {
            self.folded_word(&buffer, learnt)
        } else {
            self.known_word(&buffer).unwrap_or(0)
        };
        learnt.buffer = buffer;
        set
    }

    fn known_word(&self, word: &str) -> Option<u32> {
        self.set_of.get(self.words.get(word)? as usize)
    }

    fn folded_word(&self, word: &str, learnt: &mut Learnt) -> u32 {
        if let Some(set) = self.known_word(word) {
            return set;
        }
        if let Some(&set) = learnt.words.get(word) {
            return set;
        }
        let bare = behind_elision(word);
        if let Some(set) = bare.and_then(|bare| self.known_word(bare)) {
            learnt.remember(word, set);
            return set;
        }
        let mut found = std::mem::take(&mut learnt.found);
        found.clear();
        self.prefixes_of(bare.unwrap_or(word), &mut found);
        endings(word, &mut found);
        found.sort_unstable();
        found.dedup();
        let set = if found.is_empty() {
            0
        } else if let Some(&place) = learnt.places.get(found.as_slice()) {
            place | LEARNT
        } else {
            let place = learnt.sets.len() as u32;
            learnt.sets.push(found.as_slice().into());
            learnt.places.insert(found.as_slice().into(), place);
            place | LEARNT
        };
        learnt.found = found;
        learnt.remember(word, set);
        set
    }

    /// Appends the predicates of all beginnings of `word`.
    pub(super) fn prefixes_of(&self, word: &str, found: &mut Vec<Predicate>) {
        for length in self.prefix_lengths.view().iter() {
            let Some(start) = word.get(..length as usize) else {
                continue;
            };
            if let Some(prefix) = self.prefixes.get(start) {
                found.extend(self.prefix_predicates.of(prefix));
            }
        }
    }

    /// The predicates in the set that [`Lexicon::word`] named.
    pub(super) fn set(&self, set: u32, learnt: &Learnt) -> Vec<Predicate> {
        if Learnt::holds(set) {
            learnt
                .sets
                .get(Learnt::index(set))
                .map_or_else(Vec::new, |s| s.to_vec())
        } else {
            self.sets.of(set).collect()
        }
    }
}

impl Learnt {
    fn remember(&mut self, word: &str, set: u32) {
        if self.words.len() < MOST_LEARNT && word.len() <= 64 {
            self.words.insert(word.into(), set);
        }
    }

    /// Forgets what it knows if it has grown too large, and says so. Sets named before are void then.
    pub(super) fn trim(&mut self) -> bool {
        let full = self.sets.len() >= MOST_LEARNT || self.words.len() >= MOST_LEARNT;
        if full {
            self.words.clear();
            self.sets.clear();
            self.places.clear();
        }
        full
    }

    /// Whether a set that [`Lexicon::word`] named is among the learnt ones.
    pub(super) fn holds(set: u32) -> bool {
        set & LEARNT != 0
    }

    /// Its number there.
    pub(super) fn index(set: u32) -> usize {
        (set & !LEARNT) as usize
    }
}

/// `{ing}`, `{ed}`, `{ly}`.
pub(super) fn endings(word: &str, out: &mut Vec<Predicate>) {
    let long = word.len() > 4;
    if long && word.ends_with("ing") {
        out.push(shape::ING);
    }
    if long && word.ends_with("ed") {
        out.push(shape::ED);
    }
    if long && word.ends_with("ly") {
        out.push(shape::LY);
    }
}

/// The shapes of a token, endings apart, as bits by number. `today` is the draft's year, 0 if it has none.
pub(super) fn shapes(token: &Token, today: u16) -> u32 {
    const fn bits(all: &[Predicate]) -> u32 {
        let mut bits = 0;
        let mut n = 0;
        while n < all.len() {
            bits |= 1 << all[n];
            n += 1;
        }
        bits
    }
    let mut found = match token.kind {
        Kind::Word => {
            let mut word = bits(&[shape::WORD]);
            if token.flags & flag::CAPITAL != 0 && token.flags & flag::OPENS == 0 {
                word |= bits(&[shape::NAME]);
            }
            if token.flags & flag::CAPS != 0 {
                word |= bits(&[shape::CAPS]);
            }
            word
        }
        Kind::Number => bits(&[shape::NUMBER, shape::PLAIN_NUMBER]),
        Kind::Percent => bits(&[shape::NUMBER, shape::PERCENT]),
        Kind::Money => bits(&[shape::NUMBER, shape::MONEY]),
        Kind::Multiple => bits(&[shape::NUMBER, shape::MULTIPLE]),
        Kind::Year => bits(&[shape::YEAR]),
        Kind::EstimateYear => bits(&[shape::ESTIMATE_YEAR]),
        Kind::FiscalYear if token.year > today && today > 0 => {
            bits(&[shape::FISCAL_YEAR, shape::ESTIMATE_YEAR])
        }
        Kind::FiscalYear => bits(&[shape::FISCAL_YEAR]),
        Kind::Quarter => bits(&[shape::QUARTER]),
        Kind::Ticker => bits(&[shape::TICKER]),
        Kind::Sign => 0,
    } | bits(&[shape::ANY]);
    if token.year > 0 && today > 0 {
        if token.year > today {
            found |= bits(&[shape::FUTURE_YEAR]);
        } else if token.year < today {
            found |= bits(&[shape::PAST_YEAR]);
        }
    }
    if token.flags & flag::SIGNED != 0 {
        found |= bits(&[shape::SIGNED]);
    }
    if token.flags & flag::QUOTED != 0 {
        found |= bits(&[shape::QUOTED]);
    }
    found
}
