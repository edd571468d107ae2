//! Warnings in running text beside the claims they are for: where a profile allows no footnote.

use super::NoteReading;
use crate::document::{BlockId, BlockKind, Document};
use crate::notes::{NoteId, Notes};
use crate::rules::model::{NoteKindId, Placement};
use crate::settings::Settings;
use std::collections::BTreeMap;

/// Visible notes without a label by the block they stand in.
#[derive(Debug, Default)]
pub(crate) struct Beside {
    by_block: BTreeMap<BlockId, Vec<NoteId>>,
}

impl Beside {
    /// Gathers them, where some profile asks for it.
    pub(crate) fn new(document: &Document, notes: &Notes, settings: &Settings) -> Self {
        let mut beside = Self::default();
        if !settings.placement.values().any(|place| *place == Placement::Body) {
            return beside;
        }
        for (id, note) in (0..).zip(&notes.notes) {
            let block = note.text.first().and_then(|text| document.block_at(text.start));
            if let Some(block) = block.filter(|_| note.labels.is_empty() && note.hidden.is_none()) {
                beside.by_block.entry(block).or_default().push(id);
            }
        }
        beside
    }

    /// The note of one of these kinds in the block `id` of a claim, or in the one right behind it. Behind a table or
    /// a list is behind all of it; what names the source of a table may stand between.
    pub(crate) fn find(
        &self,
        document: &Document,
        readings: &[NoteReading],
        id: BlockId,
        kinds: &[NoteKindId],
    ) -> Option<NoteId> {
        let fits = |block: BlockId| {
            let notes = self.by_block.get(&block)?;
            let of_kind = |note: &&NoteId| {
                let reading = readings.get(**note as usize);
                reading.is_some_and(|reading| reading.kinds.iter().any(|kind| kinds.contains(kind)))
            };
            notes.iter().find(of_kind).copied()
        };
        let kind = document.blocks.get(id as usize)?.kind;
        let behind = match kind {
            BlockKind::TableRow { table, .. } => document.tables.get(table as usize)?.blocks.1,
            BlockKind::ListItem { list, .. } => outermost_end(document, list)?,
            _ => id + 1,
        };
        let caption = match kind {
            BlockKind::TableRow { table, .. } => document.tables.get(table as usize)?.caption,
            _ => None,
        };
        fits(id)
            .or_else(|| caption.and_then(fits))
            .or_else(|| fits(id + 1))
            .or_else(|| fits(behind))
            .or_else(|| {
                let block = document.blocks.get(behind as usize)?;
                let passed_over = block.kind == BlockKind::ImageText || block.kind == BlockKind::Caption;
                let of_table = matches!(kind, BlockKind::TableRow { .. })
                    && document
                        .slice(block.text)
                        .get(..6)
                        .is_some_and(|s| s.eq_ignore_ascii_case("source"));
                (passed_over || of_table).then(|| fits(behind + 1)).flatten()
            })
    }
}

/// One past the last block of the list that a list stands in.
fn outermost_end(document: &Document, list: u32) -> Option<BlockId> {
    let mut at = document.lists.get(list as usize)?;
    // Parents come before their children, so this ends.
    while let Some(parent) = at.parent.and_then(|parent| document.lists.get(parent as usize)) {
        if parent.blocks.1 < at.blocks.1 {
            break;
        }
        at = parent;
    }
    Some(at.blocks.1)
}
