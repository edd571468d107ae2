//! A series numbered in the order in which its markers stand.

use super::labels::rewrite;
use crate::check::rank;
use crate::finding::Edit;
use crate::notes::{Label, NoteId, Series};
use crate::resolve::Resolved;
use std::collections::BTreeMap;

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
    let mut bearers: BTreeMap<u32, NoteId> = BTreeMap::new();
    for (id, note) in r.notes.notes.iter().enumerate() {
        for (label, _) in &note.labels {
            if let Some(number) = number(label) {
                let twice = bearers.insert(number, id as NoteId).is_some();
                if twice || note.bullet || note.hidden.is_some() {
                    return None;
                }
            }
        }
    }
    let new = new_numbers(r, &bearers, number)?;
    let value = |n: u32| match sign {
        '0' => n.to_string(),
        sign => sign.to_string().repeat(n as usize),
    };
    let mut edits = Vec::new();
    for marker in &r.notes.markers {
        let Some(old) = number(&marker.label) else { continue };
        let now = *new.get(&old)?;
        if now != old {
            edits.push(rewrite(r, marker.source, &marker.label, &value(now), false)?);
        }
    }
    for note in &r.notes.notes {
        let borne = note.labels.iter();
        let borne: Vec<_> = borne.filter_map(|(l, span)| Some((l, *span, number(l)?))).collect();
        let mut now: Vec<u32> = borne.iter().filter_map(|(_, _, n)| new.get(n).copied()).collect();
        // One note's labels stand in their own order.
        now.sort_unstable();
        for ((label, span, old), now) in borne.into_iter().zip(now) {
            if now != old {
                edits.push(rewrite(r, span, label, &value(now), true)?);
            }
        }
    }
    (!edits.is_empty()).then_some(edits)
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
    bearers.keys().for_each(|old| give(*old));
    Some(new)
}
