//! The elements of HTML, sorted by what they mean for prose, and what their style says.

use super::html::Attributes;
use crate::document::InlineKind;
use std::borrow::Cow;

macro_rules! tags {
    ($($tag:ident = $name:literal),* $(,)?) => {
        /// An element that means something for prose; all others share [`Tag::Block`] or [`Tag::Other`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Tag { $($tag,)* Block, Other }

        impl Tag {
            /// How many there are.
            pub(super) const COUNT: usize = Tag::Other as usize + 1;

            /// The element with this name, which may be in any case.
            pub(super) fn of(name: &[u8]) -> Self {
                let mut small = [0_u8; 16];
                let Some(lower) = small.get_mut(..name.len()) else { return Self::Other };
                lower.copy_from_slice(name);
                lower.make_ascii_lowercase();
                match std::str::from_utf8(lower).unwrap_or_default() {
                    $($name => Self::$tag,)*
                    "address" | "article" | "aside" | "body" | "center" | "dd" | "dl" | "dt" | "fieldset"
                    | "footer" | "form" | "header" | "hgroup" | "html" | "legend" | "main" | "menu" | "nav" => {
                        Self::Block
                    }
                    _ => Self::Other,
                }
            }
        }
    };
}

tags! {
    A = "a", B = "b", Strong = "strong", I = "i", Em = "em", Cite = "cite", Del = "del", S = "s", Strike = "strike",
    Sup = "sup", Sub = "sub", Small = "small", Font = "font", Span = "span", U = "u", Mark = "mark", Ins = "ins",
    Label = "label", Abbr = "abbr",
    Code = "code", Kbd = "kbd", Tt = "tt", Samp = "samp", Var = "var",
    Br = "br", Hr = "hr", Img = "img", P = "p", Div = "div", Section = "section", Dialog = "dialog", Details = "details",
    Summary = "summary", H1 = "h1", H2 = "h2", H3 = "h3", H4 = "h4", H5 = "h5", H6 = "h6", Ul = "ul", Ol = "ol",
    Li = "li", Blockquote = "blockquote", Table = "table", Caption = "caption", Thead = "thead", Tbody = "tbody",
    Tfoot = "tfoot", Tr = "tr", Td = "td", Th = "th", Figure = "figure", Figcaption = "figcaption",
    Script = "script", Style = "style", Template = "template", Noscript = "noscript", Svg = "svg", Math = "math",
    Pre = "pre", Textarea = "textarea", Select = "select", Iframe = "iframe", Object = "object", Title = "title",
    Head = "head", Datalist = "datalist", Canvas = "canvas", Audio = "audio", Video = "video", Button = "button",
}

impl Tag {
    /// 1 to 6 for a heading.
    pub(super) fn heading(self) -> Option<u8> {
        let levels = [Self::H1, Self::H2, Self::H3, Self::H4, Self::H5, Self::H6];
        levels.iter().position(|&h| h == self).map(|i| i as u8 + 1)
    }

    /// Whether what it holds is not text for a reader.
    pub(super) fn holds_no_text(self) -> bool {
        self.is_code() || (Self::Script..=Self::Button).contains(&self)
    }

    /// Whether it stands for code inside running text.
    pub(super) fn is_code(self) -> bool {
        (Self::Code..=Self::Var).contains(&self)
    }

    /// Whether it stands inside running text.
    pub(super) fn is_inline(self) -> bool {
        self <= Self::Abbr
    }

    /// Whether a browser ends a paragraph where it begins.
    pub(super) fn is_block(self) -> bool {
        self == Self::Block || (Self::Hr..=Self::Figcaption).contains(&self) && self != Self::Img
    }

    /// The property it gives the prose inside.
    pub(super) fn inline_kind(self, attributes: &Attributes) -> Option<InlineKind> {
        Some(match self {
            Self::B | Self::Strong => InlineKind::Strong,
            Self::I | Self::Em | Self::Cite => InlineKind::Emphasis,
            Self::Del | Self::S | Self::Strike => InlineKind::Strike,
            Self::Sup => InlineKind::Superscript,
            Self::Sub => InlineKind::Subscript,
            Self::Small => InlineKind::Small,
            Self::A => InlineKind::Link {
                destination: attributes.href.clone()?,
            },
            _ => return None,
        })
    }
}

/// What a style says that matters for a reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// It is not shown.
    pub(super) hidden: bool,
    /// It is set smaller than the text around it.
    pub(super) small: bool,
}

/// Smallest sizes that are not yet small print: 11 px, the same in points, and 0.85 of the text around.
const SMALLEST: [(&str, f32); 5] = [
    ("px", 11.0),
    ("pt", 8.25),
    ("rem", 0.85),
    ("em", 0.85),
    ("%", 85.0),
];

/// Reads the attributes of an element for [`Look`].
pub(super) fn look(tag: Tag, attributes: &Attributes) -> Look {
    let mut look = Look {
        hidden: attributes.hidden
            || tag == Tag::Dialog && !attributes.open
            || attributes.class.as_deref().is_some_and(class_hides),
        small: false,
    };
    let style = without_comments(attributes.style.as_deref().unwrap_or_default());
    // Hidden by two declarations together: cut to nothing, or put where no screen reaches.
    let (mut tiny, mut cut, mut moved, mut outside) = (false, false, false, false);
    if tag == Tag::Font
        && let Some(size) = &attributes.size
    {
        look.small = matches!(size.trim(), "1" | "0") || size.trim().starts_with('-');
    }
    for declaration in style.split(';') {
        let Some((name, value)) = declaration.split_once(':') else {
            continue;
        };
        let value = value
            .trim()
            .trim_end_matches("!important")
            .trim()
            .to_ascii_lowercase();
        match (name.trim().to_ascii_lowercase().as_str(), value.as_str()) {
            ("display", "none") | ("visibility", "hidden" | "collapse") | ("color", "transparent") => {
                look.hidden = true;
            }
            ("opacity", v) if v.trim_end_matches('%').parse::<f32>().is_ok_and(|n| n <= 0.0) => {
                look.hidden = true;
            }
            ("width" | "height" | "max-width" | "max-height", v) => {
                tiny |= pixels(v).is_some_and(|n| n <= 1.0);
            }
            ("overflow", v) => cut |= v.starts_with("hidden") || v.starts_with("clip"),
            ("position", "absolute" | "fixed") => moved = true,
            ("left" | "right" | "top" | "bottom", v) => {
                outside |= pixels(v).is_some_and(|n| n <= FAR_OUTSIDE);
            }
            ("text-indent", v) if pixels(v).is_some_and(|n| n <= FAR_OUTSIDE) => look.hidden = true,
            ("font-size", "smaller" | "x-small" | "xx-small") => look.small = true,
            ("font-size", v) => match size(v) {
                Some((number, _)) if number <= 0.0 => look.hidden = true,
                Some((number, least)) => look.small = number < least,
                None => {}
            },
            _ => {}
        }
    }
    look.hidden |= tiny && cut || moved && outside;
    look
}

/// How far off, in pixels, something is put that nobody is to see.
const FAR_OUTSIDE: f32 = -999.0;

/// A length in pixels or something of like size; none for shares of what is around.
fn pixels(value: &str) -> Option<f32> {
    let (number, scale) = [("px", 1.0), ("rem", 16.0), ("em", 16.0), ("pt", 1.3)]
        .iter()
        .find_map(|(unit, scale)| Some((value.strip_suffix(unit)?, *scale)))
        .unwrap_or((value, 1.0));
    number.trim().parse::<f32>().ok().map(|number| number * scale)
}

/// `style` without `/* … */`.
fn without_comments(style: &str) -> Cow<'_, str> {
    if !style.contains("/*") {
        return Cow::Borrowed(style);
    }
    let mut out = String::new();
    let mut rest = style;
    while let Some((before, behind)) = rest.split_once("/*") {
        out.push_str(before);
        rest = behind.split_once("*/").map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Whether the classes are those by which the common style sheets hide an element, and none shows it again on
/// larger screens (`d-none d-md-block`, `hidden md:flex`).
fn class_hides(classes: &str) -> bool {
    let has = |wanted: fn(&str) -> bool| classes.split_whitespace().any(wanted);
    has(|c| matches!(c, "sr-only" | "visually-hidden"))
        || has(|c| c == "d-none") && !has(|c| c.starts_with("d-") && c != "d-none")
        || has(|c| c == "hidden") && !has(|c| c.contains(':') && !c.ends_with(":hidden"))
}

/// A size, and the smallest of its unit that is not small print.
fn size(value: &str) -> Option<(f32, f32)> {
    let value = value.trim();
    if value == "0" {
        return Some((0.0, 0.0));
    }
    SMALLEST
        .iter()
        .find_map(|(unit, least)| Some((value.strip_suffix(unit)?.trim().parse().ok()?, *least)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_hide_and_shrink() {
        let cases = [
            ("display:none", true, false),
            ("color:red; DISPLAY : None !important", true, false),
            ("visibility: hidden", true, false),
            ("font-size:8px", false, true),
            ("font-size: 0.8em", false, true),
            ("font-size:.7rem;", false, true),
            ("font-size:80%", false, true),
            ("font-size:x-small", false, true),
            ("font-size:0", true, false),
            ("opacity:0%", true, false),
            ("opacity:0.5", false, false),
            ("display:/**/none", true, false),
            ("/* display:none */ color:red", false, false),
            ("color: transparent", true, false),
            ("width:0;height:0;overflow:hidden", true, false),
            ("width:1px;height:1px;overflow:hidden", true, false),
            ("width:0;height:0", false, false),
            ("width:100%;overflow:hidden", false, false),
            ("position:absolute;left:-9999px", true, false),
            ("position:absolute;left:-10px", false, false),
            ("text-indent:-9999px", true, false),
            ("font-size:12px", false, false),
            ("font-size:small", false, false),
            ("display:block", false, false),
            ("nonsense", false, false),
        ];
        for (style, hidden, small) in cases {
            let attributes = Attributes {
                style: Some(style.to_owned()),
                ..Attributes::default()
            };
            assert_eq!(look(Tag::Span, &attributes), Look { hidden, small }, "{style}");
        }
    }

    #[test]
    fn classes_hide() {
        for (class, hidden) in [
            ("note sr-only", true),
            ("visually-hidden", true),
            ("d-none", true),
            ("hidden", true),
            ("d-none d-md-block", false),
            ("hidden md:flex", false),
            ("unhidden", false),
            ("", false),
        ] {
            let attributes = Attributes {
                class: Some(class.to_owned()),
                ..Attributes::default()
            };
            assert_eq!(look(Tag::Div, &attributes).hidden, hidden, "{class}");
        }
    }

    #[test]
    fn names_are_known_in_any_case() {
        assert_eq!(Tag::of(b"FigCaption"), Tag::Figcaption);
        assert_eq!(Tag::of(b"header"), Tag::Block);
        assert_eq!(Tag::of(b"a-very-long-name-of-a-component"), Tag::Other);
        assert_eq!(Tag::of("é".as_bytes()), Tag::Other);
        assert!(
            Tag::Div.is_block()
                && !Tag::Br.is_block()
                && Tag::Span.is_inline()
                && Tag::Script.holds_no_text()
        );
        assert_eq!(Tag::H3.heading(), Some(3));
    }
}
