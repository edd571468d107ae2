//! Labels for notes that are yet to be written, or to be labelled.

use crate::document::BlockKind;
use crate::notes::{Label, Marker, Series};
use crate::resolve::Resolved;
use std::collections::BTreeSet;

/// Signs in the order in which they are used up, by drafts that use stars only and by drafts that use daggers.
const STARS: [&str; 5] = ["*", "**", "***", "†", "‡"];
const DAGGERS: [&str; 6] = ["*", "†", "‡", "**", "††", "‡‡"];

/// Hands out labels in the series that the draft uses, the first that nothing bears first.
pub(crate) struct NextLabel {
    series: Series,
    taken: BTreeSet<u32>,
    next: u32,
    /// Signs that are free, the next one last.
    signs: Vec<&'static str>,
}

impl NextLabel {
    pub(crate) fn new(r: &Resolved<'_>) -> Self {
        let borne = r.notes.notes.iter().flat_map(|n| &n.labels);
        let borne = borne.map(|(label, _)| label);
        let labels = || borne.clone().chain(r.notes.markers.iter().map(|m| &m.label));
        let signs: BTreeSet<&str> = labels()
            .filter(|l| l.series == Series::Symbol)
            .map(|l| l.value.as_str())
            .collect();
        let order: &[&str] = if signs.iter().any(|s| s.starts_with(['†', '‡'])) {
            &DAGGERS
        } else {
            &STARS
        };
        // What is defined as a link would make a link of the marker.
        let defined = r.document.link_definitions.iter();
        let defined = defined.filter_map(|(name, _)| name.trim().parse().ok());
        Self {
            series: series(r),
            // A number in another series is passed over too: `[1]` and `[^1]` look the same to a reader.
            taken: labels()
                .filter_map(|l| l.value.parse().ok())
                .chain(defined)
                .collect(),
            next: 1,
            signs: free_signs(order, &signs),
        }
    }

    /// The next number.
    pub(crate) fn number(&mut self) -> String {
        while self.taken.contains(&self.next) {
            self.next += 1;
        }
        self.next += 1;
        (self.next - 1).to_string()
    }

    /// The next label; for a place in raw HTML one that is read there.
    pub(crate) fn take(&mut self, html: bool) -> Label {
        if self.series == Series::Symbol
            && let Some(sign) = self.signs.pop()
        {
            return Label {
                series: Series::Symbol,
                value: sign.to_owned(),
            };
        }
        let series = match self.series {
            Series::Footnote if html => Series::Superscript,
            // All signs are used up.
            Series::Symbol => Series::Bracket,
            series => series,
        };
        Label {
            series,
            value: self.number(),
        }
    }
}

/// The signs that nothing bears, the next one last: those that follow the last that is used come first.
fn free_signs(order: &[&'static str], used: &BTreeSet<&str>) -> Vec<&'static str> {
    let last = order.iter().rposition(|s| used.contains(s));
    let (before, behind) = order.split_at(last.map_or(0, |at| at + 1));
    let free = behind.iter().chain(before).filter(|s| !used.contains(*s));
    let mut free: Vec<_> = free.copied().collect();
    free.reverse();
    free
}

/// The series of a new label, from those that stand in the draft.
fn series(r: &Resolved<'_>) -> Series {
    // A star in a table that leads nowhere is more often a rating or a slip than a way of writing markers.
    let in_table = |m: &Marker| {
        let block = r.document.blocks.get(m.block as usize);
        block.is_some_and(|b| matches!(b.kind, BlockKind::TableRow { .. }))
    };
    let markers = r.notes.markers.iter();
    let markers = markers.filter(|m| m.note.is_some() || m.label.series != Series::Symbol || !in_table(m));
    let borne = r.notes.notes.iter().flat_map(|n| &n.labels);
    let used: BTreeSet<Series> = borne
        .map(|(label, _)| label.series)
        .chain(markers.map(|m| m.label.series))
        .collect();
    // `[^1]` is what Markdown itself understands; the others only where the author's house writes so.
    if used.contains(&Series::Footnote) {
        return Series::Footnote;
    }
    let order = [
        Series::Bracket,
        Series::Superscript,
        Series::Paren,
        Series::Symbol,
    ];
    if let Some(series) = order.into_iter().find(|s| used.contains(s)) {
        return series;
    }
    // A draft written one line per paragraph is plain text: its notes are lines, no footnotes of Markdown.
    if r.document.line_paragraphs {
        Series::Bracket
    } else {
        Series::Footnote
    }
}
