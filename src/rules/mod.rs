//! The rulebook: `rules.toml`, what it may hold, and what is made of it.
//!
//! [`raw`] mirrors the file with the place of every value, [`validate`] turns it into a [`model::Rulebook`] or
//! into all problems at once, [`cue`] reads the cue language and [`matcher`] finds cues in sentences.

pub mod cue;
pub mod matcher;
pub mod model;
pub mod raw;
pub mod validate;

pub use model::Rulebook;
