//! Wording that hides cues from what they would count for.

use crate::span::TextSpan;

/// The hiding words of one sentence, by what they hide cues from. Its memory is used again for the next sentence.
#[derive(Debug)]
pub(super) struct Hiding<K> {
    /// Sorted; those of one key do not overlap.
    stretches: Vec<(K, TextSpan)>,
}

impl<K> Default for Hiding<K> {
    fn default() -> Self {
        Self {
            stretches: Vec::new(),
        }
    }
}

impl<K: Ord + Copy> Hiding<K> {
    /// Takes the hiding words of a sentence in the place of those before.
    pub(super) fn fill(&mut self, stretches: impl Iterator<Item = (K, TextSpan)>) {
        self.stretches.clear();
        self.stretches.extend(stretches);
        if self.stretches.len() > 1 {
            self.stretches
                .sort_unstable_by_key(|(key, text)| (*key, text.start, text.end));
            self.stretches.dedup_by(|next, first| {
                let joined = next.0 == first.0 && next.1.start < first.1.end;
                if joined {
                    first.1 = first.1.join(next.1);
                }
                joined
            });
        }
    }

    /// Whether a cue stands in wording that hides it from `key`.
    pub(super) fn hides(&self, key: K, text: TextSpan) -> bool {
        let behind = self
            .stretches
            .partition_point(|(k, span)| (*k, span.start) < (key, text.end));
        let before = behind.checked_sub(1).and_then(|n| self.stretches.get(n));
        before.is_some_and(|(k, span)| *k == key && span.overlaps(text))
    }
}
