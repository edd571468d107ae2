//! A draft as it reads: headings, paragraphs, lists, tables and quotes, with the findings in the margin.

use super::inline::Inline;
use super::margin::Margin;
use super::marks::Marks;
use super::plain;
use crate::document::{Block, BlockId, BlockKind, CELL_BORDER, Document, FrontMatterKey, Hidden};
use crate::linter::Review;
use crate::report::proposed::Proposed;
use crate::span::{SourceSpan, TextSpan};
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};

/// So many lists or quotes inside each other are drawn as such; deeper ones look like the deepest.
const DEEPEST: u8 = 8;

/// Renders one draft.
pub(super) struct Draft<'r, 'a> {
    review: &'r Review<'a>,
    inline: Inline<'r, 'a>,
    margin: Margin<'r, 'a>,
    /// Lists by their first block, the outermost first.
    lists: BTreeMap<BlockId, Vec<u32>>,
    /// Tables by their first block.
    tables: BTreeMap<BlockId, u32>,
    /// Blocks that begin with a note whose label is the bullet.
    labelled: BTreeSet<BlockId>,
    /// How many quotes stand around the part that is being drawn.
    quotes: u8,
    /// One past the last byte that is shown.
    cursor: u32,
}

impl<'r, 'a> Draft<'r, 'a> {
    pub(super) fn new(
        review: &'r Review<'a>,
        marks: &'r Marks,
        prefix: &'r str,
        proposed: &'r [Proposed<'r>],
    ) -> Self {
        let document = &review.resolved.document;
        let mut lists: BTreeMap<BlockId, Vec<u32>> = BTreeMap::new();
        for (index, list) in document.lists.iter().enumerate() {
            lists.entry(list.blocks.0).or_default().push(index as u32);
        }
        for starting in lists.values_mut() {
            let last = |index: &u32| {
                document
                    .lists
                    .get(*index as usize)
                    .map_or(0, |list| list.blocks.1)
            };
            starting.sort_by_key(|index| (std::cmp::Reverse(last(index)), *index));
        }
        let tables = document.tables.iter().enumerate();
        let bullets = review.resolved.notes.notes.iter().filter(|note| note.bullet);
        let labelled = bullets.filter_map(|note| document.block_at(note.text.first()?.start));
        Self {
            labelled: labelled.collect(),
            quotes: 0,
            review,
            inline: Inline::new(review, marks, prefix),
            margin: Margin::new(review, marks, prefix, proposed),
            lists,
            tables: tables
                .map(|(index, table)| (table.blocks.0, index as u32))
                .collect(),
            cursor: document.front_matter.as_ref().map_or(0, |front| front.source.end),
        }
    }

    fn document(&self) -> &'r Document {
        &self.review.resolved.document
    }

    /// All of it, with the findings of each part beside it.
    pub(super) fn whole(&mut self) -> Markup {
        let count = self.document().blocks.len() as BlockId;
        let mut out = html! {};
        let mut at = 0;
        while at < count {
            let end = self.unit_end(at).clamp(at + 1, count);
            out.0.push_str(&self.not_prose(at, end).0);
            let text = self.quoted(at, 0, |draft| {
                draft.quotes = draft.block(at).map_or(0, |block| block.quote_depth);
                draft.blocks(at, end, 0)
            });
            let range = |id: BlockId| {
                self.document()
                    .blocks
                    .get(id as usize)
                    .map_or_else(TextSpan::default, |b| b.text)
            };
            let (from, to) = (range(at).start, range(end - 1).end);
            let mut findings: Vec<usize> = self.inline.findings_in(from, to).collect();
            findings.sort_unstable();
            let unit = html! {
                div.unit {
                    div.text dir="auto" { (text) }
                    @if !findings.is_empty() {
                        ul.margin {
                            @for index in findings { (self.margin.card(index)) }
                        }
                    }
                }
            };
            out.0.push_str(&unit.0);
            at = end;
        }
        let end = self.review.resolved.source.text().len() as u32;
        out.0.push_str(&self.gap(end).0);
        out
    }

    /// One past the last block of what begins at `at`.
    fn unit_end(&self, at: BlockId) -> BlockId {
        let document = self.document();
        let list = self
            .lists
            .get(&at)
            .and_then(|lists| document.lists.get(*lists.first()? as usize));
        let table = self
            .tables
            .get(&at)
            .and_then(|table| document.tables.get(*table as usize));
        let list = list.map_or(at + 1, |list| list.blocks.1);
        list.max(table.map_or(at + 1, |table| table.blocks.1))
    }

    fn block(&self, id: BlockId) -> Option<&'r Block> {
        self.document().blocks.get(id as usize)
    }

    /// `inner` in as many quotes as the block stands in beyond `outer`.
    fn quoted(&mut self, id: BlockId, outer: u8, inner: impl FnOnce(&mut Self) -> Markup) -> Markup {
        let depth = self.block(id).map_or(0, |block| block.quote_depth);
        let mut out = inner(self);
        for _ in 0..depth.saturating_sub(outer).min(DEEPEST) {
            out = html! { blockquote { (out) } };
        }
        out
    }

    /// The blocks `from..to`, inside `depth` lists.
    fn blocks(&mut self, from: BlockId, to: BlockId, depth: u8) -> Markup {
        let mut out = html! {};
        let mut at = from;
        while at < to {
            let end = self.inner_end(at, depth).clamp(at + 1, to);
            let part = match self.list_at(at, depth) {
                Some(list) => self.list(list, at, end, depth),
                None => match self.tables.get(&at).copied() {
                    Some(table) => self.table(table, at, end),
                    None => self.quoted(at, self.quotes, |draft| draft.single(at)),
                },
            };
            out.0.push_str(&part.0);
            at = end;
        }
        out
    }

    /// The list that begins at `at` inside `depth` others.
    fn list_at(&self, at: BlockId, depth: u8) -> Option<u32> {
        if depth >= DEEPEST {
            return None;
        }
        let lists = self.lists.get(&at)?;
        // Several can begin with one block (`- - a`): each is met one deeper than the one before.
        lists.iter().copied().find(|list| self.depth_of(*list) == depth)
    }

    /// How many lists stand around a list, up to [`DEEPEST`].
    fn depth_of(&self, list: u32) -> u8 {
        let mut depth = 0;
        let mut at = Some(list);
        while let Some(parent) = at.and_then(|list| self.document().lists.get(list as usize)?.parent) {
            depth += 1;
            if depth >= DEEPEST {
                break;
            }
            at = Some(parent);
        }
        depth
    }

    fn inner_end(&self, at: BlockId, depth: u8) -> BlockId {
        let document = self.document();
        let list = self
            .list_at(at, depth)
            .and_then(|list| document.lists.get(list as usize));
        let table = self
            .tables
            .get(&at)
            .and_then(|table| document.tables.get(*table as usize));
        list.map(|list| list.blocks.1)
            .or(table.map(|table| table.blocks.1))
            .unwrap_or(at + 1)
    }

    fn list(&mut self, id: u32, from: BlockId, to: BlockId, depth: u8) -> Markup {
        let Some(facts) = self.document().lists.get(id as usize) else {
            return html! {};
        };
        let (ordered, start) = (facts.ordered, facts.start);
        let mut items: Vec<(BlockId, BlockId)> = Vec::new();
        let mut current = None;
        for at in from..to {
            let item = match self.block(at).map(|block| block.kind) {
                Some(BlockKind::ListItem { list, item, .. }) if list == id => Some(item),
                // Whatever else stands in the list belongs to the item it follows.
                _ => current,
            };
            match items.last_mut() {
                Some(range) if item == current => range.1 = at + 1,
                _ => items.push((at, at + 1)),
            }
            current = item;
        }
        let content = html! {
            @for (from, to) in items {
                li class=[self.labelled.contains(&from).then_some("own-label")] { (self.blocks(from, to, depth + 1)) }
            }
        };
        html! {
            @if ordered { ol start=(start) { (content) } } @else { ul { (content) } }
        }
    }

    fn table(&mut self, table: u32, from: BlockId, to: BlockId) -> Markup {
        let Some(facts) = self.document().tables.get(table as usize) else {
            return html! {};
        };
        let caption = facts.caption.filter(|caption| (from..to).contains(caption));
        let is_row = |draft: &Self, at: BlockId, head: bool| {
            let kind = draft.block(at).map(|block| block.kind);
            match kind {
                Some(BlockKind::TableRow { header, .. }) => header == head,
                _ => !head && Some(at) != caption,
            }
        };
        let head: Vec<BlockId> = (from..to).filter(|at| is_row(self, *at, true)).collect();
        let body: Vec<BlockId> = (from..to).filter(|at| is_row(self, *at, false)).collect();
        let columns = (from..to).map(|at| self.cells(at).len()).max().unwrap_or(1);
        html! {
            div.scroll tabindex="0" role="group" aria-label="Table" {
                table {
                    @if let Some(caption) = caption { caption { (self.prose(caption)) } }
                    @if !head.is_empty() {
                        thead { @for row in head { (self.row(row, true, columns)) } }
                    }
                    tbody { @for row in body { (self.row(row, false, columns)) } }
                }
            }
        }
    }

    /// The cells of a row; any other block is one cell.
    fn cells(&self, id: BlockId) -> Vec<TextSpan> {
        let Some(block) = self.block(id) else {
            return Vec::new();
        };
        if !matches!(block.kind, BlockKind::TableRow { .. }) {
            return vec![block.text];
        }
        let mut cells = Vec::new();
        let mut start = block.text.start;
        for (at, _) in self.document().slice(block.text).match_indices(CELL_BORDER) {
            let border = block.text.start + at as u32;
            cells.push(TextSpan::new(start, border));
            start = border + 1;
        }
        cells.push(TextSpan::new(start, block.text.end.max(start)));
        cells
    }

    fn row(&mut self, id: BlockId, head: bool, columns: usize) -> Markup {
        let cells = self.cells(id);
        if let Some(block) = self.block(id) {
            self.inline.begin(block.text.start);
        }
        let last = cells.len().saturating_sub(1);
        html! {
            tr {
                @for (index, cell) in cells.iter().enumerate() {
                    @let content = html! {
                        (self.inline.prose(*cell))
                        @if index == last { (self.inline.numbers_until(cell.end)) }
                    };
                    @if head {
                        th scope="col" { (content) }
                    } @else if index == last && last + 1 < columns {
                        td colspan=(columns - last) { (content) }
                    } @else {
                        td { (content) }
                    }
                }
            }
        }
    }

    /// The prose of a block with all numbers that stand in it.
    fn prose(&mut self, id: BlockId) -> Markup {
        let Some(text) = self.block(id).map(|block| block.text) else {
            return html! {};
        };
        self.inline.begin(text.start);
        let mut out = self.inline.prose(text);
        out.0.push_str(&self.inline.numbers_until(text.end).0);
        out
    }

    fn single(&mut self, id: BlockId) -> Markup {
        let Some(block) = self.block(id) else {
            return html! {};
        };
        let prose = self.prose(id);
        let lead = |words: &str| html! { span.lead { (words) } " " };
        let out = match block.kind {
            BlockKind::Heading { .. } => {
                // The page's own headings are two deep already, and none is to be left out below them.
                let depth = self.document().headings_over(block.section).count().clamp(1, 4);
                match depth {
                    1 => html! { h3 { (prose) } },
                    2 => html! { h4 { (prose) } },
                    3 => html! { h5 { (prose) } },
                    _ => html! { h6 { (prose) } },
                }
            }
            BlockKind::FrontMatter(key) => html! { p.front { (lead(key_name(key))) (prose) } },
            BlockKind::ImageText => html! { p.image { (lead("Image:")) (prose) } },
            BlockKind::Caption => html! { p.caption { (prose) } },
            _ => html! { p { (prose) } },
        };
        match (block.hidden, block.small) {
            (Some(hidden), _) => html! {
                div.unseen { p.why { (hidden_in_words(hidden)) } (out) }
            },
            (None, true) => html! { div.small { (out) } },
            (None, false) => out,
        }
    }

    /// What stands before the blocks `from..to` on lines of its own and is no prose.
    fn not_prose(&mut self, from: BlockId, to: BlockId) -> Markup {
        let blocks = self
            .document()
            .blocks
            .get(from as usize..to as usize)
            .unwrap_or_default();
        let start = blocks
            .iter()
            .map(|block| block.source.start)
            .min()
            .unwrap_or(self.cursor);
        let end = blocks
            .iter()
            .map(|block| block.source.end)
            .max()
            .unwrap_or(self.cursor);
        let out = self.gap(start);
        self.cursor = self.cursor.max(end);
        out
    }

    /// The lines between what was shown last and `until` that say something.
    fn gap(&mut self, until: u32) -> Markup {
        let source = self.review.resolved.source;
        if until <= self.cursor {
            return html! {};
        }
        let gap = SourceSpan::new(self.cursor, until);
        let mut text = String::new();
        let mut at = gap.start;
        for comment in self.comments_in(gap) {
            text.push_str(source.slice(SourceSpan::new(at, comment.start.max(at))));
            at = comment.end.max(at);
        }
        text.push_str(source.slice(SourceSpan::new(at, until.max(at))));
        // Parts of lines are the markup of the prose before and behind.
        let text = if gap.start == 0 {
            text.as_str()
        } else {
            text.split_once('\n').map_or("", |(_, rest)| rest)
        };
        let whole = until as usize == source.text().len();
        let text = if whole {
            text
        } else {
            text.rsplit_once('\n').map_or("", |(lines, _)| lines)
        };
        if !says_something(text) {
            return html! {};
        }
        html! {
            div.unit {
                div.text {
                    pre.not-prose tabindex="0" aria-label="Not read as prose" { (plain(text.trim_matches(['\n', '\r']))) }
                }
            }
        }
    }

    fn comments_in(&self, gap: SourceSpan) -> impl Iterator<Item = SourceSpan> + 'r {
        let comments = &self.document().comments;
        let from = comments.partition_point(|comment| comment.source.end <= gap.start);
        let rest = comments.get(from..).unwrap_or_default().iter();
        rest.map(|comment| comment.source)
            .take_while(move |comment| comment.start < gap.end)
    }
}

/// Whether anything is left of `text` without tags and signs.
fn says_something(text: &str) -> bool {
    let mut tag = false;
    text.chars().any(|c| {
        match c {
            '<' => tag = true,
            '>' => tag = false,
            c => return !tag && c.is_alphabetic(),
        }
        false
    })
}

fn key_name(key: FrontMatterKey) -> &'static str {
    match key {
        FrontMatterKey::Title => "Title:",
        FrontMatterKey::Subtitle => "Subtitle:",
        FrontMatterKey::Description => "Description:",
        FrontMatterKey::Summary => "Summary:",
        FrontMatterKey::Excerpt => "Excerpt:",
    }
}

fn hidden_in_words(hidden: Hidden) -> &'static str {
    match hidden {
        Hidden::Comment => "No reader sees this: it stands in a comment that nothing closes.",
        Hidden::ClosedDetails => "A reader sees this only after opening it.",
        Hidden::Style => "No reader sees this: a style hides it.",
    }
}
