//! What each construct reads as: exact blocks with their prose.

mod blocks;
mod facts;
mod raw_html;

use crate::document::{BlockKind, Document, Hidden};
use crate::source::SourceFile;

/// Reads a draft and makes sure that every verbatim piece holds what the file holds.
fn document(name: &str, text: &str) -> Document {
    let file = SourceFile::new(name, text);
    let document = super::read(&file);
    for piece in &document.pieces {
        assert!(
            file.text().get(piece.source.range()).is_some(),
            "{piece:?} of {text:?}"
        );
        if piece.verbatim {
            assert_eq!(document.slice(piece.text), file.slice(piece.source), "{text:?}");
        }
    }
    document
}

/// Each block as `kind: prose`, with what hides or shrinks it and how deep it is quoted.
fn dump(document: &Document) -> Vec<String> {
    let block = |b: &crate::document::Block| {
        let kind = match b.kind {
            BlockKind::Paragraph => "p".to_owned(),
            BlockKind::Heading { level, implied } => format!("h{level}{}", if implied { "?" } else { "" }),
            BlockKind::ListItem { list, item, first } => {
                format!("li{list}.{item}{}", if first { "" } else { "+" })
            }
            BlockKind::TableRow { table, header } => format!("tr{table}{}", if header { "!" } else { "" }),
            BlockKind::FrontMatter(key) => format!("{key:?}").to_lowercase(),
            BlockKind::ImageText => "img".to_owned(),
            BlockKind::Caption => "cap".to_owned(),
        };
        let hidden = match b.hidden {
            None => "",
            Some(Hidden::Comment) => " comment",
            Some(Hidden::ClosedDetails) => " details",
            Some(Hidden::Style) => " style",
        };
        let quote = if b.quote_depth > 0 {
            format!(" q{}", b.quote_depth)
        } else {
            String::new()
        };
        let note = b.definition.map_or(String::new(), |d| format!(" def{d}"));
        let small = if b.small { " small" } else { "" };
        format!("{kind}{quote}{note}{hidden}{small}: {}", document.slice(b.text))
    };
    document.blocks.iter().map(block).collect()
}

/// Every case: a name, a draft, its blocks.
fn assert_blocks(cases: &[(&str, &str, &[&str])]) {
    for (name, text, expected) in cases {
        let file = if name.starts_with("mdx") { "a.mdx" } else { "a.md" };
        assert_eq!(dump(&document(file, text)), *expected, "{name}");
        let crlf = text.replace('\n', "\r\n");
        assert_eq!(dump(&document(file, &crlf)), *expected, "{name} with CRLF");
    }
}
