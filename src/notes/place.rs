//! Where in a draft a block stands, as far as that decides whether it is a note.

use crate::document::{Block, BlockKind, Document};
use crate::notes::wording::Wording;
use crate::rules::Rulebook;
use crate::rules::matcher::Tag;

/// A note stands near the end: among so many last blocks …
const LAST_BLOCKS: usize = 12;
/// … or in the last quarter of the prose.
const LAST_PART: (usize, usize) = (3, 4);

/// In bytes; what is longer is no heading over notes.
const LONGEST_HEADING: usize = 80;

/// Where notes stand because a heading says so: a heading above them, or a short paragraph that serves as one
/// ("Notes:"). One entry per block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Headed {
    /// Under a heading over notes.
    pub(crate) notes: Vec<bool>,
    /// Under a heading that makes a disclaimer of everything below it ("Disclosures", but not "Notes").
    pub(crate) disclaimers: Vec<bool>,
}

/// What a heading says of the blocks under it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Says {
    notes: bool,
    disclaimers: bool,
}

impl Says {
    fn or(self, other: Self) -> Self {
        Self {
            notes: self.notes || other.notes,
            disclaimers: self.disclaimers || other.disclaimers,
        }
    }
}

/// Asks the rulebook about a heading.
fn says(wording: &Wording<'_>, document: &Document, block: &Block) -> Says {
    if block.text.len() as usize > LONGEST_HEADING {
        return Says::default();
    }
    let text = document.slice(block.text);
    let notes = wording.words_hold(text, Tag::NotesHeading);
    Says {
        notes,
        disclaimers: notes && wording.words_hold(text, Tag::DisclaimerHeading),
    }
}

impl Headed {
    /// Reads the headings of `document`.
    pub(crate) fn new(document: &Document, rulebook: &Rulebook) -> Self {
        let wording = Wording::new(rulebook);
        // Sections come after the ones around them.
        let mut sections: Vec<Says> = Vec::with_capacity(document.sections.len());
        for section in &document.sections {
            let heading = section.heading.and_then(|h| document.blocks.get(h as usize));
            let own = heading.map_or_else(Says::default, |block| says(&wording, document, block));
            let above = section.parent.and_then(|p| sections.get(p as usize)).copied();
            sections.push(own.or(above.unwrap_or_default()));
        }
        let mut headed = Self::default();
        let mut stands_in = Says::default();
        for block in &document.blocks {
            let now = if matches!(block.kind, BlockKind::Heading { .. }) {
                stands_in = Says::default();
                stands_in
            } else {
                let section = sections.get(block.section as usize).copied();
                stands_in.or(section.unwrap_or_default())
            };
            headed.notes.push(now.notes);
            headed.disclaimers.push(now.disclaimers);
            if block.kind == BlockKind::Paragraph {
                stands_in = stands_in.or(says(&wording, document, block));
            }
        }
        headed
    }
}

/// Whether the block with this index is among the last of its draft.
pub(super) fn near_end(document: &Document, block: usize) -> bool {
    let (part, whole) = LAST_PART;
    block + LAST_BLOCKS >= document.blocks.len()
        || document
            .blocks
            .get(block)
            .is_some_and(|b| b.text.start as usize >= document.text.len() / whole * part)
}

/// Whether the block with this index is the last before a heading or the end.
pub(super) fn ends_section(document: &Document, block: usize) -> bool {
    document
        .blocks
        .get(block + 1)
        .is_none_or(|next| matches!(next.kind, BlockKind::Heading { .. }))
}

#[cfg(test)]
mod tests {
    use super::super::sketch::sketch;
    use super::*;
    use crate::rules::builtin::builtin;

    fn under(draft: &Document) -> Vec<bool> {
        Headed::new(draft, builtin()).notes
    }

    #[test]
    fn headings_over_notes() {
        let says = |text: &str| {
            let draft = sketch().heading(2, text).para("a");
            let headed = Headed::new(&draft.document, builtin());
            (headed.notes[1], headed.disclaimers[1])
        };
        for (text, disclaimers) in [
            ("Notes", false),
            ("FOOTNOTES:", false),
            ("Important information", true),
            ("Disclosures & Disclaimers", true),
            ("Legal", true),
            ("Sources and notes", false),
            ("References", false),
            ("Enclosures:", false),
            ("Risk disclosure", true),
            ("Important disclosures", true),
            ("⚠️ Disclaimer", true),
            ("Notes, sources and disclosures", true),
            ("Additional legal notices", true),
            ("Important legal information and disclosures", true),
            ("Important information for investors", true),
            ("End notes", false),
            ("Risk warning", false),
        ] {
            assert_eq!(says(text), (true, disclaimers), "{text}");
        }
        for text in [
            "Notes from the trading floor",
            "Legal risk in China",
            "The important thing",
            "",
            "Open sources of growth",
            "Risk",
            "Information",
            "Important earnings this week",
            "Legal news",
            "Source: company reports",
        ] {
            assert_eq!(says(text), (false, false), "{text}");
        }
    }

    #[test]
    fn what_stands_under_them() {
        let draft = sketch()
            .para("a")
            .heading(2, "Notes")
            .para("b")
            .heading(3, "Sub")
            .para("c")
            .heading(2, "Next")
            .para("d")
            .para("Disclaimer:")
            .para("e")
            .heading(2, "More")
            .para("f");
        let expected = [
            false, false, true, false, true, false, false, false, true, false, false,
        ];
        assert_eq!(under(&draft.document), expected);
    }
}
