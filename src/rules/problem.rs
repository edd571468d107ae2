//! What is wrong with a rulebook, each at its place in its file.

use crate::source::{Position, SourceFile};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// One mistake in a rulebook file.
#[derive(Clone)]
pub struct Problem {
    /// What is wrong, without a full stop.
    pub message: String,
    /// What was probably meant, or what to do.
    pub help: Option<String>,
    /// Where, in bytes of the file; empty where something is missing in a file that is otherwise empty.
    pub span: Range<usize>,
    file: Arc<SourceFile>,
}

impl Problem {
    pub(super) fn new(
        file: &Arc<SourceFile>,
        span: Range<usize>,
        message: String,
        help: Option<String>,
    ) -> Self {
        let span = within(file.text(), span);
        Self {
            message,
            help,
            span,
            file: Arc::clone(file),
        }
    }

    /// Name of the file.
    pub fn file(&self) -> String {
        self.file.name().display().to_string()
    }

    /// Line and column at which it starts.
    pub fn position(&self) -> Position {
        self.file
            .position(u32::try_from(self.span.start).unwrap_or(u32::MAX))
    }

    /// The file itself.
    pub fn source(&self) -> &Arc<SourceFile> {
        &self.file
    }

    /// Whether the help is one short proposal, which reads best under the words themselves.
    pub fn proposes(&self) -> bool {
        self.help
            .as_ref()
            .is_some_and(|help| help.starts_with("did you mean") && !help.contains('\n'))
    }

    /// The words of the file that it is about.
    pub fn words(&self) -> &str {
        self.file.text().get(self.span.clone()).unwrap_or_default()
    }
}

/// A span that lies in `text` and cuts no character, whatever was asked for: a reader must see the problem
/// even where its place is in doubt.
fn within(text: &str, span: Range<usize>) -> Range<usize> {
    let mut start = span.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = span.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Position { line, column } = self.position();
        write!(f, "{}:{line}:{column}: {}", self.file(), self.message)?;
        match &self.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Problem {}

/// Everything that is wrong with a rulebook, sorted by file and place. Never empty.
#[derive(Debug)]
pub struct RulebookErrors {
    /// The problems.
    pub problems: Vec<Problem>,
}

impl fmt::Display for RulebookErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problems.len() {
            1 => f.write_str("the rulebook has a mistake; nothing was checked"),
            n => write!(f, "the rulebook has {n} mistakes; nothing was checked"),
        }
    }
}

impl std::error::Error for RulebookErrors {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_a_place_whose_columns_count_characters() {
        let file = Arc::new(SourceFile::new("house.toml", "a = 1\nwhy = \"“é” \\q\"\n"));
        let problem = Problem::new(&file, 22..24, "bad escape".into(), Some("write `\\\\`".into()));
        assert_eq!((problem.position().line, problem.position().column), (2, 12));
        assert_eq!(problem.words(), "\\q");
        assert_eq!(
            format!("{problem:?}"),
            "house.toml:2:12: bad escape (write `\\\\`)"
        );
    }

    #[test]
    fn spans_are_bent_into_the_file() {
        for (text, span, fitted) in [
            ("aé", 2..2, 1..3),
            ("aé", 9..12, 3..3),
            ("", 0..4, 0..0),
            ("abc", 1..2, 1..2),
        ] {
            assert_eq!(within(text, span.clone()), fitted, "{text:?} {span:?}");
        }
    }
}
