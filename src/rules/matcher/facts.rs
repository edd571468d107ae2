//! What follows from the predicates of a word, worked out once per thread and set of predicates.

use super::lexicon::Learnt;
use super::{Matcher, Predicate, Triggered};

/// Facts by the number that [`super::lexicon::Lexicon::word`] gives. Belongs to one thread.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// A bit for each predicate, `row` numbers for each set that was met.
    bits: Vec<u64>,
    row: usize,
    /// What a token of each set that was met may be a part of.
    triggered: Vec<Box<[Triggered]>>,
    /// A bit for each predicate that some pattern requires, `required_row` numbers for each set that was met; see
    /// [`Matcher::required_number`].
    required: Vec<u64>,
    required_row: usize,
    /// By number of a set of the lexicon: one more than its place here; 0 where it has not been met.
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
            let place = self.triggered.len() as u32;
            of[index] = place + 1;
            self.learn(matcher, &matcher.lexicon.set(set, learnt));
            return place;
        }
        of[index] - 1
    }

    fn learn(&mut self, matcher: &Matcher, set: &[Predicate]) {
        self.row = matcher.predicates.div_ceil(64);
        let start = self.bits.len();
        self.bits.resize(start + self.row, 0);
        for &predicate in set {
            self.bits[start + predicate as usize / 64] |= 1 << (predicate % 64);
        }
        let mut triggered: Vec<Triggered> = set.iter().flat_map(|p| matcher.triggered.of(*p)).collect();
        triggered.sort_unstable();
        triggered.dedup();
        self.triggered.push(triggered.into_boxed_slice());
        self.required_row = matcher.required_row();
        let start = self.required.len();
        self.required.resize(start + self.required_row, 0);
        for number in set.iter().filter_map(|p| matcher.required_number(*p)) {
            self.required[start + number as usize / 64] |= 1 << (number % 64);
        }
    }

    /// Whether a token of a set satisfies a predicate.
    #[inline]
    pub(super) fn satisfies(&self, place: u32, predicate: Predicate) -> bool {
        let word = self.bits.get(place as usize * self.row + predicate as usize / 64);
        word.is_some_and(|word| word >> (predicate % 64) & 1 != 0)
    }

    /// What a token of a set may be a part of.
    pub(super) fn triggered(&self, place: u32) -> &[Triggered] {
        self.triggered.get(place as usize).map_or(&[], |all| all)
    }

    /// The predicates of a set that some pattern requires, a bit for each.
    #[inline]
    pub(super) fn required(&self, place: u32) -> &[u64] {
        let start = place as usize * self.required_row;
        let row = self.required.get(start..start + self.required_row);
        row.unwrap_or_default()
    }

    /// The predicates of a set that are among the first thirty-two, as bits.
    pub(super) fn lowest(&self, place: u32) -> u32 {
        self.bits.get(place as usize * self.row).copied().unwrap_or(0) as u32
    }

    /// Forgets everything, as learnt sets have become void.
    pub(super) fn clear(&mut self) {
        self.bits.clear();
        self.triggered.clear();
        self.required.clear();
        self.of_lexicon.clear();
        self.of_learnt.clear();
    }
}
