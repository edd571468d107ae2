//! The texts of images and figures: alternative text, titles, captions.

use super::builder::Place;
use super::html::{Attributes, Fragment, Value};
use super::prose::Prose;
use super::reader::Reader;
use crate::document::{BlockKind, InlineKind};
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

/// An image whose alternative text is being read.
#[derive(Debug)]
pub(super) struct Picture {
    pub(super) alt: Prose,
    title: Option<Prose>,
    /// Images open inside it.
    depth: usize,
}

impl Reader<'_> {
    /// `![…](… "title")`: opaque where it stands; its texts become blocks behind the one it stands in.
    pub(super) fn start_picture(&mut self, title: &CowStr<'_>, id: &CowStr<'_>, place: Place) {
        if !self.covered(place.0) {
            self.builder.opaque(InlineKind::Code, place);
        }
        // The title of an image by reference stands in its definition, which many images may share.
        let title = (!title.is_empty() && id.is_empty()).then(|| self.title(title, place));
        self.picture = Some(Picture {
            alt: Prose::default(),
            title,
            depth: 0,
        });
    }

    /// The title that closes the image at `place`.
    fn title(&self, title: &str, place: Place) -> Prose {
        let raw = self.source.get(place.0..place.1).unwrap_or_default();
        let inner = raw.trim_end_matches(')').trim_end();
        let end = place.0 + inner.len().saturating_sub(1);
        let start = end.saturating_sub(title.len()).max(place.0);
        if self.source.get(start..end) == Some(title) {
            let mut prose = Prose::default();
            prose.push(title, (start, end), true);
            return prose;
        }
        // Escapes and entities make it longer on disk than it reads: look for the sign that opens it.
        let quote = inner
            .chars()
            .next_back()
            .map_or('"', |c| if c == ')' { '(' } else { c });
        let body = inner.get(..inner.len().saturating_sub(1)).unwrap_or_default();
        let open = body.rfind(quote).map_or(start, |at| place.0 + at + 1);
        let mut prose = Prose::default();
        prose.push(title, (open.min(end), end), false);
        prose
    }

    pub(super) fn picture_event(&mut self, event: Event<'_>, place: Place) {
        match event {
            Event::Start(Tag::Image { .. }) => {
                if let Some(picture) = &mut self.picture {
                    picture.depth += 1;
                }
            }
            Event::End(TagEnd::Image) => self.end_picture(place),
            Event::Text(text) => self.prose(&text, place),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                if let Some(picture) = &mut self.picture {
                    picture.alt.opaque(place);
                }
                self.pass_code(place);
                self.cursor = place.1;
            }
            Event::FootnoteReference(_) => self.file_text(place.0, place.1),
            Event::SoftBreak | Event::HardBreak => {
                if let Some(picture) = &mut self.picture {
                    picture.alt.push("\n", place, false);
                }
                self.cursor = place.1;
            }
            _ => {}
        }
    }

    fn end_picture(&mut self, place: Place) {
        self.cursor = self.cursor.max(place.1);
        if let Some(picture) = &mut self.picture
            && picture.depth > 0
        {
            picture.depth -= 1;
            return;
        }
        if let Some(picture) = self.picture.take() {
            self.builder.beside(BlockKind::ImageText, picture.alt);
            if let Some(title) = picture.title {
                self.builder.beside(BlockKind::ImageText, title);
            }
        }
    }

    /// `<img alt="…" title="…">`.
    pub(super) fn html_image(&mut self, fragment: &Fragment<'_>, attributes: &Attributes, place: Place) {
        self.builder.opaque(InlineKind::Code, place);
        for value in [&attributes.alt, &attributes.title].into_iter().flatten() {
            let Value {
                text,
                place: (start, end),
            } = value;
            let place = (
                fragment.start(*start),
                fragment.end(*end).max(fragment.start(*start)),
            );
            self.builder
                .beside(BlockKind::ImageText, Prose::of_value(self.source, text, place));
        }
    }

    /// The captions in a shortcode for figures: `{{< figure caption="…" alt="…" >}}`.
    pub(super) fn template_captions(&mut self, place: Place) {
        let raw = self.source.get(place.0..place.1).unwrap_or_default();
        let tag = raw.starts_with("{{<") || raw.starts_with("{{%") || raw.starts_with("{%");
        let name = raw.get(..raw.len().min(60)).unwrap_or(raw);
        if !tag
            || !["fig", "image", "img", "picture", "table", "chart"]
                .iter()
                .any(|word| name.contains(word))
        {
            return;
        }
        for (key, kind) in [
            ("caption", BlockKind::Caption),
            ("alt", BlockKind::ImageText),
            ("title", BlockKind::ImageText),
        ] {
            if let Some((start, end)) = attribute(raw, key) {
                let place = (place.0 + start, place.0 + end);
                let value = self.source.get(place.0..place.1).unwrap_or_default();
                self.builder
                    .beside(kind, Prose::of_value(self.source, value, place));
            }
        }
    }
}

/// The place of the value of `key="…"` in a tag.
fn attribute(tag: &str, key: &str) -> Option<Place> {
    tag.match_indices(key).find_map(|(at, _)| {
        let before = tag.get(..at)?.chars().next_back()?;
        let rest = tag.get(at + key.len()..)?;
        let value = rest.trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
        let start = tag.len() - value.len() + 1;
        let length = tag.get(start..)?.find(quote)?;
        before.is_whitespace().then_some((start, start + length))
    })
}
