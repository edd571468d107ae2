//! How far markers reach, and what that makes of each statement.

use super::beside::Beside;
use super::{Coverage, MarkerId, NoteReading};
use crate::detect::Statement;
use crate::document::{BlockId, BlockKind, Document};
use crate::notes::{NoteId, Notes};
use crate::rules::Rulebook;
use crate::rules::model::{CoveragePolicy, NoteKindId, Placement, StatementKindId};
use crate::settings::{Settings, SiteCoverage};
use crate::text::{Sentence, SentenceId};
use std::collections::BTreeMap;
use std::ops::Range;

/// A marker that closes a list closes no more than so many lists inside it: deeper ones nobody reads as one.
const DEEPEST_LIST: usize = 8;

/// A place whose markers reach beyond their own sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Scope {
    Block(BlockId),
    ListEnd(u32),
    LeadIn(u32),
    /// Header and caption.
    TableHead(u32),
    TableEnd(u32),
    SectionEnd(u32),
    Heading(u32),
}

/// A marker that leads to a fitting note, and the sentence it stands in.
type Hit = Option<(MarkerId, NoteId, SentenceId)>;

/// All that coverage depends on.
pub(super) struct Reach<'a> {
    document: &'a Document,
    sentences: &'a [Sentence],
    notes: &'a Notes,
    readings: &'a [NoteReading],
    rulebook: &'a Rulebook,
    settings: &'a Settings,
    /// What was found at each place for each kind of statement: asked once per place, not once per statement.
    known: BTreeMap<(Scope, StatementKindId), Hit>,
    /// The last sentence of each block that is no note's.
    closing: BTreeMap<BlockId, Option<SentenceId>>,
    /// For each kind of statement the first visible note that fits.
    anywhere: BTreeMap<StatementKindId, Option<NoteId>>,
    /// The last paragraph of each section.
    section_ends: Vec<Option<BlockId>>,
    /// Notes in running text.
    pub(super) in_text: Beside,
}

impl<'a> Reach<'a> {
    pub(super) fn new(
        document: &'a Document,
        sentences: &'a [Sentence],
        notes: &'a Notes,
        readings: &'a [NoteReading],
        rulebook: &'a Rulebook,
        settings: &'a Settings,
    ) -> Self {
        let mut reach = Self {
            document,
            sentences,
            notes,
            readings,
            rulebook,
            settings,
            known: BTreeMap::new(),
            closing: BTreeMap::new(),
            anywhere: BTreeMap::new(),
            section_ends: vec![None; document.sections.len()],
            in_text: Beside::new(document, notes, settings),
        };
        if settings.coverage == CoveragePolicy::Section {
            reach.find_section_ends();
        }
        reach
    }

    fn find_section_ends(&mut self) {
        for (id, block) in self.document.blocks.iter().enumerate() {
            let text = matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem { .. });
            let last = if text && block.hidden.is_none() {
                self.closing_sentence(id as BlockId)
            } else {
                None
            };
            let Some(sentence) = last.and_then(|s| self.sentences.get(s as usize)) else {
                continue;
            };
            // A disclaimer at the foot is not what the section's last marker closes.
            if self.notes.note_at(self.document, sentence.text.start).is_none()
                && let Some(end) = self.section_ends.get_mut(block.section as usize)
            {
                *end = Some(id as BlockId);
            }
        }
    }

    /// The state of one statement.
    pub(super) fn coverage(&mut self, statement: &Statement) -> Coverage {
        let needs = self.needs(statement.kind);
        if needs.is_empty() {
            return Coverage::NoMarker;
        }
        if self.supplied(needs) {
            return Coverage::Covered {
                marker: None,
                note: None,
                distance: 0,
            };
        }
        if let Some(note) = self.own_disclosure(statement, needs) {
            return Coverage::Covered {
                marker: None,
                note: Some(note),
                distance: 0,
            };
        }
        if let Some(note) = self.beside(statement, needs) {
            return Coverage::Covered {
                marker: None,
                note: Some(note),
                distance: 0,
            };
        }
        let own = self.markers_of(statement.sentence);
        if let Some((marker, note)) = self.first_fitting(own.clone(), needs) {
            return Coverage::Covered {
                marker: Some(marker),
                note: Some(note),
                distance: 0,
            };
        }
        let policy = self.settings.coverage;
        if policy == CoveragePolicy::Document
            && let Some(note) = self.fits_anywhere(statement.kind)
        {
            return Coverage::Covered {
                marker: None,
                note: Some(note),
                distance: 0,
            };
        }
        let near = self.near(statement, policy == CoveragePolicy::Section);
        if let Some((hit, distance)) = near
            && policy >= CoveragePolicy::Paragraph
        {
            return Coverage::Covered {
                marker: Some(hit.0),
                note: Some(hit.1),
                distance,
            };
        }
        if let Some(missed) = self.missed(own) {
            return missed;
        }
        let section = self
            .document
            .blocks
            .get(self.block_of(statement.sentence) as usize)
            .map_or(0, |b| b.section);
        let far = near
            .map(|(hit, _)| hit)
            .or_else(|| self.at(Scope::Heading(section), statement.kind));
        far.map_or(Coverage::NoMarker, |(marker, ..)| Coverage::TooFar(marker))
    }

    /// A note beside the statement, of a kind that needs no marker because its place is there.
    fn beside(&self, statement: &Statement, needs: &[NoteKindId]) -> Option<NoteId> {
        let in_body = |kind: &&NoteKindId| self.settings.placement(**kind) == Placement::Body;
        let kinds: Vec<NoteKindId> = needs.iter().filter(in_body).copied().collect();
        if kinds.is_empty() {
            return None;
        }
        self.in_text.find(
            self.document,
            self.readings,
            self.block_of(statement.sentence),
            &kinds,
        )
    }

    /// Whether the site has a note of one of these kinds that counts for statements.
    fn supplied(&self, needs: &[NoteKindId]) -> bool {
        self.settings.site_coverage == SiteCoverage::Document
            && self
                .settings
                .supplied
                .iter()
                .any(|kind| needs.contains(kind) && self.settings.placement(*kind) == Placement::Anywhere)
    }

    fn needs(&self, kind: StatementKindId) -> &'a [NoteKindId] {
        self.rulebook
            .statements
            .get(kind as usize)
            .map_or(&[], |k| &k.needs)
    }

    fn block_of(&self, sentence: SentenceId) -> BlockId {
        self.sentences.get(sentence as usize).map_or(0, |s| s.block)
    }

    /// The markers of a sentence, by index.
    fn markers_of(&self, sentence: SentenceId) -> Range<usize> {
        let Some(sentence) = self.sentences.get(sentence as usize) else {
            return 0..0;
        };
        let from = self
            .notes
            .markers
            .partition_point(|m| m.text.start < sentence.text.start);
        let to = self
            .notes
            .markers
            .partition_point(|m| m.text.start < sentence.text.end);
        from..to.max(from)
    }

    fn fits(&self, note: NoteId, needs: &[NoteKindId]) -> bool {
        fits(self.notes, self.readings, note, needs)
    }

    fn first_fitting(&self, mut markers: Range<usize>, needs: &[NoteKindId]) -> Option<(MarkerId, NoteId)> {
        markers.find_map(|id| {
            let note = self.notes.markers.get(id)?.note?;
            self.fits(note, needs).then_some((id as MarkerId, note))
        })
    }

    /// The note that the statement itself is part of, if it says what the statement calls for.
    fn own_disclosure(&self, statement: &Statement, needs: &[NoteKindId]) -> Option<NoteId> {
        let sentence = self.sentences.get(statement.sentence as usize)?;
        let note = self.notes.note_at(self.document, sentence.text.start)?;
        self.fits(note, needs).then_some(note)
    }

    fn fits_anywhere(&mut self, kind: StatementKindId) -> Option<NoteId> {
        let needs = self.needs(kind);
        let (notes, readings) = (self.notes, self.readings);
        let first = || (0..notes.notes.len() as NoteId).find(|note| fits(notes, readings, *note, needs));
        *self.anywhere.entry(kind).or_insert_with(first)
    }

    /// A fitting marker that closes what the statement stands in, the smallest first, with its distance.
    fn near(
        &mut self,
        statement: &Statement,
        section: bool,
    ) -> Option<((MarkerId, NoteId, SentenceId), u32)> {
        let id = self.block_of(statement.sentence);
        let block = self.document.blocks.get(id as usize)?;
        let mut scopes = vec![Scope::Block(id)];
        match block.kind {
            BlockKind::ListItem { list, .. } => {
                let parents =
                    std::iter::successors(Some(list), |l| self.document.lists.get(*l as usize)?.parent);
                scopes.extend(
                    parents
                        .take(DEEPEST_LIST)
                        .flat_map(|l| [Scope::ListEnd(l), Scope::LeadIn(l)]),
                );
            }
            BlockKind::TableRow { table, .. } => {
                scopes.extend([Scope::TableHead(table), Scope::TableEnd(table)]);
            }
            _ => {}
        }
        if section {
            scopes.extend([Scope::SectionEnd(block.section), Scope::Heading(block.section)]);
        }
        scopes.into_iter().find_map(|scope| {
            let hit = self.at(scope, statement.kind)?;
            let head = matches!(scope, Scope::TableHead(_));
            Some((
                hit,
                if head {
                    0
                } else {
                    hit.2.abs_diff(statement.sentence)
                },
            ))
        })
    }

    fn at(&mut self, scope: Scope, kind: StatementKindId) -> Hit {
        if let Some(known) = self.known.get(&(scope, kind)) {
            return *known;
        }
        let hit = self.search(scope, self.needs(kind));
        self.known.insert((scope, kind), hit);
        hit
    }

    fn search(&mut self, scope: Scope, needs: &[NoteKindId]) -> Hit {
        let document = self.document;
        match scope {
            Scope::Block(block) => self.closes_block(block, needs),
            Scope::ListEnd(list) => {
                let (first, end) = document.lists.get(list as usize)?.blocks;
                let foot = end.checked_sub(1).filter(|block| *block >= first)?;
                self.closes_block(foot, needs)
            }
            Scope::LeadIn(list) => self.lead_in(document.lists.get(list as usize)?.lead_in?, needs),
            Scope::TableHead(table) => {
                let table = document.tables.get(table as usize)?;
                [table.header, table.caption]
                    .into_iter()
                    .flatten()
                    .find_map(|block| self.in_block(block, needs))
            }
            Scope::TableEnd(table) => {
                let (first, end) = document.tables.get(table as usize)?.blocks;
                let foot = end.checked_sub(1).filter(|block| *block >= first)?;
                self.in_block(foot, needs)
            }
            Scope::SectionEnd(section) => {
                let block = self.section_ends.get(section as usize).copied().flatten()?;
                self.closes_block(block, needs)
            }
            Scope::Heading(section) => {
                self.in_block(document.sections.get(section as usize)?.heading?, needs)
            }
        }
    }

    /// Any fitting marker in a block that is one sentence.
    fn in_block(&self, block: BlockId, needs: &[NoteKindId]) -> Hit {
        let from = self.sentences.partition_point(|s| s.block < block);
        let sentence = self
            .sentences
            .get(from)
            .filter(|s| s.block == block)
            .map(|_| from as SentenceId)?;
        let (marker, note) = self.first_fitting(self.markers_of(sentence), needs)?;
        Some((marker, note, sentence))
    }

    /// The last sentence of `block` that stands in no labelled note.
    fn closing_sentence(&mut self, block: BlockId) -> Option<SentenceId> {
        if let Some(known) = self.closing.get(&block) {
            return *known;
        }
        let from = self.sentences.partition_point(|s| s.block < block);
        let to = self.sentences.partition_point(|s| s.block <= block);
        let last = (from..to).rev().find(|&id| {
            let note = self
                .sentences
                .get(id)
                .and_then(|s| self.notes.note_at(self.document, s.text.start));
            note.and_then(|n| self.notes.notes.get(n as usize))
                .is_none_or(|n| n.labels.is_empty())
        });
        let last = last.map(|id| id as SentenceId);
        self.closing.insert(block, last);
        last
    }

    fn closes_block(&mut self, block: BlockId, needs: &[NoteKindId]) -> Hit {
        let sentence = self.closing_sentence(block)?;
        let (marker, note) = self.first_fitting(self.closing_markers(sentence), needs)?;
        Some((marker, note, sentence))
    }

    /// A marker that closes the words before a list, where those lead to the list: they end in a colon, or in no
    /// stop at all.
    fn lead_in(&mut self, block: BlockId, needs: &[NoteKindId]) -> Hit {
        if matches!(
            self.document.blocks.get(block as usize)?.kind,
            BlockKind::Heading { .. }
        ) {
            return None;
        }
        let hit = self.closes_block(block, needs)?;
        let sentence = self.sentences.get(hit.2 as usize)?;
        let first = self.closing_markers(hit.2).start;
        let before = self
            .notes
            .markers
            .get(first)
            .map_or(sentence.text.end, |m| m.text.start);
        let whole = self.document.slice(sentence.text);
        let words = whole
            .get(..before.saturating_sub(sentence.text.start) as usize)?
            .trim_end();
        (whole.ends_with(':') || !words.ends_with(['.', '!', '?', '…'])).then_some(hit)
    }

    /// The markers behind which the sentence only closes.
    fn closing_markers(&self, sentence: SentenceId) -> Range<usize> {
        let all = self.markers_of(sentence);
        let Some(sentence) = self.sentences.get(sentence as usize) else {
            return 0..0;
        };
        let text = self.document.slice(sentence.text);
        let mut from = all.end;
        let mut end = text.len();
        while from > all.start {
            let open = text.get(..end).unwrap_or_default().trim_end_matches(|c: char| {
                c.is_whitespace()
                    || matches!(
                        c,
                        '.' | '!' | '?' | '…' | ',' | ';' | ':' | '"' | '\'' | '”' | '’' | '»' | ')'
                    )
            });
            // A bracket that the trimming would take is the marker's own: `(1)`.
            let Some(marker) = self.notes.markers.get(from - 1) else {
                break;
            };
            let marker_end = marker.text.end.saturating_sub(sentence.text.start) as usize;
            if marker_end < open.len() || marker_end > end {
                break;
            }
            end = marker.text.start.saturating_sub(sentence.text.start) as usize;
            from -= 1;
        }
        from..all.end
    }

    /// What the markers of a sentence without a fitting one make of it, if anything.
    fn missed(&self, markers: Range<usize>) -> Option<Coverage> {
        let mut unresolved = None;
        for id in markers {
            let Some(note) = self.notes.markers.get(id).map(|m| m.note) else {
                continue;
            };
            let Some(note) = note else {
                unresolved = unresolved.or(Some(id as MarkerId));
                continue;
            };
            let Some(reading) = self.readings.get(note as usize) else {
                continue;
            };
            let mut meant = reading
                .kinds
                .iter()
                .chain(reading.attempts.iter().map(|a| &a.kind));
            if meant.any(|kind| {
                self.rulebook
                    .notes
                    .get(*kind as usize)
                    .is_some_and(|k| k.disclaimer)
            }) {
                return Some(Coverage::WrongNote(id as MarkerId));
            }
        }
        unresolved.map(Coverage::Unresolved)
    }
}

/// Whether a reader sees this note and it is of one of these kinds.
pub(super) fn fits(notes: &Notes, readings: &[NoteReading], note: NoteId, needs: &[NoteKindId]) -> bool {
    let visible = notes.notes.get(note as usize).is_some_and(|n| n.hidden.is_none());
    visible
        && readings
            .get(note as usize)
            .is_some_and(|r| r.kinds.iter().any(|kind| needs.contains(kind)))
}
