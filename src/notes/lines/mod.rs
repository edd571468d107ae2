//! Finds the notes that bear a label: `[^x]:` definitions, and blocks and lines that begin with one.

mod later;
mod openings;

use super::scan::Sign;
use super::{Label, Note, Series, sign};
use crate::document::{Block, BlockId, BlockKind, Document, HARD_BREAK, Hidden, Inline, InlineKind};
use crate::notes::wording::Wording;
use crate::rules::Rulebook;
use crate::span::{SourceSpan, TextSpan};
use std::collections::{BTreeMap, BTreeSet};

/// What was found in a pass over the document.
pub(super) struct Found {
    /// In order of their text.
    pub(super) notes: Vec<Note>,
    /// The labels of notes in the prose, in order: what stands there is no marker.
    pub(super) labels: Vec<TextSpan>,
}

/// A note in the making.
struct Draft {
    labels: Vec<(Label, SourceSpan)>,
    text: Vec<TextSpan>,
    block: BlockId,
    bullet: bool,
}

/// How a line begins, where it is a note.
struct Opening {
    labels: Vec<(Label, SourceSpan)>,
    /// The labels in the prose; none for a bullet.
    spans: Vec<TextSpan>,
    text_start: usize,
    bullet: bool,
}

/// Finds the labelled notes of `document`, whose possible markers are `signs`; `under_heading` says for each block
/// whether a heading announces notes there.
pub(super) fn notes(
    document: &Document,
    rulebook: &Rulebook,
    signs: &[Sign],
    under_heading: &[bool],
) -> Found {
    let mut reader = Reader::new(document, rulebook, signs, under_heading);
    for id in 0..document.blocks.len() {
        reader.block(id);
    }
    reader.close();
    reader.empty_definitions();
    let explicit: BTreeSet<Label> = reader
        .drafts
        .iter()
        .flat_map(|draft| draft.labels.iter().map(|(label, _)| label.clone()))
        .collect();
    reader.starred(&explicit);
    reader.link_definitions(signs, &explicit);
    let Reader {
        mut drafts,
        mut spans,
        small,
        unseen,
        ..
    } = reader;
    drafts.sort_by_key(|draft| (draft.text.first().map_or(0, |t| t.start), draft.block));
    spans.sort_unstable();
    let notes = drafts
        .into_iter()
        .map(|draft| finish(document, &small, &unseen, draft))
        .collect();
    Found { notes, labels: spans }
}

fn finish(document: &Document, small: &[TextSpan], unseen: &[TextSpan], draft: Draft) -> Note {
    let block = document.blocks.get(draft.block as usize);
    let first = draft.text.first().copied().unwrap_or_default();
    let covered = |by: &[TextSpan]| {
        let next = by.partition_point(|s| s.start <= first.start);
        next.checked_sub(1)
            .and_then(|i| by.get(i))
            .is_some_and(|s| s.contains(first) && !first.is_empty())
    };
    let words = draft
        .text
        .iter()
        .filter(|t| !t.is_empty())
        .map(|t| document.source_of(*t));
    let places = draft.labels.iter().map(|(_, span)| *span).chain(words);
    let style = covered(unseen).then_some(Hidden::Style);
    Note {
        source: places.reduce(SourceSpan::join).unwrap_or_default(),
        hidden: block.and_then(|b| b.hidden).or(style),
        small: block.is_some_and(|b| b.small) || covered(small),
        labels: draft.labels,
        text: draft.text,
        bullet: draft.bullet,
    }
}

struct Reader<'a> {
    document: &'a Document,
    wording: Wording<'a>,
    defined: BTreeSet<String>,
    /// Where each label is first met in running text.
    heard: BTreeMap<&'a Label, u32>,
    /// Where in each series a number first stands that is a marker by its place.
    counted: BTreeMap<Series, u32>,
    starred_tables: BTreeSet<u32>,
    /// The last list with stars for bullets that is inside no other, and those lists whose items are notes.
    last_starred_list: Option<u32>,
    starred_lists: BTreeSet<u32>,
    under_heading: &'a [bool],
    /// For each list how many items it has.
    items: Vec<u32>,
    /// For each list which series its numbers are taken for, once known.
    numbered: BTreeMap<u32, Option<Series>>,
    /// Stretches of inlines that are set small, and that a reader does not see.
    small: Vec<TextSpan>,
    unseen: Vec<TextSpan>,
    /// The table directly above the block in hand, notes under it passed over.
    table_above: Option<u32>,
    noted: Vec<bool>,
    tables_above: Vec<Option<u32>>,
    open: Option<Draft>,
    definition: Option<u32>,
    defined_here: BTreeSet<u32>,
    drafts: Vec<Draft>,
    spans: Vec<TextSpan>,
}

impl<'a> Reader<'a> {
    fn new(
        document: &'a Document,
        rulebook: &'a Rulebook,
        signs: &'a [Sign],
        under_heading: &'a [bool],
    ) -> Self {
        let wording = Wording::new(rulebook);
        let mut heard = BTreeMap::new();
        for sign in signs.iter().filter(|s| !s.leads) {
            heard.entry(&sign.label).or_insert(sign.text.start);
        }
        let mut counted = BTreeMap::new();
        let numbers = signs.iter().filter(|s| !s.leads && sign::number(&s.label.value));
        for sign in numbers.filter(|s| s.sure || (s.likely && s.label.series == Series::Paren)) {
            counted.entry(sign.label.series).or_insert(sign.text.start);
        }
        let starred_tables = signs
            .iter()
            .filter(|s| s.label.series == Series::Symbol && s.label.value.starts_with('*'));
        let starred_tables =
            starred_tables.filter_map(|s| match document.blocks.get(s.block as usize)?.kind {
                BlockKind::TableRow { table, .. } => Some(table),
                _ => None,
            });
        let mut items = vec![0; document.lists.len()];
        for block in &document.blocks {
            if let BlockKind::ListItem { list, item, .. } = block.kind
                && let Some(count) = items.get_mut(list as usize)
            {
                *count = item.saturating_add(1).max(*count);
            }
        }
        let inlines = |fits: fn(&InlineKind) -> bool| {
            document
                .inlines
                .iter()
                .filter(move |i| fits(&i.kind))
                .map(|i| i.text)
                .collect()
        };
        Self {
            document,
            wording,
            defined: document
                .definitions
                .iter()
                .map(|d| sign::fold(&d.label))
                .collect(),
            heard,
            counted,
            last_starred_list: document
                .lists
                .iter()
                .rposition(|l| l.bullet == '*' && !l.ordered && l.parent.is_none())
                .map(|list| list as u32),
            starred_lists: BTreeSet::new(),
            starred_tables: starred_tables.collect(),
            under_heading,
            items,
            numbered: BTreeMap::new(),
            small: inlines(|kind| matches!(kind, InlineKind::Small | InlineKind::Subscript)),
            unseen: inlines(|kind| matches!(kind, InlineKind::Hidden)),
            table_above: None,
            noted: vec![false; document.blocks.len()],
            tables_above: vec![None; document.blocks.len()],
            open: None,
            definition: None,
            defined_here: BTreeSet::new(),
            drafts: Vec::new(),
            spans: Vec::new(),
        }
    }

    fn heard(&self, series: Series, value: &str) -> Option<u32> {
        self.heard
            .get(&Label {
                series,
                value: value.to_owned(),
            })
            .copied()
    }

    fn under_heading(&self, id: usize) -> bool {
        self.under_heading.get(id).copied().unwrap_or(false)
    }

    fn close(&mut self) {
        if let Some(draft) = self.open.take() {
            self.drafts.push(draft);
        }
    }

    fn block(&mut self, id: usize) {
        let document = self.document;
        let Some(block) = document.blocks.get(id) else {
            return;
        };
        if block.definition.is_none() || block.definition != self.definition {
            self.close();
            self.definition = block.definition;
        }
        if let Some(slot) = self.tables_above.get_mut(id) {
            *slot = self.table_above;
        }
        let mut noted = false;
        if let Some(index) = block.definition {
            noted = true;
            self.continue_definition(id, block, index);
        }
        if readable(block) {
            let mut start = block.text.start as usize;
            for line in document.slice(block.text).split_inclusive(['\n', HARD_BREAK]) {
                let first = start == block.text.start as usize;
                let end = start + line.trim_end().len();
                // The first line of a definition's block bears the definition's label and no other.
                let opening = if first && block.definition.is_some() {
                    None
                } else {
                    self.opening(id, block, start, end, first)
                };
                if let Some(opening) = opening {
                    self.close();
                    noted |= first;
                    self.spans.extend(opening.spans);
                    self.open = Some(Draft {
                        labels: opening.labels,
                        text: vec![TextSpan::from_usize(
                            opening.text_start,
                            end.max(opening.text_start),
                        )],
                        block: id as BlockId,
                        bullet: opening.bullet,
                    });
                } else if let Some(text) = self.open.as_mut().and_then(|draft| draft.text.last_mut())
                    && text.end < end as u32
                {
                    text.end = end as u32;
                }
                start += line.len();
            }
        }
        if let Some(slot) = self.noted.get_mut(id) {
            *slot = noted;
        }
        self.table_above = match block.kind {
            BlockKind::TableRow { table, .. } => Some(table),
            BlockKind::Caption => self.table_above,
            _ => self.table_above.filter(|_| noted || self.starred_here(id, block)),
        };
    }

    /// Whether the block may yet be taken for a note of the table above it.
    fn starred_here(&self, id: usize, block: &Block) -> bool {
        self.whole_emphasis(id, block).is_some()
    }

    fn continue_definition(&mut self, id: usize, block: &Block, index: u32) {
        let trimmed = self.document.slice(block.text).trim_end().len() as u32;
        let first_line = self
            .document
            .slice(block.text)
            .split(['\n', HARD_BREAK])
            .next()
            .unwrap_or_default();
        let start = block.text.start;
        let text = TextSpan::new(start, start + trimmed.min(first_line.trim_end().len() as u32));
        if let Some(draft) = &mut self.open {
            draft.text.push(text);
            return;
        }
        let Some(definition) = self.document.definitions.get(index as usize) else {
            return;
        };
        self.defined_here.insert(index);
        let label = Label {
            series: Series::Footnote,
            value: sign::fold(&definition.label),
        };
        let labels = vec![(label, definition.marker)];
        self.open = Some(Draft {
            labels,
            text: vec![text],
            block: id as BlockId,
            bullet: false,
        });
    }

    /// The emphasis that covers all of a paragraph, where it is made by single characters.
    fn whole_emphasis(&self, _id: usize, block: &Block) -> Option<&'a Inline> {
        if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Caption) {
            return None;
        }
        let length = self.document.slice(block.text).trim_end().len() as u32;
        let from = self
            .document
            .inlines
            .partition_point(|i| i.text.start < block.text.start);
        let here = self.document.inlines.get(from..).unwrap_or_default().iter();
        here.take_while(|i| i.text.start == block.text.start).find(|i| {
            let markup = i.source.len().checked_sub(self.document.source_of(i.text).len());
            i.kind == InlineKind::Emphasis && i.text.len() >= length && markup == Some(2)
        })
    }
}

/// Whether notes are looked for in a block of this kind.
fn readable(block: &Block) -> bool {
    matches!(
        block.kind,
        BlockKind::Paragraph
            | BlockKind::ListItem { .. }
            | BlockKind::Caption
            | BlockKind::Heading { implied: false, .. }
    )
}
