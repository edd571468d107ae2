//! Reads a draft: the only user of pulldown-cmark.
//!
//! [`read`] takes the front matter off ([`front_matter`]), marks what is not prose though Markdown takes it
//! for text ([`regions`]), parses the rest once and follows the parser's events ([`reader`]), with raw HTML
//! read by html5gum ([`html`], [`elements`]). Offsets count bytes of the file all along: the parser sees the
//! text behind byte-order mark and front matter, and their length is added to every place it reports.
//!
//! What leads the reader away from the letter of `CommonMark`, each where it is done:
//! - drafts written one line per paragraph ([`lines`]);
//! - a heading underlined with `=` or `-` that has several lines, or reads like a sentence, is a paragraph
//!   above a rule ([`builder`]);
//! - an element that hides text and is never closed ends at the next heading, and any other at the next block
//!   ([`elements`]).

mod builder;
mod context;
mod elements;
mod front_matter;
mod html;
mod lines;
mod media;
mod modules;
mod prose;
mod reader;
mod regions;
mod tags;
#[cfg(test)]
mod tests;
mod text;

use crate::document::Document;
use crate::source::SourceFile;
use crate::span::SourceSpan;
use pulldown_cmark::{Options, Parser};

/// What of Markdown's extensions is read. Never maths (it takes `$5 to $10` for a formula), never smart
/// punctuation (it rewrites quotes). Front matter is taken off before.
const OPTIONS: Options = Options::ENABLE_FOOTNOTES
    .union(Options::ENABLE_TABLES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// Parses `source`, once. Never fails: whatever is no Markdown is prose.
pub fn read(source: &SourceFile) -> Document {
    let text = source.text();
    let mdx = source
        .name()
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("mdx"));
    let front = front_matter::split(text, source.bom());
    let body = front.as_ref().map_or(source.bom(), |f| f.end);

    let mut reader = reader::Reader::new(text, regions::scan(text, body, mdx));
    if let Some(front) = front {
        reader.front_matter(front);
    }
    reader.builder.doc.line_paragraphs = lines::one_per_paragraph(text, body);
    #[expect(clippy::disallowed_methods, reason = "the one place that parses drafts")]
    let events = Parser::new_ext(text.get(body..).unwrap_or_default(), OPTIONS).into_offset_iter();

    let mut definitions: Vec<_> = events
        .reference_definitions()
        .iter()
        .filter_map(|(_, definition)| {
            link_definition(text, definition.span.start + body, definition.span.end + body)
        })
        .collect();
    definitions.sort_by_key(|(_, place)| *place);

    for (event, range) in events {
        reader.event(event, (range.start + body, range.end + body));
    }
    let mut document = reader.finish();
    document.link_definitions = definitions;
    document
}

/// The label and place of `[label]: …`; none for those that are comments.
fn link_definition(text: &str, start: usize, end: usize) -> Option<(String, SourceSpan)> {
    let raw = text.get(start..end)?;
    let open = raw.find('[')?;
    let close = raw.find("]:")?;
    let label = raw.get(open + 1..close)?;
    if label == "//" || label.eq_ignore_ascii_case("comment") {
        return None;
    }
    let length = raw.trim_end().len();
    Some((
        label.to_owned(),
        SourceSpan::from_usize(start + open, start + length.max(open)),
    ))
}
