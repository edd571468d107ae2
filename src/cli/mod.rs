//! The program: from the command line to an exit status.
//!
//! Findings go to standard output, trouble to standard error; the status is 2 whenever something was not done as
//! asked, so that no gate passes because nothing was looked at.

pub mod args;
mod baseline;
mod check;
mod commands;
mod formats;
mod gather;
mod hook;
mod identity;
mod job;
mod messages;
pub mod output;
pub mod pool;
mod repair;
mod replace;
mod roots;
pub mod rulebook_api;
mod session;
mod statements;
mod surroundings;
mod unmatched;

use args::{Cli, Command};
use clap::Parser as _;
use messages::Messages;
use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

/// What a run came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    /// Nothing at or above the level that fails.
    Clean,
    /// Findings that fail the run.
    Findings,
    /// Something was not done as asked.
    Trouble,
}

/// Why a command ended before its time.
#[derive(Debug)]
enum Stop {
    /// This was in the way.
    Message(String),
    /// The reason is on standard error already.
    Said,
}

impl From<output::Failure> for Stop {
    fn from(failure: output::Failure) -> Self {
        Self::Message(failure.0)
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Self::Message(format!("a report could not be put together: {error}"))
    }
}

impl From<std::fmt::Error> for Stop {
    fn from(error: std::fmt::Error) -> Self {
        Self::Message(format!("a report could not be put together: {error}"))
    }
}

impl From<serde_json::Error> for Stop {
    fn from(error: serde_json::Error) -> Self {
        Self::Message(format!("a report could not be put together: {error}"))
    }
}

/// Runs the program with `arguments`, the first of which is its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help goes to standard output, mistakes to standard error; a closed pipe is no mistake.
            let plain = error.render().to_string();
            // What was mistyped is repeated: it must not steer the terminal.
            let safe = crate::report::sanitize::lines(&plain);
            let printed = if error.use_stderr() && safe != plain {
                std::io::stderr().lock().write_all(safe.as_bytes())
            } else {
                error.print()
            };
            let lost = printed.is_err_and(|error| error.kind() != std::io::ErrorKind::BrokenPipe);
            return ExitCode::from(if error.use_stderr() || lost { 2 } else { 0 });
        }
    };
    let look = surroundings::look(cli.color);
    let messages = Messages::new(surroundings::look_on_stderr(cli.color, look));
    let result = match &cli.command {
        Command::Check(args) => check::run(args, look, &messages),
        Command::Baseline(args) => baseline::run(args, look, &messages),
        Command::Statements(args) => statements::run(args, look, &messages),
        Command::Explain(args) => commands::explain(args, look, &messages),
        Command::Rules(args) => commands::rules(args, look, &messages),
        Command::Rulebook(args) => commands::rulebook(args, look, &messages),
        Command::Init(args) => commands::init(args, look, &messages),
        Command::Config(args) => commands::config(args, look, &messages),
        Command::Schema(args) => commands::schema(args, look, &messages),
        Command::Completions { shell } => commands::completions(*shell, look),
        Command::Man => commands::man(look),
    };
    ExitCode::from(match result {
        Ok(Status::Clean) => 0,
        Ok(Status::Findings) => 1,
        Ok(Status::Trouble) | Err(Stop::Said) => 2,
        Err(Stop::Message(message)) => {
            messages.error(&message);
            2
        }
    })
}
