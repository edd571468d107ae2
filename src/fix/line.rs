//! Lines of a file around a place.

use crate::resolve::Resolved;
use crate::span::SourceSpan;

/// The line that `at` stands on, without its end.
pub(super) fn line_of(r: &Resolved<'_>, at: u32) -> SourceSpan {
    let number = r.source.position(at).line;
    let line = r.source.line(number).unwrap_or_else(|| SourceSpan::empty(at));
    // The byte-order mark stands before the first line.
    let start = line.start.max((r.source.bom() as u32).min(line.end));
    SourceSpan::new(start, line.end)
}

/// How the lines around `at` end: as the one before does, or else the one at `at`.
pub(super) fn newline_at(r: &Resolved<'_>, at: u32) -> &'static str {
    let text = r.source.text();
    let before = text.get(..at as usize).unwrap_or_default();
    let end = before.rfind('\n').or_else(|| text.find('\n'));
    let carriage = end
        .and_then(|end| end.checked_sub(1))
        .is_some_and(|at| text.as_bytes().get(at) == Some(&b'\r'));
    if carriage { "\r\n" } else { "\n" }
}

/// Whether the line behind the one that ends at `at` says something.
pub(super) fn next_line_is_full(r: &Resolved<'_>, at: u32) -> bool {
    let behind = r.source.text().get(at as usize..).unwrap_or_default();
    let Some((_, rest)) = behind.split_once('\n') else {
        return false;
    };
    let next = rest.split('\n').next().unwrap_or_default();
    !next.trim().is_empty()
}
