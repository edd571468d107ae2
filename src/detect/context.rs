//! What stands around a sentence.

use super::reading::{Gives, Reading};
use crate::document::{Block, BlockKind, Document, InlineKind};
use crate::rules::{ContextSet, Rulebook};
use crate::text::Sentence;

/// The contexts that hold for each sentence, by its number.
#[derive(Debug)]
pub(super) struct Surroundings {
    per_sentence: Vec<ContextSet>,
}

/// A heading of this level is the title of the draft: what it promises is no promise of every paragraph.
const TITLE: u8 = 1;

/// Longer paragraphs in bold are emphasis and no heading.
const LONGEST_BOLD_HEADING: u32 = 90;

impl Surroundings {
    pub(super) fn new(
        document: &Document,
        sentences: &[Sentence],
        rulebook: &Rulebook,
        reading: &Reading,
    ) -> Self {
        let whole = whole_draft(rulebook, reading);
        let block_sentences = Sentences { sentences };
        let last = |block: u32| {
            let last = block_sentences.of(block).next_back();
            last.map_or_else(Gives::default, |sentence| reading.gives(sentence))
        };
        let any_heading = |block: u32| {
            let all = reading.gives_of(block_sentences.of(block));
            all.fold(ContextSet::EMPTY, |set, gives| set | gives.heading)
        };

        // Parents come before their children in all three lists.
        let mut sections: Vec<ContextSet> = Vec::with_capacity(document.sections.len());
        for section in &document.sections {
            let own = section.heading.map_or(ContextSet::EMPTY, any_heading);
            let parent = section
                .parent
                .filter(|&p| document.sections.get(p as usize).is_some_and(|s| s.level > TITLE));
            let inherited = parent
                .and_then(|p| sections.get(p as usize))
                .copied()
                .unwrap_or_default();
            sections.push(own | inherited);
        }
        let mut lists: Vec<ContextSet> = Vec::with_capacity(document.lists.len());
        for list in &document.lists {
            let own = list.lead_in.map_or(ContextSet::EMPTY, |b| {
                let ends_in_colon = document
                    .blocks
                    .get(b as usize)
                    .is_some_and(|b| document.slice(b.text).trim_end().ends_with(':'));
                let bold = document
                    .blocks
                    .get(b as usize)
                    .is_some_and(|block| bold_heading(document, block));
                let lead_in = last(b).lead_in;
                if ends_in_colon || bold {
                    lead_in | any_heading(b)
                } else {
                    lead_in
                }
            });
            let inherited = list
                .parent
                .and_then(|p| lists.get(p as usize))
                .copied()
                .unwrap_or_default();
            lists.push(own | inherited);
        }
        let tables: Vec<ContextSet> = document
            .tables
            .iter()
            .map(|t| {
                t.header.map_or(ContextSet::EMPTY, |h| last(h).column)
                    | t.caption.map_or(ContextSet::EMPTY, any_heading)
            })
            .collect();

        let mut per_sentence = Vec::with_capacity(sentences.len());
        // A paragraph in bold is a heading for what follows it, up to the next heading of any sort.
        let mut bold: (u32, ContextSet) = (0, ContextSet::EMPTY);
        let mut before: Option<(u32, ContextSet)> = None;
        let mut seen_block = None;
        for (number, sentence) in sentences.iter().enumerate() {
            let Some(block) = document.blocks.get(sentence.block as usize) else {
                per_sentence.push(whole);
                continue;
            };
            if seen_block != Some(sentence.block) {
                seen_block = Some(sentence.block);
                if bold.0 != block.section {
                    bold = (block.section, ContextSet::EMPTY);
                }
                if bold_heading(document, block) {
                    bold = (block.section, any_heading(sentence.block));
                }
            }
            let own = reading.gives(number);
            let mut set = whole | bold.1 | own.within;
            set |= sections.get(block.section as usize).copied().unwrap_or_default();
            match block.kind {
                BlockKind::ListItem { list, .. } => {
                    set |= lists.get(list as usize).copied().unwrap_or_default();
                }
                BlockKind::TableRow { table, .. } => {
                    set |= tables.get(table as usize).copied().unwrap_or_default();
                }
                _ => {}
            }
            if let Some((_, previous)) = before.filter(|b| b.0 == sentence.block) {
                set |= previous;
            }
            before = Some((sentence.block, own.previous));
            per_sentence.push(set);
        }
        Self { per_sentence }
    }

    /// The contexts of a sentence, by its number.
    pub(super) fn of(&self, sentence: usize) -> ContextSet {
        self.per_sentence.get(sentence).copied().unwrap_or_default()
    }
}

/// What a draft as a whole is about is not shown by a word or two: one sentence on a back-test does not make a short
/// note a study. A context that holds for short drafts anyway needs one hit only.
const FEWEST_HITS: u32 = 3;

/// A shorter draft (in tokens) is an excerpt and too short to tell what it is about: contexts of the whole that
/// the rulebook names for such drafts hold.
const EXCERPT: u32 = 60;

/// Contexts for which the draft as a whole holds evidence enough.
fn whole_draft(rulebook: &Rulebook, reading: &Reading) -> ContextSet {
    let mut set = ContextSet::EMPTY;
    for (number, context) in (0..).zip(&rulebook.contexts) {
        let count = reading
            .evidence
            .get(usize::from(number))
            .copied()
            .unwrap_or_default();
        if let Some(threshold) = context.document_threshold
            && ((context.short_drafts && reading.words < EXCERPT)
                || count >= if context.short_drafts { 1 } else { FEWEST_HITS }
                    && u64::from(count) * 1000
                        >= u64::from(threshold.unsigned_abs()) * u64::from(reading.words))
        {
            set |= ContextSet::one(number);
        }
    }
    set
}

/// Whether a paragraph is short, in bold from end to end, and no sentence.
fn bold_heading(document: &Document, block: &Block) -> bool {
    if block.kind != BlockKind::Paragraph || block.text.len() > LONGEST_BOLD_HEADING || block.text.is_empty()
    {
        return false;
    }
    let text = document.slice(block.text);
    if text.trim_end().ends_with('.') {
        return false;
    }
    let rest = text.trim_end_matches([':', ' ']).len() as u32;
    document.inlines_in(block.text).any(|i| {
        i.kind == InlineKind::Strong
            && i.text.start == block.text.start
            && i.text.end >= block.text.start + rest
    })
}

struct Sentences<'a> {
    sentences: &'a [Sentence],
}

impl Sentences<'_> {
    /// The numbers of the sentences of a block.
    fn of(&self, block: u32) -> std::ops::Range<usize> {
        let from = self.sentences.partition_point(|s| s.block < block);
        let to = self.sentences.partition_point(|s| s.block <= block);
        from..to
    }
}

#[cfg(test)]
mod tests {
    use crate::linter::lint;
    use crate::rules::builtin::load;
    use crate::settings::Settings;
    use crate::source::SourceFile;

    /// A kind of statement whose one cue counts in a context alone.
    fn statement_in(context: &str) -> String {
        format!(
            r#"
[statement.airship]
summary = "Speaks of a hull."
noun = "a hull"
low = 20
medium = 50
high = 80

[[statement.airship.cue]]
id = "hull"
why = "A hull."
points = 80
any = ["hull"]
context = ["{context}"]
"#
        )
    }

    /// Whether a context of the whole draft, which needs a zeppelin in every second word, holds for a draft.
    fn holds(short_drafts: bool, draft: &str) -> bool {
        let house = format!(
            r#"
schema = 1

[context.zeppelins]
summary = "The draft is about airships."
document = ["zeppelin(|s)"]
per-thousand-words = 500
short-drafts = {short_drafts}
"#
        ) + &statement_in("zeppelins");
        let rulebook = load(&[("house.toml".into(), house)]).expect("a sound rulebook");
        let source = SourceFile::new("draft.md", draft);
        let settings = Settings::of(&rulebook);
        let review = lint(&source, &rulebook, &settings);
        let name = |kind: u16| {
            rulebook
                .statements
                .get(usize::from(kind))
                .map(|k| k.name.as_str())
        };
        review
            .resolved
            .statements
            .iter()
            .any(|s| name(s.kind) == Some("airship"))
    }

    #[test]
    fn short_drafts_hold_what_the_rulebook_says() {
        let long = format!("The hull is new. {}", "It flew on. ".repeat(20));
        let dense = format!("The hull is new. {}", "Zeppelin zeppelin. ".repeat(40));
        for (short_drafts, draft, expected) in [
            (true, "The hull is new.", true),
            (false, "The hull is new.", false),
            (false, "Zeppelin hull.", false),
            (false, "Zeppelin zeppelin hull.", false),
            (false, "Zeppelin zeppelin zeppelin hull.", true),
            (true, long.as_str(), false),
            (false, dense.as_str(), true),
        ] {
            assert_eq!(holds(short_drafts, draft), expected, "{short_drafts} {draft}");
        }
    }

    #[test]
    fn a_house_has_room_for_contexts_of_its_own() {
        use std::fmt::Write;
        let own = 60;
        let mut house = "schema = 1\n".to_owned();
        for number in 0..own {
            let _ = write!(
                house,
                "[context.yard-{number}]\nsummary = \"A yard.\"\nheading = [\"yard{number}\"]\n"
            );
        }
        house += &statement_in("yard-59");
        let rulebook = load(&[("house.toml".into(), house)]).expect("a sound rulebook");
        let settings = Settings::of(&rulebook);
        for number in 0..own {
            let source = SourceFile::new(
                "draft.md",
                format!("# A\n\n## Yard{number}\n\nThe hull is new.\n"),
            );
            let found = lint(&source, &rulebook, &settings).resolved.statements.len();
            assert_eq!(found, usize::from(number == 59), "under yard {number}");
        }
    }
}
