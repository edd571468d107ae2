//! A series numbered in the order in which its markers stand.

use super::labels::rewrite;
use super::line::line_of;
use crate::check::{looks_alike, rank};
use crate::finding::Edit;
use crate::notes::{Label, Note, NoteId, Series};
use crate::resolve::Resolved;
use crate::span::SourceSpan;
use std::collections::BTreeMap;

/// Words that a text refers to a note with; the number behind them would be another note's afterwards.
const REFERRING: [&str; 8] = [
    "note",
    "notes",
    "footnote",
    "footnotes",
    "endnote",
    "endnotes",
    "fn",
    "nn",
];

/// Whether a text speaks of notes by their numbers: "see note 2".
fn refers_by_number(text: &str) -> bool {
    let mut words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .peekable();
    while let Some(word) = words.next() {
        let refers = word.len() <= 9 && REFERRING.iter().any(|r| word.eq_ignore_ascii_case(r));
        if refers
            && words
                .peek()
                .is_some_and(|next| next.bytes().all(|b| b.is_ascii_digit()))
        {
            return true;
        }
    }
    false
}

/// The edits that renumber a series; nothing where it is not clear which marker belongs to which note.
pub(super) fn renumber(r: &Resolved<'_>, series: Series, sign: char) -> Option<Vec<Edit>> {
    let number = |label: &Label| {
        let (of, first, number) = rank(label)?;
        ((of, first) == (series, sign)).then_some(number)
    };
    // A dagger is followed by another sign, which the series does not tell.
    if !matches!(sign, '0' | '*') {
        return None;
    }
    if sign == '0' && refers_by_number(&r.document.text) {
        return None;
    }
    let mut bearers: BTreeMap<u32, NoteId> = BTreeMap::new();
    for (id, note) in r.notes.notes.iter().enumerate() {
        for (label, _) in &note.labels {
            if let Some(number) = number(label) {
                let twice = bearers.insert(number, id as NoteId).is_some();
                // The number of an item in a list is counted and not written.
                if twice || (note.bullet && series != Series::Symbol) || note.hidden.is_some() {
                    return None;
                }
            }
        }
    }
    let new = new_numbers(r, &bearers, number)?;
    // `[1]` and `¹` are taken for the same: a number that another series shows stays free.
    let others = r.notes.notes.iter().flat_map(|n| &n.labels).map(|(l, _)| l);
    let mut others = others.filter(|l| looks_alike(series) && looks_alike(l.series) && l.series != series);
    if others.any(|l| l.value.parse().is_ok_and(|n: usize| n <= new.len())) {
        return None;
    }
    let value = |n: u32| match sign {
        '0' => n.to_string(),
        sign => sign.to_string().repeat(n as usize),
    };
    let mut edits = Vec::new();
    for marker in &r.notes.markers {
        let Some(old) = number(&marker.label) else {
            continue;
        };
        let now = *new.get(&old)?;
        if now != old {
            edits.push(rewrite(r, marker.source, &marker.label, &value(now), false)?);
        }
    }
    let mut entries = Vec::new();
    for note in &r.notes.notes {
        let borne = note.labels.iter();
        let borne: Vec<_> = borne
            .filter_map(|(l, span)| Some((l, *span, number(l)?)))
            .collect();
        let mut now: Vec<u32> = borne.iter().filter_map(|(_, _, n)| new.get(n).copied()).collect();
        // One note's labels stand in their own order.
        now.sort_unstable();
        let (Some(old), Some(first)) = (borne.iter().map(|(_, _, n)| *n).min(), now.first().copied()) else {
            continue;
        };
        let mut edits = Vec::new();
        for ((label, span, old), now) in borne.into_iter().zip(now) {
            if now != old {
                edits.push(rewrite(r, span, label, &value(now), true)?);
            }
        }
        entries.push(Entry {
            note,
            old,
            new: first,
            edits,
        });
    }
    match in_new_order(r, &entries) {
        Some(moved) => edits.extend(moved),
        None => edits.extend(entries.into_iter().flat_map(|entry| entry.edits)),
    }
    (!edits.is_empty()).then_some(edits)
}

/// A note of the series.
struct Entry<'a> {
    note: &'a Note,
    /// The smallest number it bore and the smallest it bears now.
    old: u32,
    new: u32,
    /// What gives it its new labels.
    edits: Vec<Edit>,
}

/// Where notes stood in the order of their numbers, they are put in the order of the new ones: each in the place of
/// another. Nothing where they need not or cannot be moved.
fn in_new_order(r: &Resolved<'_>, entries: &[Entry<'_>]) -> Option<Vec<Edit>> {
    let ascend = |key: fn(&Entry<'_>) -> u32| entries.is_sorted_by_key(key);
    if !ascend(|e| e.note.source.start) || !ascend(|e| e.old) || ascend(|e| e.new) {
        return None;
    }
    let places: Vec<SourceSpan> = entries.iter().map(|e| extent(r, e.note)).collect::<Option<_>>()?;
    if !places.is_sorted_by(|a, b| a.end <= b.start) {
        return None;
    }
    // What a note says may have markers of its own, which are written over already.
    let mut inner = r.notes.markers.iter().map(|m| m.source.start);
    if inner.any(|at| {
        let next = places.partition_point(|p| p.start <= at);
        next.checked_sub(1)
            .and_then(|i| places.get(i))
            .is_some_and(|p| p.holds(at))
    }) {
        return None;
    }
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|&i| entries.get(i).map(|e| e.new));
    let mut edits = Vec::new();
    for (place, &from) in places.iter().zip(&order) {
        let (entry, source) = (entries.get(from)?, *places.get(from)?);
        let mut text = String::new();
        let mut at = source.start;
        for edit in &entry.edits {
            text.push_str(r.source.slice(SourceSpan::new(at, edit.span.start.max(at))));
            text.push_str(&edit.text);
            at = edit.span.end;
        }
        text.push_str(r.source.slice(SourceSpan::new(at, source.end.max(at))));
        if text != r.source.slice(*place) {
            edits.push(Edit { span: *place, text });
        }
    }
    Some(edits)
}

/// All of a note from its label on, where it has its lines for itself.
fn extent(r: &Resolved<'_>, note: &Note) -> Option<SourceSpan> {
    let start = note.labels.iter().map(|(_, span)| span.start).min()?;
    let block = r.document.block_at(note.text.first()?.start)?;
    let block = r.document.blocks.get(block as usize)?;
    let definition = block
        .definition
        .and_then(|d| r.document.definitions.get(d as usize));
    let end = definition.map_or(note.source.end, |definition| {
        let text = r.source.slice(definition.source);
        definition.source.start + text.trim_end().len() as u32
    });
    let span = SourceSpan::new(start, end.max(start));
    let (first, last) = (line_of(r, span.start), line_of(r, span.end));
    let before = r
        .source
        .slice(SourceSpan::new(first.start, span.start.max(first.start)));
    let behind = r.source.slice(SourceSpan::new(span.end.min(last.end), last.end));
    (before.trim().is_empty() && behind.trim().is_empty()).then_some(span)
}

/// The new number for each old one: by first use, then those that no marker shows.
fn new_numbers(
    r: &Resolved<'_>,
    bearers: &BTreeMap<u32, NoteId>,
    number: impl Fn(&Label) -> Option<u32>,
) -> Option<BTreeMap<u32, u32>> {
    let mut new = BTreeMap::new();
    let mut next = 1;
    let mut give = |old: u32| {
        new.entry(old).or_insert_with(|| {
            next += 1;
            next - 1
        });
    };
    for marker in &r.notes.markers {
        if let Some(old) = number(&marker.label) {
            // A marker that leads nowhere, or to a note of another series, says nothing sure.
            if marker.note.is_none() || bearers.get(&old).copied() != marker.note {
                return None;
            }
            give(old);
        }
    }
    for old in bearers.keys() {
        give(*old);
    }
    Some(new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_that_are_spoken_of_by_number() {
        for (text, refers) in [
            ("See note 2 for the source.", true),
            ("(Footnotes 1 and 3)", true),
            ("Note: 2 of 3 funds rose.", true),
            ("We note that 2 of 3 funds rose.", false),
            ("A banknote of 50 euros", false),
            ("", false),
        ] {
            assert_eq!(refers_by_number(text), refers, "{text}");
        }
    }
}
