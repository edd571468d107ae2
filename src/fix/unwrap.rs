//! Notes set smaller than the text are set as large as it.

use super::line::line_of;
use crate::finding::Edit;
use crate::notes::NoteId;
use crate::resolve::Resolved;
use crate::span::SourceSpan;

/// In bytes: a tag that makes a note small is no longer, and stands no further before it.
const TAG: usize = 256;
/// In bytes: its end stands no further behind the note.
const FAR: usize = 16_384;

/// The edits that take off what makes a note small: `<small>`, `<sub>`, or a font size in a style.
pub(super) fn unwrap(r: &Resolved<'_>, id: NoteId) -> Option<Vec<Edit>> {
    let note = r.notes.notes.get(id as usize)?;
    let text = note.text.first().map(|t| r.document.source_of(*t).start);
    let starts = [Some(note.source.start), text];
    let tag = starts.into_iter().flatten().find_map(|at| tag_before(r, at))?;
    let slice = r.source.slice(tag);
    let name: String = slice
        .trim_start_matches('<')
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase();
    if !matches!(name.as_str(), "small" | "sub") {
        let edit = without_size(slice, tag)?;
        let bare = slice.len() - edit.span.len() as usize == "<span>".len() && edit.text.is_empty();
        if name != "span" || !bare {
            return Some(vec![edit]);
        }
    }
    let end = end_tag(r, note.source.end.max(tag.end), &name)?;
    let mut edits = vec![off(r, tag), off(r, end)];
    if let Some(first) = edits.first_mut() {
        let behind = r.source.text().get(first.span.end as usize..).unwrap_or_default();
        let line = line_of(r, first.span.start);
        let begins = r
            .source
            .slice(SourceSpan::new(line.start, first.span.start.max(line.start)))
            .trim()
            .is_empty();
        // What stood behind the tag begins the line now, and a star there would be a bullet.
        if begins && behind.starts_with("* ") {
            first.text.push('\\');
        }
    }
    Some(edits)
}

/// The tag that opens directly before `at`; signs of emphasis may stand between the two.
fn tag_before(r: &Resolved<'_>, at: u32) -> Option<SourceSpan> {
    let before = r.source.text().get(..at as usize)?;
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'));
    let inner = before.strip_suffix('>')?;
    let mut from = inner.len().saturating_sub(TAG);
    while !inner.is_char_boundary(from) {
        from += 1;
    }
    let start = from + inner.get(from..)?.rfind('<')?;
    let tag = SourceSpan::from_usize(start, before.len());
    let slice = r.source.slice(tag);
    let opens = !slice.starts_with("</") && !slice.ends_with("/>");
    opens.then_some(tag)
}

/// The end of the element with this name that is open at `at`.
fn end_tag(r: &Resolved<'_>, at: u32, name: &str) -> Option<SourceSpan> {
    let behind = r.source.text().get(at as usize..)?;
    let mut to = behind.len().min(FAR);
    while !behind.is_char_boundary(to) {
        to -= 1;
    }
    let near = behind.get(..to)?.to_ascii_lowercase();
    let end = near.find(&format!("</{name}>"))?;
    // Another of the name that opens first would be closed there.
    if near.find(&format!("<{name}")).is_some_and(|open| open < end) {
        return None;
    }
    let start = at + end as u32;
    Some(SourceSpan::new(start, start + name.len() as u32 + 3))
}

/// Takes a tag off, with its line where it stands alone on it.
fn off(r: &Resolved<'_>, tag: SourceSpan) -> Edit {
    let line = line_of(r, tag.start);
    let alone = r.source.slice(line).trim() == r.source.slice(tag);
    let text = r.source.text();
    let span = if alone {
        let behind = text.get(line.end as usize..).unwrap_or_default();
        let newline = ["\r\n", "\n"].into_iter().find(|n| behind.starts_with(n));
        SourceSpan::new(line.start, line.end + newline.map_or(0, str::len) as u32)
    } else {
        tag
    };
    Edit {
        span,
        text: String::new(),
    }
}

/// A tag without the font size in its style.
fn without_size(tag: &str, span: SourceSpan) -> Option<Edit> {
    let lower = tag.to_ascii_lowercase();
    let style = lower.find("style=")?;
    let quote = tag
        .get(style + 6..)?
        .chars()
        .next()
        .filter(|c| matches!(c, '"' | '\''))?;
    let from = style + 7;
    let value = tag.get(from..)?.split(quote).next()?;
    let kept: Vec<&str> = value
        .split(';')
        .map(str::trim)
        .filter(|part| {
            let property = part.split(':').next().unwrap_or_default().trim();
            !part.is_empty() && !property.eq_ignore_ascii_case("font-size")
        })
        .collect();
    let size = value.to_ascii_lowercase().contains("font-size");
    let end = from + value.len() + 1;
    let (start, text) = if kept.is_empty() {
        let before = tag.get(..style)?;
        (before.trim_end().len(), String::new())
    } else {
        (
            style,
            format!("{}{quote}{}{quote}", tag.get(style..from - 1)?, kept.join("; ")),
        )
    };
    size.then(|| Edit {
        span: SourceSpan::new(span.start + start as u32, span.start + end as u32),
        text,
    })
}
