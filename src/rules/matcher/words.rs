//! Sets of words in few, flat pieces of memory, so that a compiled rulebook is read in no time.

use super::numbers::{Numbers, stretch};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Distinct words, numbered from 0 in the order in which they were given.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Words {
    /// All of them, one after the other.
    #[serde(borrow)]
    text: Cow<'static, str>,
    /// Where each ends in `text`.
    ends: Numbers,
    /// Open addressing: one more than the number of a word, 0 where there is none. Its length is a power of two and
    /// at least twice the number of words.
    slots: Numbers,
}

impl Words {
    /// From distinct words.
    pub(super) fn new<'a>(words: impl Iterator<Item = &'a str> + Clone) -> Self {
        let count = words.clone().count();
        let slots = (count * 2).next_power_of_two().max(4);
        let mut made = Self {
            slots: std::iter::repeat_n(0, slots).collect(),
            ..Self::default()
        };
        for (number, word) in (1u32..).zip(words) {
            let text = made.text.to_mut();
            text.push_str(word);
            made.ends.push(text.len() as u32);
            let mut slot = made.first_slot(word);
            while made.slots.get(slot).is_some_and(|taken| taken != 0) {
                slot = (slot + 1) & (made.slots.len() - 1);
            }
            made.slots.set(slot, number);
        }
        made
    }

    /// The number of a word.
    pub(super) fn get(&self, word: &str) -> Option<u32> {
        let mut slot = self.first_slot(word);
        loop {
            let number = self.slots.get(slot)?.checked_sub(1)?;
            if self.word(number) == Some(word.as_bytes()) {
                return Some(number);
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }

    fn word(&self, number: u32) -> Option<&[u8]> {
        self.text.as_bytes().get(stretch(&self.ends, number)?)
    }

    fn first_slot(&self, word: &str) -> usize {
        hash(word) as usize & self.slots.len().wrapping_sub(1)
    }
}

/// Of a word's bytes; the same on every machine, as tables that were made with it are kept.
fn hash(word: &str) -> u64 {
    const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut state = word.len() as u64;
    let mut add = |bytes: u64| state = (state.rotate_left(5) ^ bytes).wrapping_mul(MIX);
    let (chunks, rest) = word.as_bytes().as_chunks::<8>();
    for chunk in chunks {
        add(u64::from_le_bytes(*chunk));
    }
    let (chunks, rest) = rest.as_chunks::<4>();
    for chunk in chunks {
        add(u64::from(u32::from_le_bytes(*chunk)));
    }
    if !rest.is_empty() {
        add(rest.iter().fold(0, |all, &b| all << 8 | u64::from(b)));
    }
    state ^ state >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_their_numbers() {
        let all: Vec<String> = (0..500)
            .map(|n| format!("wort{n}"))
            .chain([String::new(), "é".into()])
            .collect();
        let words = Words::new(all.iter().map(String::as_str));
        for (number, word) in (0u32..).zip(&all) {
            assert_eq!(words.get(word), Some(number), "{word}");
        }
        for unknown in ["wort500", "wort", "ort1", "e", "wort1234567890"] {
            assert_eq!(words.get(unknown), None, "{unknown}");
        }
        assert_eq!(Words::default().get("a"), None);
    }
}
