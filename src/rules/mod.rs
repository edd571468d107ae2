//! The rulebook: `rules.toml`, what it may hold, and what is made of it.
//!
//! [`raw`] mirrors the file with the place of every value, [`read`] fills it, [`layer`] lays a house's files
//! over the built-in one, [`validate`] turns the result into a [`model::Rulebook`] or into all problems at
//! once, [`cue`] reads the cue language and [`matcher`] finds cues in sentences. [`contexts`] holds sets of
//! what stands around a sentence, [`builtin`] the rulebook
//! that is part of the program, and [`selftest`] runs the examples of any.

pub mod builtin;
pub mod compose;
pub mod contexts;
pub mod cue;
pub mod example;
pub mod layer;
pub mod matcher;
pub mod model;
pub mod problem;
pub mod raw;
pub mod read;
pub mod selftest;
pub mod shape;
pub mod validate;
pub mod wording;
pub mod wordings;

pub use contexts::ContextSet;
pub use model::Rulebook;
pub use problem::{Problem, RulebookErrors};
