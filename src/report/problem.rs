//! Mistakes in a configuration or rulebook file, shown at their place.

use super::sanitize;
use super::snippet::{Excerpt, Place};
use super::style::Look;
use crate::rules;
use crate::source::SourceFile;
use crate::span::SourceSpan;
use miette::{Diagnostic, LabeledSpan, Severity};
use std::fmt;
use std::sync::Arc;

/// Something in a file that keeps the run from starting.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The file.
    pub file: Arc<SourceFile>,
    /// Where in it.
    pub span: SourceSpan,
    /// One short fact.
    pub message: String,
    /// What is said at the place, such as the nearest known name.
    pub label: String,
    /// What to do, below it, where that is more than a few words.
    pub help: Option<String>,
}

impl From<&rules::Problem> for Problem {
    fn from(problem: &rules::Problem) -> Self {
        let (label, help) = match &problem.help {
            Some(help) if problem.proposes() => (help.clone(), None),
            help => (String::new(), help.clone()),
        };
        Self {
            file: Arc::clone(problem.source()),
            span: SourceSpan::from_usize(problem.span.start, problem.span.end),
            message: problem.message.clone(),
            label,
            help,
        }
    }
}

impl Problem {
    /// Its place, as `path:line:column`.
    pub fn place(&self) -> String {
        let at = self.file.position(self.span.start);
        format!("{}:{}:{}", super::path_text(self.file.name()), at.line, at.column)
    }
}

/// A diagnostic for miette whose places are cut out already.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) code: Option<String>,
    pub(super) message: String,
    pub(super) severity: Severity,
    pub(super) help: Option<String>,
    pub(super) excerpt: Excerpt,
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown {}

impl Diagnostic for Shown {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.code
            .as_ref()
            .map(|code| Box::new(code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help
            .as_ref()
            .map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpt.labels()))
    }
}

/// Advice where the mistake kept the run from starting.
pub const NOTHING_CHECKED: &str = "nothing was checked; correct this and run caveat again";

/// The help of a problem, each line once, and the advice.
fn help(problem: &Problem, advice: Option<&str>) -> Option<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in problem.help.iter().flat_map(|help| help.lines()).chain(advice) {
        let line = sanitize::one_line(line);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// All `problems`, with `advice` under the last.
pub fn render(problems: &[Problem], advice: &str, look: Look) -> Result<String, fmt::Error> {
    let mut out = String::new();
    for (number, problem) in problems.iter().enumerate() {
        let place = Place {
            span: problem.span,
            text: problem.label.clone(),
        };
        let last = number + 1 == problems.len();
        let shown = Shown {
            code: None,
            message: sanitize::one_line(&problem.message),
            severity: Severity::Error,
            help: help(problem, last.then_some(advice)),
            excerpt: Excerpt::new(&problem.file, &[place], look.snippet_width()),
        };
        look.handler().render_report(&mut out, &shown)?;
    }
    Ok(out)
}
