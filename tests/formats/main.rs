//! The formats for programs, through the real program: each against its published schema, and one draft with every
//! kind of awkward character in all of them.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up is to panic")]

mod draft;
mod golden;
mod places;
mod schema;
#[path = "../cli/support.rs"]
mod support;
mod targets;
mod xml;
