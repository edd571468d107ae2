//! A compliance linter for investment commentary.
//!
//! It finds statements in a draft that may not go out as they stand (forecasts, claims about past performance
//! …), follows their markers to their notes, and says where a note is missing or of the wrong kind. One way
//! leads through the crate, each step in a module of its own that takes the value of the step before:
//!
//! [`source`] → [`markdown`] ([`document`]) → [`notes`] → [`text::sentences`] → [`detect`] → [`resolve`] →
//! [`check`] ([`finding`]) → [`report`].

pub mod baseline;
pub mod changes;
pub mod check;
pub mod cli;
pub mod config;
pub mod detect;
pub mod discover;
pub mod docs;
pub mod document;
pub mod finding;
pub mod fix;
pub mod git;
pub mod linter;
pub mod markdown;
pub mod notes;
pub mod prescribed;
pub mod report;
pub mod resolve;
pub mod rules;
pub mod settings;
pub mod source;
pub mod span;
mod stale;
pub mod suggest;
pub mod suppress;
pub mod text;
