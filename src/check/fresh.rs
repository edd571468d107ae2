//! Labels for notes that are yet to be written, or to be labelled.

use crate::notes::{Label, Series};
use crate::resolve::Resolved;
use std::collections::BTreeSet;

/// Hands out labels in the series that the draft uses, from the first number on that nothing bears.
pub(crate) struct NextLabel {
    series: Series,
    taken: BTreeSet<u32>,
    next: u32,
}

impl NextLabel {
    pub(crate) fn new(r: &Resolved<'_>) -> Self {
        let borne = r.notes.notes.iter().flat_map(|n| &n.labels);
        let borne = borne.map(|(label, _)| label);
        let labels = || borne.clone().chain(r.notes.markers.iter().map(|m| &m.label));
        let brackets = labels().any(|l| l.series == Series::Bracket);
        let footnotes = labels().any(|l| l.series == Series::Footnote);
        // `[^1]` is what Markdown itself understands; `[1]` only where the author's house writes it so.
        let series = if brackets && !footnotes {
            Series::Bracket
        } else {
            Series::Footnote
        };
        Self {
            series,
            // A number in another series is passed over too: `[1]` and `[^1]` look the same to a reader.
            taken: labels().filter_map(|l| l.value.parse().ok()).collect(),
            next: 1,
        }
    }

    /// The next label; for a place in raw HTML one that is read there.
    pub(crate) fn take(&mut self, html: bool) -> Label {
        while self.taken.contains(&self.next) {
            self.next += 1;
        }
        let value = self.next.to_string();
        self.next += 1;
        let series = if html && self.series == Series::Footnote {
            Series::Superscript
        } else {
            self.series
        };
        Label { series, value }
    }
}
