//! What is open around the next block: headings, lists, quotes, tables, captions, what hides or shrinks text.
//! Markdown and raw HTML share it, so that a list is a list whoever opened it.

use crate::document::{BlockId, BlockKind, Document, Hidden, InlineKind, List, Section, Table};

#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is open or not, in any combination"
)]
pub(super) struct Context {
    /// Level of the open heading.
    pub(super) heading: Option<u8>,
    /// Whether the open heading is made by a line of `=` or `-` below it.
    pub(super) underlined: bool,
    /// Open captions.
    pub(super) captions: u32,
    /// Index of the open footnote definition.
    pub(super) definition: Option<u32>,
    /// Whether a lazy continuation line has left the lists (drafts with one line per paragraph).
    pub(super) lazy: bool,
    /// Whether text is being read from a comment that is never closed.
    pub(super) commented: bool,
    /// Whether text is being read from raw HTML.
    pub(super) html: bool,
    /// Open closed `<details>`, and `<summary>` in them.
    pub(super) details: u32,
    pub(super) summaries: u32,
    /// Open elements whose style or attribute hides them.
    pub(super) hiding: u32,
    /// Open elements that are set smaller.
    pub(super) shrinking: u32,
    quotes: u32,
    lists: Vec<OpenList>,
    tables: Vec<OpenTable>,
    /// Sections around the next block, outermost first, with their levels.
    sections: Vec<(u32, u8)>,
    /// Open figures: how many tables there were when they began, and the caption met since.
    figures: Vec<(usize, Option<BlockId>)>,
}

struct OpenList {
    list: u32,
    item: Option<u32>,
    items: u32,
    fresh: bool,
}

struct OpenTable {
    table: u32,
    head: bool,
    row: Option<OpenRow>,
}

#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing about the row or its open cell"
)]
struct OpenRow {
    header: bool,
    cells: u32,
    head_cells: u32,
    in_cell: bool,
    /// Whether the open cell has no prose yet.
    fresh: bool,
    /// Whether a block inside the cell has ended, so that the next prose follows a break.
    broken: bool,
}

pub(super) fn first_section() -> Section {
    Section {
        heading: None,
        level: 0,
        parent: None,
    }
}

impl Context {
    /// The kind of a block that opens now.
    pub(super) fn kind(&self) -> BlockKind {
        if let Some(OpenTable {
            table,
            row: Some(row),
            head,
        }) = self.tables.last()
        {
            return BlockKind::TableRow {
                table: *table,
                header: row.header || *head,
            };
        }
        if self.captions > 0 {
            return BlockKind::Caption;
        }
        match self.heading {
            Some(level) => BlockKind::Heading {
                level,
                implied: false,
            },
            None => self.kind_of_text(),
        }
    }

    /// The kind of a block of plain text that opens now.
    pub(super) fn kind_of_text(&self) -> BlockKind {
        match self.lists.last() {
            Some(&OpenList {
                list,
                item: Some(item),
                fresh,
                ..
            }) if !self.lazy => BlockKind::ListItem {
                list,
                item,
                first: fresh,
            },
            _ => BlockKind::Paragraph,
        }
    }

    /// Whether nothing but the section is open.
    pub(super) fn plain(&self) -> bool {
        self.quotes == 0 && self.definition.is_none() && (self.lists.is_empty() || self.lazy)
    }

    pub(super) fn hidden(&self) -> Option<Hidden> {
        if self.commented {
            Some(Hidden::Comment)
        } else if self.hiding > 0 {
            Some(Hidden::Style)
        } else {
            (self.details > self.summaries.min(1)).then_some(Hidden::ClosedDetails)
        }
    }

    pub(super) fn small(&self) -> bool {
        self.shrinking > 0
    }

    /// An inline that hides or shrinks text goes on behind its block.
    pub(super) fn carry(&mut self, kind: &InlineKind) {
        match kind {
            InlineKind::Hidden => self.hiding += 1,
            InlineKind::Small | InlineKind::Subscript => self.shrinking += 1,
            _ => {}
        }
    }

    /// Undoes [`Context::carry`].
    pub(super) fn drop_carried(&mut self, kind: &InlineKind) {
        match kind {
            InlineKind::Hidden => self.hiding = self.hiding.saturating_sub(1),
            InlineKind::Small | InlineKind::Subscript => self.shrinking = self.shrinking.saturating_sub(1),
            _ => {}
        }
    }

    // Sections.

    pub(super) fn section(&self) -> u32 {
        self.sections.last().map_or(0, |s| s.0)
    }

    pub(super) fn open_section(&mut self, sections: &mut Vec<Section>, level: u8, heading: BlockId) {
        while self.sections.last().is_some_and(|s| s.1 >= level) {
            self.sections.pop();
        }
        let id = sections.len() as u32;
        sections.push(Section {
            heading: Some(heading),
            level,
            parent: Some(self.section()),
        });
        self.sections.push((id, level));
    }

    // Quotes.

    pub(super) fn quote_depth(&self) -> u8 {
        u8::try_from(self.quotes).unwrap_or(u8::MAX)
    }

    pub(super) fn open_quote(&mut self) {
        self.quotes += 1;
    }

    pub(super) fn close_quote(&mut self) {
        self.quotes = self.quotes.saturating_sub(1);
    }

    // Lists.

    /// `number` is that of the first item, for a numbered list.
    pub(super) fn open_list(
        &mut self,
        doc: &mut Document,
        number: Option<u64>,
        bullet: char,
        lead_in: Option<BlockId>,
    ) {
        let next = doc.blocks.len() as BlockId;
        let parent = self.lists.last().map(|l| l.list);
        let list = doc.lists.len() as u32;
        doc.lists.push(List {
            ordered: number.is_some(),
            start: number.unwrap_or(1),
            bullet,
            lead_in,
            parent,
            blocks: (next, next),
        });
        self.lists.push(OpenList {
            list,
            item: None,
            items: 0,
            fresh: false,
        });
    }

    pub(super) fn open_item(&mut self) {
        self.lazy = false;
        if let Some(list) = self.lists.last_mut() {
            list.item = Some(list.items);
            list.items += 1;
            list.fresh = true;
        }
    }

    pub(super) fn close_item(&mut self) {
        self.lazy = false;
        if let Some(list) = self.lists.last_mut() {
            list.item = None;
        }
    }

    pub(super) fn in_list(&self) -> bool {
        !self.lists.is_empty()
    }

    pub(super) fn close_list(&mut self, doc: &mut Document) {
        self.lazy = false;
        let Some(closed) = self.lists.pop() else { return };
        let Some(list) = doc.lists.get(closed.list as usize) else {
            return;
        };
        let (parent, blocks) = (list.parent, list.blocks);
        if let Some(parent) = parent.and_then(|p| doc.lists.get_mut(p as usize))
            && blocks.1 > blocks.0
        {
            parent.blocks.1 = parent.blocks.1.max(blocks.1);
        }
    }

    // Tables.

    pub(super) fn open_table(&mut self, doc: &mut Document) {
        let next = doc.blocks.len() as BlockId;
        let caption = self.figures.last().and_then(|f| f.1);
        let table = doc.tables.len() as u32;
        doc.tables.push(Table {
            header: None,
            blocks: (next, next),
            caption,
        });
        self.tables.push(OpenTable {
            table,
            head: false,
            row: None,
        });
    }

    pub(super) fn close_table(&mut self, doc: &mut Document) {
        if let Some(closed) = self.tables.pop()
            && let Some(table) = doc.tables.get_mut(closed.table as usize)
        {
            table.blocks.1 = doc.blocks.len() as BlockId;
        }
    }

    pub(super) fn in_table(&self) -> bool {
        !self.tables.is_empty()
    }

    pub(super) fn set_head(&mut self, head: bool) {
        if let Some(table) = self.tables.last_mut() {
            table.head = head;
        }
    }

    pub(super) fn open_row(&mut self, header: bool) {
        if let Some(table) = self.tables.last_mut() {
            table.row = Some(OpenRow {
                header,
                ..OpenRow::default()
            });
        }
    }

    pub(super) fn close_row(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.row = None;
        }
    }

    fn row(&self) -> Option<&OpenRow> {
        self.tables.last()?.row.as_ref()
    }

    fn row_mut(&mut self) -> Option<&mut OpenRow> {
        self.tables.last_mut()?.row.as_mut()
    }

    pub(super) fn in_row(&self) -> bool {
        self.row().is_some()
    }

    pub(super) fn in_cell(&self) -> bool {
        self.row().is_some_and(|r| r.in_cell)
    }

    /// Begins a cell; tells whether it is the first of its row.
    pub(super) fn open_cell(&mut self, head: bool) -> bool {
        let Some(row) = self.row_mut() else { return true };
        row.cells += 1;
        row.head_cells += u32::from(head);
        row.in_cell = true;
        row.fresh = true;
        row.broken = false;
        row.cells == 1
    }

    /// The border before a cell is no text of it.
    pub(super) fn reopen_cell(&mut self) {
        if let Some(row) = self.row_mut() {
            row.fresh = true;
        }
    }

    pub(super) fn close_cell(&mut self) {
        if let Some(row) = self.row_mut() {
            row.in_cell = false;
            row.broken = false;
        }
    }

    pub(super) fn cell_is_fresh(&self) -> bool {
        self.row().is_some_and(|r| r.fresh)
    }

    pub(super) fn cell_has_text(&mut self) {
        if let Some(row) = self.row_mut() {
            row.fresh = false;
        }
    }

    pub(super) fn break_cell(&mut self) {
        if let Some(row) = self.row_mut() {
            row.broken = true;
        }
    }

    pub(super) fn take_cell_break(&mut self) -> bool {
        self.row_mut().is_some_and(|row| std::mem::take(&mut row.broken))
    }

    pub(super) fn row_is_header(&self) -> bool {
        self.tables.last().is_some_and(|t| {
            t.head
                || t.row
                    .as_ref()
                    .is_some_and(|r| r.header || (r.cells > 0 && r.cells == r.head_cells))
        })
    }

    // Captions.

    pub(super) fn open_figure(&mut self, doc: &Document) {
        self.figures.push((doc.tables.len(), None));
    }

    pub(super) fn close_figure(&mut self) {
        self.figures.pop();
    }

    // Blocks that were added.

    pub(super) fn block_done(&mut self, doc: &mut Document, id: BlockId, kind: &BlockKind) {
        match kind {
            BlockKind::TableRow { table, header: true } => {
                if let Some(table) = doc.tables.get_mut(*table as usize) {
                    table.header.get_or_insert(id);
                }
            }
            BlockKind::Caption => {
                let open = self.tables.last().map(|t| t.table as usize);
                let in_figure = self
                    .figures
                    .last()
                    .and_then(|f| (doc.tables.len() > f.0).then(|| doc.tables.len() - 1));
                if let Some(table) = open.or(in_figure).and_then(|t| doc.tables.get_mut(t)) {
                    table.caption.get_or_insert(id);
                }
                if let Some(figure) = self.figures.last_mut() {
                    figure.1.get_or_insert(id);
                }
            }
            _ => {}
        }
        self.beside_done(doc, id);
        if let Some(list) = self.lists.last_mut()
            && !self.lazy
        {
            list.fresh = false;
        }
    }

    pub(super) fn beside_done(&mut self, doc: &mut Document, id: BlockId) {
        if let Some(open) = self.lists.last()
            && !self.lazy
            && let Some(list) = doc.lists.get_mut(open.list as usize)
        {
            list.blocks.1 = id + 1;
        }
    }
}
