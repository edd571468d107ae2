//! Byte ranges in two coordinate systems that cannot be mixed.
//!
//! A [`SourceSpan`] counts bytes in the file as it lies on disk (byte-order mark and carriage returns
//! included); a [`TextSpan`] counts bytes in [`Document::text`](crate::document::Document::text), the prose
//! that was read out of it. Only [`Document::source_of`](crate::document::Document::source_of) leads from one
//! to the other. Both are half-open and 32 bits wide: a draft over 4 GiB is refused when it is read.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

/// Marks spans that count bytes of the file on disk.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {}

/// Marks spans that count bytes of a document's prose.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Text {}

/// A half-open byte range, zero-based, in the coordinate system `U`.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span<U> {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    unit: PhantomData<U>,
}

/// A range in the file on disk.
pub type SourceSpan = Span<Source>;
/// A range in the document's prose.
pub type TextSpan = Span<Text>;

impl<U> Clone for Span<U> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<U> Copy for Span<U> {}

impl<U> Default for Span<U> {
    fn default() -> Self {
        Self::empty(0)
    }
}

impl<U> fmt::Debug for Span<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl<U> Span<U> {
    /// The range `start..end`; an end before the start is a bug and gives an empty span at `start`.
    pub const fn new(start: u32, end: u32) -> Self {
        debug_assert!(start <= end, "a span ends before it starts");
        Self {
            start,
            end: if end < start { start } else { end },
            unit: PhantomData,
        }
    }

    /// The same from `usize`.
    ///
    /// # Panics
    /// If an offset does not fit 32 bits, which reading a draft has already ruled out.
    pub fn from_usize(start: usize, end: usize) -> Self {
        let narrow =
            |n: usize| u32::try_from(n).expect("offsets fit 32 bits: longer drafts are refused on reading");
        Self::new(narrow(start), narrow(end))
    }

    /// The empty span at `at`.
    pub const fn empty(at: u32) -> Self {
        Self::new(at, at)
    }

    /// Length in bytes.
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the span holds no byte.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// As a range for indexing.
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether `offset` lies inside.
    pub const fn holds(self, offset: u32) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether all of `other` lies inside (an empty span at either edge does).
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The stretch of `text` that the span covers; empty where it lies outside or inside a character.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }
}
