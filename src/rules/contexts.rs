//! Sets of contexts.

use std::ops::{BitOr, BitOrAssign};

/// Contexts by their numbers in the rulebook: those that hold somewhere, or that a sentence gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ContextSet(u128);

impl ContextSet {
    /// A rulebook has no more contexts than this.
    pub const MOST: usize = u128::BITS as usize;

    /// None.
    pub const EMPTY: Self = Self(0);

    /// One alone; none if no rulebook can have a context of this number.
    pub const fn one(context: u16) -> Self {
        if (context as usize) < Self::MOST {
            Self(1 << context)
        } else {
            Self::EMPTY
        }
    }

    /// Whether one of `contexts` is among them.
    pub fn any(self, contexts: &[u16]) -> bool {
        contexts.iter().any(|&context| self.0 & Self::one(context).0 != 0)
    }
}

impl BitOr for ContextSet {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for ContextSet {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

#[cfg(test)]
mod tests {
    use super::ContextSet;

    #[test]
    fn holds_what_was_put_in() {
        let set = ContextSet::one(0) | ContextSet::one(64) | ContextSet::one(127);
        for (contexts, expected) in [
            (&[0][..], true),
            (&[64], true),
            (&[127], true),
            (&[1, 63, 126], false),
            (&[1, 64], true),
            (&[128, u16::MAX], false),
            (&[], false),
        ] {
            assert_eq!(set.any(contexts), expected, "{contexts:?}");
        }
        assert!(!ContextSet::EMPTY.any(&[0]));
        assert_eq!(ContextSet::one(128), ContextSet::EMPTY);
    }
}
