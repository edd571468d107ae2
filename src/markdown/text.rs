//! Text on its way into the prose: what is no prose is passed over, escapes and entities are decoded.

use super::builder::Place;
use super::html::{Fragment, Token, entity};
use super::reader::Reader;
use super::regions::{Region, RegionKind};
use crate::document::{CommentSyntax, HARD_BREAK, InlineKind};
use memchr::memchr2;

/// The longest entity worth looking at, `&` and `;` included: `&CounterClockwiseContourIntegral;`.
const LONGEST_ENTITY: usize = 33;

impl Reader<'_> {
    /// Leaves behind the regions that end at or before `at`. A `[//]: # (…)` that no text held is a comment:
    /// the parser took it for a link definition.
    pub(super) fn pass_regions(&mut self, at: usize) {
        while let Some(region) = self.regions.get(self.region).filter(|r| r.end <= at) {
            if let RegionKind::Comment(CommentSyntax::LinkDefinition, start, end) = region.kind
                && !self.region_met
                && region.start >= self.skip_until
            {
                let place = (region.start, region.end);
                self.builder
                    .comment(CommentSyntax::LinkDefinition, place, (start, end));
            }
            self.next_region();
        }
    }

    fn next_region(&mut self) {
        self.region += 1;
        self.region_met = false;
    }

    /// Forgets the regions that begin inside code.
    pub(super) fn pass_code(&mut self, place: Place) {
        self.pass_regions(place.0);
        while self.regions.get(self.region).is_some_and(|r| r.start < place.1) {
            self.next_region();
        }
    }

    /// Whether what begins at `at` is no prose of its own. Where a region begins it, the region's stand-in is
    /// written.
    pub(super) fn covered(&mut self, at: usize) -> bool {
        if at < self.skip_until {
            return true;
        }
        self.pass_regions(at);
        match self.regions.get(self.region) {
            Some(region) if region.start <= at => {
                if region.kind.is_text_in_a_paragraph() {
                    return false;
                }
                self.enter_region();
                true
            }
            _ => false,
        }
    }

    /// Writes what stands for the current region, once.
    fn enter_region(&mut self) {
        if std::mem::replace(&mut self.region_met, true) {
            return;
        }
        let Some(Region { start, end, kind }) = self.regions.get(self.region).cloned() else {
            return;
        };
        if let Some(picture) = &mut self.picture {
            if matches!(kind, RegionKind::Opaque | RegionKind::Url) {
                picture.alt.opaque((start, end));
            }
            return;
        }
        match kind {
            RegionKind::Opaque => {
                self.builder.opaque(InlineKind::Code, (start, end));
                self.template_captions((start, end));
            }
            RegionKind::Url => {
                let destination = self.source.get(start..end).unwrap_or_default().to_owned();
                self.builder.opaque(InlineKind::Url { destination }, (start, end));
            }
            RegionKind::Comment(syntax, from, to) => self.builder.comment(syntax, (start, end), (from, to)),
            RegionKind::WikiOpen(from, to) => {
                let destination = self.source.get(from..to).unwrap_or_default().trim().to_owned();
                let key = self.builder.open_inline(InlineKind::Link { destination }, start);
                self.wikilinks.push(key);
            }
            RegionKind::WikiClose => {
                if let Some(key) = self.wikilinks.pop() {
                    self.builder.close_inline(key, end);
                }
            }
            RegionKind::Skip => {}
        }
    }

    /// A text of the parser, which it read from `place`.
    pub(super) fn prose(&mut self, text: &str, place: Place) {
        let same = self.source.get(place.0..place.1) == Some(text);
        if !same {
            if !self.covered(place.0) {
                self.decoded(text, place);
            }
            self.cursor = place.1;
            return;
        }
        let mut start = place.0;
        let escaped = start > self.cursor && self.source.as_bytes().get(start - 1) == Some(&b'\\');
        if let (true, Some(sign)) = (escaped, text.chars().next().filter(char::is_ascii_punctuation)) {
            if !self.covered(start) {
                self.decoded(sign.encode_utf8(&mut [0; 4]), (start - 1, start + 1));
            }
            start += 1;
        }
        self.file_text(start, place.1);
        self.cursor = place.1;
    }

    /// The bytes `start..end` of the file, as they stand there, but for what is no prose among them.
    pub(super) fn file_text(&mut self, start: usize, end: usize) {
        let mut at = start.max(self.skip_until);
        while at < end {
            self.pass_regions(at);
            let next = self.regions.get(self.region).filter(|r| r.start < end);
            if next.is_some_and(|r| r.kind.is_text_in_a_paragraph()) {
                self.next_region();
                continue;
            }
            let (from, to) = next.map_or((end, end), |r| (r.start, r.end));
            let text = self.source.get(at..from.max(at)).unwrap_or_default();
            match &mut self.picture {
                Some(picture) => picture.alt.push(text, (at, at + text.len()), true),
                None => self.builder.verbatim(text, at),
            }
            if from < end {
                self.enter_region();
            }
            at = to.max(from);
        }
    }

    fn decoded(&mut self, text: &str, place: Place) {
        match &mut self.picture {
            Some(picture) => picture.alt.push(text, place, false),
            None => self.builder.mapped(text, place),
        }
    }

    /// A block of raw HTML.
    pub(super) fn html_block(&mut self, fragment: &Fragment<'_>) {
        self.builder.context.html = true;
        let mut at = 0;
        for token in super::html::tokens(&fragment.text) {
            let (start, end) = token.place();
            self.html_text(fragment, at, start, false);
            at = end;
            if matches!(token, Token::Comment { .. })
                && end == fragment.text.len()
                && self.open_comment(fragment, start)
            {
                break;
            }
            self.html_token(fragment, &token);
        }
        self.html_text(fragment, at, fragment.text.len(), false);
        self.cursor = fragment.end(fragment.text.len());
        self.builder.context.html = false;
    }

    /// A comment that its HTML block does not close. It ends at the next `-->` of the draft. Where there is
    /// none a browser would show nothing of the rest; what the author wrote there is read all the same, as
    /// hidden text, so that no draft passes for empty.
    fn open_comment(&mut self, fragment: &Fragment<'_>, start: usize) -> bool {
        let raw = fragment.text.get(start..).unwrap_or_default();
        if !raw.starts_with("<!--") || raw.ends_with("-->") {
            return false;
        }
        let place = fragment.start(start);
        let rest = self.source.get(place + 4..).unwrap_or_default();
        if let Some(close) = memchr::memmem::find(rest.as_bytes(), b"-->") {
            let end = place + 4 + close;
            if place >= self.skip_until {
                self.builder
                    .comment(CommentSyntax::Html, (place, end + 3), (place + 4, end));
            }
            self.skip_until = self.skip_until.max(end + 3);
        } else {
            self.builder.flush();
            self.builder.context.commented = true;
            self.html_text(fragment, start + 4, fragment.text.len(), true);
            self.builder.flush();
            self.builder.context.commented = false;
        }
        true
    }

    /// A tag in the middle of a paragraph.
    pub(super) fn inline_html(&mut self, html: &str, place: Place) {
        if !self.covered(place.0) {
            let fragment = Fragment::inline(self.source, html, place);
            for token in super::html::tokens(html) {
                self.html_token(&fragment, &token);
            }
        }
        self.cursor = place.1;
    }

    /// The text `from..to` of raw HTML; a blank line in it ends a block only where `paragraphs` says so.
    fn html_text(&mut self, fragment: &Fragment<'_>, from: usize, to: usize, paragraphs: bool) {
        let text = fragment.text.get(from..to).unwrap_or_default();
        let mut at = 0;
        while at < text.len() {
            let rest = text.get(at..).unwrap_or_default();
            let stop = memchr2(b'\n', b'&', rest.as_bytes()).unwrap_or(rest.len());
            let plain = rest.get(..stop).unwrap_or_default();
            let line_end = rest.as_bytes().get(stop) == Some(&b'\n');
            let kept = if line_end {
                plain.trim_end_matches([' ', '\t', '\r']).len()
            } else {
                stop
            };
            let start = fragment.start(from + at);
            self.file_text(start, start + kept);
            at += stop;
            let rest = rest.get(stop..).unwrap_or_default();
            if line_end {
                let white = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
                let place = (
                    fragment.start(from + at - (stop - kept)),
                    fragment.end(from + at + white),
                );
                let blank = rest.get(..white).unwrap_or_default().matches('\n').count() > 1;
                if paragraphs && blank {
                    self.builder.flush();
                } else if !self.covered(place.0) {
                    self.builder.line_break('\n', place);
                }
                at += white;
            } else if !rest.is_empty() {
                at += self.html_entity(fragment, from + at, rest);
            }
        }
    }

    /// An entity, or a `&` that is none, at the start of `rest`; its length.
    fn html_entity(&mut self, fragment: &Fragment<'_>, at: usize, rest: &str) -> usize {
        let near = rest
            .as_bytes()
            .get(..LONGEST_ENTITY.min(rest.len()))
            .unwrap_or_default();
        let length = near.iter().position(|&b| b == b';').map_or(0, |i| i + 1);
        let raw = rest.get(..length).unwrap_or_default();
        let place = (fragment.start(at), fragment.end(at + length.max(1)));
        match (length > 2).then(|| entity(raw)).flatten() {
            Some(decoded) => {
                if !self.covered(place.0) {
                    self.decoded(&decoded, place);
                }
                length
            }
            None => {
                self.file_text(place.0, place.0 + 1);
                1
            }
        }
    }

    /// `<br>`.
    pub(super) fn html_break(&mut self, place: Place) {
        if self.picture.is_none() {
            self.builder.line_break(HARD_BREAK, place);
        }
    }
}

impl RegionKind {
    /// A `[//]: # (…)` that the parser gives as text, because it stands inside a paragraph, is text.
    fn is_text_in_a_paragraph(&self) -> bool {
        matches!(self, Self::Comment(CommentSyntax::LinkDefinition, ..))
    }
}
