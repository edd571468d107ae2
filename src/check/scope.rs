//! The sentences around a statement in which what it must say may stand.

use crate::document::{BlockId, BlockKind};
use crate::resolve::Resolved;
use crate::rules::model::Scope;
use crate::text::SentenceId;
use std::ops::Range;

/// The first heading is the draft's title: what stands under it is not all of the draft.
const TITLE: u8 = 1;
/// Lists inside lists, up to so many, take the words before them along.
const DEEPEST_LIST: usize = 8;

/// How a sentence begins that says something of the table before it.
const OF_TABLE: [&str; 8] = [
    "source", "sources", "note", "notes", "as of", "as at", "data", "figures",
];

/// The sentences of each section.
#[derive(Debug)]
pub(super) struct Scopes {
    sections: Vec<Range<SentenceId>>,
}

impl Scopes {
    pub(super) fn new(r: &Resolved<'_>) -> Self {
        let mut sections: Vec<Range<SentenceId>> = vec![0..0; r.document.sections.len()];
        for (id, sentence) in (0..).zip(&r.sentences) {
            let section = r
                .document
                .blocks
                .get(sentence.block as usize)
                .map(|block| block.section);
            if let Some(range) = section.and_then(|section| sections.get_mut(section as usize)) {
                join(range, &(id..id + 1));
            }
        }
        // Parents come before their children.
        for (id, section) in r.document.sections.iter().enumerate().rev() {
            let parent = section
                .parent
                .map(|parent| parent as usize)
                .filter(|parent| *parent < id);
            let inside = parent.filter(|parent| {
                r.document
                    .sections
                    .get(*parent)
                    .is_some_and(|parent| parent.level > TITLE)
            });
            let own = sections.get(id).cloned().unwrap_or_default();
            if let Some(range) = inside.and_then(|parent| sections.get_mut(parent)) {
                join(range, &own);
            }
        }
        Self { sections }
    }

    /// The stretches of sentences that belong to `sentence`. A table row has its table's header, its caption, the
    /// words before the table and a source or note behind it; a list item the words that lead to its list.
    pub(super) fn around(
        &self,
        r: &Resolved<'_>,
        sentence: SentenceId,
        scope: Scope,
    ) -> Vec<Range<SentenceId>> {
        let own = sentence..sentence + 1;
        let Some(block_id) = r.sentences.get(sentence as usize).map(|s| s.block) else {
            return vec![own];
        };
        let Some(block) = r.document.blocks.get(block_id as usize) else {
            return vec![own];
        };
        let mut stretches = match scope {
            Scope::Sentence => vec![own],
            Scope::Paragraph => vec![sentences_of(r, block_id)],
            Scope::Section => vec![self.sections.get(block.section as usize).cloned().unwrap_or(own)],
            Scope::Draft => return std::iter::once(0..r.sentences.len() as SentenceId).collect(),
        };
        match block.kind {
            BlockKind::TableRow { table, .. } => around_table(r, table, &mut stretches),
            BlockKind::ListItem { list, .. } => before_list(r, list, &mut stretches),
            _ => {}
        }
        stretches
    }
}

fn join(range: &mut Range<SentenceId>, other: &Range<SentenceId>) {
    if range.start >= range.end {
        *range = other.clone();
    } else if other.start < other.end {
        *range = range.start.min(other.start)..range.end.max(other.end);
    }
}

/// The sentences of a block.
pub(super) fn sentences_of(r: &Resolved<'_>, block: BlockId) -> Range<SentenceId> {
    let from = r.sentences.partition_point(|s| s.block < block);
    let to = r.sentences.partition_point(|s| s.block <= block);
    from as SentenceId..to.max(from) as SentenceId
}

/// The last sentence of a block.
fn last_of(r: &Resolved<'_>, block: BlockId) -> Option<Range<SentenceId>> {
    let all = sentences_of(r, block);
    (all.start < all.end).then(|| all.end - 1..all.end)
}

fn around_table(r: &Resolved<'_>, table: u32, stretches: &mut Vec<Range<SentenceId>>) {
    let Some(table) = r.document.tables.get(table as usize) else {
        return;
    };
    let head = table.header.into_iter().chain(table.caption);
    stretches.extend(head.map(|block| sentences_of(r, block)));
    let (first, end) = table.blocks;
    if let Some(before) = first.checked_sub(1)
        && r.document.blocks.get(before as usize).is_some_and(|block| {
            matches!(
                block.kind,
                BlockKind::Paragraph | BlockKind::Heading { .. } | BlockKind::Caption
            )
        })
    {
        stretches.extend(last_of(r, before));
    }
    if r.document.blocks.get(end as usize).is_some_and(|block| {
        matches!(block.kind, BlockKind::Paragraph | BlockKind::Caption)
            && speaks_of_table(r.document.slice(block.text))
    }) {
        stretches.push(sentences_of(r, end));
    }
}

/// Whether a text begins as one that belongs to the table before it.
fn speaks_of_table(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    OF_TABLE.iter().any(|word| {
        let begins = text
            .get(..word.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(word));
        let behind = text.get(word.len()..).and_then(|rest| rest.chars().next());
        begins && !behind.is_some_and(char::is_alphanumeric)
    })
}

fn before_list(r: &Resolved<'_>, list: u32, stretches: &mut Vec<Range<SentenceId>>) {
    let parents = std::iter::successors(Some(list), |l| r.document.lists.get(*l as usize)?.parent);
    for list in parents.take(DEEPEST_LIST) {
        let lead_in = r.document.lists.get(list as usize).and_then(|list| list.lead_in);
        let leads = lead_in.filter(|block| {
            let block = r.document.blocks.get(*block as usize);
            block.is_some_and(|block| r.document.slice(block.text).trim_end().ends_with(':'))
        });
        stretches.extend(leads.and_then(|block| last_of(r, block)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linter::lint;
    use crate::rules::builtin::builtin;
    use crate::settings::Settings;
    use crate::source::SourceFile;

    /// The sentences around the first that holds `words`.
    fn around(draft: &str, words: &str, scope: Scope) -> Vec<String> {
        let source = SourceFile::new("draft.md", draft);
        let settings = Settings::of(builtin());
        let review = lint(&source, builtin(), &settings);
        let r = &review.resolved;
        let text = |s: &crate::text::Sentence| r.document.slice(s.text).to_owned();
        let at = r
            .sentences
            .iter()
            .position(|s| text(s).contains(words))
            .expect("the words stand there");
        let stretches = Scopes::new(r).around(r, at as SentenceId, scope);
        let ids = stretches.into_iter().flatten();
        ids.filter_map(|id| r.sentences.get(id as usize))
            .map(text)
            .collect()
    }

    const DRAFT: &str = "# Title\n\nUnder the title. More of it.\n\n## One\n\nFirst here. Second here.\n\n\
                         Third here.\n\n### Inside\n\nDeep here.\n\n## Two\n\nOther words.\n";

    #[test]
    fn sections_hold_those_inside_them_but_the_title_does_not() {
        for (words, scope, expected) in [
            ("First", Scope::Sentence, vec!["First here."]),
            ("First", Scope::Paragraph, vec!["First here.", "Second here."]),
            (
                "First",
                Scope::Section,
                vec![
                    "One",
                    "First here.",
                    "Second here.",
                    "Third here.",
                    "Inside",
                    "Deep here.",
                ],
            ),
            ("Deep", Scope::Section, vec!["Inside", "Deep here."]),
            (
                "Under",
                Scope::Section,
                vec!["Title", "Under the title.", "More of it."],
            ),
        ] {
            assert_eq!(around(DRAFT, words, scope), expected, "{words} {scope:?}");
        }
        assert_eq!(around(DRAFT, "Deep", Scope::Draft).len(), 11);
    }

    #[test]
    fn a_row_has_what_stands_around_its_table() {
        let draft = "Quiet. Returns to June:\n\n| fund | 2025 |\n|---|---|\n| A | 8% |\n| B | 9% |\n\n\
                     Source: the registrar. Read on.\n";
        assert_eq!(
            around(draft, "A", Scope::Sentence),
            [
                "A\t8%",
                "fund\t2025",
                "Returns to June:",
                "Source: the registrar.",
                "Read on."
            ]
        );
        let draft = "| fund | 2025 |\n|---|---|\n| A | 8% |\n\nNotebooks sold well.\n";
        assert_eq!(around(draft, "A", Scope::Sentence), ["A\t8%", "fund\t2025"]);
    }

    #[test]
    fn an_item_has_the_words_that_lead_to_its_list() {
        let draft = "Quiet. Returns in 2025:\n\n- A 8%\n- B 9%\n";
        assert_eq!(
            around(draft, "A 8%", Scope::Sentence),
            ["A 8%", "Returns in 2025:"]
        );
        let draft = "Returns were good in 2025.\n\n- A 8%\n- B 9%\n";
        assert_eq!(around(draft, "A 8%", Scope::Sentence), ["A 8%"]);
    }
}
