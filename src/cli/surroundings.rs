//! What the program looks at outside its arguments: the folder it runs in, the terminal, the environment.

use super::args::Color;
use crate::report::style::{DEFAULT_WIDTH, Look};
use std::io::IsTerminal as _;
use std::path::PathBuf;

/// The folder the program was started in, absolute and without links.
pub(super) fn base() -> std::io::Result<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "the surroundings are looked at here")]
    let folder = std::env::current_dir()?;
    std::fs::canonicalize(folder)
}

/// The look of what goes to standard output.
pub(super) fn look(color: Color) -> Look {
    let terminal = std::io::stdout().is_terminal();
    let width = if terminal {
        terminal_size::terminal_size().map(|(w, _)| usize::from(w.0))
    } else {
        None
    };
    let dumb = variable("TERM").as_deref() == Some("dumb");
    Look {
        color: colored(color, terminal, dumb),
        unicode: !terminal || !dumb && speaks_unicode(),
        width: width.unwrap_or(DEFAULT_WIDTH).clamp(40, 160),
    }
}

/// The same for standard error, where `stdout` is that for standard output: colour is decided there, but a file that
/// standard error is led to gets none unless it was asked for.
pub(super) fn look_on_stderr(color: Color, stdout: Look) -> Look {
    let plain =
        color == Color::Auto && !std::io::stderr().is_terminal() && variable("CLICOLOR_FORCE").is_none();
    Look {
        color: stdout.color && !plain,
        ..stdout
    }
}

fn colored(color: Color, terminal: bool, dumb: bool) -> bool {
    let set = |name| variable(name).is_some_and(|value| !value.is_empty());
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if set("NO_COLOR") => false,
        Color::Auto if set("CLICOLOR_FORCE") && variable("CLICOLOR_FORCE").as_deref() != Some("0") => true,
        Color::Auto => terminal && !dumb && variable("CLICOLOR").as_deref() != Some("0"),
    }
}

fn speaks_unicode() -> bool {
    // The first that is set decides, as in the C library. On Windows none is: its terminals draw Unicode.
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(variable)
        .find(|value| !value.is_empty());
    locale.map_or(cfg!(windows), |value| {
        let value = value.to_lowercase();
        value.contains("utf-8") || value.contains("utf8")
    })
}

/// The file that GitHub shows for a step of a workflow.
pub(super) fn step_summary() -> Option<PathBuf> {
    variable("GITHUB_STEP_SUMMARY")
        .filter(|path| !path.is_empty())
        .map(PathBuf::from)
}

/// The day that is to stand in reports instead of today's, for builds that must not depend on when they run.
pub(super) fn build_date() -> Option<jiff::civil::Date> {
    let seconds = variable("SOURCE_DATE_EPOCH")?.parse().ok()?;
    let moment = jiff::Timestamp::from_second(seconds).ok()?;
    Some(jiff::tz::TimeZone::UTC.to_datetime(moment).date())
}

/// The value of a variable of the environment, if it is set and text.
pub(super) fn variable(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "the surroundings are looked at here")]
    std::env::var(name).ok()
}
