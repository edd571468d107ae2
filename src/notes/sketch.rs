//! Makes documents for tests, without the reader of drafts. `⟦kind|before|text|after⟧` in a block's text is a
//! stretch with markup: `before` and `after` stand on disk and not in the prose. Kinds: `em`, `b`, `sup`,
//! `small`, `hidden`, `fn`, `url`, `esc` (no inline), `link` and `link=destination`. They nest.

#![expect(
    clippy::string_slice,
    clippy::format_push_string,
    reason = "a test that is written wrong may panic"
)]

use crate::document::{
    Block, BlockKind, Definition, Document, FrontMatterKey, Hidden, Inline, InlineKind, List, Piece, Section,
    Table,
};
use crate::span::{SourceSpan, TextSpan};

#[derive(Default)]
pub(crate) struct Sketch {
    pub(crate) document: Document,
    pub(crate) source: String,
    section: u32,
    hidden: Option<Hidden>,
    small: bool,
}

pub(crate) fn sketch() -> Sketch {
    let mut sketch = Sketch::default();
    sketch.document.sections.push(Section {
        heading: None,
        level: 0,
        parent: None,
    });
    sketch
}

impl Sketch {
    fn block(&mut self, kind: BlockKind, definition: Option<u32>, text: &str) -> u32 {
        let (text_start, source_start) = (self.document.text.len(), self.source.len());
        let first_inline = self.document.inlines.len();
        let rest = self.prose(text);
        assert!(rest.is_empty(), "a stretch is closed that was not opened: {text}");
        if let Some(inlines) = self.document.inlines.get_mut(first_inline..) {
            inlines.sort_by_key(|i| (i.text.start, std::cmp::Reverse(i.text.end), i.source.start));
        }
        self.document.blocks.push(Block {
            kind,
            text: TextSpan::from_usize(text_start, self.document.text.len()),
            source: SourceSpan::from_usize(source_start, self.source.len()),
            section: self.section,
            quote_depth: 0,
            definition,
            hidden: self.hidden.take(),
            small: std::mem::take(&mut self.small),
            html: false,
        });
        self.document.text.push('\n');
        self.source.push_str("\n\n");
        self.document.blocks.len() as u32 - 1
    }

    fn piece(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let (t, s) = (self.document.text.len(), self.source.len());
        self.document.text.push_str(text);
        self.source.push_str(text);
        self.document.pieces.push(Piece {
            text: TextSpan::from_usize(t, t + text.len()),
            source: SourceSpan::from_usize(s, s + text.len()),
            verbatim: true,
        });
    }

    fn prose<'t>(&mut self, mut text: &'t str) -> &'t str {
        while let Some(at) = text.find(['⟦', '⟧']) {
            let (plain, rest) = text.split_at(at);
            self.piece(plain);
            if rest.starts_with('⟧') {
                return rest;
            }
            let (kind, rest) = rest['⟦'.len_utf8()..].split_once('|').expect("a kind");
            let (before, rest) = rest.split_once('|').expect("markup before");
            let (t, s) = (self.document.text.len(), self.source.len());
            self.source.push_str(before);
            let rest = self.inner(rest);
            let (after, rest) = rest.split_once('⟧').expect("markup after");
            self.source.push_str(after);
            let kind = match kind.split_once('=').unwrap_or((kind, "https://example.org")) {
                ("em", _) => Some(InlineKind::Emphasis),
                ("b", _) => Some(InlineKind::Strong),
                ("sup", _) => Some(InlineKind::Superscript),
                ("small", _) => Some(InlineKind::Small),
                ("hidden", _) => Some(InlineKind::Hidden),
                ("fn", _) => Some(InlineKind::FootnoteReference),
                ("url", to) => Some(InlineKind::Url {
                    destination: to.to_owned(),
                }),
                ("link", to) => Some(InlineKind::Link {
                    destination: to.to_owned(),
                }),
                ("esc", _) => None,
                (other, _) => panic!("no such kind: {other}"),
            };
            if let Some(kind) = kind {
                self.document.inlines.push(Inline {
                    kind,
                    text: TextSpan::from_usize(t, self.document.text.len()),
                    source: SourceSpan::from_usize(s, self.source.len()),
                });
            }
            text = rest;
        }
        self.piece(text);
        ""
    }

    /// The text of a stretch up to its `|`, nested stretches read.
    fn inner<'t>(&mut self, mut text: &'t str) -> &'t str {
        loop {
            let at = text.find(['⟦', '|']).expect("the end of a stretch");
            if text[at..].starts_with('|') {
                self.piece(&text[..at]);
                return &text[at + 1..];
            }
            let mut depth = 0;
            let close = text
                .char_indices()
                .find(|&(_, c)| {
                    depth += i32::from(c == '⟦') - i32::from(c == '⟧');
                    c == '⟧' && depth == 0
                })
                .expect("the end of a nested stretch")
                .0
                + '⟧'.len_utf8();
            self.prose(&text[..close]);
            text = &text[close..];
        }
    }

    pub(crate) fn para(mut self, text: &str) -> Self {
        self.block(BlockKind::Paragraph, None, text);
        self
    }

    pub(crate) fn of(mut self, kind: BlockKind, text: &str) -> Self {
        self.block(kind, None, text);
        self
    }

    pub(crate) fn front(self, key: FrontMatterKey, text: &str) -> Self {
        self.of(BlockKind::FrontMatter(key), text)
    }

    pub(crate) fn heading(mut self, level: u8, text: &str) -> Self {
        let block = self.document.blocks.len() as u32;
        let mut parent = self.section;
        while self.document.sections[parent as usize].level >= level {
            parent = self.document.sections[parent as usize]
                .parent
                .expect("section 0 has level 0");
        }
        self.section = self.document.sections.len() as u32;
        self.document.sections.push(Section {
            heading: Some(block),
            level,
            parent: Some(parent),
        });
        self.block(
            BlockKind::Heading {
                level,
                implied: false,
            },
            None,
            text,
        );
        self
    }

    pub(crate) fn list(mut self, bullet: char, items: &[&str]) -> Self {
        let ordered = matches!(bullet, '.' | ')');
        let first = self.document.blocks.len() as u32;
        let list = self.document.lists.len() as u32;
        for (item, text) in items.iter().enumerate() {
            self.source.push_str(&if ordered {
                format!("{}{bullet} ", item + 1)
            } else {
                format!("{bullet} ")
            });
            self.block(
                BlockKind::ListItem {
                    list,
                    item: item as u32,
                    first: true,
                },
                None,
                text,
            );
        }
        let blocks = (first, self.document.blocks.len() as u32);
        let lead_in = first.checked_sub(1);
        self.document.lists.push(List {
            ordered,
            start: 1,
            bullet,
            lead_in,
            parent: None,
            blocks,
        });
        self
    }

    /// A table; the first row is its header, cells are divided by a tab.
    pub(crate) fn table(mut self, rows: &[&str]) -> Self {
        let first = self.document.blocks.len() as u32;
        let table = self.document.tables.len() as u32;
        for (row, text) in rows.iter().enumerate() {
            self.block(
                BlockKind::TableRow {
                    table,
                    header: row == 0,
                },
                None,
                text,
            );
        }
        let blocks = (first, self.document.blocks.len() as u32);
        self.document.tables.push(Table {
            header: Some(first),
            blocks,
            caption: None,
        });
        self
    }

    pub(crate) fn definition(mut self, label: &str, paragraphs: &[&str]) -> Self {
        let id = self.document.definitions.len() as u32;
        let start = self.source.len();
        self.source.push_str(&format!("[^{label}]: "));
        let marker = SourceSpan::from_usize(start, self.source.len() - 1);
        for text in paragraphs {
            self.block(BlockKind::Paragraph, Some(id), text);
        }
        let source = SourceSpan::from_usize(start, self.source.len());
        self.document.definitions.push(Definition {
            label: label.to_owned(),
            marker,
            source,
        });
        self
    }

    pub(crate) fn link_definition(mut self, label: &str, url: &str) -> Self {
        let start = self.source.len();
        self.source.push_str(&format!("[{label}]: {url}\n\n"));
        let source = SourceSpan::from_usize(start, self.source.len() - 2);
        self.document.link_definitions.push((label.to_owned(), source));
        self
    }

    /// The next block is hidden.
    pub(crate) fn hidden(mut self, how: Hidden) -> Self {
        self.hidden = Some(how);
        self
    }

    /// The next block is small.
    pub(crate) fn small(mut self) -> Self {
        self.small = true;
        self
    }
}

/// A rulebook that knows how notes and disclaimers begin, a few headings over them, and nothing else.
pub(crate) fn empty_rulebook() -> crate::rules::Rulebook {
    use crate::rules::matcher::{Builder, Tag};
    let mut builder = Builder::default();
    let headings = "^ (important)? (notes|disclosures|disclaimer|sources|references|information) $";
    for (cue, tag) in [
        (headings, Tag::NotesHeading),
        ("(disclaim*|disclos*)", Tag::DisclaimerHeading),
        ("^ (disclaimer|important) $", Tag::Opening),
        ("^ (past|forecasts|capital|returns|forward*)", Tag::NoteOpening),
        ("^ source*", Tag::SourceOpening),
        ("^ (they|such|these|actual|it|this|any)", Tag::Referring),
    ] {
        builder.pattern(cue, tag).expect(cue);
    }
    crate::rules::Rulebook {
        version: String::new(),
        statements: Vec::new(),
        notes: Vec::new(),
        contexts: Vec::new(),
        details: Vec::new(),
        texts: Vec::new(),
        wordings: crate::prescribed::Wordings::default(),
        rules: std::collections::BTreeMap::new(),
        profiles: std::collections::BTreeMap::new(),
        matcher: builder.build(&[]),
    }
}
