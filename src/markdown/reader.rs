//! Follows the parser's events and tells the builder what they mean.

use super::builder::{Builder, InlineKey, Place};
use super::elements::Elements;
use super::front_matter::Front;
use super::html::Fragment;
use super::media::Picture;
use super::regions::Region;
use crate::document::{BlockKind, Definition, Document, HARD_BREAK, InlineKind};
use crate::span::SourceSpan;
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

pub(super) struct Reader<'s> {
    pub(super) source: &'s str,
    pub(super) builder: Builder<'s>,
    pub(super) elements: Elements,
    pub(super) regions: Vec<Region>,
    /// The first region that is not behind us, and whether its stand-in is in the prose already.
    pub(super) region: usize,
    pub(super) region_met: bool,
    /// What begins before this byte is no prose: a script, the rest of a comment.
    pub(super) skip_until: usize,
    /// One past the last code that was met: what looks like a comment before is none.
    pub(super) code_until: usize,
    /// One past the source of the last event that was prose.
    pub(super) cursor: usize,
    /// A line break that the next event behind it will end.
    pending_break: Option<(char, Place)>,
    /// The image whose alternative text is being read.
    pub(super) picture: Option<Picture>,
    /// Open Markdown inlines, outermost first; none for those inside an address.
    inlines: Vec<Option<InlineKey>>,
    /// Inlines opened by wikilinks.
    pub(super) wikilinks: Vec<InlineKey>,
    /// Inside `<https://…>`, whose text is opaque.
    autolink: bool,
    code: bool,
    html: Option<Vec<Place>>,
    /// End of the last cell.
    cell_end: usize,
}

impl<'s> Reader<'s> {
    pub(super) fn new(source: &'s str, regions: Vec<Region>) -> Self {
        Self {
            source,
            builder: Builder::new(source),
            elements: Elements::default(),
            regions,
            region: 0,
            region_met: false,
            skip_until: 0,
            cursor: 0,
            code_until: 0,
            pending_break: None,
            picture: None,
            inlines: Vec::new(),
            wikilinks: Vec::new(),
            autolink: false,
            code: false,
            html: None,
            cell_end: 0,
        }
    }

    /// Adds the values of the front matter as blocks.
    pub(super) fn front_matter(&mut self, front: Front) {
        for (key, prose) in front.values {
            self.builder.beside(BlockKind::FrontMatter(key), prose);
        }
        self.builder.doc.front_matter = Some(front.facts);
    }

    pub(super) fn finish(mut self) -> Document {
        let end = self.source.len();
        self.pass_regions(end);
        self.close_elements(0, end);
        self.builder.flush();
        self.builder.doc
    }

    pub(super) fn event(&mut self, event: Event<'s>, place: Place) {
        if self.code {
            self.code = !matches!(event, Event::End(TagEnd::CodeBlock));
            return;
        }
        if let (Some(lines), Event::Html(_)) = (&mut self.html, &event) {
            match lines.last_mut() {
                Some(last) if last.1 == place.0 => last.1 = place.1,
                _ => lines.push(place),
            }
            return;
        }
        if !matches!(event, Event::End(_)) {
            self.end_break(place.0);
        }
        if self.picture.is_some() {
            self.picture_event(event, place);
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, place),
            Event::End(tag) => self.end(tag, place),
            Event::Text(text) => self.text(&text, place),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => self.opaque(place),
            Event::InlineHtml(html) => self.inline_html(&html, place),
            Event::Html(html) => self.text(&html, place),
            Event::FootnoteReference(_) => self.reference(place),
            Event::SoftBreak => self.soft_break(place),
            Event::HardBreak => self.pending_break = Some((HARD_BREAK, place)),
            Event::Rule => {
                self.block_start(place.0, false);
                self.builder.flush();
            }
            Event::TaskListMarker(_) => self.cursor = place.1,
        }
    }

    /// Writes the line break that was met, now that it is known where the next line's text begins.
    fn end_break(&mut self, next: usize) {
        if let Some((sign, place)) = self.pending_break.take()
            && !self.covered(place.0)
        {
            let end = place.1.max(next);
            match &mut self.picture {
                Some(picture) => picture
                    .alt
                    .push(sign.encode_utf8(&mut [0; 4]), (place.0, end), false),
                None => self.builder.line_break(sign, (place.0, end)),
            }
            self.cursor = end;
        }
    }

    fn soft_break(&mut self, place: Place) {
        if !self.builder.doc.line_paragraphs || self.picture.is_some() {
            self.pending_break = Some(('\n', place));
            return;
        }
        let behind = self.source.get(place.1..).unwrap_or_default();
        let indented = behind.starts_with([' ', '\t']);
        let context = &self.builder.context;
        if context.in_list() && indented && !context.lazy {
            self.pending_break = Some(('\n', place));
            return;
        }
        self.builder.flush();
        if self.builder.context.in_list() {
            self.builder.context.lazy = true;
        }
    }

    /// A Markdown block begins.
    fn block_start(&mut self, at: usize, heading: bool) {
        self.end_unclosed(at, heading);
        self.builder.boundary();
    }

    fn start(&mut self, tag: Tag<'s>, place: Place) {
        match tag {
            Tag::Paragraph => {
                self.block_start(place.0, false);
                self.elements.enter();
            }
            Tag::Heading { level, .. } => {
                self.block_start(place.0, true);
                self.elements.enter();
                let raw = self.source.get(place.0..place.1).unwrap_or_default();
                self.builder.context.heading = Some(level as u8);
                self.builder.context.underlined = !raw.trim_start().starts_with('#');
            }
            Tag::BlockQuote(_) => {
                self.block_start(place.0, false);
                self.elements.enter();
                self.builder.context.open_quote();
            }
            Tag::CodeBlock(_) => {
                self.block_start(place.0, false);
                self.pass_code(place);
                self.code = true;
            }
            Tag::HtmlBlock => {
                self.builder.boundary();
                self.html = Some(Vec::new());
            }
            Tag::List(first) => {
                self.block_start(place.0, false);
                self.elements.enter();
                self.open_list(first, place.0);
            }
            Tag::Item => {
                self.block_start(place.0, false);
                self.elements.enter();
                self.builder.context.open_item();
            }
            Tag::FootnoteDefinition(label) => self.start_definition(&label, place),
            Tag::Table(_) => {
                self.block_start(place.0, false);
                self.builder.flush();
                self.elements.enter();
                self.builder.context.open_table(&mut self.builder.doc);
            }
            Tag::TableHead => self.builder.context.open_row(true),
            Tag::TableRow => self.builder.context.open_row(false),
            Tag::TableCell => self.start_cell(place),
            Tag::Emphasis => self.open_inline(InlineKind::Emphasis, place.0),
            Tag::Strong => self.open_inline(InlineKind::Strong, place.0),
            Tag::Strikethrough => self.open_inline(InlineKind::Strike, place.0),
            Tag::Superscript => self.open_inline(InlineKind::Superscript, place.0),
            Tag::Subscript => self.open_inline(InlineKind::Subscript, place.0),
            Tag::Link {
                link_type, dest_url, ..
            } => self.start_link(link_type, &dest_url, place),
            Tag::Image { title, id, .. } => self.start_picture(&title, &id, place),
            Tag::MetadataBlock(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition => self.block_start(place.0, false),
        }
    }

    fn end(&mut self, tag: TagEnd, place: Place) {
        match tag {
            TagEnd::Paragraph => {
                self.leave(place.1);
                self.builder.boundary();
            }
            TagEnd::Heading(_) => {
                self.leave(place.1);
                self.builder.boundary();
                self.builder.context.heading = None;
                self.builder.context.underlined = false;
            }
            TagEnd::BlockQuote(_) => {
                self.leave(place.1);
                self.builder.boundary();
                self.builder.context.close_quote();
            }
            TagEnd::HtmlBlock => {
                let lines = self.html.take().unwrap_or_default();
                self.html_block(&Fragment::of_lines(self.source, &lines));
                self.builder.boundary();
            }
            TagEnd::List(_) => {
                self.leave(place.1);
                self.builder.boundary();
                self.builder.context.close_list(&mut self.builder.doc);
            }
            TagEnd::Item => {
                self.leave(place.1);
                self.builder.boundary();
                self.builder.context.close_item();
            }
            TagEnd::FootnoteDefinition => {
                self.leave(place.1);
                self.builder.boundary();
                self.builder.context.definition = None;
            }
            TagEnd::Table => {
                self.leave(place.1);
                self.builder.context.close_table(&mut self.builder.doc);
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                self.builder.flush();
                self.builder.context.close_row();
            }
            TagEnd::TableCell => {
                self.leave(place.1);
                self.builder.context.close_cell();
                self.cell_end = place.1;
            }
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => self.close_inline(place.1),
            TagEnd::Link => {
                self.close_inline(place.1);
                self.autolink = false;
                self.cursor = self.cursor.max(place.1);
            }
            _ => {}
        }
    }

    fn open_list(&mut self, number: Option<u64>, start: usize) {
        let rest = self
            .source
            .get(start..)
            .unwrap_or_default()
            .trim_start_matches([' ', '\t', '>']);
        let sign = rest
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .chars()
            .next();
        let bullet = sign.unwrap_or(if number.is_some() { '.' } else { '-' });
        let lead_in = self.builder.governing();
        self.builder
            .context
            .open_list(&mut self.builder.doc, number, bullet, lead_in);
    }

    fn start_definition(&mut self, label: &CowStr<'s>, place: Place) {
        self.block_start(place.0, false);
        self.elements.enter();
        let raw = self.source.get(place.0..place.1).unwrap_or_default();
        let open = raw.find("[^").unwrap_or(0);
        let close = raw.find("]:").unwrap_or(open);
        let written = raw
            .get(open + 2..close)
            .map_or_else(|| label.to_string(), str::to_owned);
        let length = raw.trim_end().len().max(close);
        let (start, end) = (place.0 + open, place.0 + length);
        let marker = SourceSpan::from_usize(start, (place.0 + close + 2).min(end.max(start)));
        let source = SourceSpan::from_usize(start, end.max(start));
        self.builder.context.definition = Some(self.builder.doc.definitions.len() as u32);
        self.builder.doc.definitions.push(Definition {
            label: written,
            marker,
            source,
        });
    }

    fn start_cell(&mut self, place: Place) {
        self.elements.enter();
        self.builder.ensure_open();
        if !self.builder.context.open_cell(false) {
            self.builder.border((self.cell_end.min(place.0), place.0));
            self.builder.context.reopen_cell();
        }
    }

    fn open_inline(&mut self, kind: InlineKind, start: usize) {
        let key = (start >= self.skip_until).then(|| self.builder.open_inline(kind, start));
        self.inlines.push(key);
    }

    fn close_inline(&mut self, end: usize) {
        if let Some(Some(key)) = self.inlines.pop() {
            self.builder.close_inline(key, end);
        }
    }

    fn start_link(&mut self, kind: LinkType, destination: &CowStr<'s>, place: Place) {
        if matches!(kind, LinkType::Autolink | LinkType::Email) {
            self.inlines.push(None);
            self.autolink = true;
            if !self.covered(place.0) {
                self.builder.opaque(
                    InlineKind::Url {
                        destination: destination.to_string(),
                    },
                    place,
                );
            }
        } else {
            self.open_inline(
                InlineKind::Link {
                    destination: destination.to_string(),
                },
                place.0,
            );
        }
    }

    pub(super) fn text(&mut self, text: &str, place: Place) {
        if !self.autolink {
            self.prose(text, place);
        }
    }

    fn reference(&mut self, place: Place) {
        if !self.covered(place.0) {
            let text = self.source.get(place.0..place.1).unwrap_or_default();
            let key = self.builder.open_inline(InlineKind::FootnoteReference, place.0);
            self.builder.verbatim(text, place.0);
            self.builder.close_inline(key, place.1);
        }
        self.cursor = place.1;
    }

    /// Code and the like in the middle of prose.
    fn opaque(&mut self, place: Place) {
        if !self.covered(place.0) {
            self.builder.opaque(InlineKind::Code, place);
        }
        self.pass_code(place);
        self.cursor = place.1;
    }
}
