//! What goes to standard error.

use crate::config::workspace::Trouble;
use crate::report::problem::{self, Problem};
use crate::report::sanitize;
use crate::report::style::Look;
use std::io::Write as _;

/// Standard error, with its look.
#[derive(Clone, Copy, Debug)]
pub(super) struct Messages {
    look: Look,
}

impl Messages {
    pub(super) fn new(look: Look) -> Self {
        Self { look }
    }

    /// The look of standard error.
    pub(super) fn look(self) -> Look {
        self.look
    }

    /// A line as it is.
    pub(super) fn plain(message: &str) {
        write(&format!("{}\n", sanitize::lines(message)));
    }

    /// Something was not done as asked.
    pub(super) fn error(&self, message: &str) {
        let head = self.look.level(crate::finding::Level::Error, "error:");
        write(&format!("{head} {}\n", sanitize::lines(message)));
    }

    /// Something worth knowing.
    pub(super) fn notice(&self, message: &str) {
        let head = self.look.bold("note:");
        write(&format!("{head} {}\n", sanitize::lines(message)));
    }

    /// Mistakes in a file at their places. `advice` says what to do.
    pub(super) fn problems(&self, problems: &[Problem], advice: &str) {
        match problem::render(problems, advice, self.look) {
            Ok(text) => write(&text),
            Err(_) => problems
                .iter()
                .for_each(|p| self.error(&format!("{}: {}", p.place(), p.message))),
        }
    }

    /// What keeps the run from starting.
    pub(super) fn troubles(&self, troubles: &[Trouble]) {
        for trouble in troubles {
            match trouble {
                Trouble::Problems(problems) => self.problems(problems, problem::NOTHING_CHECKED),
                Trouble::Message(message) => self.error(&format!("{message}; nothing was checked")),
            }
        }
    }
}

fn write(text: &str) {
    // Where nobody can be told, there is nobody to tell that either.
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}
