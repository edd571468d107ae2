//! Puts a [`Document`] together: prose with its map, blocks, inlines, comments.
//!
//! A block opens when its first prose arrives and takes its kind from what is open around it (see
//! [`super::context`]); [`Builder::flush`] ends it. White space at its edges is no prose, and a block that
//! holds nothing but white space and [`OPAQUE`] is none.

use super::context::Context;
use super::lines;
use super::prose::Prose;
use crate::document::{
    Block, BlockId, BlockKind, Comment, CommentSyntax, Document, HARD_BREAK, Hidden, Inline, InlineKind,
    OPAQUE,
};
use crate::span::{SourceSpan, TextSpan};

/// Offsets in the file, first and one past the last.
pub(super) type Place = (usize, usize);

/// Names an inline that is still open.
pub(super) type InlineKey = u32;

/// A setext heading longer than this is a paragraph above a rule: the author left out a blank line.
const LONGEST_UNDERLINED_HEADING: usize = 120;

pub(super) struct Builder<'s> {
    pub(super) source: &'s str,
    pub(super) doc: Document,
    pub(super) context: Context,
    open: Option<Open>,
    open_inlines: Vec<(InlineKey, usize)>,
    next_key: InlineKey,
    /// Blocks of their own that stand inside the open one and follow it.
    beside: Vec<(BlockKind, Prose)>,
    /// Comments that prose on the same line would make inline.
    fresh_comments: Vec<usize>,
    /// The last block that can govern a list behind it.
    governing: Option<BlockId>,
}

struct Open {
    kind: BlockKind,
    text: usize,
    piece: usize,
    inline: usize,
    comment: usize,
    hidden: Option<Hidden>,
    small: bool,
    html: bool,
    broken: bool,
}

impl<'s> Builder<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        Self {
            source,
            doc: Document {
                sections: vec![super::context::first_section()],
                ..Document::default()
            },
            context: Context::default(),
            open: None,
            open_inlines: Vec::new(),
            next_key: 0,
            beside: Vec::new(),
            fresh_comments: Vec::new(),
            governing: None,
        }
    }

    pub(super) fn next_block(&self) -> BlockId {
        self.doc.blocks.len() as BlockId
    }

    pub(super) fn governing(&self) -> Option<BlockId> {
        self.governing
    }

    /// Whether no prose stands in the open block (or cell) yet, so that white space is not prose.
    fn at_start(&self) -> bool {
        self.context.cell_is_fresh()
            || self
                .open
                .as_ref()
                .is_none_or(|open| open.text == self.doc.text.len())
    }

    /// Opens a block, if none is open.
    pub(super) fn ensure_open(&mut self) {
        if self.open.is_some() {
            return;
        }
        self.open = Some(Open {
            kind: self.context.kind(),
            text: self.doc.text.len(),
            piece: self.doc.pieces.len(),
            inline: self.doc.inlines.len(),
            comment: self.doc.comments.len(),
            hidden: self.context.hidden(),
            small: self.context.small(),
            html: self.context.html,
            broken: false,
        });
    }

    /// Adds prose that the source holds byte for byte at `start`.
    pub(super) fn verbatim(&mut self, text: &str, start: usize) {
        let (mut text, mut start) = (text, start);
        if self.at_start() {
            let trimmed = text.trim_start();
            start += text.len() - trimmed.len();
            text = trimmed;
        }
        if self.context.in_row() && text.contains('\t') {
            // A tab is the border between two cells.
            for part in text.split_inclusive('\t') {
                let plain = part.strip_suffix('\t').unwrap_or(part);
                self.piece(plain, (start, start + plain.len()), true);
                start += plain.len();
                if plain.len() < part.len() {
                    self.piece(" ", (start, start + 1), false);
                    start += 1;
                }
            }
        } else {
            self.piece(text, (start, start + text.len()), true);
        }
    }

    /// Adds prose that stands for the bytes at `place`.
    pub(super) fn mapped(&mut self, text: &str, place: Place) {
        if !(self.at_start() && text.trim().is_empty()) {
            let text = if self.context.in_row() && text.contains('\t') {
                " "
            } else {
                text
            };
            self.piece(text, place, false);
        }
    }

    fn piece(&mut self, text: &str, place: Place, verbatim: bool) {
        if text.is_empty() {
            return;
        }
        self.ensure_open();
        self.end_cell_break();
        if verbatim && self.raised_behind_a_digit(text) {
            self.raise(text, place.0);
        } else {
            self.append(text, place, verbatim);
        }
        if !self.fresh_comments.is_empty() && !text.trim().is_empty() {
            for index in std::mem::take(&mut self.fresh_comments) {
                if let Some(comment) = self.doc.comments.get_mut(index) {
                    comment.inline = true;
                }
            }
        }
    }

    /// Whether `text` would make one figure of two: it begins with a digit, is the first in `<sup>`, and a digit
    /// stands straight before that.
    fn raised_behind_a_digit(&self, text: &str) -> bool {
        let digit = |c: char| c.is_ascii_digit();
        if !(text.starts_with(digit) && self.doc.text.ends_with(digit)) {
            return false;
        }
        let here = self.doc.text.len() as u32;
        let open = self.open_inlines.iter().rev();
        open.filter_map(|(_, index)| self.doc.inlines.get(*index))
            .take_while(|inline| inline.text.start == here)
            .any(|inline| inline.kind == InlineKind::Superscript)
    }

    /// Adds verbatim prose with raised digits for its digits.
    fn raise(&mut self, text: &str, start: usize) {
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let digit = rest.chars().next().filter(char::is_ascii_digit);
            if let Some(digit) = digit {
                let raised = crate::text::raised(digit);
                let place = (start + at, start + at + 1);
                self.append(raised.encode_utf8(&mut [0; 4]), place, false);
                at += 1;
            } else {
                let length = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
                let plain = rest.get(..length).unwrap_or_default();
                self.append(plain, (start + at, start + at + length), true);
                at += length;
            }
        }
    }

    /// Writes the break that two blocks in one cell are divided by; no byte of the file stands for it.
    fn end_cell_break(&mut self) {
        if self.context.take_cell_break() {
            let at = self.doc.pieces.last().map_or(0, |p| p.source.end as usize);
            self.append(HARD_BREAK.encode_utf8(&mut [0; 4]), (at, at), false);
        }
    }

    fn append(&mut self, text: &str, place: Place, verbatim: bool) {
        self.context.cell_has_text();
        let first = self.open.as_ref().map_or(0, |open| open.piece);
        super::prose::append(
            &mut self.doc.text,
            &mut self.doc.pieces,
            first,
            text,
            place,
            verbatim,
        );
    }

    /// Adds a line break; none at the start of a block or behind another.
    pub(super) fn line_break(&mut self, sign: char, place: Place) {
        self.fresh_comments.clear();
        if self.at_start() || (sign == '\n' && self.doc.text.ends_with(['\n', HARD_BREAK])) {
            return;
        }
        if let Some(open) = &mut self.open {
            open.broken = true;
        }
        let same =
            sign == '\n' && place.1 - place.0 == 1 && self.source.as_bytes().get(place.0) == Some(&b'\n');
        self.append(sign.encode_utf8(&mut [0; 4]), place, same);
    }

    /// Adds [`OPAQUE`] for the bytes at `place`.
    pub(super) fn opaque(&mut self, kind: InlineKind, place: Place) {
        self.ensure_open();
        self.end_cell_break();
        let start = self.doc.text.len();
        self.append(OPAQUE.encode_utf8(&mut [0; 4]), place, false);
        let text = TextSpan::from_usize(start, self.doc.text.len());
        self.doc.inlines.push(Inline {
            kind,
            text,
            source: SourceSpan::from_usize(place.0, place.1),
        });
    }

    /// Adds a border between two cells.
    pub(super) fn border(&mut self, place: Place) {
        self.trim();
        self.append("\t", place, false);
    }

    pub(super) fn open_inline(&mut self, kind: InlineKind, start: usize) -> InlineKey {
        self.ensure_open();
        let at = self.doc.text.len();
        self.next_key = self.next_key.wrapping_add(1);
        self.open_inlines.push((self.next_key, self.doc.inlines.len()));
        let (text, source) = (TextSpan::from_usize(at, at), SourceSpan::from_usize(start, start));
        self.doc.inlines.push(Inline { kind, text, source });
        self.next_key
    }

    /// Ends an inline; `false` where its block ended before it.
    pub(super) fn close_inline(&mut self, key: InlineKey, end: usize) -> bool {
        let Some(index) = self.open_inlines.iter().rposition(|open| open.0 == key) else {
            return false;
        };
        let (_, inline) = self.open_inlines.remove(index);
        self.end_inline(inline, end);
        true
    }

    fn end_inline(&mut self, index: usize, end: usize) {
        let text_end = self.doc.text.len();
        if let Some(inline) = self.doc.inlines.get_mut(index) {
            inline.text = TextSpan::from_usize((inline.text.start as usize).min(text_end), text_end);
            inline.source = SourceSpan::from_usize(
                inline.source.start as usize,
                end.max(inline.source.start as usize),
            );
        }
    }

    pub(super) fn comment(&mut self, syntax: CommentSyntax, source: Place, body: Place) {
        let inline = !self.at_start();
        if !inline && syntax != CommentSyntax::LinkDefinition {
            self.fresh_comments.push(self.doc.comments.len());
        }
        self.doc.comments.push(Comment {
            syntax,
            source: SourceSpan::from_usize(source.0, source.1),
            body: SourceSpan::from_usize(body.0, body.1),
            at: self.doc.text.len() as u32,
            inline,
        });
    }

    /// Adds a block that stands inside the open one; it follows it.
    pub(super) fn beside(&mut self, kind: BlockKind, prose: Prose) {
        self.beside.push((kind, prose));
        if self.open.is_none() {
            self.emit_beside();
        }
    }

    /// A boundary between two blocks; in a cell of a table a break, since a row is one block.
    pub(super) fn boundary(&mut self) {
        if !self.context.in_row() {
            self.flush();
            return;
        }
        self.fresh_comments.clear();
        if self.context.in_cell() && !self.at_start() {
            self.context.break_cell();
        }
    }

    /// Drops white space behind the prose of the open block or cell.
    fn trim(&mut self) {
        let Some(open) = &self.open else { return };
        let tail = self.doc.text.get(open.text..).unwrap_or_default();
        let kept = if self.context.in_row() {
            tail.trim_end_matches(|c: char| c.is_whitespace() && c != '\t')
        } else {
            tail.trim_end()
        };
        let end = open.text + kept.len();
        let first = open.piece;
        super::prose::truncate(&mut self.doc.text, &mut self.doc.pieces, first, end);
    }

    /// Ends the open block, if there is one.
    pub(super) fn flush(&mut self) {
        self.fresh_comments.clear();
        self.trim();
        let Some(open) = self.open.take() else { return };
        self.context.take_cell_break();
        for (_, index) in std::mem::take(&mut self.open_inlines) {
            let end = self.doc.pieces.last().map_or(0, |p| p.source.end as usize);
            self.end_inline(index, end);
            if let Some(inline) = self.doc.inlines.get(index) {
                self.context.carry(&inline.kind);
            }
        }
        let end = self.doc.text.len();
        let prose = self.doc.text.get(open.text..).unwrap_or_default();
        if prose.chars().any(|c| !c.is_whitespace() && c != OPAQUE) {
            self.settle_inlines(open.inline, end);
            self.finish(&open, end);
        } else {
            self.doc.text.truncate(open.text);
            self.doc.pieces.truncate(open.piece);
            self.doc.inlines.truncate(open.inline);
        }
        let length = self.doc.text.len().min(end) as u32;
        for comment in self.doc.comments.get_mut(open.comment..).unwrap_or_default() {
            if self.doc.text.len() <= open.text {
                comment.inline = false;
            }
            comment.at = comment.at.min(length);
        }
        self.emit_beside();
    }

    /// Cuts the block's inlines to its prose and drops the empty ones.
    fn settle_inlines(&mut self, first: usize, end: usize) {
        let end = end as u32;
        let mut kept = first;
        for index in first..self.doc.inlines.len() {
            if let Some(inline) = self.doc.inlines.get_mut(index) {
                inline.text = TextSpan::new(inline.text.start.min(end), inline.text.end.min(end));
                if !inline.text.is_empty() {
                    self.doc.inlines.swap(kept, index);
                    kept += 1;
                }
            }
        }
        self.doc.inlines.truncate(kept);
    }

    fn finish(&mut self, open: &Open, end: usize) {
        let text = TextSpan::from_usize(open.text, end);
        let source = self.source_of_pieces(open.piece);
        let kind = self.settle_kind(open, text, source);
        let whole = |kinds: &[InlineKind]| {
            let inlines = self.doc.inlines.get(open.inline..).unwrap_or_default();
            inlines
                .iter()
                .take_while(|i| i.text.start == text.start)
                .any(|i| i.text == text && kinds.contains(&i.kind))
        };
        let hidden = open
            .hidden
            .or_else(|| whole(&[InlineKind::Hidden]).then_some(Hidden::Style));
        let small = open.small || whole(&[InlineKind::Small, InlineKind::Subscript]);
        self.push_block(kind, text, source, hidden, small, open.html);
        let id = self.next_block() - 1;
        self.governing = Some(id);
        self.context.block_done(&mut self.doc, id, &kind);
    }

    /// What only the whole block tells: whether it is a heading after all, and whether its row is a header.
    fn settle_kind(&self, open: &Open, text: TextSpan, source: SourceSpan) -> BlockKind {
        let prose = text.of(&self.doc.text);
        match open.kind {
            BlockKind::Heading { .. } if self.context.underlined => {
                // A marker behind the full stop leaves it a sentence.
                let prose = lines::without_markers(prose);
                let long = prose.len() > LONGEST_UNDERLINED_HEADING;
                if open.broken || long || prose.ends_with(['.', ';', ',']) {
                    self.context.kind_of_text()
                } else {
                    open.kind
                }
            }
            BlockKind::TableRow { table, .. } => BlockKind::TableRow {
                table,
                header: self.context.row_is_header(),
            },
            BlockKind::Paragraph if self.doc.line_paragraphs && !open.html && self.context.plain() => {
                let heading = lines::implies_heading(self.source, prose, source.end as usize);
                if heading {
                    BlockKind::Heading {
                        level: 2,
                        implied: true,
                    }
                } else {
                    open.kind
                }
            }
            kind => kind,
        }
    }

    fn source_of_pieces(&self, first: usize) -> SourceSpan {
        let pieces = self.doc.pieces.get(first..).unwrap_or_default();
        let start = pieces.first().map_or(0, |p| p.source.start);
        let end = pieces.last().map_or(start, |p| p.source.end);
        SourceSpan::new(start, end.max(start))
    }

    fn push_block(
        &mut self,
        kind: BlockKind,
        text: TextSpan,
        source: SourceSpan,
        hidden: Option<Hidden>,
        small: bool,
        html: bool,
    ) {
        let id = self.next_block();
        if let BlockKind::Heading { level, .. } = kind {
            self.context.open_section(&mut self.doc.sections, level, id);
        }
        self.doc.blocks.push(Block {
            kind,
            text,
            source,
            section: self.context.section(),
            quote_depth: self.context.quote_depth(),
            definition: self.context.definition,
            hidden,
            small,
            html,
        });
        self.doc.text.push('\n');
    }

    fn emit_beside(&mut self) {
        for (kind, prose) in std::mem::take(&mut self.beside) {
            let (start, first) = (self.doc.text.len(), self.doc.pieces.len());
            if prose.copy_into(&mut self.doc.text, &mut self.doc.pieces) {
                let text = TextSpan::from_usize(start, self.doc.text.len());
                let source = self.source_of_pieces(first);
                let (hidden, small, html) = (self.context.hidden(), self.context.small(), self.context.html);
                self.push_block(kind, text, source, hidden, small, html);
                let id = self.next_block() - 1;
                self.context.beside_done(&mut self.doc, id);
            }
        }
    }
}
