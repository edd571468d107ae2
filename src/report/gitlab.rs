//! GitLab's Code Quality report: a JSON array with one object per finding that counts.
//!
//! GitLab tells findings apart, and from those of the target branch, by `fingerprint` alone: it holds no line number.

use super::place::{Places, Region};
use super::told;
use crate::finding::{Level, Standing};
use crate::linter::Review;
use crate::source::Columns;
use serde::Serialize;

/// The beginning of the document.
pub const START: &str = "[";
/// The end of the document.
pub const END: &str = "]\n";

#[derive(Serialize)]
struct Issue<'f> {
    description: String,
    check_name: &'f str,
    fingerprint: &'f str,
    severity: &'static str,
    location: Location<'f>,
}

#[derive(Serialize)]
struct Location<'f> {
    path: &'f str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// The findings of one draft that count, each without a comma before it.
pub fn draft(review: &Review<'_>, places: &Places) -> Result<Vec<String>, serde_json::Error> {
    let source = review.resolved.source;
    let mut open = review
        .findings
        .iter()
        .filter(|f| f.standing == Standing::Open)
        .peekable();
    if open.peek().is_none() {
        return Ok(Vec::new());
    }
    let path = places.path(source.name());
    open.map(|finding| {
        let region = Region::of(source, finding.span, Columns::Characters);
        super::json_text(&Issue {
            description: told::paragraph(review, finding),
            check_name: &finding.rule,
            fingerprint: &finding.fingerprint,
            severity: match finding.level {
                Level::Error => "major",
                Level::Warning => "minor",
                Level::Info => "info",
            },
            location: Location {
                path: &path,
                lines: Lines {
                    begin: region.line,
                    end: region.end_line,
                },
            },
        })
    })
    .collect()
}
