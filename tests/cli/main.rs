//! The program as its users meet it: through its arguments, files, standard streams and exit status.

#![expect(
    clippy::unwrap_used,
    clippy::format_collect,
    reason = "a test that cannot be set up is to panic, and its speed does not matter"
)]

mod analysis;
mod baseline;
mod configuration;
mod discovery;
mod faults;
mod git;
mod hook;
mod languages;
mod outputs;
mod repairs;
mod reports;
mod support;
mod trickery;
