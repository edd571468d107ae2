//! The notes that an uncovered statement could lead to, and the labels to type for them.

use crate::document::BlockKind;
use crate::notes::{Label, Note, NoteId, Series};
use crate::resolve::Resolved;
use crate::rules::model::NoteKindId;
use crate::span::SourceSpan;
use std::collections::BTreeSet;

/// What keeps a note from covering a statement that leads to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// No reader sees it.
    Hidden,
    /// It lacks some of its wording.
    Incomplete,
    /// A note before it bears the same label, so that its label leads to that one.
    Twin,
}

/// A note that a statement could lead to.
#[derive(Clone, Debug)]
pub(crate) struct Fitting {
    /// The label to type; none where the note bears none that can stand in the text and leads to it.
    pub(crate) label: Option<Label>,
    /// The note.
    pub(crate) note: NoteId,
    /// The line on which it begins, from 1.
    pub(crate) line: u32,
    /// What is wrong with it, if anything is.
    pub(crate) flaw: Option<Flaw>,
}

impl Fitting {
    /// Smaller is better: a note that is right as it is, one that needs a label, one that needs repair.
    fn rank(&self) -> u8 {
        match self.flaw {
            None => u8::from(self.label.is_none()),
            Some(Flaw::Twin) => 1,
            Some(Flaw::Hidden) => 2,
            Some(Flaw::Incomplete) => 3,
        }
    }
}

/// A label that leads to a note if it is typed into the text.
pub(crate) struct Way {
    /// The label.
    pub(crate) label: Label,
    /// Where the note bears it.
    pub(crate) span: SourceSpan,
    /// The note.
    pub(crate) note: NoteId,
}

/// The best note of each kind, for text in Markdown and for text in raw HTML.
pub(crate) struct Fittings {
    markdown: Vec<Option<Fitting>>,
    html: Vec<Option<Fitting>>,
    /// Notes whose label another note before them bears.
    twins: BTreeSet<NoteId>,
    /// Numbers that notes without a label have from the list they stand in, under a heading over notes.
    numbered: Vec<Option<Label>>,
}

impl Fittings {
    pub(crate) fn new(r: &Resolved<'_>) -> Self {
        let mut fittings = Self {
            markdown: vec![None; r.rulebook.notes.len()],
            html: vec![None; r.rulebook.notes.len()],
            twins: twins(r),
            numbered: numbered(r),
        };
        for (id, (note, reading)) in r.notes.notes.iter().zip(&r.readings).enumerate() {
            let id = id as NoteId;
            let attempts = reading.attempts.iter().map(|a| a.kind);
            let (kinds, flaw): (Vec<_>, _) = if note.hidden.is_some() {
                (reading.kinds.clone(), Some(Flaw::Hidden))
            } else if !reading.kinds.is_empty() {
                let twin = fittings.twins.contains(&id);
                (reading.kinds.clone(), twin.then_some(Flaw::Twin))
            } else {
                (attempts.collect(), Some(Flaw::Incomplete))
            };
            if kinds.is_empty() {
                continue;
            }
            let line = r.source.position(note.source.start).line;
            for html in [false, true] {
                let label = fittings.label(id, note, html);
                // A footnote is no paragraph of HTML: nothing typed there can lead to it.
                if html && label.is_none() && !note.labels.is_empty() && !fittings.twins.contains(&id) {
                    continue;
                }
                let fitting = Fitting {
                    label,
                    note: id,
                    line,
                    flaw,
                };
                fittings.offer(&kinds, &fitting, html);
            }
        }
        fittings
    }

    fn offer(&mut self, kinds: &[NoteKindId], fitting: &Fitting, html: bool) {
        let table = if html { &mut self.html } else { &mut self.markdown };
        for &kind in kinds {
            if let Some(slot) = table.get_mut(kind as usize)
                && slot.as_ref().is_none_or(|known| fitting.rank() < known.rank())
            {
                *slot = Some(fitting.clone());
            }
        }
    }

    /// The label that leads to the note if it is typed.
    fn label(&self, id: NoteId, note: &Note, html: bool) -> Option<Label> {
        if self.twins.contains(&id) {
            return None;
        }
        // A bare digit can begin a note, but typed into running text it would be read as a figure.
        let typed = |l: &&Label| l.series != Series::Bare && !(html && l.series == Series::Footnote);
        let mut labels = note.labels.iter().map(|(label, _)| label);
        let raised = || {
            let bare = note.labels.iter().find(|(l, _)| l.series == Series::Bare)?;
            Some(Label {
                series: Series::Superscript,
                value: bare.0.value.clone(),
            })
        };
        let number = || self.numbered.get(id as usize)?.clone();
        labels
            .find(typed)
            .cloned()
            .or_else(|| raised().filter(|_| html))
            .or_else(number)
    }

    /// The best note of one of these kinds.
    pub(crate) fn best(&self, needs: &[NoteKindId], html: bool) -> Option<&Fitting> {
        let table = if html { &self.html } else { &self.markdown };
        let all = needs
            .iter()
            .filter_map(|&kind| table.get(kind as usize)?.as_ref());
        // `min_by_key` gives the first of equals.
        all.min_by_key(|f| f.rank())
    }

    /// The notes whose label another note before them bears, in order.
    pub(crate) fn twins(&self) -> impl Iterator<Item = NoteId> + '_ {
        self.twins.iter().copied()
    }

    /// Every label that leads to a visible note, the numbers of list items included.
    pub(crate) fn ways<'a>(&'a self, r: &'a Resolved<'_>) -> impl Iterator<Item = Way> + 'a {
        let notes = r.notes.notes.iter().enumerate();
        notes.flat_map(move |(id, note)| {
            let number = self.numbered.get(id).cloned().flatten();
            let number = number.map(|label| (label, note.source));
            let borne = note.labels.iter();
            let usable = note.hidden.is_none() && !self.twins.contains(&(id as NoteId));
            let ways = borne.cloned().chain(number).filter(move |_| usable);
            ways.map(move |(label, span)| Way {
                label,
                span,
                note: id as NoteId,
            })
        })
    }
}

fn twins(r: &Resolved<'_>) -> BTreeSet<NoteId> {
    let mut seen = BTreeSet::new();
    let notes = r.notes.notes.iter().enumerate();
    notes
        .filter(|(_, note)| note.hidden.is_none())
        .filter(|(_, note)| {
            // A note with one label of its own can still be led to by that.
            let fresh = note.labels.iter().filter(|(label, _)| seen.insert(label)).count();
            fresh == 0 && !note.labels.is_empty()
        })
        .map(|(id, _)| id as NoteId)
        .collect()
}

/// `[1]` leads to the item `1.` under a heading over notes; per note without a label that number.
fn numbered(r: &Resolved<'_>) -> Vec<Option<Label>> {
    let general = r.notes.notes.iter().any(|n| n.labels.is_empty());
    if !general {
        return Vec::new();
    }
    let headed = r.notes.headed(&r.document, r.rulebook);
    let number = |note: &Note| {
        let at = note
            .text
            .first()
            .filter(|_| note.labels.is_empty() && note.hidden.is_none())?;
        let block = r.document.block_at(at.start)?;
        let BlockKind::ListItem {
            list,
            item,
            first: true,
        } = r.document.blocks.get(block as usize)?.kind
        else {
            return None;
        };
        let list = r.document.lists.get(list as usize)?;
        let under_heading = headed.notes.get(block as usize).copied().unwrap_or_default();
        (list.ordered && under_heading).then(|| Label {
            series: Series::Bracket,
            value: list.start.saturating_add(u64::from(item)).to_string(),
        })
    };
    r.notes.notes.iter().map(number).collect()
}
