//! The open elements of raw HTML, across the blocks of Markdown they stand around.
//!
//! No tag that is missing may swallow the draft:
//! - elements opened inside a Markdown list, quote, note, paragraph or cell end with it;
//! - an element that no closing tag is left for ends at the next Markdown block (lists, tables, quotes,
//!   captions, inline elements) or, where it hides or shrinks text (`<details>`, `<div style=…>`), at the next
//!   Markdown heading, and otherwise at the end of the draft;
//! - a closing tag without an opening one is a mere boundary.

use super::builder::{InlineKey, Place};
use super::html::{Attributes, Fragment, Token};
use super::reader::Reader;
use super::tags::{Tag, look};
use crate::document::{CommentSyntax, InlineKind};

/// What ends with an element.
#[derive(Debug)]
enum Undo {
    Inline(InlineKey, InlineKind),
    Hiding,
    Shrinking,
    Details,
    Summary,
    Heading,
    List,
    Item,
    Quote,
    Table,
    Head,
    Row,
    Cell,
    Caption,
    Figure,
}

impl Undo {
    /// Whether it may be undone while Markdown blocks that began later are open.
    fn at_any_time(&self) -> bool {
        matches!(
            self,
            Self::Inline(..) | Self::Hiding | Self::Shrinking | Self::Details | Self::Summary
        )
    }
}

struct Element {
    tag: Tag,
    undo: Vec<Undo>,
}

/// Open elements, outermost first.
#[derive(Default)]
pub(super) struct Elements {
    stack: Vec<Element>,
    /// Places in `stack`, by element.
    open: Vec<Vec<usize>>,
    /// How many were open when each open Markdown container began.
    bases: Vec<usize>,
    tags: Option<TagPlaces>,
    /// The last chunk between blank lines that was asked for.
    chunk: Place,
}

/// Where the draft opens and closes each element, whatever it stands in.
struct TagPlaces {
    opening: Vec<Vec<u32>>,
    closing: Vec<Vec<u32>>,
}

impl TagPlaces {
    fn of(source: &str) -> Self {
        let mut places = Self {
            opening: vec![Vec::new(); Tag::COUNT],
            closing: vec![Vec::new(); Tag::COUNT],
        };
        let bytes = source.as_bytes();
        for at in memchr::memchr_iter(b'<', bytes) {
            let closing = bytes.get(at + 1) == Some(&b'/');
            let name = bytes.get(at + 1 + usize::from(closing)..).unwrap_or_default();
            let length = name
                .iter()
                .take(17)
                .take_while(|b| b.is_ascii_alphanumeric())
                .count();
            if length == 0 {
                continue;
            }
            let tag = Tag::of(name.get(..length).unwrap_or_default());
            let list = if closing {
                &mut places.closing
            } else {
                &mut places.opening
            };
            if let Some(list) = list.get_mut(tag as usize) {
                list.push(at as u32);
            }
        }
        places
    }

    /// How often `tag` is opened and closed from `at` on.
    fn behind(&self, tag: Tag, at: usize) -> (usize, usize) {
        let count = |lists: &[Vec<u32>]| {
            lists
                .get(tag as usize)
                .map_or(0, |l| l.len() - l.partition_point(|&p| (p as usize) < at))
        };
        (count(&self.opening), count(&self.closing))
    }

    /// The first place from `at` on where `tag` is closed.
    fn close_of(&self, tag: Tag, at: usize) -> Option<usize> {
        let list = self.closing.get(tag as usize)?;
        list.get(list.partition_point(|&p| (p as usize) < at))
            .map(|&p| p as usize)
    }
}

impl Elements {
    /// A Markdown container begins.
    pub(super) fn enter(&mut self) {
        self.bases.push(self.stack.len());
    }

    fn base(&self) -> usize {
        self.bases.last().copied().unwrap_or(0)
    }

    fn tags(&mut self, source: &str) -> &TagPlaces {
        self.tags.get_or_insert_with(|| TagPlaces::of(source))
    }

    /// Place in the stack of the innermost open `tag`.
    fn last(&self, tag: Tag) -> Option<usize> {
        self.open.get(tag as usize)?.last().copied()
    }

    fn count(&self, tag: Tag) -> usize {
        self.open.get(tag as usize).map_or(0, Vec::len)
    }

    fn last_of(&self, tags: &[Tag]) -> Option<usize> {
        tags.iter().filter_map(|&t| self.last(t)).max()
    }

    fn push(&mut self, tag: Tag, undo: Vec<Undo>) {
        if self.open.is_empty() {
            self.open.resize_with(Tag::COUNT, Vec::new);
        }
        if let Some(open) = self.open.get_mut(tag as usize) {
            open.push(self.stack.len());
        }
        self.stack.push(Element { tag, undo });
    }

    fn pop(&mut self) -> Option<Element> {
        let element = self.stack.pop()?;
        let index = self.stack.len();
        if let Some(open) = self.open.get_mut(element.tag as usize)
            && open.last() == Some(&index)
        {
            open.pop();
        }
        Some(element)
    }

    /// How many of the open `tag`s, outermost first, nothing from `at` on closes.
    fn unclosed(&mut self, source: &str, tag: Tag, at: usize) -> usize {
        let open = self.count(tag);
        if open == 0 {
            return 0;
        }
        let (opening, closing) = self.tags(source).behind(tag, at);
        open.saturating_sub(closing.saturating_sub(opening))
    }

    /// Where the blank line behind `at` begins.
    fn chunk_end(&mut self, source: &str, at: usize) -> usize {
        if !(self.chunk.0 <= at && at < self.chunk.1) {
            self.chunk = (at, super::lines::blank_line(source, at));
        }
        self.chunk.1
    }
}

const HEADINGS: [Tag; 6] = [Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6];
const LISTS: [Tag; 2] = [Tag::Ul, Tag::Ol];
const CELLS: [Tag; 2] = [Tag::Td, Tag::Th];
/// What ends at the next block where nothing closes it.
const SHORT_LIVED: [Tag; 16] = [
    Tag::Ul,
    Tag::Ol,
    Tag::Blockquote,
    Tag::Table,
    Tag::Figure,
    Tag::Figcaption,
    Tag::Caption,
    Tag::Span,
    Tag::Font,
    Tag::Small,
    Tag::Sub,
    Tag::Sup,
    Tag::B,
    Tag::I,
    Tag::U,
    Tag::Mark,
];
/// What ends at the next heading where nothing closes it.
const LONG_LIVED: [Tag; 6] = [
    Tag::Details,
    Tag::Summary,
    Tag::Div,
    Tag::Section,
    Tag::Dialog,
    Tag::Block,
];

impl Reader<'_> {
    /// A Markdown container ends, and every element opened in it.
    pub(super) fn leave(&mut self, at: usize) {
        let base = self.elements.base();
        self.close_elements(base, at);
        self.elements.bases.pop();
    }

    /// Ends the open elements from place `from` of the stack on.
    pub(super) fn close_elements(&mut self, from: usize, at: usize) {
        self.close_to(from, (at, self.cursor.min(at)));
    }

    fn close_to(&mut self, from: usize, place: Place) {
        while self.elements.stack.len() > from {
            let Some(element) = self.elements.pop() else { break };
            if element.tag.is_block() {
                self.builder.boundary();
            }
            for undo in element.undo.into_iter().rev() {
                self.undo(undo, place);
            }
        }
    }

    fn undo(&mut self, undo: Undo, place: Place) {
        let context = &mut self.builder.context;
        match undo {
            Undo::Inline(key, kind) => {
                if !self.builder.close_inline(key, place.1) {
                    self.builder.context.drop_carried(&kind);
                }
            }
            Undo::Hiding => context.hiding = context.hiding.saturating_sub(1),
            Undo::Shrinking => context.shrinking = context.shrinking.saturating_sub(1),
            Undo::Details => context.details = context.details.saturating_sub(1),
            Undo::Summary => context.summaries = context.summaries.saturating_sub(1),
            Undo::Heading => context.heading = None,
            Undo::List => context.close_list(&mut self.builder.doc),
            Undo::Item => context.close_item(),
            Undo::Quote => context.close_quote(),
            Undo::Table => {
                self.builder.flush();
                self.builder.context.close_table(&mut self.builder.doc);
            }
            Undo::Head => context.set_head(false),
            Undo::Row => {
                self.builder.flush();
                self.builder.context.close_row();
            }
            Undo::Cell => context.close_cell(),
            Undo::Caption => {
                self.builder.flush();
                self.builder.context.captions = self.builder.context.captions.saturating_sub(1);
            }
            Undo::Figure => context.close_figure(),
        }
    }

    /// A Markdown block begins at `at`: ends what nothing closes any more.
    pub(super) fn end_unclosed(&mut self, at: usize, heading: bool) {
        if self.elements.stack.is_empty() || at < self.skip_until {
            return;
        }
        let base = self.elements.base();
        if let Some(index) = self
            .elements
            .last(Tag::P)
            .into_iter()
            .chain(self.elements.last_of(&HEADINGS))
            .min()
            && index >= base
        {
            self.close_to(index, (at, at));
        }
        for tag in SHORT_LIVED {
            let gone = self.elements.unclosed(self.source, tag, at);
            let open = self.elements.open.get(tag as usize);
            if gone > 0
                && let Some(&index) = open.and_then(|o| o.get(o.partition_point(|&i| i < base)))
            {
                self.close_to(index, (at, at));
            }
        }
        if heading {
            for tag in LONG_LIVED {
                let gone = self.elements.unclosed(self.source, tag, at);
                let open = self.elements.open.get_mut(tag as usize);
                for index in open
                    .map(|o| o.drain(..gone).collect::<Vec<_>>())
                    .unwrap_or_default()
                {
                    self.disarm(index, (at, at));
                }
            }
        }
    }

    /// Ends what hides, shrinks or marks text in the element at `index`, which stays on the stack.
    fn disarm(&mut self, index: usize, place: Place) {
        let Some(element) = self.elements.stack.get_mut(index) else {
            return;
        };
        let (gone, kept) = std::mem::take(&mut element.undo)
            .into_iter()
            .partition(Undo::at_any_time);
        element.undo = kept;
        for undo in Vec::into_iter(gone) {
            self.undo(undo, place);
        }
    }

    pub(super) fn html_token(&mut self, fragment: &Fragment<'_>, token: &Token) {
        let (start, end) = token.place();
        let place = (fragment.start(start), fragment.end(end));
        if self.covered(place.0) {
            return;
        }
        match token {
            Token::Open {
                tag,
                attributes,
                closed,
                ..
            } => {
                self.open_tag(fragment, *tag, attributes, *closed, place);
            }
            Token::Close { tag, .. } => self.close_tag(*tag, place),
            Token::Comment { .. } => {
                let raw = fragment.text.get(start..end).unwrap_or_default();
                if raw.starts_with("<!--") && raw.len() >= 7 && raw.ends_with("-->") {
                    let body = (
                        fragment.start(start + 4),
                        fragment.end(end - 3).max(fragment.start(start + 4)),
                    );
                    self.builder.comment(CommentSyntax::Html, place, body);
                }
            }
            Token::Doctype { .. } => {}
        }
    }

    fn open_tag(
        &mut self,
        fragment: &Fragment<'_>,
        tag: Tag,
        attributes: &Attributes,
        closed: bool,
        place: Place,
    ) {
        match tag {
            Tag::Br => return self.html_break(place),
            Tag::Img => return self.html_image(fragment, attributes, place),
            Tag::Hr => return self.builder.boundary(),
            Tag::Other => return,
            _ if closed => return,
            _ if tag.holds_no_text() => return self.skip_element(fragment, tag, place),
            _ => {}
        }
        if tag.is_block() {
            self.close_implied(tag, place);
            self.builder.boundary();
        }
        let mut undo = Vec::new();
        self.open_structure(tag, attributes, place, &mut undo);
        let look = look(tag, attributes);
        if tag.is_inline() {
            let kinds = [
                tag.inline_kind(attributes),
                look.hidden.then_some(InlineKind::Hidden),
                look.small.then_some(InlineKind::Small),
            ];
            for kind in kinds.into_iter().flatten() {
                let key = self.builder.open_inline(kind.clone(), place.0);
                undo.push(Undo::Inline(key, kind));
            }
        } else {
            if look.hidden {
                self.builder.context.hiding += 1;
                undo.push(Undo::Hiding);
            }
            if look.small {
                self.builder.context.shrinking += 1;
                undo.push(Undo::Shrinking);
            }
        }
        self.elements.push(tag, undo);
    }

    /// Ends what a browser ends where `tag` begins.
    fn close_implied(&mut self, tag: Tag, place: Place) {
        let within =
            |element: Option<usize>, around: Option<usize>| element.filter(|&e| around.is_none_or(|a| a < e));
        let elements = &self.elements;
        let table = elements.last(Tag::Table);
        let cell = elements.last_of(&CELLS);
        let ended = match tag {
            Tag::Li => within(
                elements.last(Tag::Li),
                elements.last_of(&[Tag::Ul, Tag::Ol, Tag::Td, Tag::Th]),
            ),
            Tag::Td | Tag::Th => within(cell, elements.last_of(&[Tag::Tr, Tag::Table])),
            Tag::Tr => within(elements.last(Tag::Tr), table),
            Tag::Thead | Tag::Tbody | Tag::Tfoot => within(
                elements.last_of(&[Tag::Thead, Tag::Tbody, Tag::Tfoot, Tag::Tr, Tag::Caption]),
                table,
            ),
            _ => None,
        };
        let paragraph = within(elements.last(Tag::P), cell);
        if let Some(index) = ended.into_iter().chain(paragraph).min()
            && index >= elements.base()
        {
            self.close_to(index, place);
        }
    }

    fn open_structure(&mut self, tag: Tag, attributes: &Attributes, place: Place, undo: &mut Vec<Undo>) {
        let (context, doc) = (&mut self.builder.context, &mut self.builder.doc);
        match tag {
            Tag::Ul | Tag::Ol => {
                // As browsers do: what is no number counts as 1.
                let number = (tag == Tag::Ol).then(|| attributes.start.unwrap_or(1));
                let lead_in = self.builder.governing();
                let bullet = if number.is_some() { '.' } else { '-' };
                self.builder
                    .context
                    .open_list(&mut self.builder.doc, number, bullet, lead_in);
                undo.push(Undo::List);
            }
            Tag::Li if self.elements.last_of(&LISTS).is_some() => {
                context.open_item();
                undo.push(Undo::Item);
            }
            Tag::Blockquote => {
                context.open_quote();
                undo.push(Undo::Quote);
            }
            Tag::Table => {
                self.builder.flush();
                self.builder.context.open_table(&mut self.builder.doc);
                undo.push(Undo::Table);
            }
            Tag::Thead if context.in_table() => {
                context.set_head(true);
                undo.push(Undo::Head);
            }
            Tag::Tr if self.elements.last(Tag::Table).is_some() => {
                self.builder.flush();
                self.builder.context.open_row(false);
                undo.push(Undo::Row);
            }
            Tag::Td | Tag::Th if context.in_row() => {
                self.builder.ensure_open();
                let first = self.builder.context.open_cell(tag == Tag::Th);
                if !first {
                    self.builder.border((place.0, place.0));
                    self.builder.context.reopen_cell();
                }
                undo.push(Undo::Cell);
            }
            Tag::Caption | Tag::Figcaption => {
                context.captions += 1;
                undo.push(Undo::Caption);
            }
            Tag::Figure => {
                context.open_figure(doc);
                undo.push(Undo::Figure);
            }
            Tag::Details if !attributes.open => {
                context.details += 1;
                undo.push(Undo::Details);
            }
            Tag::Summary if context.details > 0 => {
                context.summaries += 1;
                undo.push(Undo::Summary);
            }
            _ => {
                if let Some(level) = tag.heading() {
                    context.heading = Some(level);
                    undo.push(Undo::Heading);
                }
            }
        }
    }

    fn close_tag(&mut self, tag: Tag, place: Place) {
        let found = if tag.heading().is_some() {
            self.elements.last_of(&HEADINGS)
        } else {
            self.elements.last(tag)
        };
        let Some(index) = found else {
            if tag.is_block() {
                self.builder.boundary();
            }
            return;
        };
        let of_table = (Tag::Table..=Tag::Th).contains(&tag);
        let cell = self.elements.last_of(&CELLS);
        if !of_table && cell.is_some_and(|cell| cell > index) {
            return;
        }
        if index >= self.elements.base() {
            self.close_to(index, place);
        } else {
            if let Some(open) = self.elements.open.get_mut(tag as usize) {
                open.pop();
            }
            self.disarm(index, place);
        }
    }

    /// Passes over an element whose content is no text for a reader: to its closing tag, wherever in the draft
    /// that stands, since a browser does the same.
    fn skip_element(&mut self, fragment: &Fragment<'_>, tag: Tag, place: Place) {
        let close = self.elements.tags(self.source).close_of(tag, place.1);
        let Some(close) = close else {
            if matches!(tag, Tag::Script | Tag::Style) {
                self.skip_until = self.skip_until.max(fragment.end(fragment.text.len()));
            }
            return;
        };
        let sign = self.source.get(close..).and_then(|rest| rest.find('>'));
        let end = sign.map_or(self.source.len(), |sign| close + sign + 1);
        if tag.is_code() {
            if self.elements.chunk_end(self.source, place.1) < close {
                return;
            }
            self.builder.opaque(InlineKind::Code, (place.0, end));
        }
        self.skip_until = self.skip_until.max(end);
    }
}
