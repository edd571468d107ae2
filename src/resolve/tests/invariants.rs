//! What holds of any draft.

use super::*;
use proptest::prelude::*;

/// Pieces of which drafts with every trap are made.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "It is up",
        "may fall",
        "past results",
        "prove nothing",
        "forecasts",
        "assumptions",
        "no advice",
        ".",
        "!",
        "?",
        "...",
        "…",
        "。",
        " ",
        " ",
        "\n",
        "\u{2028}",
        "\u{fffc}",
        "\u{a0}",
        "*",
        "**",
        "****",
        "†",
        "§",
        "¹",
        "²",
        "[1]",
        "[2]",
        "[^x]",
        "[^fls]",
        "[",
        "]",
        "[*]",
        "[a]",
        "[1, 2]",
        "(1)",
        "(",
        ")",
        ":",
        ",",
        "%",
        "5",
        "U.S.",
        "Inc.",
        "1Alibaba",
        "Disclaimer: ",
        "\"",
        "”",
        "é",
        "😀",
        "⟦sup|<sup>|1|</sup>⟧",
        "⟦sup|<sup>|th|</sup>⟧",
        "⟦link|[|1|]⟧",
        "⟦link|[|more|](u)⟧",
        "⟦em|*|up|*⟧",
        "⟦hidden|<i>|[1] x|</i>⟧",
        "⟦fn||[^x]|⟧",
        "⟦small|<small>|* Past results|</small>⟧",
    ])
}

fn draft() -> impl Strategy<Value = Vec<(u8, String)>> {
    let text = prop::collection::vec(piece(), 0..14).prop_map(|pieces| pieces.concat());
    prop::collection::vec((0_u8..9, text), 0..8)
}

fn sketched(blocks: &[(u8, String)]) -> Sketch {
    blocks.iter().fold(
        sketch().link_definition("1", "u"),
        |draft, (kind, text)| match kind {
            0 => draft.heading(2, text),
            1 => draft.list('*', &[text]),
            2 => draft.list('.', &[text, text]),
            3 => draft.table(&[text, text]),
            4 => draft.definition("x", &[text, text]),
            5 => draft.of(BlockKind::Caption, text),
            6 => draft.heading(3, "Notes").para(text),
            7 => draft.hidden(Hidden::Comment).para(text),
            _ => draft.para(text),
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn everything_stands_in_order_and_on_characters(blocks in draft()) {
        for policy in [CoveragePolicy::Sentence, CoveragePolicy::Paragraph, CoveragePolicy::Section, CoveragePolicy::Document] {
            let case = Case::new(sketched(&blocks), policy);
            let resolved = case.resolved();
            let text = &resolved.document.text;
            let whole = |span: TextSpan| text.get(span.range()).is_some();
            for pair in resolved.notes.markers.windows(2) {
                prop_assert!(pair[0].text.end <= pair[1].text.start);
            }
            for marker in &resolved.notes.markers {
                prop_assert!(whole(marker.text) && !marker.text.is_empty());
                prop_assert_eq!(resolved.document.block_at(marker.text.start), Some(marker.block));
                prop_assert!(marker.note.is_none_or(|n| (n as usize) < resolved.notes.notes.len()));
            }
            for pair in resolved.sentences.windows(2) {
                prop_assert!(pair[0].text.end <= pair[1].text.start && pair[0].block <= pair[1].block);
                prop_assert_eq!(pair[0].last, pair[0].block != pair[1].block);
            }
            for sentence in &resolved.sentences {
                prop_assert!(whole(sentence.text));
                let text = resolved.document.slice(sentence.text);
                prop_assert!(!text.is_empty() && text == text.trim());
            }
            for (id, note) in resolved.notes.notes.iter().enumerate() {
                prop_assert!(!note.text.is_empty() && note.text.iter().all(|t| whole(*t)));
                prop_assert!(note.source.end as usize <= case.source.text().len());
                for stretch in note.text.iter().filter(|t| !t.is_empty()) {
                    prop_assert_eq!(resolved.notes.note_at(&resolved.document, stretch.start), Some(id as NoteId));
                }
            }
            for index in 0..resolved.statements.len() {
                let span = resolved.statement_span(index);
                prop_assert!(case.source.text().get(span.range()).is_some());
            }
            prop_assert_eq!(resolved.coverage.len(), resolved.statements.len());
            prop_assert_eq!(resolved.readings.len(), resolved.notes.notes.len());
        }
    }

    /// No prose is lost: what stands in no sentence is white space or a note's label.
    #[test]
    fn every_word_stands_in_a_sentence(blocks in draft()) {
        let case = Case::new(sketched(&blocks), CoveragePolicy::Paragraph);
        let resolved = case.resolved();
        for (at, c) in resolved.document.text.char_indices().filter(|(_, c)| c.is_alphabetic()) {
            let at = at as u32;
            let label = || resolved.notes.note_at(&resolved.document, at).is_some();
            prop_assert!(resolved.sentence_at(at).is_some() || label(), "{} at {}", c, at);
        }
    }
}
