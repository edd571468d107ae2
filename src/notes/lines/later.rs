//! Notes that are found when all others are known.

use super::{Draft, Reader};
use crate::document::BlockId;
use crate::notes::scan::Sign;
use crate::notes::{Label, Series, place, sign};
use crate::rules::matcher::Tag;
use crate::span::{SourceSpan, TextSpan};
use std::collections::BTreeSet;

impl Reader<'_> {
    /// Paragraphs in italics whose first star is a label and emphasis at once: directly under a table that
    /// carries the marker, or near the end where a marker would else lead nowhere.
    pub(super) fn starred(&mut self, explicit: &BTreeSet<Label>) {
        let label = Label {
            series: Series::Symbol,
            value: "*".to_owned(),
        };
        let heard = self.heard.get(&label).copied();
        for (id, block) in self.document.blocks.iter().enumerate() {
            if self.noted.get(id) != Some(&false) {
                continue;
            }
            let table = self.tables_above.get(id).copied().flatten();
            let under_table = table.is_some_and(|t| self.starred_tables.contains(&t));
            let last_resort = !explicit.contains(&label)
                && heard.is_some_and(|at| at < block.text.start)
                && (place::near_end(self.document, id) || self.under_heading(id))
                && self
                    .wording
                    .begins(self.document.slice(block.text), Tag::NoteOpening);
            if !under_table && !last_resort {
                continue;
            }
            let Some(inline) = self.whole_emphasis(id, block) else {
                continue;
            };
            let at = inline.source.start;
            let end = block.text.start + self.document.slice(block.text).trim_end().len() as u32;
            self.drafts.push(Draft {
                labels: vec![(label.clone(), SourceSpan::new(at, at + 1))],
                text: vec![TextSpan::new(block.text.start, end)],
                block: id as BlockId,
                bullet: false,
            });
        }
    }

    /// Adds a note of which there is no prose. It stands behind all prose, where it is inside no other note.
    fn add_without_text(&mut self, label: Label, at: SourceSpan) {
        let text = TextSpan::empty(self.document.text.len() as u32);
        let block = self.document.blocks.len() as BlockId;
        self.drafts.push(Draft {
            labels: vec![(label, at)],
            text: vec![text],
            block,
            bullet: false,
        });
    }

    /// Definitions in whose body nothing stands.
    pub(super) fn empty_definitions(&mut self) {
        for (index, definition) in self.document.definitions.iter().enumerate() {
            if !self.defined_here.contains(&(index as u32)) {
                let label = Label {
                    series: Series::Footnote,
                    value: sign::fold(&definition.label),
                };
                self.add_without_text(label, definition.marker);
            }
        }
    }

    /// `[1]: https://…` makes every `[1]` a link: to a reader a source, where no other note bears the label.
    pub(super) fn link_definitions(&mut self, signs: &[Sign], explicit: &BTreeSet<Label>) {
        let linked: BTreeSet<&str> = signs
            .iter()
            .filter(|s| s.label.series == Series::Bracket && !self.document.slice(s.text).starts_with('['))
            .map(|s| s.label.value.as_str())
            .collect();
        for (name, at) in &self.document.link_definitions {
            let label = Label {
                series: Series::Bracket,
                value: sign::fold(name),
            };
            if linked.contains(label.value.as_str()) && !explicit.contains(&label) {
                self.add_without_text(label, *at);
            }
        }
    }
}
