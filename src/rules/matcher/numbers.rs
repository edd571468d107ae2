//! Lists of numbers that are read where they lie in the compiled rulebook: at the start of the program nothing of them
//! is copied, and what no draft asks for is never looked at.

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::marker::PhantomData;

/// A number as it lies there, least significant byte first, at any place in memory.
type Bytes = [u8; 4];

/// Numbers in a row.
#[derive(Clone, Default)]
pub(super) struct Numbers(Cow<'static, [Bytes]>);

/// Some of them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct View<'n>(&'n [Bytes]);

impl Numbers {
    #[inline]
    pub(super) fn view(&self) -> View<'_> {
        View(&self.0)
    }

    #[inline]
    pub(super) fn get(&self, index: usize) -> Option<u32> {
        self.view().get(index)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn push(&mut self, number: u32) {
        self.0.to_mut().push(number.to_le_bytes());
    }

    /// Puts another in the place of one; none where there is none.
    pub(super) fn set(&mut self, index: usize, number: u32) {
        if let Some(at) = self.0.to_mut().get_mut(index) {
            *at = number.to_le_bytes();
        }
    }
}

impl Extend<u32> for Numbers {
    fn extend<I: IntoIterator<Item = u32>>(&mut self, numbers: I) {
        self.0.to_mut().extend(numbers.into_iter().map(u32::to_le_bytes));
    }
}

impl FromIterator<u32> for Numbers {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        Self(numbers.into_iter().map(u32::to_le_bytes).collect())
    }
}

impl std::fmt::Debug for Numbers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.view().iter()).finish()
    }
}

impl<'n> View<'n> {
    #[inline]
    pub(super) fn get(self, index: usize) -> Option<u32> {
        self.0.get(index).map(|bytes| u32::from_le_bytes(*bytes))
    }

    pub(super) fn len(self) -> usize {
        self.0.len()
    }

    #[inline]
    pub(super) fn iter(self) -> impl Iterator<Item = u32> + use<'n> {
        self.0.iter().map(|bytes| u32::from_le_bytes(*bytes))
    }

    #[inline]
    pub(super) fn range(self, range: std::ops::Range<usize>) -> Option<Self> {
        self.0.get(range).map(Self)
    }

    /// The first so many of them and the rest.
    #[inline]
    pub(super) fn split_at(self, count: usize) -> Option<(Self, Self)> {
        let (first, rest) = self.0.split_at_checked(count)?;
        Some((Self(first), Self(rest)))
    }

    /// The first `N` of them.
    #[inline]
    pub(super) fn first<const N: usize>(self) -> Option<[u32; N]> {
        self.0
            .first_chunk()
            .map(|all: &[Bytes; N]| all.map(u32::from_le_bytes))
    }
}

impl Serialize for Numbers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0.as_flattened())
    }
}

/// Only from what stays where it is as long as the program runs.
impl<'de: 'static> Deserialize<'de> for Numbers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Lying;
        impl<'de: 'static> Visitor<'de> for Lying {
            type Value = Numbers;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes, four for each number")
            }

            fn visit_borrowed_bytes<E: Error>(self, bytes: &'de [u8]) -> Result<Self::Value, E> {
                let (numbers, rest) = bytes.as_chunks::<4>();
                if rest.is_empty() {
                    Ok(Numbers(Cow::Borrowed(numbers)))
                } else {
                    Err(E::custom("the number of bytes is not a multiple of four"))
                }
            }
        }
        deserializer.deserialize_bytes(Lying)
    }
}

/// What a few numbers can stand for.
pub(super) trait Packed: Sized {
    /// How many.
    const NUMBERS: usize;

    fn pack(&self, into: &mut Numbers);

    /// From so many numbers; nothing from fewer.
    fn unpack(numbers: View<'_>) -> Option<Self>;
}

impl Packed for u32 {
    const NUMBERS: usize = 1;

    fn pack(&self, into: &mut Numbers) {
        into.push(*self);
    }

    #[inline]
    fn unpack(numbers: View<'_>) -> Option<Self> {
        numbers.get(0)
    }
}

/// Lists of things, numbered from 0, all in one.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(serialize = "", deserialize = "'de: 'static"))]
pub(super) struct Lists<T: Packed> {
    /// Where each list ends, in things.
    ends: Numbers,
    all: Numbers,
    things: PhantomData<T>,
}

impl<T: Packed> Default for Lists<T> {
    fn default() -> Self {
        Self {
            ends: Numbers::default(),
            all: Numbers::default(),
            things: PhantomData,
        }
    }
}

impl<T: Packed> Lists<T> {
    /// Appends a list.
    pub(super) fn push(&mut self, list: impl IntoIterator<Item = T>) {
        for thing in list {
            thing.pack(&mut self.all);
        }
        self.ends.push((self.all.len() / T::NUMBERS) as u32);
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
    pub(super) fn of(&self, number: u32) -> impl Iterator<Item = T> + '_ {
        let range = stretch(&self.ends, number).unwrap_or_default();
        let list = self
            .all
            .view()
            .range(range.start * T::NUMBERS..range.end * T::NUMBERS);
        let list = list.unwrap_or_default();
        list.0
            .chunks_exact(T::NUMBERS)
            .filter_map(|thing| T::unpack(View(thing)))
    }

    /// How many lists there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }
}

/// From where to where a numbered stretch reaches, if each begins where the one before it ends.
pub(super) fn stretch(ends: &Numbers, number: u32) -> Option<std::ops::Range<usize>> {
    let number = number as usize;
    let end = ends.get(number)? as usize;
    let start = number.checked_sub(1).and_then(|n| ends.get(n));
    Some(start.map_or(0, |at| at as usize)..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_found_by_their_numbers() {
        let lists = Lists::from_pairs(vec![(3, 7), (1, 5), (1, 6)], 5);
        let all: Vec<Vec<u32>> = (0..6).map(|n| lists.of(n).collect()).collect();
        assert_eq!(all, [&[][..], &[5, 6], &[], &[7], &[], &[]]);
        assert_eq!(lists.len(), 5);
    }

    #[test]
    fn numbers_are_read_where_they_lie() {
        let made: Numbers = [1, 0x0102_0304, u32::MAX].into_iter().collect();
        let bytes: &'static [u8] = postcard::to_allocvec(&made).unwrap().leak();
        let read: Numbers = postcard::from_bytes(bytes).unwrap();
        assert!(matches!(read.0, Cow::Borrowed(_)));
        assert_eq!(read.view().iter().collect::<Vec<_>>(), [1, 0x0102_0304, u32::MAX]);
        assert_eq!(read.get(3), None);
        assert_eq!(read.view().first::<2>(), Some([1, 0x0102_0304]));
        assert_eq!(read.view().first::<4>(), None);
        let odd: &'static [u8] = &[3, 1, 2, 3];
        assert!(postcard::from_bytes::<Numbers>(odd).is_err());
    }
}
