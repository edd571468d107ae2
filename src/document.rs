//! The parsed form of a draft: its prose in reading order, what each stretch of it is, and an exact map back
//! to the bytes on disk.
//!
//! All prose stands in one string, [`Document::text`]: the text of each [`Block`] followed by one `\n`. Inside
//! a block a line break of the source is `\n`, a hard break (`<br>`, two spaces, a backslash) is U+2028, the
//! border between two table cells is a tab (a tab typed in a cell is a space), two blocks in one cell of raw HTML
//! are divided by a hard break, and what is no prose but stands in the middle of it (code, an
//! expression of a template language, a bare URL) is one U+FFFC, so that cues neither match inside it nor
//! bridge over it. Entities and escapes are decoded; quotes, dashes and spaces stay as the author typed them. Digits
//! in `<sup>` straight behind a digit are raised digits in prose as well, so that `88<sup>2</sup>` is not read as 882.
//!
//! The reader of drafts is [`crate::markdown`]; nothing else makes a `Document`.

use crate::span::{SourceSpan, TextSpan};

/// Stands in prose for one stretch that is not prose. See the module's head.
pub const OPAQUE: char = '\u{fffc}';
/// Stands in prose for a hard line break.
pub const HARD_BREAK: char = '\u{2028}';
/// Stands in a row's prose between two cells.
pub const CELL_BORDER: char = '\t';

/// A stretch of prose and where it came from. Pieces are sorted, do not overlap, and cover all of
/// [`Document::text`] but the `\n` after each block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The stretch of prose.
    pub text: TextSpan,
    /// The bytes it was read from.
    pub source: SourceSpan,
    /// Whether both hold the same bytes. If not (an entity, an escape, a break, [`OPAQUE`]) the piece maps
    /// only as a whole.
    pub verbatim: bool,
}

/// Index of a block in [`Document::blocks`].
pub type BlockId = u32;

/// A paragraph, heading, list item, table row or front-matter value: a stretch inside which a statement can
/// stand and across whose ends none does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its prose, without the `\n` that follows it.
    pub text: TextSpan,
    /// From its first to its last byte of prose on disk, without bullet, `#` or quote signs.
    pub source: SourceSpan,
    /// Index in [`Document::sections`] of the section it stands in; a heading stands in the section it opens.
    pub section: u32,
    /// How many block quotes it stands in.
    pub quote_depth: u8,
    /// Index in [`Document::definitions`] where it stands in the body of a `[^x]:` definition.
    pub definition: Option<u32>,
    /// How it is hidden from a reader, if it is.
    pub hidden: Option<Hidden>,
    /// Whether it is set smaller than the text around it (`<small>`, `<sub>`, `font-size:8px`).
    pub small: bool,
    /// Whether it was read from raw HTML.
    pub html: bool,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph,
    /// A heading; `implied` where the draft is written one line per paragraph and only the line's shape says so.
    Heading {
        /// 1 to 6.
        level: u8,
        /// No markup makes it a heading.
        implied: bool,
    },
    /// A block in an item of a list.
    ListItem {
        /// Index in [`Document::lists`] of the innermost list.
        list: u32,
        /// Number of the item in it, from 0.
        item: u32,
        /// Whether this is the first block of the item, the one with the bullet.
        first: bool,
    },
    /// A row of a table; cells are divided by [`CELL_BORDER`].
    TableRow {
        /// Index in [`Document::tables`].
        table: u32,
        /// Whether it is a header row.
        header: bool,
    },
    /// A value of the front matter (`title`, `description`, `summary`, `excerpt`).
    FrontMatter(FrontMatterKey),
    /// Alternative text or title of an image.
    ImageText,
    /// Caption of a figure or table.
    Caption,
}

/// Keys of the front matter whose values are prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the key of that name")]
pub enum FrontMatterKey {
    Title,
    Subtitle,
    Description,
    Summary,
    Excerpt,
}

/// How a block is kept from a reader's eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// In an HTML comment that nothing closes. Comments that are closed are no blocks.
    Comment,
    /// In a `<details>` that is not open.
    ClosedDetails,
    /// `style="display:none"`, `visibility:hidden` or the `hidden` attribute.
    Style,
}

/// A stretch of prose with a property of its own, in the middle of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inline {
    /// What it is.
    pub kind: InlineKind,
    /// The prose inside. For [`InlineKind::Code`], [`InlineKind::Url`] and the like: the [`OPAQUE`].
    pub text: TextSpan,
    /// On disk, with its markup (`**…**`, `<sup>…</sup>`, `[…](…)`).
    pub source: SourceSpan,
}

/// What an [`Inline`] is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InlineKind {
    /// `*…*`, `_…_`, `<em>`, `<i>`.
    Emphasis,
    /// `**…**`, `<strong>`, `<b>`.
    Strong,
    /// Struck out.
    Strike,
    /// A link, by any syntax, around text.
    Link {
        /// Where it leads, as written.
        destination: String,
    },
    /// A bare URL or autolink: opaque in prose.
    Url {
        /// The address.
        destination: String,
    },
    /// Code, a shortcode, an expression of a template language, a component: opaque in prose.
    Code,
    /// `<sup>`.
    Superscript,
    /// `<sub>`.
    Subscript,
    /// Smaller than the text around it (`<small>`, a font size).
    Small,
    /// Inline text a reader does not see.
    Hidden,
    /// `[^x]` that the parser resolved to a definition; the prose holds it as it is written.
    FootnoteReference,
}

/// A `[^x]:` definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The label between `[^` and `]`, as written.
    pub label: String,
    /// `[^x]:` on disk.
    pub marker: SourceSpan,
    /// All of it on disk, continuation paragraphs included.
    pub source: SourceSpan,
}

/// A list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Whether its items are numbered.
    pub ordered: bool,
    /// The number of its first item; 1 where it is not numbered.
    pub start: u64,
    /// `-`, `*` or `+`; `.` or `)` for a numbered list. In raw HTML `-` and `.`.
    pub bullet: char,
    /// The block just before the list, which may govern its items ("We expect:").
    pub lead_in: Option<BlockId>,
    /// For a list inside another: that other.
    pub parent: Option<u32>,
    /// First and one past the last block of the list.
    pub blocks: (BlockId, BlockId),
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its header row, if it has one.
    pub header: Option<BlockId>,
    /// First and one past the last block of the table, header and a caption inside it included.
    pub blocks: (BlockId, BlockId),
    /// The caption, where the markup names one.
    pub caption: Option<BlockId>,
}

/// What stands under one heading up to the next of the same or a higher level. Section 0 is what stands
/// before the first heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading; none for section 0.
    pub heading: Option<BlockId>,
    /// 1 to 6; 0 for section 0.
    pub level: u8,
    /// The section around it, for a heading under no other section 0; none for section 0.
    pub parent: Option<u32>,
}

/// A comment in the draft that a reader does not see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// How it is written.
    pub syntax: CommentSyntax,
    /// All of it on disk.
    pub source: SourceSpan,
    /// What stands between its delimiters, on disk.
    pub body: SourceSpan,
    /// Where it stands in the prose: the offset at which the next prose follows. A comment alone on its lines
    /// stands at the start of a block or after the last.
    pub at: u32,
    /// Whether it stands inside a block, with prose of the same block before it or behind it on its line.
    pub inline: bool,
}

/// How a [`Comment`] is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommentSyntax {
    /// `<!-- … -->`.
    Html,
    /// `[//]: # (…)`: a link definition that nothing can refer to.
    LinkDefinition,
    /// `{/* … */}`.
    Mdx,
    /// `{% comment %}…{% endcomment %}`, `{{/* … */}}`, `{# … #}`.
    Template,
}

/// What the front matter says besides prose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// All of it on disk, fences included.
    pub source: SourceSpan,
    /// The draft's date, from `date`, `pubDate`, `published`, `publishDate`, `lastmod`… in that order.
    pub date: Option<jiff::civil::Date>,
    /// `caveat: {profiles: […]}`, each with its place.
    pub profiles: Vec<(String, SourceSpan)>,
    /// Keys under `caveat` that mean nothing, each with the place of its value; empty for a value that stands there by
    /// itself.
    pub unknown: Vec<(String, SourceSpan)>,
    /// `lang`, `language` or `locale`.
    pub language: Option<String>,
    /// `author`, `authors`.
    pub authors: Vec<String>,
    /// The keys that have a value which is not empty, in lower case, those inside others with dots
    /// (`author.name`, and `author` itself).
    pub keys: std::collections::BTreeSet<String>,
    /// What is wrong with it, if it cannot be read.
    pub problem: Option<FrontMatterProblem>,
}

/// Front matter that cannot be read as YAML or TOML. The draft is checked all the same, without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontMatterProblem {
    /// What the parser says.
    pub message: String,
    /// Where.
    pub at: SourceSpan,
}

/// A draft, parsed. See the module's head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// All prose.
    pub text: String,
    /// The map back to disk.
    pub pieces: Vec<Piece>,
    /// In the order in which they are read.
    pub blocks: Vec<Block>,
    /// Sorted by start of text; where two start together the outer one comes first.
    pub inlines: Vec<Inline>,
    /// Footnote definitions, in order.
    pub definitions: Vec<Definition>,
    /// Link reference definitions (`[1]: https://…`): label as written, and its place on disk.
    pub link_definitions: Vec<(String, SourceSpan)>,
    /// Lists, in order of their first item.
    pub lists: Vec<List>,
    /// Tables, in order.
    pub tables: Vec<Table>,
    /// Sections; never empty after reading.
    pub sections: Vec<Section>,
    /// Comments, in order.
    pub comments: Vec<Comment>,
    /// Front matter, if there is any.
    pub front_matter: Option<FrontMatter>,
    /// Whether the draft is written one line per paragraph, so that a line end is a paragraph end.
    pub line_paragraphs: bool,
}

impl Document {
    /// The bytes on disk that `text` was read from: from the first byte of its first piece to the last byte of
    /// its last, markup in between included. Verbatim pieces are cut exactly. An empty span gives the empty
    /// span before the character that follows it in its block, or after the one before it at a block's end.
    pub fn source_of(&self, text: TextSpan) -> SourceSpan {
        if text.is_empty() {
            return SourceSpan::empty(self.source_at(text.start));
        }
        let start = self
            .piece_at(text.start)
            .map_or_else(|| self.source_at(text.start), |p| p.source_of_start(text.start));
        let end = self
            .piece_at(text.end - 1)
            .map_or_else(|| self.source_at(text.end), |p| p.source_of_end(text.end));
        // Prose can be read out of order (a caption before its table): then only the start is meant.
        SourceSpan::new(start, end.max(start))
    }

    fn piece_at(&self, offset: u32) -> Option<&Piece> {
        let index = self.pieces.partition_point(|p| p.text.end <= offset);
        self.pieces.get(index).filter(|p| p.text.holds(offset))
    }

    fn source_at(&self, offset: u32) -> u32 {
        if let Some(piece) = self.piece_at(offset) {
            return piece.source_of_start(offset);
        }
        let index = self.pieces.partition_point(|p| p.text.end <= offset);
        index
            .checked_sub(1)
            .and_then(|i| self.pieces.get(i))
            .map_or(0, |p| p.source.end)
    }

    /// The block whose prose holds `offset` (the `\n` after a block counts as the block's).
    pub fn block_at(&self, offset: u32) -> Option<BlockId> {
        let index = self.blocks.partition_point(|b| b.text.end < offset);
        let block = self.blocks.get(index)?;
        (block.text.start <= offset).then_some(index as BlockId)
    }

    /// The stretch of prose that `span` covers.
    pub fn slice(&self, span: TextSpan) -> &str {
        span.of(&self.text)
    }

    /// The headings over `section`, innermost first.
    pub fn headings_over(&self, section: u32) -> impl Iterator<Item = BlockId> + '_ {
        let mut next = Some(section);
        std::iter::from_fn(move || {
            let section = self.sections.get(next? as usize)?;
            next = section.parent;
            Some(section.heading)
        })
        .flatten()
    }

    /// The inlines whose prose starts inside `span` (or, for empty ones, at its edges).
    pub fn inlines_in(&self, span: TextSpan) -> impl Iterator<Item = &Inline> {
        let from = self.inlines.partition_point(|i| i.text.start < span.start);
        self.inlines
            .get(from..)
            .unwrap_or_default()
            .iter()
            .take_while(move |i| i.text.start < span.end)
    }
}

impl Piece {
    fn source_of_start(&self, offset: u32) -> u32 {
        if self.verbatim {
            self.source.start + (offset - self.text.start)
        } else {
            self.source.start
        }
    }

    fn source_of_end(&self, end: u32) -> u32 {
        if self.verbatim {
            self.source.start + (end - self.text.start)
        } else {
            self.source.end
        }
    }
}
