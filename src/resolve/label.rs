//! The label that a new note should bear.

use crate::notes::{Label, NoteId, Notes, Series};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Symbols in the order in which they are used.
const SYMBOLS: [&str; 6] = ["*", "**", "***", "†", "‡", "§"];

/// The series that a new note's label may be of, the one first that wins a draw.
const SERIES: [Series; 5] = [
    Series::Bracket,
    Series::Footnote,
    Series::Superscript,
    Series::Symbol,
    Series::Paren,
];

/// See [`super::Resolved::next_label`].
pub(super) fn next(notes: &Notes) -> Label {
    let labels = || {
        let of_notes = notes
            .notes
            .iter()
            .flat_map(|n| n.labels.iter().map(|(label, _)| label));
        notes.markers.iter().map(|m| &m.label).chain(of_notes)
    };
    let mut uses: BTreeMap<Series, usize> = BTreeMap::new();
    let mut numbers = BTreeSet::new();
    let mut symbols = BTreeSet::new();
    for label in labels() {
        *uses.entry(label.series).or_default() += 1;
        if let Ok(number) = label.value.parse::<u32>() {
            numbers.insert(number);
        }
        symbols.insert(label.value.as_str());
    }
    let count = |series: &Series| uses.get(series).copied().unwrap_or(0);
    // `max_by_key` gives the last of equals.
    let prevailing = SERIES
        .iter()
        .rev()
        .copied()
        .max_by_key(count)
        .unwrap_or(Series::Bracket);
    if prevailing == Series::Symbol
        && let Some(symbol) = SYMBOLS.iter().find(|s| !symbols.contains(*s))
    {
        return Label {
            series: Series::Symbol,
            value: (*symbol).to_owned(),
        };
    }
    let series = if prevailing == Series::Symbol {
        Series::Bracket
    } else {
        prevailing
    };
    // Behind the last number, so that the order of first use stays; into a gap only where labels end.
    let last = numbers.last().copied().unwrap_or(0);
    let free = || (1..=999).find(|n| !numbers.contains(n));
    let number = if last < 999 || series == Series::Footnote {
        Some(last.saturating_add(1))
    } else {
        free()
    };
    match number {
        Some(number) => Label {
            series,
            value: number.to_string(),
        },
        None => Label {
            series: Series::Footnote,
            value: last.saturating_add(1).to_string(),
        },
    }
}

/// The notes that bear a label which a note before them bears as well, each with the label that it seems to be meant
/// to bear: one of the same series that a marker shows and no note bears. Both in the order of the draft.
pub(super) fn meant(notes: &Notes) -> Vec<(NoteId, Label)> {
    let mut borne = BTreeSet::new();
    let mut again = Vec::new();
    for (id, note) in notes.notes.iter().enumerate() {
        for (label, _) in &note.labels {
            if !borne.insert(label) {
                again.push((id as NoteId, label.series));
            }
        }
    }
    let mut lost: BTreeMap<Series, VecDeque<&Label>> = BTreeMap::new();
    let mut met = BTreeSet::new();
    for marker in notes.markers.iter().filter(|m| m.note.is_none()) {
        if met.insert(&marker.label) {
            lost.entry(marker.label.series)
                .or_default()
                .push_back(&marker.label);
        }
    }
    let meant = again
        .into_iter()
        .filter_map(|(id, series)| Some((id, lost.get_mut(&series)?.pop_front()?.clone())));
    meant.collect()
}
