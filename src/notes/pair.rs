//! Leads markers to notes.

use super::scan::Sign;
use super::{Label, Marker, Note, NoteId, Series};
use crate::span::TextSpan;
use std::collections::{BTreeMap, BTreeSet};

/// The notes that bear a label, as (start of text, note), in order.
#[derive(Default)]
struct Bearers {
    visible: Vec<(u32, NoteId)>,
    hidden: Vec<(u32, NoteId)>,
}

/// The series whose notes a marker of each series leads to, the nearest kin first. A bare `1` is not reached by
/// `[1]`: that the two stand in one draft is a fault of its own.
const fn kin(series: Series) -> &'static [Series] {
    match series {
        Series::Footnote => &[Series::Footnote],
        Series::Bracket => &[Series::Bracket, Series::Paren, Series::Symbol],
        Series::Paren => &[Series::Paren],
        Series::Symbol => &[Series::Symbol, Series::Bracket],
        Series::Superscript => &[Series::Superscript, Series::Bare, Series::Bracket, Series::Paren],
        Series::Bare => &[Series::Bare],
    }
}

/// The markers among `signs` that are no part of a note's label (`labels`, sorted), each with its note.
pub(super) fn markers(signs: Vec<Sign>, labels: &[TextSpan], notes: &[Note]) -> Vec<Marker> {
    let mut bearers: BTreeMap<&Label, Bearers> = BTreeMap::new();
    for (id, note) in notes.iter().enumerate() {
        let start = note.text.first().map_or(0, |t| t.start);
        for (label, _) in &note.labels {
            let of_label = bearers.entry(label).or_default();
            let side = if note.hidden.is_some() {
                &mut of_label.hidden
            } else {
                &mut of_label.visible
            };
            side.push((start, id as NoteId));
        }
    }
    let lead = |sign: &Sign| {
        let mut sought = sign.label.clone();
        kin(sign.label.series).iter().find_map(|series| {
            // An unsure raised digit is a power unless a raised note bears it.
            if !sign.sure && *series != sign.label.series {
                return None;
            }
            sought.series = *series;
            let found = bearers.get(&sought)?;
            nearest(&found.visible, sign.text.start).or_else(|| nearest(&found.hidden, sign.text.start))
        })
    };
    let borne: BTreeSet<Series> = bearers
        .keys()
        .filter(|label| super::sign::number(&label.value))
        .map(|label| label.series)
        .collect();
    let mut next_label = labels.iter().peekable();
    let mut markers = Vec::new();
    for sign in signs {
        while next_label.next_if(|label| label.end <= sign.text.start).is_some() {}
        if next_label.peek().is_some_and(|label| label.overlaps(sign.text)) {
            continue;
        }
        let note = lead(&sign);
        if sign.sure || note.is_some() || (sign.likely && borne.contains(&sign.label.series)) {
            markers.push(Marker {
                label: sign.label,
                text: sign.text,
                source: sign.source,
                block: sign.block,
                note,
            });
        }
    }
    markers
}

/// The first at or behind `at`, else the last before it.
fn nearest(notes: &[(u32, NoteId)], at: u32) -> Option<NoteId> {
    let behind = notes.partition_point(|(start, _)| *start < at);
    notes.get(behind).or_else(|| notes.last()).map(|(_, id)| *id)
}
