//! What follows from the predicates of a word, worked out once per thread and set of predicates.

use super::lexicon::{Learnt, SHAPES};
use super::{Matcher, Predicate, Triggered};
use std::ops::Range;

/// A pattern that a token may be a part of, with one more thing that the sentence must have for it to be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lead {
    pub(super) triggered: Triggered,
    /// The rarest predicate that the pattern requires besides those of the token; any token's if there is none.
    pub(super) needs: Predicate,
}

/// Facts by the number that [`super::lexicon::Lexicon::word`] gives. Belongs to one thread.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// A bit for each predicate, `row` numbers for each set that was met.
    bits: Vec<u64>,
    row: usize,
    /// What tokens may be a part of, in the order of passes for each set or shape.
    leads: Vec<Lead>,
    /// How many passes there are.
    passes: usize,
    /// By pass of each set that was met: where its part of `leads` ends. That of the first begins where the set
    /// before ends.
    ends: Vec<u32>,
    /// Where the part of `leads` begins that belongs to the sets that were met; those of shapes stand before it.
    begin: u32,
    /// By pass of each shape: where its part of `leads` ends.
    shape_ends: Vec<u32>,
    /// The passes in which each set that was met, and each shape, gives anything away, as bits.
    gives: Vec<u64>,
    shape_gives: Vec<u64>,
    /// Those predicates of each set that was met which some pattern requires.
    required: Vec<Box<[Predicate]>>,
    /// By number of a set of the lexicon: one more than its place here; 0 where it has not been met.
    of_lexicon: Vec<u32>,
    /// The same for learnt sets.
    of_learnt: Vec<u32>,
}

impl Facts {
    /// Works out what each shape gives away, if that has not been done.
    pub(super) fn prepare(&mut self, matcher: &Matcher, passes: usize) {
        if !self.shape_ends.is_empty() {
            return;
        }
        self.row = matcher.predicates.div_ceil(64).max(1);
        self.passes = passes;
        for shape in 0..SHAPES.len() as Predicate {
            let leads = leads(matcher, &[shape]);
            self.shape_gives.push(passes_of(&leads));
            extend(&mut self.leads, &mut self.shape_ends, passes, leads);
        }
        self.begin = self.leads.len() as u32;
    }

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
            let place = self.required.len() as u32;
            of[index] = place + 1;
            self.learn(matcher, matcher.lexicon.set(set, learnt));
            return place;
        }
        of[index] - 1
    }

    fn learn(&mut self, matcher: &Matcher, set: &[Predicate]) {
        let start = self.bits.len();
        self.bits.resize(start + self.row, 0);
        for &predicate in set {
            self.bits[start + predicate as usize / 64] |= 1 << (predicate % 64);
        }
        let leads = leads(matcher, set);
        self.gives.push(passes_of(&leads));
        extend(&mut self.leads, &mut self.ends, self.passes, leads);
        let required = |p: &&Predicate| matcher.required[**p as usize / 64] >> (**p % 64) & 1 != 0;
        self.required.push(set.iter().filter(required).copied().collect());
    }

    /// Whether a token of a set satisfies a predicate.
    #[inline]
    pub(super) fn satisfies(&self, place: u32, predicate: Predicate) -> bool {
        let word = self.bits.get(place as usize * self.row + predicate as usize / 64);
        word.is_some_and(|word| word >> (predicate % 64) & 1 != 0)
    }

    /// The passes in which a token of a set and of these shapes gives anything away, as bits; see [`bit`].
    #[inline]
    pub(super) fn gives(&self, place: u32, mut shapes: u32) -> u64 {
        let mut passes = self.gives.get(place as usize).copied().unwrap_or(0);
        while shapes != 0 {
            let of_shape = self.shape_gives.get(shapes.trailing_zeros() as usize);
            passes |= of_shape.copied().unwrap_or(0);
            shapes &= shapes - 1;
        }
        passes
    }

    /// What a token of a set may be a part of in a pass.
    #[inline]
    pub(super) fn leads(&self, place: u32, pass: u16) -> &[Lead] {
        let range = part(
            &self.ends,
            self.begin,
            place as usize * self.passes + usize::from(pass),
        );
        self.leads.get(range).unwrap_or_default()
    }

    /// What a token of a shape may be a part of in a pass.
    #[inline]
    pub(super) fn leads_of_shape(&self, shape: Predicate, pass: u16) -> &[Lead] {
        let range = part(
            &self.shape_ends,
            0,
            shape as usize * self.passes + usize::from(pass),
        );
        self.leads.get(range).unwrap_or_default()
    }

    /// The predicates of a set that some pattern requires.
    #[inline]
    pub(super) fn required(&self, place: u32) -> &[Predicate] {
        self.required.get(place as usize).map_or(&[], |all| all)
    }

    /// The predicates of a set that are among the first thirty-two, as bits.
    #[inline]
    pub(super) fn lowest(&self, place: u32) -> u32 {
        self.bits.get(place as usize * self.row).copied().unwrap_or(0) as u32
    }

    /// Forgets everything about words, as learnt sets have become void.
    pub(super) fn clear(&mut self) {
        self.bits.clear();
        self.leads.truncate(self.begin as usize);
        self.ends.clear();
        self.gives.clear();
        self.required.clear();
        self.of_lexicon.clear();
        self.of_learnt.clear();
    }
}

/// Which part of a list of ends the one with this index closes; the first begins at `begin`.
#[inline]
fn part(ends: &[u32], begin: u32, index: usize) -> Range<usize> {
    let start = index.checked_sub(1).and_then(|n| ends.get(n)).copied();
    let end = ends.get(index).copied().unwrap_or(0);
    start.unwrap_or(begin) as usize..end as usize
}

/// The bit of a pass; there may be more passes than bits.
#[inline]
pub(super) const fn bit(pass: u16) -> u64 {
    1 << (pass & 63)
}

fn passes_of(leads: &[Lead]) -> u64 {
    leads.iter().fold(0, |bits, lead| bits | bit(lead.triggered.pass))
}

/// What a token that satisfies these predicates may be a part of, in the order of passes.
fn leads(matcher: &Matcher, set: &[Predicate]) -> Vec<Lead> {
    let mut triggered: Vec<Triggered> = set
        .iter()
        .flat_map(|p| matcher.triggered.of(*p))
        .copied()
        .collect();
    triggered.sort_unstable();
    triggered.dedup();
    let lead = |triggered: Triggered| Lead {
        triggered,
        needs: matcher.program(triggered.program).needs(set),
    };
    triggered.into_iter().map(lead).collect()
}

fn extend(all: &mut Vec<Lead>, ends: &mut Vec<u32>, passes: usize, leads: Vec<Lead>) {
    let mut leads = leads.into_iter().peekable();
    for pass in 0..passes {
        while let Some(lead) = leads.next_if(|lead| usize::from(lead.triggered.pass) == pass) {
            all.push(lead);
        }
        ends.push(all.len() as u32);
    }
}
