//! The cue language.

use std::ops::Range;

/// A mistake in a cue.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct CueError {
    /// What is wrong and, where it is known, what was meant.
    pub message: String,
    /// Where, in bytes of the cue.
    pub at: Range<usize>,
}
