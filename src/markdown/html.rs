//! Raw HTML cut into tags and comments, with their places in the file. What stands between them is text; it is
//! read by [`super::reader`], which knows what is open around it.

use crate::markdown::builder::Place;
use crate::markdown::tags::Tag;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use std::borrow::Cow;
use std::convert::Infallible;

/// A stretch of HTML and where each of its lines stands in the file: inside a quote or a list the prefixes of
/// the lines are no part of it.
pub(super) struct Fragment<'s> {
    pub(super) text: Cow<'s, str>,
    /// Offset in `text` and in the file, for each stretch that the file holds in one piece.
    map: Vec<(usize, usize)>,
    /// Where all of it stands, where the file holds it only with other bytes in between.
    whole: Option<Place>,
}

impl<'s> Fragment<'s> {
    /// The lines at `places` of `source`.
    pub(super) fn of_lines(source: &'s str, places: &[Place]) -> Self {
        if let [(start, end)] = *places {
            let text = source.get(start..end).unwrap_or_default();
            return Self {
                text: Cow::Borrowed(text),
                map: vec![(0, start)],
                whole: None,
            };
        }
        let mut text = String::new();
        let mut map = Vec::with_capacity(places.len());
        for &(start, end) in places {
            map.push((text.len(), start));
            text.push_str(source.get(start..end).unwrap_or_default());
        }
        Self {
            text: Cow::Owned(text),
            map,
            whole: None,
        }
    }

    /// An inline tag; `text` differs from the file where a line prefix was taken out of it.
    pub(super) fn inline(source: &'s str, text: &'s str, place: Place) -> Self {
        let same = source.get(place.0..place.1) == Some(text);
        Self {
            text: Cow::Borrowed(text),
            map: vec![(0, place.0)],
            whole: (!same).then_some(place),
        }
    }

    /// The place in the file of the character at `offset`.
    pub(super) fn start(&self, offset: usize) -> usize {
        if let Some(whole) = self.whole {
            return whole.0;
        }
        let index = self.map.partition_point(|m| m.0 <= offset).saturating_sub(1);
        self.map
            .get(index)
            .map_or(0, |m| m.1 + (offset - m.0.min(offset)))
    }

    /// One past the place in the file of the character before `offset`.
    pub(super) fn end(&self, offset: usize) -> usize {
        match self.whole {
            Some(whole) => whole.1,
            None => offset
                .checked_sub(1)
                .map_or_else(|| self.start(0), |last| self.start(last) + 1),
        }
    }
}

/// A value of an attribute and its place in the fragment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) text: String,
    pub(super) place: Place,
}

/// The attributes that matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Attributes {
    pub(super) alt: Option<Value>,
    pub(super) title: Option<Value>,
    pub(super) href: Option<String>,
    pub(super) style: Option<String>,
    pub(super) class: Option<String>,
    pub(super) size: Option<String>,
    pub(super) start: Option<u64>,
    pub(super) hidden: bool,
    pub(super) open: bool,
}

/// A tag or comment; places count bytes of the fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Open {
        tag: Tag,
        attributes: Box<Attributes>,
        closed: bool,
        place: Place,
    },
    Close {
        tag: Tag,
        place: Place,
    },
    Comment {
        place: Place,
    },
    Doctype {
        place: Place,
    },
}

impl Token {
    pub(super) fn place(&self) -> Place {
        match self {
            Self::Open { place, .. }
            | Self::Close { place, .. }
            | Self::Comment { place }
            | Self::Doctype { place } => *place,
        }
    }
}

#[derive(Default)]
struct Collector {
    tokens: Vec<Token>,
    tag: Option<(Tag, usize)>,
    attributes: Attributes,
    name: Vec<u8>,
}

impl Collector {
    fn event(&mut self, html: &str, event: &CallbackEvent<'_>, span: Span<usize>) {
        let place = (span.start, span.end);
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = Some((Tag::of(name), span.start));
                self.attributes = Attributes::default();
                self.name.clear();
            }
            CallbackEvent::AttributeName { name } => {
                self.name.clear();
                self.name.extend_from_slice(name);
                match *name {
                    b"hidden" => self.attributes.hidden = true,
                    b"open" => self.attributes.open = true,
                    _ => {}
                }
            }
            CallbackEvent::AttributeValue { value } => self.value(value, place),
            CallbackEvent::CloseStartTag { self_closing } => {
                if let Some((tag, start)) = self.tag.take() {
                    let mut attributes = Box::new(std::mem::take(&mut self.attributes));
                    if attributes
                        .style
                        .as_deref()
                        .is_some_and(|style| style.starts_with("{{"))
                    {
                        attributes.style = html.get(start..span.end).map(style_object);
                    }
                    self.tokens.push(Token::Open {
                        tag,
                        attributes,
                        closed: *self_closing,
                        place: (start, span.end),
                    });
                }
            }
            CallbackEvent::EndTag { name } => self.tokens.push(Token::Close {
                tag: Tag::of(name),
                place,
            }),
            CallbackEvent::Comment { .. } => self.tokens.push(Token::Comment { place }),
            CallbackEvent::Doctype { .. } => self.tokens.push(Token::Doctype { place }),
            CallbackEvent::String { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn value(&mut self, value: &[u8], place: Place) {
        let text = || String::from_utf8_lossy(value).into_owned();
        let kept = || Some(Value { text: text(), place });
        match self.name.as_slice() {
            b"alt" => self.attributes.alt = kept(),
            b"title" => self.attributes.title = kept(),
            b"href" => self.attributes.href = Some(text()),
            b"style" => self.attributes.style = Some(text()),
            b"class" | b"classname" => self.attributes.class = Some(text()),
            b"start" => self.attributes.start = text().trim().parse().ok(),
            b"size" => self.attributes.size = Some(text()),
            // `hidden="until-found"` and the like hide as well; scripts write `hidden="false"`.
            b"hidden" => self.attributes.hidden = value != b"false" && value != b"{false}",
            _ => {}
        }
    }
}

/// The declarations of `style={{fontSize: '8px', display: 'none'}}` in the tag `raw` as a style sheet writes them.
fn style_object(raw: &str) -> String {
    let object = raw.split_once("{{").map_or("", |(_, behind)| behind);
    let object = object.split("}}").next().unwrap_or_default();
    let mut style = String::with_capacity(object.len());
    for declaration in object.split(',') {
        let (name, value) = declaration.split_once(':').unwrap_or_default();
        for c in name.trim().chars().filter(|c| !matches!(c, '\'' | '"')) {
            if c.is_uppercase() {
                style.push('-');
            }
            style.extend(c.to_lowercase());
        }
        style.push(':');
        style.push_str(value.trim().trim_matches(['\'', '"', '`']));
        style.push(';');
    }
    style
}

/// The tags and comments of `html`, in order. A tag that is never closed with `>` is none.
pub(super) fn tokens(html: &str) -> Vec<Token> {
    let mut collector = Collector::default();
    let mut emitter = CallbackEmitter::new(
        |event: CallbackEvent<'_>, span: Span<usize>| -> Option<Infallible> {
            collector.event(html, &event, span);
            None
        },
    );
    emitter.naively_switch_states(true);
    match Tokenizer::new_with_emitter(html, emitter).finish() {
        Ok(()) => collector.tokens,
        Err(never) => match never {},
    }
}

/// What the entity `raw` (`&amp;`) stands for; `None` where it is none.
pub(super) fn entity(raw: &str) -> Option<String> {
    let mut decoded = Vec::new();
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<Infallible> {
        if let CallbackEvent::String { value } = event {
            decoded.extend_from_slice(value);
        }
        None
    });
    match Tokenizer::new_with_emitter(raw, emitter).finish() {
        Ok(()) => String::from_utf8(decoded).ok().filter(|text| text != raw),
        Err(never) => match never {},
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_back_over_the_prefixes_of_lines() {
        let source = "> <p>one\n> two</p>\n";
        let fragment = Fragment::of_lines(source, &[(2, 9), (11, 19)]);
        assert_eq!(fragment.text, "<p>one\ntwo</p>\n");
        assert_eq!(
            (
                fragment.start(0),
                fragment.start(7),
                fragment.end(7),
                fragment.end(10)
            ),
            (2, 11, 9, 14)
        );
    }

    #[test]
    fn tags_carry_what_matters() {
        let html = "<IMG alt='a &amp; b' title=\"c\">x</a >< b <div";
        let places: Vec<Place> = tokens(html).iter().map(Token::place).collect();
        assert_eq!(places, [(0, 31), (32, 37)]);
        let Some(Token::Open { tag, attributes, .. }) = tokens(html).into_iter().next() else {
            panic!("a tag")
        };
        assert_eq!(tag, Tag::Img);
        assert_eq!(
            attributes.alt,
            Some(Value {
                text: "a & b".to_owned(),
                place: (10, 19)
            })
        );
        assert_eq!(
            attributes.title,
            Some(Value {
                text: "c".to_owned(),
                place: (28, 29)
            })
        );
    }

    #[test]
    fn entities_are_decoded_one_by_one() {
        for (raw, text) in [
            ("&amp;", "&"),
            ("&nbsp;", "\u{a0}"),
            ("&#8217;", "’"),
            ("&#x2014;", "—"),
        ] {
            assert_eq!(entity(raw).as_deref(), Some(text), "{raw}");
        }
        assert_eq!(entity("&nonsense;"), None);
    }
}
