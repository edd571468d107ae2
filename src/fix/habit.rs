//! How a draft writes its markers, so that new ones look the same.

use crate::notes::{Label, Series};
use crate::resolve::Resolved;
use std::collections::BTreeMap;

/// Votes for and against.
#[derive(Clone, Copy, Debug, Default)]
struct Votes(i32);

impl Votes {
    fn cast(&mut self, yes: bool) {
        self.0 += if yes { 1 } else { -1 };
    }

    fn won(self) -> bool {
        self.0 > 0
    }
}

/// The ways of one series.
#[derive(Clone, Copy, Debug, Default)]
struct Ways {
    spaced: Votes,
    before_stop: Votes,
    raised: Votes,
    escaped: Votes,
}

/// How a draft writes its markers.
#[derive(Clone, Debug, Default)]
pub(super) struct Habits {
    by_series: BTreeMap<Series, Ways>,
    all: Ways,
    /// Footnotes as their definitions spell them, by folded label.
    spelled: BTreeMap<String, String>,
}

/// Whether a sentence can end with this sign.
pub(super) const fn stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？')
}

impl Habits {
    pub(super) fn of(r: &Resolved<'_>) -> Self {
        let mut habits = Self::default();
        for definition in &r.document.definitions {
            let folded = definition.label.split_whitespace().collect::<Vec<_>>().join(" ");
            habits
                .spelled
                .entry(folded.to_lowercase())
                .or_insert_with(|| definition.label.clone());
        }
        let text = r.source.text();
        let mut last_end = None;
        for marker in &r.notes.markers {
            // Of several in a row the first shows how far they stand from the words, the last how near the stop.
            let first = last_end.replace(marker.source.end) != Some(marker.source.start);
            let ways = habits.by_series.entry(marker.label.series).or_default();
            let before = text.get(..marker.source.start as usize).unwrap_or_default();
            let behind = text.get(marker.source.end as usize..).unwrap_or_default();
            let slice = r.source.slice(marker.source);
            for ways in [ways, &mut habits.all] {
                vote(ways, slice, (before, behind), first);
            }
        }
        habits
    }

    fn way(&self, series: Series, votes: impl Fn(&Ways) -> Votes) -> bool {
        let own = self.by_series.get(&series).map(&votes);
        own.unwrap_or_else(|| votes(&self.all)).won()
    }

    /// Whether a space stands between the words and the marker.
    pub(super) fn spaced(&self, series: Series) -> bool {
        self.way(series, |ways| ways.spaced)
    }

    /// Whether markers stand before the full stop.
    pub(super) fn before_stop(&self, series: Series) -> bool {
        self.way(series, |ways| ways.before_stop)
    }

    /// A marker as this draft writes it, or the same at the start of a note.
    pub(super) fn written(&self, label: &Label, html: bool) -> String {
        let own = self.by_series.get(&label.series).copied().unwrap_or_default();
        let raised = own.raised.won() && label.series != Series::Footnote;
        match label.series {
            Series::Superscript if html || raised => format!("<sup>{}</sup>", label.value),
            Series::Footnote => {
                let spelled = self.spelled.get(&label.value).unwrap_or(&label.value);
                format!("[^{spelled}]")
            }
            _ => {
                let written = if own.escaped.won() && !html {
                    label.written().replace('*', "\\*")
                } else {
                    label.written()
                };
                if raised {
                    format!("<sup>{written}</sup>")
                } else {
                    written
                }
            }
        }
    }
}

fn vote(ways: &mut Ways, slice: &str, (before, behind): (&str, &str), first: bool) {
    ways.raised
        .cast(slice.starts_with("<sup") || before.ends_with("<sup>"));
    ways.escaped.cast(slice.starts_with('\\'));
    if !first {
        return;
    }
    let words = before.trim_end();
    // `see [1] for more` names a source in the middle of a sentence: there a space is no habit.
    let closes = words.ends_with(|c: char| stop(c) || matches!(c, '"' | '”' | ')' | '%'));
    if closes || behind.is_empty() || behind.starts_with(|c: char| stop(c) || matches!(c, '\n' | '\r')) {
        ways.spaced.cast(before.ends_with(' '));
    }
    if behind.starts_with(stop) {
        ways.before_stop.cast(true);
    } else if words.ends_with(|c: char| stop(c) || matches!(c, '"' | '”' | ')')) {
        ways.before_stop.cast(false);
    }
}
