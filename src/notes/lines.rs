//! Finds the notes that bear a label: `[^x]:` definitions, and blocks and lines that begin with one.

use super::place;
use super::scan::{self, Sign};
use super::shape;
use super::sign::{self, Lexed};
use super::{Label, Note, Series};
use crate::document::{Block, BlockId, BlockKind, Document, HARD_BREAK, Hidden, Inline, InlineKind};
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

/// Finds the labelled notes of `document`, whose possible markers are `signs`.
pub(super) fn notes(document: &Document, signs: &[Sign]) -> Found {
    let mut reader = Reader::new(document, signs);
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
    defined: BTreeSet<String>,
    /// Where each label is first met in running text.
    heard: BTreeMap<&'a Label, u32>,
    starred_tables: BTreeSet<u32>,
    under_heading: Vec<bool>,
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
    fn new(document: &'a Document, signs: &'a [Sign]) -> Self {
        let mut heard = BTreeMap::new();
        for sign in signs.iter().filter(|s| !s.leads) {
            heard.entry(&sign.label).or_insert(sign.text.start);
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
            defined: document
                .definitions
                .iter()
                .map(|d| sign::fold(&d.label))
                .collect(),
            heard,
            starred_tables: starred_tables.collect(),
            under_heading: place::under_notes_heading(document),
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

    /// The note that begins at `start`, if one does.
    fn opening(
        &mut self,
        id: usize,
        block: &Block,
        start: usize,
        end: usize,
        first: bool,
    ) -> Option<Opening> {
        let text = &self.document.text;
        let line = text.get(start..end)?;
        let start = start + (line.len() - line.trim_start().len());
        if let Some((found, behind)) = self.labels(start, end)
            && let Some(text_start) = note_text(text, behind, end)
            && self.accepts(id, block, &found, behind, text_start, end, first)
        {
            let labels = found
                .iter()
                .map(|l| (l.label.clone(), scan::with_markup(self.document, l.text)))
                .collect();
            return Some(Opening {
                labels,
                spans: found.iter().map(|l| l.text).collect(),
                text_start,
                bullet: false,
            });
        }
        self.bare(id, block, start, end).or_else(|| {
            if first {
                self.item(id, block, start, end)
            } else {
                None
            }
        })
    }

    /// The labels at `at`, several in a row divided by commas, and where they end.
    fn labels(&self, mut at: usize, end: usize) -> Option<(Vec<Lexed>, usize)> {
        let mut found: Vec<Lexed> = Vec::new();
        let mut behind = at;
        while let Some((labels, next)) = self.label(at, end) {
            found.extend(labels);
            behind = next;
            let rest = self.document.text.get(next..end)?;
            let divider = rest.len() - rest.trim_start_matches([' ', '\u{a0}', ',', ';', '&']).len();
            let and = rest
                .get(divider..)
                .is_some_and(|r| r.starts_with("and "))
                .then_some(4)
                .unwrap_or(0);
            at = next + divider + and;
        }
        (!found.is_empty()).then_some((found, behind))
    }

    fn label(&self, at: usize, end: usize) -> Option<(Vec<Lexed>, usize)> {
        let (document, text) = (self.document, &self.document.text);
        let defined = |label: &str| self.defined.contains(label);
        let from = document.inlines.partition_point(|i| (i.text.start as usize) < at);
        let here = document.inlines.get(from..).unwrap_or_default().iter();
        for inline in here.take_while(|i| i.text.start as usize == at && i.text.end as usize <= end) {
            if let Some(link) = scan::label_link(document, inline) {
                return Some((vec![link], inline.text.end as usize));
            }
            if let Some(mut found) = scan::raised(document, inline, defined) {
                if let [one] = found.as_mut_slice() {
                    one.text = inline.text;
                }
                return Some((found, inline.text.end as usize));
            }
        }
        let one = |found: Option<(Lexed, usize)>| found.map(|(lexed, next)| (vec![lexed], next));
        match text.get(at..end)?.chars().next()? {
            '[' => sign::bracket(text, at, end, defined),
            '(' => one(sign::paren(text, at, end)),
            '*' | '†' | '‡' | '§' => one(sign::symbol(text, at, end)),
            c if sign::digit(c).is_some() => one(sign::superscript(text, at, end)),
            _ => None,
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one line, used here alone")]
    fn accepts(
        &self,
        id: usize,
        block: &Block,
        found: &[Lexed],
        behind: usize,
        text_start: usize,
        end: usize,
        first: bool,
    ) -> bool {
        let text = &self.document.text;
        let (Some(label), Some(rest)) = (found.first().map(|l| &l.label), text.get(text_start..end)) else {
            return false;
        };
        let value = label.value.as_str();
        let small_heading = matches!(block.kind, BlockKind::Heading { level: 5.., .. });
        if matches!(block.kind, BlockKind::Heading { .. }) && !small_heading && label.series != Series::Symbol
        {
            return false;
        }
        let separated = text.get(behind..text_start).is_some_and(|s| s.contains(':'));
        let lower = rest
            .chars()
            .find(|c| c.is_alphanumeric())
            .is_some_and(char::is_lowercase);
        // A line that a wrapped sentence goes on in looks like a note's, but begins small.
        if !first && lower && !separated && label.series != Series::Footnote {
            return false;
        }
        match label.series {
            Series::Footnote => separated || first || !lower,
            Series::Bracket if value.starts_with(|c: char| c.is_ascii_alphabetic()) => {
                self.heard(Series::Bracket, value).is_some()
                    || (self.under_heading(id) && behind < text_start)
            }
            Series::Bracket => {
                !(found.len() == 1
                    && !separated
                    && scan::printed_vector(text.get(behind..end).unwrap_or_default()))
            }
            Series::Paren => {
                let place = self.under_heading(id) || place::near_end(self.document, id);
                self.under_heading(id) && self.heard(Series::Paren, value).is_some()
                    || place
                        && self
                            .heard(Series::Paren, value)
                            .is_some_and(|at| (at as usize) < text_start)
            }
            Series::Superscript | Series::Bare => {
                sign::number(value) || self.heard(Series::Superscript, value).is_some()
            }
            Series::Symbol => self.accepts_symbol(value, behind, text_start, end, lower),
        }
    }

    fn accepts_symbol(&self, value: &str, behind: usize, text_start: usize, end: usize, lower: bool) -> bool {
        let text = &self.document.text;
        let rest = text.get(text_start..end).unwrap_or_default();
        if value == "§" {
            return !rest.starts_with(|c: char| c.is_ascii_digit());
        }
        if !value.starts_with('*') {
            return true;
        }
        let heard = self.heard(Series::Symbol, value).is_some();
        if behind < text_start {
            return heard || !lower;
        }
        // Glued to its text: `*Since launch …`.
        let wire = shape::newswire(rest);
        let typo = self
            .document
            .inlines_in(TextSpan::from_usize(behind, behind + 1))
            .any(|i| {
                matches!(i.kind, InlineKind::Emphasis | InlineKind::Strong)
                    && i.text.start as usize == behind
                    && (i.text.end as usize) < end
            });
        let calculation = rest.starts_with(|c: char| c.is_ascii_digit());
        !typo && (heard || !(wire || lower || calculation))
    }

    /// A note that begins with a bare digit: `1Source: …`, or a paragraph in italics that does.
    fn bare(&self, id: usize, block: &Block, start: usize, end: usize) -> Option<Opening> {
        if matches!(block.kind, BlockKind::Heading { .. }) {
            return None;
        }
        let line = self.document.text.get(start..end)?;
        let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number = line
            .get(..digits)
            .filter(|n| (1..=2).contains(&n.len()) && !n.starts_with('0'))?;
        let rest = line.get(digits..)?;
        let placed = self.under_heading(id) || place::near_end(self.document, id);
        let span = TextSpan::from_usize(start, start + digits);
        let fits = if rest.starts_with(char::is_uppercase) {
            shape::opens_with_word(rest)
        } else {
            let words = rest.strip_prefix([' ', '\u{a0}'])?.trim_start();
            shape::opens_with_word(words)
                && !shape::month(words)
                && (self.under_heading(id)
                    || self.whole_emphasis(id, block).is_some()
                    || shape::source_opening(words)
                    || self.links(start, end)
                    || self.heard(Series::Superscript, number).is_some())
        };
        let text_start = note_text(&self.document.text, start + digits, end)?;
        (placed && fits).then(|| Opening {
            labels: vec![(
                Label {
                    series: Series::Bare,
                    value: number.to_owned(),
                },
                self.document.source_of(span),
            )],
            spans: vec![span],
            text_start,
            bullet: false,
        })
    }

    fn links(&self, start: usize, end: usize) -> bool {
        self.document
            .inlines_in(TextSpan::from_usize(start, end))
            .any(|i| matches!(i.kind, InlineKind::Link { .. } | InlineKind::Url { .. }))
    }

    /// A list item whose bullet or number is a note's label.
    fn item(&mut self, id: usize, block: &Block, start: usize, end: usize) -> Option<Opening> {
        let BlockKind::ListItem {
            list: list_id,
            item,
            first: true,
        } = block.kind
        else {
            return None;
        };
        let list = self.document.lists.get(list_id as usize)?;
        let text = self.document.text.get(start..end).filter(|t| !t.is_empty())?;
        let opening = |series, value: String, behind_bullet: u32| {
            let bullet = block.source.start.saturating_sub(behind_bullet);
            let source = SourceSpan::new(
                bullet,
                bullet.saturating_add(behind_bullet - 1).min(block.source.start),
            );
            Opening {
                labels: vec![(Label { series, value }, source)],
                spans: Vec::new(),
                text_start: start,
                bullet: true,
            }
        };
        if list.ordered {
            if !self.under_heading(id) {
                return None;
            }
            let series = self.numbers(list_id)?;
            let value = (item + 1).to_string();
            let width = value.len() as u32 + 2;
            return Some(opening(series, value, width));
        }
        let alone = self.items.get(list_id as usize) == Some(&1) && list.parent.is_none();
        let closes = place::near_end(self.document, id)
            || place::ends_section(self.document, id)
            || self.under_heading(id)
            || self.table_above.is_some();
        let called = self
            .heard(Series::Symbol, "*")
            .is_some_and(|at| at < block.text.start);
        (list.bullet == '*' && alone && closes && (called || shape::disclaimer_opening(text)))
            .then(|| opening(Series::Symbol, "*".to_owned(), 2))
    }

    /// What the numbers of a list are taken for: the series in which one of them is met in running text.
    fn numbers(&mut self, list: u32) -> Option<Series> {
        if let Some(known) = self.numbered.get(&list) {
            return *known;
        }
        let count = self.items.get(list as usize).copied().unwrap_or(0).min(999);
        let heard = |series| (1..=count).any(|n| self.heard(series, &n.to_string()).is_some());
        let series = [Series::Bracket, Series::Superscript, Series::Paren]
            .into_iter()
            .find(|s| heard(*s));
        self.numbered.insert(list, series);
        series
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

    /// Paragraphs in italics whose first star is a label and emphasis at once: directly under a table that
    /// carries the marker, or near the end where a marker would else lead nowhere.
    fn starred(&mut self, explicit: &BTreeSet<Label>) {
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
                && shape::disclaimer_opening(self.document.slice(block.text));
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

    /// Where prose that stands behind a place on disk begins.
    fn text_behind(&self, source: u32) -> u32 {
        let next = self.document.blocks.partition_point(|b| b.source.start < source);
        self.document
            .blocks
            .get(next)
            .map_or(self.document.text.len() as u32, |b| b.text.start)
    }

    fn add_without_text(&mut self, label: Label, at: SourceSpan) {
        let text = TextSpan::empty(self.text_behind(at.start));
        let block = self.document.blocks.len() as BlockId;
        self.drafts.push(Draft {
            labels: vec![(label, at)],
            text: vec![text],
            block,
            bullet: false,
        });
    }

    /// Definitions in whose body nothing stands.
    fn empty_definitions(&mut self) {
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
    fn link_definitions(&mut self, signs: &[Sign], explicit: &BTreeSet<Label>) {
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

/// Where the text of a note begins behind its labels; nothing where there is none.
fn note_text(text: &str, behind: usize, end: usize) -> Option<usize> {
    let rest = text.get(behind..end)?;
    let mut skipped = rest.trim_start();
    if let Some(further) = skipped.strip_prefix([':', '.', ')', '=', '–', '—', '-'])
        && (further.starts_with(char::is_whitespace) || skipped.starts_with(':'))
    {
        skipped = further.trim_start();
    }
    let says = skipped.contains(|c: char| c.is_alphanumeric() || c == crate::document::OPAQUE);
    says.then_some(end - skipped.len())
}
