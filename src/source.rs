//! A draft as it lies on disk: its name, its text, and where its lines begin.

use crate::span::SourceSpan;
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;

/// A draft that was read. Offsets everywhere count bytes of [`SourceFile::text`], byte-order mark included.
#[derive(Debug)]
pub struct SourceFile {
    name: PathBuf,
    /// What fingerprints know it by; empty where that is its name.
    key: String,
    text: String,
    lines: OnceLock<Vec<u32>>,
    /// How many characters begin before each block of [`BLOCK`] bytes: a draft can be one line of megabytes, and a
    /// column must not cost a walk from the line's start.
    characters: OnceLock<Vec<u32>>,
    /// The same for characters that UTF-16 writes as two units.
    pairs: OnceLock<Vec<u32>>,
}

/// What a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// Unicode scalar values; a byte-order mark has no column.
    Characters,
    /// Units of UTF-16, as editors and SARIF count; a byte-order mark has no column.
    Utf16,
    /// Bytes of the line as it lies on disk, a byte-order mark included.
    Bytes,
}

const BLOCK: usize = 1024;

/// Where something stands in a draft, as a person counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1. A line ends at LF or CR LF.
    pub line: u32,
    /// Column, from 1, in Unicode scalar values where nothing else is asked for; a byte-order mark has no column.
    pub column: u32,
}

/// Why a draft cannot be read. The text of the error is for the user; the path is said by whoever shows it.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// The operating system refused.
    #[error("cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// A NUL byte: no text file has one.
    #[error("is not a text file (byte {0} is NUL)")]
    Binary(usize),
    /// Bytes that are not UTF-8; offset of the first bad byte, zero-based.
    #[error("is not UTF-8 text (first bad byte at offset {0}); save it as UTF-8 and run again")]
    NotUtf8(usize),
    /// Larger than offsets can count.
    #[error("is larger than 4 GiB")]
    TooLarge,
}

const BOM: &str = "\u{feff}";

impl SourceFile {
    /// A draft from text that is already in memory.
    pub fn new(name: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            key: String::new(),
            text: text.into(),
            lines: OnceLock::new(),
            characters: OnceLock::new(),
            pairs: OnceLock::new(),
        }
    }

    /// A draft from the bytes of a file.
    pub fn from_bytes(name: impl Into<PathBuf>, bytes: Vec<u8>) -> Result<Self, InputError> {
        if u32::try_from(bytes.len()).is_err() {
            return Err(InputError::TooLarge);
        }
        match String::from_utf8(bytes) {
            Ok(text) => match text.find('\0') {
                Some(at) => Err(InputError::Binary(at)),
                None => Ok(Self::new(name, text)),
            },
            Err(error) => {
                let bad = error.utf8_error().valid_up_to();
                let bytes = error.into_bytes();
                Err(match bytes.iter().position(|&b| b == 0) {
                    Some(at) => InputError::Binary(at),
                    None => InputError::NotUtf8(bad),
                })
            }
        }
    }

    /// Reads the file at `path` and names it `name`.
    pub fn read(path: &Path, name: impl Into<PathBuf>) -> Result<Self, InputError> {
        #[expect(clippy::disallowed_methods, reason = "the one place that reads drafts")]
        let bytes = std::fs::read(path)?;
        Self::from_bytes(name, bytes)
    }

    /// The name findings carry, relative and with the separators of the platform.
    pub fn name(&self) -> &Path {
        &self.name
    }

    /// The same draft, known to fingerprints and baselines by its path from the top of its repository: that is the
    /// same wherever the program is run.
    #[must_use]
    pub fn with_key(mut self, path: &Path) -> Self {
        self.key = portable(path);
        self
    }

    /// The same draft with another text.
    #[must_use]
    pub fn with_text(&self, text: impl Into<String>) -> Self {
        Self {
            key: self.key.clone(),
            ..Self::new(&self.name, text)
        }
    }

    /// What fingerprints and baselines know it by: a path with forward slashes.
    pub fn key(&self) -> std::borrow::Cow<'_, str> {
        if self.key.is_empty() {
            portable(&self.name).into()
        } else {
            self.key.as_str().into()
        }
    }

    /// The whole text, byte-order mark and carriage returns included.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Length of the byte-order mark: 3 or 0.
    pub fn bom(&self) -> usize {
        if self.text.starts_with(BOM) { BOM.len() } else { 0 }
    }

    /// The text that `span` covers.
    pub fn slice(&self, span: SourceSpan) -> &str {
        span.of(&self.text)
    }

    fn line_starts(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            std::iter::once(0)
                .chain(
                    self.text
                        .bytes()
                        .enumerate()
                        .filter(|&(_, b)| b == b'\n')
                        .map(|(at, _)| at as u32 + 1),
                )
                .collect()
        })
    }

    /// Where the byte `offset` stands. Past the end gives the end; inside a character gives that character.
    pub fn position(&self, offset: u32) -> Position {
        self.position_in(offset, Columns::Characters)
    }

    /// The same with columns that count something else.
    pub fn position_in(&self, offset: u32, columns: Columns) -> Position {
        let starts = self.line_starts();
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = starts.partition_point(|&start| start as usize <= offset) - 1;
        let mut start = starts[line] as usize;
        if start == 0 && columns != Columns::Bytes {
            start = self.bom().min(offset);
        }
        let near = self
            .text
            .get(start..offset)
            .filter(|before| before.len() <= BLOCK && before.is_ascii());
        let characters = || self.characters_before(offset) - self.characters_before(start);
        let before = match columns {
            Columns::Bytes => (offset - start) as u32,
            // Where all is ASCII all three count alike.
            _ if near.is_some() => (offset - start) as u32,
            Columns::Characters => characters(),
            Columns::Utf16 => characters() + self.pairs_before(offset) - self.pairs_before(start),
        };
        Position {
            line: line as u32 + 1,
            column: before + 1,
        }
    }

    /// How many characters begin before `offset`, which cuts none.
    fn characters_before(&self, offset: usize) -> u32 {
        self.counted_before(offset, &self.characters, |byte| byte & 0xc0 != 0x80)
    }

    /// How many characters beyond the first 65,536 begin before `offset`, which cuts none.
    fn pairs_before(&self, offset: usize) -> u32 {
        self.counted_before(offset, &self.pairs, |byte| byte >= 0xf0)
    }

    /// How many bytes before `offset` are `wanted`; `table` remembers the counts before each block.
    fn counted_before(&self, offset: usize, table: &OnceLock<Vec<u32>>, wanted: fn(u8) -> bool) -> u32 {
        let count = |bytes: &[u8]| bytes.iter().filter(|&&byte| wanted(byte)).count() as u32;
        let blocks = table.get_or_init(|| {
            let mut total = 0;
            let mut before = |block| {
                let here = total;
                total += count(block);
                here
            };
            self.text.as_bytes().chunks(BLOCK).map(&mut before).collect()
        });
        let block = (offset / BLOCK).min(blocks.len().saturating_sub(1));
        let rest = self
            .text
            .as_bytes()
            .get(block * BLOCK..offset)
            .unwrap_or_default();
        blocks.get(block).copied().unwrap_or_default() + count(rest)
    }

    /// The line with number `line` (from 1) without its line end; `None` past the last.
    pub fn line(&self, line: u32) -> Option<SourceSpan> {
        let starts = self.line_starts();
        let index = (line as usize).checked_sub(1)?;
        let start = *starts.get(index)?;
        let end = starts
            .get(index + 1)
            .map_or(self.text.len() as u32, |next| next - 1);
        let text = self.text.get(start as usize..end as usize)?;
        Some(SourceSpan::new(
            start,
            start + text.trim_end_matches('\r').len() as u32,
        ))
    }

    /// How many lines the draft has.
    pub fn line_count(&self) -> u32 {
        self.line_starts().len() as u32
    }
}

/// The path with forward slashes and without `.`, the same on every platform.
fn portable(path: &Path) -> String {
    let parts: Vec<_> = path
        .components()
        .filter(|c| !matches!(c, Component::CurDir | Component::RootDir))
        .map(|c| c.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_portable() {
        for path in ["./posts/a.md", "posts/./a.md", "/posts/a.md"] {
            assert_eq!(SourceFile::new(path, "").key(), "posts/a.md");
            assert_eq!(
                SourceFile::new("b.md", "").with_key(Path::new(path)).key(),
                "posts/a.md"
            );
        }
    }

    fn at(text: &str, offset: u32) -> (u32, u32) {
        let p = SourceFile::new("a.md", text).position(offset);
        (p.line, p.column)
    }

    #[test]
    fn columns_count_characters_and_not_the_mark() {
        assert_eq!(at("\u{feff}ab\r\n€x", 3), (1, 1));
        assert_eq!(at("\u{feff}ab\r\n€x", 0), (1, 1));
        assert_eq!(at("\u{feff}ab\r\n€x", 10), (2, 2));
        assert_eq!(at("\u{feff}ab\r\n€x", 8), (2, 1));
        assert_eq!(at("", 5), (1, 1));
        assert_eq!(at("a\n", 2), (2, 1));
        assert_eq!(at("😀😀b", 8), (1, 3));
    }

    #[test]
    fn columns_are_right_far_into_a_long_line() {
        let text = format!("x\n{}€", "aé€😀".repeat(2000));
        for (column, (at, _)) in text.char_indices().skip(2).enumerate() {
            assert_eq!(self::at(&text, at as u32), (2, column as u32 + 1), "byte {at}");
        }
    }

    #[test]
    fn columns_count_what_is_asked_for() {
        let text = "\u{feff}’😀x\r\n\t€ é😀y";
        let file = SourceFile::new("a.md", text);
        let columns = |word: char| {
            let at = text.find(word).unwrap() as u32;
            [Columns::Characters, Columns::Utf16, Columns::Bytes].map(|c| file.position_in(at, c).column)
        };
        assert_eq!(columns('’'), [1, 1, 4]);
        assert_eq!(columns('x'), [3, 4, 11]);
        assert_eq!(columns('y'), [6, 7, 12]);
        let long = format!("{}z", "é😀".repeat(3000));
        let file = SourceFile::new("a.md", long.as_str());
        assert_eq!(file.position_in(18000, Columns::Utf16).column, 9001);
        assert_eq!(file.position_in(18000, Columns::Bytes).column, 18001);
    }

    #[test]
    fn lines_lose_their_ends() {
        let file = SourceFile::new("a.md", "one\r\ntwo\n");
        assert_eq!(file.line(1).map(|s| file.slice(s)), Some("one"));
        assert_eq!(file.line(2).map(|s| file.slice(s)), Some("two"));
        assert_eq!(file.line(3).map(|s| file.slice(s)), Some(""));
        assert_eq!(file.line(4), None);
        assert_eq!(file.line(0), None);
    }

    #[test]
    fn bytes_that_are_no_text_are_refused_with_their_place() {
        let error = |bytes: &[u8]| {
            SourceFile::from_bytes("a.md", bytes.to_vec())
                .unwrap_err()
                .to_string()
        };
        assert!(error(b"ab\0c").contains("byte 2 is NUL"));
        assert!(error(b"abc\xff").contains("offset 3"));
        assert!(error(b"\xff\xfe\0a").contains("byte 2 is NUL"));
    }
}
