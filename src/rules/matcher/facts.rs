//! What follows from the predicates of a word, worked out once per thread and set of predicates.

use super::lexicon::Learnt;
use super::{Matcher, Predicate, Stage};

/// So many stages there are.
pub(super) const STAGES: usize = Stage::Apart as usize + 1;

/// What follows from one set of predicates.
#[derive(Debug)]
struct Fact {
    /// A bit for each predicate.
    bits: Box<[u64]>,
    /// By stage: the patterns that can begin with a token of this set anywhere in a sentence, sorted, each once.
    candidates: [Box<[u32]>; STAGES],
}

/// Facts by the number that [`super::lexicon::Lexicon::word`] gives. Belongs to one thread.
#[derive(Debug, Default)]
pub(super) struct Facts {
    all: Vec<Fact>,
    /// By number of a set of the lexicon: one more than its place in `all`; 0 where it has not been met.
    of_lexicon: Vec<u32>,
    /// The same for learnt sets.
    of_learnt: Vec<u32>,
}

impl Facts {
    /// The place of the facts about a set.
    pub(super) fn place(&mut self, matcher: &Matcher, learnt: &Learnt, set: u32) -> u32 {
        let (index, of) = if Learnt::holds(set) {
            (Learnt::index(set), &mut self.of_learnt)
        } else {
            (set as usize, &mut self.of_lexicon)
        };
        if of.len() <= index {
            of.resize(index + 1, 0);
        }
        if of[index] == 0 {
            let fact = Fact::new(matcher, matcher.lexicon.set(set, learnt));
            self.all.push(fact);
            of[index] = self.all.len() as u32;
        }
        of[index] - 1
    }

    pub(super) fn satisfies(&self, place: u32, predicate: Predicate) -> bool {
        let word = self
            .all
            .get(place as usize)
            .and_then(|f| f.bits.get(predicate as usize / 64));
        word.is_some_and(|word| word >> (predicate % 64) & 1 != 0)
    }

    pub(super) fn candidates(&self, place: u32, stage: Stage) -> &[u32] {
        self.all
            .get(place as usize)
            .map_or(&[], |f| &f.candidates[stage as usize])
    }

    /// Forgets everything, as learnt sets have become void.
    pub(super) fn clear(&mut self) {
        self.all.clear();
        self.of_lexicon.clear();
        self.of_learnt.clear();
    }
}

impl Fact {
    fn new(matcher: &Matcher, set: &[Predicate]) -> Self {
        let most = set.last().map_or(0, |last| *last as usize / 64 + 1);
        let mut bits = vec![0; most].into_boxed_slice();
        for &predicate in set {
            bits[predicate as usize / 64] |= 1 << (predicate % 64);
        }
        let candidates = std::array::from_fn(|stage| {
            let index = matcher.indexes.get(stage);
            let patterns = set.iter().filter_map(|p| Some(index?.anywhere.of(*p))).flatten();
            let mut patterns: Vec<u32> = patterns.copied().collect();
            patterns.sort_unstable();
            patterns.dedup();
            patterns.into_boxed_slice()
        });
        Self { bits, candidates }
    }
}
