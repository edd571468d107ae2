//! Checkstyle's XML, which many tools read: one `<file>` per draft with findings, one `<error>` per finding that
//! counts. Columns count characters.

use super::place::Region;
use super::{path_text, told, xml};
use crate::finding::Standing;
use crate::linter::Review;
use crate::source::Columns;
use std::io;

/// The beginning of the document.
pub fn start() -> String {
    format!("{}<checkstyle version=\"4.3\">\n", xml::DECLARATION)
}

/// The end of the document.
pub const END: &str = "</checkstyle>\n";

/// The part of one draft; empty where no finding counts.
pub fn draft(review: &Review<'_>) -> io::Result<String> {
    let source = review.resolved.source;
    let mut open = review
        .findings
        .iter()
        .filter(|f| f.standing == Standing::Open)
        .peekable();
    if open.peek().is_none() {
        return Ok(String::new());
    }
    let name = path_text(source.name());
    xml::piece(|writer| {
        let file = writer
            .create_element("file")
            .with_attribute(("name", &*xml::clean(&name)));
        file.write_inner_content(|writer| {
            for finding in open {
                let region = Region::of(source, finding.span, Columns::Characters);
                let error = writer.create_element("error").with_attributes([
                    ("line", region.line.to_string().as_str()),
                    ("column", &region.column.to_string()),
                    ("severity", &finding.level.to_string()),
                    ("message", &xml::clean(&told::paragraph(review, finding))),
                    ("source", &format!("caveat.{}", finding.rule)),
                ]);
                error.write_empty()?;
            }
            Ok(())
        })?;
        Ok(())
    })
}
