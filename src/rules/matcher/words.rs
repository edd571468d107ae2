//! Sets of words and lists of numbers in few, flat pieces of memory, so that a compiled rulebook is read in no time.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Distinct words, numbered from 0 in the order in which they were given.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Words {
    /// All of them, one after the other.
    text: String,
    /// Where each ends in `text`.
    #[serde(with = "packed")]
    ends: Vec<u32>,
    /// Open addressing: one more than the number of a word, 0 where there is none. Its length is a power of two and
    /// at least twice the number of words.
    #[serde(with = "packed")]
    slots: Vec<u32>,
}

impl Words {
    /// From distinct words.
    pub(super) fn new<'a>(words: impl Iterator<Item = &'a str> + Clone) -> Self {
        let count = words.clone().count();
        let mut made = Self {
            slots: vec![0; (count * 2).next_power_of_two().max(4)],
            ..Self::default()
        };
        for (number, word) in (1u32..).zip(words) {
            made.text.push_str(word);
            made.ends.push(made.text.len() as u32);
            let mut slot = made.first_slot(word);
            while made.slots[slot] != 0 {
                slot = (slot + 1) & (made.slots.len() - 1);
            }
            made.slots[slot] = number;
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
        let end = *self.ends.get(number as usize)? as usize;
        let before = (number as usize).checked_sub(1).and_then(|n| self.ends.get(n));
        self.text.as_bytes().get(before.map_or(0, |&at| at as usize)..end)
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

/// What a few numbers can stand for.
pub(super) trait Packed: Sized {
    /// How many.
    const NUMBERS: usize;

    fn pack(&self, into: &mut Vec<u32>);

    /// From so many numbers; nothing from fewer.
    fn unpack(numbers: &[u32]) -> Option<Self>;
}

impl Packed for u32 {
    const NUMBERS: usize = 1;

    fn pack(&self, into: &mut Vec<u32>) {
        into.push(*self);
    }

    fn unpack(numbers: &[u32]) -> Option<Self> {
        numbers.first().copied()
    }
}

/// Lists of things, numbered from 0, all in one.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound = "T: Packed")]
pub(super) struct Lists<T: Packed> {
    /// Where each list ends in `all`.
    #[serde(with = "packed")]
    ends: Vec<u32>,
    #[serde(serialize_with = "pack", deserialize_with = "unpack")]
    all: Vec<T>,
}

fn pack<T: Packed, S: Serializer>(all: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    let mut numbers = Vec::with_capacity(all.len() * T::NUMBERS);
    for thing in all {
        thing.pack(&mut numbers);
    }
    packed::serialize(&numbers, serializer)
}

fn unpack<'de, T: Packed, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let numbers = packed::deserialize(deserializer)?;
    Ok(numbers.chunks_exact(T::NUMBERS).filter_map(T::unpack).collect())
}

impl<T: Packed> Default for Lists<T> {
    fn default() -> Self {
        Self {
            ends: Vec::new(),
            all: Vec::new(),
        }
    }
}

impl<T: Packed> Lists<T> {
    /// Appends a list.
    pub(super) fn push(&mut self, list: impl IntoIterator<Item = T>) {
        self.all.extend(list);
        self.ends.push(self.all.len() as u32);
    }

    /// From pairs of the number of a list and an entry of it, for so many lists.
    pub(super) fn from_pairs(mut pairs: Vec<(u32, T)>, lists: usize) -> Self {
        pairs.sort_by_key(|pair| pair.0);
        let mut made = Self::default();
        let mut pairs = pairs.into_iter().peekable();
        for list in 0..lists as u32 {
            made.push(std::iter::from_fn(|| pairs.next_if(|pair| pair.0 == list)).map(|pair| pair.1));
        }
        made
    }

    /// A list; empty where there is none of that number.
    pub(super) fn of(&self, number: u32) -> &[T] {
        let number = number as usize;
        let Some(&end) = self.ends.get(number) else {
            return &[];
        };
        let start = number.checked_sub(1).and_then(|n| self.ends.get(n));
        let start = start.map_or(0, |&at| at as usize);
        self.all.get(start..end as usize).unwrap_or_default()
    }

    /// How many lists there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }
}

/// Numbers as plain bytes, least significant first: reading them costs a copy.
pub(super) mod packed {
    use serde::de::{Error, Visitor};
    use serde::{Deserializer, Serializer};

    pub(in super::super) fn serialize<S: Serializer>(
        numbers: &[u32],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let bytes: Vec<u8> = numbers.iter().flat_map(|n| n.to_le_bytes()).collect();
        serializer.serialize_bytes(&bytes)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<u32>, D::Error> {
        struct Bytes;
        impl Visitor<'_> for Bytes {
            type Value = Vec<u32>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes, four for each number")
            }

            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
                let (numbers, rest) = bytes.as_chunks::<4>();
                if rest.is_empty() {
                    Ok(numbers.iter().map(|n| u32::from_le_bytes(*n)).collect())
                } else {
                    Err(E::custom("the number of bytes is not a multiple of four"))
                }
            }
        }
        deserializer.deserialize_bytes(Bytes)
    }
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

    #[test]
    fn lists_are_found_by_their_numbers() {
        let lists = Lists::from_pairs(vec![(3, 7), (1, 5), (1, 6)], 5);
        let all: Vec<&[u32]> = (0..6).map(|n| lists.of(n)).collect();
        assert_eq!(all, [&[][..], &[5, 6], &[], &[7], &[], &[]]);
        assert_eq!(lists.len(), 5);
    }
}
