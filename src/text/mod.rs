//! Prose cut into sentences and words.

pub mod dates;
pub mod language;
pub mod sentences;
pub mod tokens;

use crate::document::BlockId;
use crate::span::TextSpan;

/// Index of a sentence in the list that [`sentences::split`] returns.
pub type SentenceId = u32;

/// A sentence, heading, list item, table row or front-matter value: the unit that duties attach to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its prose, without white space at either end. Markers right behind its closing punctuation belong to
    /// it (`future.[2]`, `valuation. [1]`).
    pub text: TextSpan,
    /// The block it stands in.
    pub block: BlockId,
    /// Whether it is the last of its block.
    pub last: bool,
}

/// The raised form of a digit; any other character as it is.
pub(crate) fn raised(c: char) -> char {
    match c {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '0' | '4'..='9' => char::from_u32(0x2070 + (c as u32 - '0' as u32)).unwrap_or(c),
        other => other,
    }
}
