//! Labels written over, in markers and before notes.

use super::habit::Habits;
use crate::document::{BlockKind, InlineKind};
use crate::finding::Edit;
use crate::notes::{Label, NoteId, Series};
use crate::resolve::Resolved;
use crate::span::SourceSpan;

/// What may stand behind the value of a marker's label in the file.
const CLOSINGS: [&str; 7] = ["", "]", ")", ",", "</sup>", "]</sup>", ")</sup>"];

/// The stretch at `span` that shows `label`, without brackets and the like. A marker that is a link with a
/// destination shows its number twice and is not touched; `note` allows for what follows a note's label.
fn value_at(r: &Resolved<'_>, span: SourceSpan, label: &Label, note: bool) -> Option<SourceSpan> {
    let slice = r.source.slice(span);
    let open = slice
        .trim_start_matches("<sup>")
        .trim_start_matches(['[', '(', '^', ' ']);
    let open = open.trim_start_matches("Note ");
    let from = slice.len() - open.len();
    let len = open
        .find([']', ')', '<', ',', ';', ' ', '-', '–', ':', '.'])
        .unwrap_or(open.len());
    let value = open.get(..len)?;
    let rest = open.get(len..)?.trim_end();
    let same = value.replace('\\', "").eq_ignore_ascii_case(&label.value)
        || value == raised(&label.value)
        || value.eq_ignore_ascii_case(&label.value);
    // In `[1-3]` the numbers between the two are not written.
    let range = |text: &str| text.starts_with(['-', '–']);
    let behind = r.source.text().get(span.end as usize..).unwrap_or_default();
    let before = r.source.text().get(..span.start as usize).unwrap_or_default();
    let whole = slice.ends_with([']', ')', '>']) || label.series == Series::Symbol;
    if !same || range(rest) || (!whole && (range(behind) || before.ends_with(['-', '–']))) {
        return None;
    }
    if !note && !CLOSINGS.contains(&rest) {
        return None;
    }
    let start = span.start + from as u32;
    Some(SourceSpan::new(start, start + len as u32))
}

fn raised(value: &str) -> String {
    value.chars().map(crate::text::raised).collect()
}

/// The edit that makes a marker or a note's label show `value`.
pub(super) fn rewrite(
    r: &Resolved<'_>,
    span: SourceSpan,
    label: &Label,
    value: &str,
    note: bool,
) -> Option<Edit> {
    let place = value_at(r, span, label, note)?;
    let old = r.source.slice(place);
    let text = if note && value.starts_with('*') {
        // Two stars before words are no markup; one is a bullet.
        if value == "*" { "\\*" } else { value }.to_owned()
    } else if old.starts_with('\\') {
        value.replace('*', "\\*")
    } else if old == raised(&label.value) && old != label.value {
        raised(value)
    } else {
        value.to_owned()
    };
    Some(Edit { span: place, text })
}

/// The edits that give a note, and the markers that lead to it, another label.
pub(super) fn relabel(
    r: &Resolved<'_>,
    habits: &Habits,
    led: &[u32],
    id: NoteId,
    from: &Label,
    to: &Label,
) -> Option<Vec<Edit>> {
    let note = r.notes.notes.get(id as usize)?;
    let mut edits = Vec::new();
    for (label, span) in note.labels.iter().filter(|(l, _)| l.value == from.value) {
        if label.series == to.series || label.series != Series::Bare {
            // The number of an item in a list is counted and not written.
            if note.bullet {
                return None;
            }
            edits.push(rewrite(r, *span, label, &to.value, true)?);
        } else {
            let glued = !r
                .source
                .text()
                .get(span.end as usize..)?
                .starts_with(char::is_whitespace);
            let space = if glued { " " } else { "" };
            let footnote = if to.series == Series::Footnote { ":" } else { "" };
            edits.push(Edit {
                span: *span,
                text: format!("{}{footnote}{space}", habits.written(to, false)),
            });
        }
    }
    for &marker in led {
        let marker = r.notes.markers.get(marker as usize)?;
        if marker.label.value == from.value {
            edits.push(rewrite(r, marker.source, &marker.label, &to.value, false)?);
        }
    }
    (!edits.is_empty()).then_some(edits)
}

/// The edit that puts a label before a note that bears none.
pub(super) fn put_before(r: &Resolved<'_>, id: NoteId, label: &Label, opening: &str) -> Option<Edit> {
    let note = r.notes.notes.get(id as usize)?;
    let text = note.text.first()?;
    let block = r.document.block_at(text.start)?;
    let block = r.document.blocks.get(block as usize)?;
    let before = SourceSpan::new(
        block.source.start,
        r.document.source_of(*text).start.max(block.source.start),
    );
    let line_start = before.of(r.source.text()).trim().is_empty()
        || (r.document.line_paragraphs && before.of(r.source.text()).trim_end_matches(' ').ends_with('\n'));
    // A footnote's definition is a block of its own.
    let bears = match block.kind {
        BlockKind::Paragraph => label.series != Series::Footnote || (!block.html && block.quote_depth == 0),
        BlockKind::ListItem { first: true, .. } => {
            label.series != Series::Footnote && label.series != Series::Symbol
        }
        _ => false,
    };
    if !line_start || !bears || block.definition.is_some() || !note.labels.is_empty() {
        return None;
    }
    let at = r.document.source_of(*text).start;
    // Emphasis that begins with the note stays around its words.
    let around = r
        .document
        .inlines_in(*text)
        .take_while(|i| i.text.start == text.start);
    let around = around.filter(|i| !matches!(i.kind, InlineKind::Code | InlineKind::Url { .. }));
    let at = around
        .map(|i| i.source.start)
        .min()
        .map_or(at, |start| start.min(at));
    let star = if opening == "*" && !block.html { "\\" } else { "" };
    Some(Edit {
        span: SourceSpan::empty(at),
        text: format!("{star}{opening} "),
    })
}

/// The edit that adds a label to those of a note.
pub(super) fn join(r: &Resolved<'_>, id: NoteId, written: &str) -> Option<Edit> {
    let note = r.notes.notes.get(id as usize)?;
    let (_, last) = note.labels.iter().max_by_key(|(_, span)| span.end)?;
    (!note.bullet).then(|| Edit {
        span: SourceSpan::empty(last.end),
        text: format!(", {written}"),
    })
}
