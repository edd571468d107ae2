//! Where in a draft a block stands, as far as that decides whether it is a note.

use crate::document::{BlockKind, Document};

/// A note stands near the end: among so many last blocks …
const LAST_BLOCKS: usize = 12;
/// … or in the last quarter of the prose.
const LAST_PART: (usize, usize) = (3, 4);

/// Words that headings over notes are made of; one of [`KEYWORDS`] must be among them.
const WORDS: [&str; 14] = [
    "and",
    "the",
    "other",
    "general",
    "further",
    "additional",
    "key",
    "risk",
    "end",
    "foot",
    "important",
    "legal",
    "information",
    "notices",
];
const KEYWORDS: [&str; 17] = [
    "notes",
    "note",
    "footnotes",
    "footnote",
    "endnotes",
    "endnote",
    "disclosures",
    "disclosure",
    "disclaimers",
    "disclaimer",
    "references",
    "reference",
    "sources",
    "source",
    "enclosures",
    "enclosure",
    "notice",
];
const PHRASES: [&str; 3] = ["legal", "important information", "legal information"];

/// In bytes; what is longer is no heading over notes.
const LONGEST_HEADING: usize = 80;

/// Whether notes stand under a heading with this text.
// The rulebook's patterns of sort `NotesHeading` take the place of this list once they can be asked.
pub(super) fn is_notes_heading(text: &str) -> bool {
    if text.len() > LONGEST_HEADING {
        return false;
    }
    let folded = text.to_lowercase();
    let words = || {
        folded
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
    };
    if words().take(7).count() > 6 {
        return false;
    }
    PHRASES.iter().any(|phrase| words().eq(phrase.split(' ')))
        || (words().any(|w| KEYWORDS.contains(&w))
            && words().all(|w| KEYWORDS.contains(&w) || WORDS.contains(&w)))
}

/// Whether a text that stands under a heading with these words is a disclaimer, whatever it says.
fn is_disclaimer_heading(text: &str) -> bool {
    let folded = || text.to_lowercase();
    is_notes_heading(text)
        && ["disclaim", "disclos", "legal", "important"]
            .iter()
            .any(|w| folded().contains(w))
}

/// For each block whether notes stand there because a heading says so: a heading above it, or a short
/// paragraph that serves as one ("Notes:").
pub(crate) fn under_notes_heading(document: &Document) -> Vec<bool> {
    under(document, is_notes_heading)
}

/// The same for headings under which everything is a disclaimer ("Disclosures", but not "Notes").
pub(crate) fn under_disclaimer_heading(document: &Document) -> Vec<bool> {
    under(document, is_disclaimer_heading)
}

fn under(document: &Document, fits: fn(&str) -> bool) -> Vec<bool> {
    // Sections come after the ones around them.
    let mut sections = Vec::with_capacity(document.sections.len());
    for section in &document.sections {
        let heading = section.heading.and_then(|h| document.blocks.get(h as usize));
        let own = heading.is_some_and(|block| fits(document.slice(block.text)));
        let above = section
            .parent
            .and_then(|p| sections.get(p as usize))
            .copied()
            .unwrap_or(false);
        sections.push(own || above);
    }
    let mut stands_in = false;
    let inside = document.blocks.iter().map(|block| {
        let heading = matches!(block.kind, BlockKind::Heading { .. });
        if heading {
            stands_in = false;
            return false;
        }
        let now = stands_in || sections.get(block.section as usize).copied().unwrap_or(false);
        if block.kind == BlockKind::Paragraph && fits(document.slice(block.text)) {
            stands_in = true;
        }
        now
    });
    inside.collect()
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

    #[test]
    fn headings_over_notes() {
        for text in [
            "Notes",
            "FOOTNOTES:",
            "Important information",
            "Disclosures & Disclaimers",
            "Legal",
            "Sources and notes",
            "References",
            "Enclosures:",
            "Risk disclosure",
            "Important disclosures",
        ] {
            assert!(is_notes_heading(text), "{text}");
        }
        for text in [
            "Notes from the trading floor",
            "Legal risk in China",
            "The important thing",
            "",
            "Open sources of growth",
            "Risk",
            "Information",
        ] {
            assert!(!is_notes_heading(text), "{text}");
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
        assert_eq!(under_notes_heading(&draft.document), expected);
    }
}
