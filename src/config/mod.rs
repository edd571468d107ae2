//! `caveat.toml`: which one holds for a draft, what it says, and what is asked of the draft in the end.
//!
//! The nearest file above a draft holds, up to the root of the repository; files are not merged. Everything wrong
//! with it is reported at once and at its place ([`read`]), names against the rulebook ([`workspace`]).

pub mod effective;
pub mod model;
pub mod read;
pub mod template;
mod wording;
pub mod workspace;

pub use effective::{CommandLine, Effective};
pub use model::{Config, FailOn, Words};
pub use workspace::{Loaded, Workspace};
