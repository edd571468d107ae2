//! What a pattern belongs to, and when it need not be looked for.

use crate::rules::model::{CueFamily, Place, StatementKind};
use serde::{Deserialize, Serialize};

/// Places in a draft, a bit for each [`Place`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places(u16);

impl Places {
    /// Everywhere.
    pub const ALL: Self = Self(u16::MAX);

    /// Of some.
    pub fn of(places: impl IntoIterator<Item = Place>) -> Self {
        Self(places.into_iter().fold(0, |bits, place| bits | 1 << place as u16))
    }

    /// Those of a family of cues: everywhere where it names none.
    fn of_family(family: &CueFamily) -> Self {
        if family.places.is_empty() {
            Self::ALL
        } else {
            Self::of(family.places.iter().copied())
        }
    }

    pub(super) fn bits(self) -> u16 {
        self.0
    }

    pub(super) fn meets(self, bits: u16) -> bool {
        self.0 & bits != 0
    }
}

/// A family of cues or a detail, whose patterns have it in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Owner {
    /// The kind of statement; of a detail none.
    pub(super) kind: Option<u16>,
    /// What it adds.
    pub(super) points: i32,
    /// Where it counts.
    pub(super) places: Places,
}

impl Owner {
    /// Of which nothing is known but that it is there.
    pub(super) const DETAIL: Self = Self {
        kind: None,
        points: 0,
        places: Places::ALL,
    };

    pub(super) fn of(kind: u16, family: &CueFamily) -> Self {
        Self {
            kind: Some(kind),
            points: family.points,
            places: Places::of_family(family),
        }
    }

    /// Whether it is a reason against its kind of statement.
    pub(super) fn is_against(&self) -> bool {
        self.points < 0
    }
}

/// What it takes for a kind of statement to be there at all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kind {
    /// Points from which on there is a statement.
    least: i32,
    /// Families that need no words: where they count, and what they add. None that is against.
    alone: Vec<(Places, i32)>,
}

impl Kind {
    pub(super) fn of(kind: &StatementKind) -> Self {
        let alone = kind.cues.iter().filter(|f| f.context_alone && f.points > 0);
        Self {
            least: kind.thresholds[0],
            alone: alone.map(|f| (Places::of_family(f), f.points)).collect(),
        }
    }

    /// Whether the points of the words that speak for it, and of what needs no words, may be enough.
    pub(super) fn may_be(&self, points: i32, places: Places) -> bool {
        let alone = self.alone.iter().filter(|(at, _)| at.meets(places.bits()));
        let alone = alone.fold(0i32, |sum, (_, points)| sum.saturating_add(*points));
        points.saturating_add(alone) >= self.least
    }
}
