//! A compiled pattern.

use super::lexicon::shape;
use super::{Predicate, Tag};
use serde::{Deserialize, Serialize};

/// A step of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// One token that satisfies the predicate.
    Token(Predicate),
    /// One token, or one phrase of a class, that satisfies the predicate.
    Phrase(Predicate),
    /// Any token that does not end a clause.
    Skip,
    /// Try the first, then the second.
    Split(u16, u16),
    /// Go on there.
    Jump(u16),
    /// Fail if the steps from the next to the matching [`Step::Match`] succeed; then go on there.
    Not(u16),
    /// At the first token only.
    Start,
    /// Behind the last token only, closing signs apart.
    End,
    /// Done.
    Match,
}

/// A compiled pattern.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Program {
    pub(super) tag: Tag,
    /// Bits of the kinds of statement whose masks hide words from it.
    pub(super) mask: u64,
    /// What the sentence must have, what is rare first.
    pub(super) required: Box<[Predicate]>,
    /// What a match can begin with.
    pub(super) first: Box<[Predicate]>,
    /// Whether it can begin at the first token only.
    pub(super) anchored: bool,
    #[serde(with = "super::words::packed")]
    steps: Vec<u32>,
}

/// A step is four bits that say which it is and twenty-eight of what belongs to it, a split's two numbers of a step
/// in fourteen bits each.
const SHIFT: u32 = 4;
const HALF: u32 = 14;

impl Program {
    /// From steps, of which there are few enough that fourteen bits can name each.
    pub(super) fn new(tag: Tag, steps: &[Step], first: First, required: &[Predicate]) -> Self {
        let pack = |step: &Step| match *step {
            Step::Token(predicate) => predicate << SHIFT,
            Step::Phrase(predicate) => predicate << SHIFT | 1,
            Step::Skip => 2,
            Step::Split(first, second) => (u32::from(first) << HALF | u32::from(second)) << SHIFT | 3,
            Step::Jump(to) => u32::from(to) << SHIFT | 4,
            Step::Not(to) => u32::from(to) << SHIFT | 5,
            Step::Start => 6,
            Step::End => 7,
            Step::Match => 8,
        };
        Self {
            tag,
            mask: tag.masked_by().map_or(0, |s| 1u64 << (u64::from(s) & 63)),
            required: required.into(),
            first: first.predicates.into(),
            anchored: first.anchored,
            steps: steps.iter().map(pack).collect(),
        }
    }

    #[inline]
    pub(super) fn step(&self, pc: usize) -> Option<Step> {
        let packed = *self.steps.get(pc)?;
        let rest = packed >> SHIFT;
        Some(match packed & ((1 << SHIFT) - 1) {
            0 => Step::Token(rest),
            1 => Step::Phrase(rest),
            2 => Step::Skip,
            3 => Step::Split((rest >> HALF) as u16, (rest & ((1 << HALF) - 1)) as u16),
            4 => Step::Jump(rest as u16),
            5 => Step::Not(rest as u16),
            6 => Step::Start,
            7 => Step::End,
            _ => Step::Match,
        })
    }

    /// The rarest predicate it requires that is not among those of a `set`; if there is none, that of any token.
    pub(super) fn needs(&self, set: &[Predicate]) -> Predicate {
        let other = self.required.iter().find(|p| !set.contains(p));
        other.copied().unwrap_or(shape::ANY)
    }

    /// Whether it is a single-token test and nothing else, which then is all of what it can begin with.
    pub(super) fn is_one_token(&self) -> bool {
        self.steps.len() == 2 && matches!(self.step(0), Some(Step::Token(_)))
    }

    /// The steps' number.
    pub(super) fn len(&self) -> usize {
        self.steps.len()
    }
}

/// What a match can begin with.
#[derive(Debug)]
pub(super) struct First {
    predicates: Vec<Predicate>,
    anchored: bool,
}

impl First {
    /// None where a match could begin with any token at all or be empty.
    pub(super) fn of(steps: &[Step]) -> Option<Self> {
        let mut seen = vec![false; steps.len()];
        let mut open = vec![(0, false)];
        let mut first = Self {
            predicates: Vec::new(),
            anchored: true,
        };
        while let Some((pc, at_start)) = open.pop() {
            match seen.get_mut(pc) {
                Some(seen) if *seen => continue,
                Some(seen) => *seen = true,
                None => {}
            }
            match steps.get(pc)? {
                Step::Token(predicate) | Step::Phrase(predicate) => {
                    first.predicates.push(*predicate);
                    first.anchored &= at_start;
                }
                Step::Split(a, b) => open.extend([(*a as usize, at_start), (*b as usize, at_start)]),
                Step::Jump(to) | Step::Not(to) => open.push((*to as usize, at_start)),
                Step::Start => open.push((pc + 1, true)),
                Step::Skip | Step::Match | Step::End => return None,
            }
        }
        first.predicates.sort_unstable();
        first.predicates.dedup();
        Some(first)
    }
}
