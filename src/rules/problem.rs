//! What is wrong with a rulebook, each at its place in its file.

use crate::source::{Position, SourceFile};
use miette::{Diagnostic, LabeledSpan, MietteError, Severity, SourceCode, SpanContents};
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
    listing: Listing,
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
            listing: Listing(Arc::clone(file)),
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

    /// Whether the help is one short proposal, which reads best under the words themselves.
    fn proposes(&self) -> bool {
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

impl Diagnostic for Problem {
    fn severity(&self) -> Option<Severity> {
        Some(Severity::Error)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let help = self.help.as_ref().filter(|_| !self.proposes())?;
        Some(Box::new(help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.listing)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let text = self.help.clone().filter(|_| self.proposes());
        let label = LabeledSpan::new_primary_with_span(text, self.span.clone());
        Some(Box::new(std::iter::once(label)))
    }
}

/// A rulebook file as miette shows it: under its name and with columns that count characters, not bytes.
#[derive(Clone)]
struct Listing(Arc<SourceFile>);

impl SourceCode for Listing {
    fn read_span<'a>(
        &'a self,
        span: &miette::SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let contents = self.0.text().read_span(span, before, after)?;
        let at = u32::try_from(contents.span().offset()).map_err(|_| MietteError::OutOfBounds)?;
        let position = self.0.position(at);
        Ok(Box::new(miette::MietteSpanContents::new_named(
            self.0.name().display().to_string(),
            contents.data(),
            *contents.span(),
            position.line as usize - 1,
            position.column as usize - 1,
            contents.line_count(),
        )))
    }
}

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

impl Diagnostic for RulebookErrors {
    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        Some(Box::new(
            self.problems.iter().map(|problem| problem as &dyn Diagnostic),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_place_and_help_with_columns_that_count_characters() {
        let file = Arc::new(SourceFile::new("house.toml", "a = 1\nwhy = \"“é” \\q\"\n"));
        let problem = Problem::new(&file, 22..24, "bad escape".into(), Some("write `\\\\`".into()));
        assert_eq!((problem.position().line, problem.position().column), (2, 12));
        assert_eq!(problem.words(), "\\q");
        let errors = RulebookErrors {
            problems: vec![problem],
        };
        let mut shown = String::new();
        miette::GraphicalReportHandler::new_themed(miette::GraphicalTheme::unicode_nocolor())
            .render_report(&mut shown, &errors)
            .unwrap();
        for part in ["house.toml:2:12", "bad escape", "write `\\\\`", "──", "a mistake"] {
            assert!(shown.contains(part), "{part} in\n{shown}");
        }
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
