//! How text formats look: colours, line drawing, width.

use crate::finding::Level;
use anstyle::{AnsiColor, Style};
use miette::{GraphicalReportHandler, GraphicalTheme, ThemeCharacters, ThemeStyles};

/// Where nothing says how wide the output is.
pub const DEFAULT_WIDTH: usize = 96;

/// The look of a text format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether to colour.
    pub color: bool,
    /// Whether lines may be drawn with Unicode.
    pub unicode: bool,
    /// Columns.
    pub width: usize,
}

impl Look {
    /// Neither colours nor a terminal: what a file or a pipe gets.
    pub const PLAIN: Self = Self {
        color: false,
        unicode: true,
        width: DEFAULT_WIDTH,
    };

    /// `text` in the colour of `level`.
    pub fn level(self, level: Level, text: &str) -> String {
        let color = match level {
            Level::Error => AnsiColor::Red,
            Level::Warning => AnsiColor::Yellow,
            Level::Info => AnsiColor::Cyan,
        };
        self.paint(color.on_default().bold(), text)
    }

    /// `text` in bold.
    pub fn bold(self, text: &str) -> String {
        self.paint(Style::new().bold(), text)
    }

    /// `text` set back.
    pub fn dim(self, text: &str) -> String {
        self.paint(Style::new().dimmed(), text)
    }

    /// A line of a unified diff.
    pub fn changed(self, line: &str) -> String {
        match line.chars().next() {
            Some('+') => self.paint(AnsiColor::Green.on_default(), line),
            Some('-') => self.paint(AnsiColor::Red.on_default(), line),
            Some('@') => self.paint(AnsiColor::Cyan.on_default(), line),
            _ => line.to_owned(),
        }
    }

    fn paint(self, style: Style, text: &str) -> String {
        if self.color {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    /// What draws a diagnostic.
    pub fn handler(self) -> GraphicalReportHandler {
        let characters = if self.unicode {
            ThemeCharacters::unicode()
        } else {
            ThemeCharacters::ascii()
        };
        let styles = if self.color {
            ThemeStyles::ansi()
        } else {
            ThemeStyles::none()
        };
        GraphicalReportHandler::new_themed(GraphicalTheme { characters, styles })
            .with_width(self.width)
            .with_links(false)
            .with_urls(false)
    }

    /// Columns that the text of a snippet may take, beside line numbers and frame.
    pub fn snippet_width(self) -> usize {
        self.width.saturating_sub(12).max(40)
    }
}

/// What a level asks of the reader.
pub fn level_in_words(level: Level) -> &'static str {
    match level {
        Level::Error => "error: must fix",
        Level::Warning => "warning: please check",
        Level::Info => "info: worth knowing",
    }
}
