//! Compiled patterns.

use super::numbers::{Numbers, View};
use super::{Predicate, Tag};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A step of a pattern. No step leads back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// One token that satisfies the predicate.
    Token(Predicate),
    /// One token, or one phrase of a class, that satisfies the predicate.
    Phrase(Predicate),
    /// So many tokens that do not end a clause, or fewer: the fewest that will do.
    Gap(u16),
    /// Try the first, then the second.
    Split(u16, u16),
    /// Fail unless the token satisfies the predicate; it is not passed over.
    Look(Predicate),
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

/// A step is four bits that say which it is and twenty-eight of what belongs to it, a split's two numbers of a step
/// in fourteen bits each.
const SHIFT: u32 = 4;
const HALF: u32 = 14;

impl Step {
    fn pack(self) -> u32 {
        match self {
            Self::Token(predicate) => predicate << SHIFT,
            Self::Phrase(predicate) => predicate << SHIFT | 1,
            Self::Gap(most) => u32::from(most) << SHIFT | 2,
            Self::Split(first, second) => (u32::from(first) << HALF | u32::from(second)) << SHIFT | 3,
            Self::Jump(to) => u32::from(to) << SHIFT | 4,
            Self::Not(to) => u32::from(to) << SHIFT | 5,
            Self::Start => 6,
            Self::End => 7,
            Self::Match => 8,
            Self::Look(predicate) => predicate << SHIFT | 9,
        }
    }

    #[inline]
    fn unpack(packed: u32) -> Self {
        let rest = packed >> SHIFT;
        match packed & ((1 << SHIFT) - 1) {
            0 => Self::Token(rest),
            1 => Self::Phrase(rest),
            2 => Self::Gap(rest as u16),
            3 => Self::Split((rest >> HALF) as u16, (rest & ((1 << HALF) - 1)) as u16),
            4 => Self::Jump(rest as u16),
            5 => Self::Not(rest as u16),
            6 => Self::Start,
            7 => Self::End,
            9 => Self::Look(rest),
            _ => Self::Match,
        }
    }
}

/// What is known of a pattern besides its steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) tag: Tag,
    /// Number of what it belongs to among [`super::Matcher::owners`], one more; 0 where it belongs to nothing.
    pub(super) owner: u32,
    /// Whether only the first place counts at which it is found.
    pub(super) once: bool,
    /// Whether it begins wherever it is tried, as what gives it away is its beginning.
    pub(super) leads: bool,
    /// Whether it can begin at the first token only.
    pub(super) anchored: bool,
    /// Where what it requires begins in [`Programs::code`]; behind that stands what it can begin with, and then its steps.
    at: u32,
    required: u16,
    first: u16,
    steps: u16,
}

/// All compiled patterns.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(
    into = "Written",
    from = "Written",
    bound(serialize = "", deserialize = "'de: 'static")
)]
pub(super) struct Programs {
    heads: Vec<Head>,
    code: Numbers,
}

/// [`Programs`] as they are written down: there are many patterns for each tag.
#[derive(Serialize, Deserialize)]
#[serde(bound(serialize = "", deserialize = "'de: 'static"))]
struct Written {
    tags: Vec<Tag>,
    /// Six for each head.
    heads: Numbers,
    code: Numbers,
}

impl From<Programs> for Written {
    fn from(programs: Programs) -> Self {
        let tags: Vec<Tag> = programs.heads.iter().map(|head| head.tag).collect();
        let tags: Vec<Tag> = BTreeSet::from_iter(tags).into_iter().collect();
        let mut heads = Numbers::default();
        for head in &programs.heads {
            let tag = tags.binary_search(&head.tag).unwrap_or_default() as u32;
            let flags = [head.once, head.leads, head.anchored];
            let flags = flags.iter().fold(0, |all, &flag| all << 1 | u32::from(flag));
            heads.extend([
                tag,
                head.owner,
                head.at,
                u32::from(head.required),
                u32::from(head.first),
                u32::from(head.steps) << 3 | flags,
            ]);
        }
        Self {
            tags,
            heads,
            code: programs.code,
        }
    }
}

impl From<Written> for Programs {
    fn from(written: Written) -> Self {
        let mut heads = Vec::with_capacity(written.heads.len() / 6);
        let mut rest = written.heads.view();
        while let Some([tag, owner, at, required, first, steps]) = rest.first() {
            let Some(&tag) = written.tags.get(tag as usize) else {
                break;
            };
            heads.push(Head {
                tag,
                owner,
                once: steps & 4 != 0,
                leads: steps & 2 != 0,
                anchored: steps & 1 != 0,
                at,
                required: required as u16,
                first: first as u16,
                steps: (steps >> 3) as u16,
            });
            rest = rest.split_at(6).unwrap_or_default().1;
        }
        Self {
            heads,
            code: written.code,
        }
    }
}

impl Programs {
    /// Adds a pattern, with what it can begin with and whether whatever gives it away is its beginning. Its steps are
    /// so few that fourteen bits can name each.
    pub(super) fn push(
        &mut self,
        tag: Tag,
        steps: &[Step],
        (first, leads): (First, bool),
        required: &[Predicate],
    ) {
        self.heads.push(Head {
            tag,
            owner: 0,
            once: false,
            leads,
            anchored: first.anchored,
            at: self.code.len() as u32,
            required: required.len() as u16,
            first: first.predicates.len() as u16,
            steps: steps.len() as u16,
        });
        self.code.extend(required.iter().copied());
        self.code.extend(first.predicates);
        self.code.extend(steps.iter().map(|step| step.pack()));
    }

    pub(super) fn len(&self) -> usize {
        self.heads.len()
    }

    /// Gives the predicates that patterns require new numbers.
    pub(super) fn renumber_required(&mut self, mut number: impl FnMut(Predicate) -> u32) {
        for head in &self.heads {
            let at = head.at as usize;
            for index in at..at + usize::from(head.required) {
                if let Some(predicate) = self.code.get(index) {
                    self.code.set(index, number(predicate));
                }
            }
        }
    }

    pub(super) fn heads(&self) -> &[Head] {
        &self.heads
    }

    pub(super) fn heads_mut(&mut self) -> &mut [Head] {
        &mut self.heads
    }

    #[inline]
    pub(super) fn get(&self, number: u32) -> Option<Program<'_>> {
        let head = self.heads.get(number as usize)?;
        let at = head.at as usize;
        let behind = at + usize::from(head.required) + usize::from(head.first);
        let code = self.code.view().range(at..behind + usize::from(head.steps))?;
        let (code, steps) = code.split_at(behind - at)?;
        let (required, first) = code.split_at(usize::from(head.required))?;
        Some(Program {
            head,
            required,
            first,
            steps,
        })
    }
}

/// A compiled pattern.
#[derive(Clone, Copy, Debug)]
pub(super) struct Program<'p> {
    pub(super) head: &'p Head,
    /// What the sentence must have, what is rare first; numbers of [`super::Matcher::required_number`].
    pub(super) required: View<'p>,
    /// What a match can begin with.
    pub(super) first: View<'p>,
    steps: View<'p>,
}

impl Program<'_> {
    #[inline]
    pub(super) fn step(&self, pc: usize) -> Option<Step> {
        self.steps.get(pc).map(Step::unpack)
    }

    /// Whether it is a single-token test and nothing else, which then is all of what it can begin with.
    #[inline]
    pub(super) fn only_token(&self) -> Option<Predicate> {
        match (self.steps.len(), self.step(0)?) {
            (2, Step::Token(predicate)) => Some(predicate),
            _ => None,
        }
    }

    /// Bits of the kinds of statement whose masks hide words from it.
    #[inline]
    pub(super) fn mask(&self) -> u64 {
        self.head.tag.masked_by().map_or(0, |kind| 1u64 << (kind & 63))
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
        Self::from(steps, 0)
    }

    /// Of the steps from one on; the same where they could lead out of those that there are.
    pub(super) fn from(steps: &[Step], begin: usize) -> Option<Self> {
        let mut seen = vec![false; steps.len()];
        let mut open = vec![(begin, false)];
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
                Step::Look(_) => open.push((pc + 1, at_start)),
                Step::Start => open.push((pc + 1, true)),
                Step::Gap(_) | Step::Match | Step::End => return None,
            }
        }
        first.predicates.sort_unstable();
        first.predicates.dedup();
        Some(first)
    }

    /// The predicates, any of which will do.
    pub(super) fn predicates(&mut self) -> &mut Vec<Predicate> {
        &mut self.predicates
    }
}
