//! Drafts against the markers and notes found in them, with every place exact.

#![expect(
    clippy::format_push_string,
    clippy::format_collect,
    reason = "shorter, and speed does not matter in tests"
)]

use super::sketch::{Sketch, empty_rulebook, sketch};
use super::*;
use crate::document::BlockKind;

/// The prose with each marker as `«label→note»`; `?` where it leads nowhere. Notes as `labels | label on disk |
/// text`, with `hidden`, `small`, `bullet` where they are.
fn seen(sketch: &Sketch) -> (String, Vec<String>) {
    let (document, source) = (&sketch.document, &sketch.source);
    let notes = read(document, &empty_rulebook());
    let mut prose = String::new();
    let mut at = 0;
    for marker in &notes.markers {
        assert!(marker.text.start >= at, "markers are out of order");
        assert_eq!(document.block_at(marker.text.start), Some(marker.block));
        prose += TextSpan::new(at, marker.text.start).of(&document.text);
        let note = marker.note.map_or("?".to_owned(), |n| n.to_string());
        prose += &format!("«{}→{note}»", marker.label.written());
        at = marker.text.end;
    }
    prose += TextSpan::new(at, document.text.len() as u32).of(&document.text);
    let shown = notes.notes.iter().enumerate().map(|(id, note)| {
        for stretch in &note.text {
            assert!(note.source.contains(document.source_of(*stretch)) || stretch.is_empty());
            for offset in [stretch.start, stretch.end.saturating_sub(1)] {
                if !stretch.is_empty() {
                    assert_eq!(notes.note_at(document, offset), Some(id as NoteId));
                }
            }
        }
        let labels: Vec<_> = note.labels.iter().map(|(l, _)| l.written()).collect();
        let places: Vec<_> = note.labels.iter().map(|(_, s)| s.of(source)).collect();
        let text: Vec<_> = note.text.iter().map(|t| document.slice(*t)).collect();
        let mut line = format!(
            "{} | {} | {}",
            labels.join(" "),
            places.join(" "),
            text.join(" / ")
        );
        for (flag, name) in [
            (note.hidden.is_some(), "hidden"),
            (note.small, "small"),
            (note.bullet, "bullet"),
        ] {
            line += &if flag { format!(" | {name}") } else { String::new() };
        }
        line
    });
    (prose.trim_end().to_owned(), shown.collect())
}

#[track_caller]
fn check(sketch: &Sketch, prose: &str, notes: &[&str]) {
    let (found, found_notes) = seen(sketch);
    assert_eq!(found, prose);
    assert_eq!(found_notes, notes);
}

#[test]
fn markers_of_every_form_without_a_note() {
    for (text, expected) in [
        ("Up 30%.[1] Next", "Up 30%.«[1]→?» Next"),
        ("It may rise. [12]", "It may rise. «[12]→?»"),
        ("It rises[^fls].", "It rises«[^fls]→?»."),
        ("It rises.⟦fn||[^FLS]|⟧ So", "It rises.«[^fls]→?» So"),
        ("One[1], [2] and[3][4].", "One«[1]→?», «[2]→?» and«[3]→?»«[4]→?»."),
        ("One [1, 2].", "One «[1]→?», «[2]→?»."),
        ("Up.* So", "Up.«*→?» So"),
        ("Up 30%** so", "Up 30%«**→?» so"),
        ("Up (net)*** so", "Up (net)«***→?» so"),
        ("After rising 30%,* it", "After rising 30%,«*→?» it"),
        ("Up.*† So", "Up.«*→?»«†→?» So"),
        ("margin† and gain‡.", "margin«†→?» and gain«‡→?»."),
        ("Up.§ So", "Up.«§→?» So"),
        ("rose¹ and fell¹²", "rose«¹→?» and fell«¹²→?»"),
        ("(adjusted)¹ it", "(adjusted)«¹→?» it"),
        ("Macy’s¹ it", "Macy’s«¹→?» it"),
        ("rose⟦sup|<sup>|1|</sup>⟧ it", "rose«¹→?» it"),
        ("of NOK 88⟦sup|<sup>|²|</sup>⟧ and", "of NOK 88«²→?» and"),
        ("of NOK 88² and", "of NOK 88«²→?» and"),
        ("rose.⟦sup|<sup>|[1]|</sup>⟧ it", "rose.«[1]→?» it"),
        ("rose.⟦sup|<sup>|*|</sup>⟧ it", "rose.«*→?» it"),
        ("rose.⟦sup|<sup>|1,2|</sup>⟧ it", "rose.«¹→?»,«²→?» it"),
        (
            "rose.⟦sup|<sup>|⟦link=#fn1|[|#1|](#fn1)⟧|</sup>⟧ it",
            "rose.«¹→?» it",
        ),
        ("rose ⟦link|[|1|]⟧ it", "rose «[1]→?» it"),
        (
            "rose ⟦link=https://a.b|[|[1]|](https://a.b)⟧ it",
            "rose «[1]→?» it",
        ),
        ("rose [⟦link=#bottom|[|1|](#bottom)⟧] it", "rose «[1]→?» it"),
        ("rose ⟦esc|\\|[1]|⟧ it", "rose «[1]→?» it"),
        ("end.[a] So", "end.«[a]→?» So"),
        ("end.[*] So", "end.«[*]→?» So"),
        ("price\tup 5%*\tflat", "price\tup 5%«*→?»\tflat"),
    ] {
        check(&sketch().para(text), expected, &[]);
    }
}

#[test]
fn what_is_no_marker() {
    for text in [
        "See ⟦link=https://a.b|[|text|](https://a.b)⟧ and ⟦link=https://a.b|[|1|](https://a.b)⟧.",
        "[1] \"DGS3MO\"",
        "[1] 0.25 0.31 TRUE",
        "At [02:44:00] he said [sic] that [I]t pays to invest[s] in [source: x].",
        "In [2025] so [...] and […], [x] done, '[a] further rise'",
        "2*3 and 5 * 4 and E*TRADE and f***** and ib* so",
        "5m² and R² and σ² and 10² and 3 km³",
        "11⟦sup|<sup>|th|</sup>⟧ and (1+i)⟦sup|<sup>|n|</sup>⟧ and ⟦sup|<sup>|TICKER|</sup>⟧",
        "(1+i)² and 10⟦sup|<sup>|6|</sup>⟧",
        "(1) growth and (2) margins",
        "*BESSENT: TARIFFS STAY",
        "****",
        "§ 5 and §5 and under § 12",
        "a regex [^a-z0-9] or [^two words]",
    ] {
        let draft = sketch().para(text);
        let prose = draft.document.text.trim_end().to_owned();
        check(&draft, &prose, &[]);
    }
}

#[test]
fn the_source_of_a_marker_holds_its_markup() {
    for (text, expected) in [
        ("up⟦sup|<sup>|1|</sup>⟧", "<sup>1</sup>"),
        ("a⟦sup|<sup>|[1]|</sup>⟧", "<sup>[1]</sup>"),
        ("a ⟦link|[|1|]⟧ b", "[1]"),
        ("a ⟦link|[|[1]|](u)⟧ b", "[[1]](u)"),
        ("a [⟦link=#b|[|1|](#b)⟧] b", "[[1](#b)]"),
        (
            "a.⟦sup|<sup>|⟦link=#fn1|[|1|](#fn1)⟧|</sup>⟧",
            "<sup>[1](#fn1)</sup>",
        ),
        ("a.* b", "*"),
    ] {
        let draft = sketch().para(text);
        let notes = read(&draft.document, &empty_rulebook());
        let sources: Vec<_> = notes.markers.iter().map(|m| m.source.of(&draft.source)).collect();
        assert_eq!(sources, [expected], "{text}");
    }
}

#[test]
fn signs_on_either_side_of_a_raised_border_are_two() {
    for (text, expected) in [
        ("A fact.**⟦sup|<sup>|*|</sup>⟧", ["**", "<sup>*</sup>"]),
        ("A fact.⟦sup|<sup>|*|</sup>⟧**", ["<sup>*</sup>", "**"]),
    ] {
        let draft = sketch().para(text);
        let notes = read(&draft.document, &empty_rulebook());
        let sources: Vec<_> = notes.markers.iter().map(|m| m.source.of(&draft.source)).collect();
        assert_eq!(sources, expected, "{text}");
    }
}

#[test]
fn footnote_definitions() {
    let draft = sketch()
        .para("Up.⟦fn||[^1]|⟧ It may.⟦fn||[^FLS]|⟧ No.[^x]")
        .definition("1", &["Past results.", "They prove nothing."])
        .definition("Fls", &["Forecasts.\n[2] Another note."])
        .definition("void", &[])
        .para("[^x] A line that the parser left alone.");
    check(
        &draft,
        "Up.«[^1]→0» It may.«[^fls]→1» No.«[^x]→3»\nPast results.\nThey prove nothing.\nForecasts.\n[2] Another note.\n[^x] A line that the parser left alone.",
        &[
            "[^1] | [^1]: | Past results. / They prove nothing.",
            "[^fls] | [^Fls]: | Forecasts.",
            "[2] | [2] | Another note.",
            "[^x] | [^x] | A line that the parser left alone.",
            "[^void] | [^void]: | ",
        ],
    );
}

#[test]
fn a_draft_of_one_line_per_paragraph() {
    let draft = sketch()
        .para("Shares rose 30% this year.* They could rise on.[2] Or fall. [3]")
        .para("1Alibaba’s price over five years: ⟦url|https://a.b|\u{fffc}|⟧")
        .list('*', &["Past results prove nothing\n[1], [2], [3] Forward-looking statements may fail.\nThey are guesses."]);
    let notes = [
        "1 | 1 | Alibaba’s price over five years: \u{fffc}",
        "* | * | Past results prove nothing | bullet",
        "[1] [2] [3] | [1] [2] [3] | Forward-looking statements may fail.\nThey are guesses.",
    ];
    check(
        &draft,
        "Shares rose 30% this year.«*→1» They could rise on.«[2]→2» Or fall. «[3]→2»\n1Alibaba’s price over five years: \u{fffc}\nPast results prove nothing\n[1], [2], [3] Forward-looking statements may fail.\nThey are guesses.",
        &notes,
    );
}

#[test]
fn lines_that_are_notes() {
    for (line, expected) in [
        ("[1] Past results.", "[1] | [1] | Past results."),
        ("[1]: Past results.", "[1] | [1] | Past results."),
        ("[1]: \u{fffc}", "[1] | [1] | \u{fffc}"),
        ("[1][2] Past results.", "[1] [2] | [1] [2] | Past results."),
        ("[1] and [2] Past results.", "[1] [2] | [1] [2] | Past results."),
        ("⟦link|[|1|]⟧ Past results.", "[1] | [1] | Past results."),
        (
            "[⟦link=#1id|[|1|](#1id)⟧] Past results.",
            "[1] | [[1](#1id)] | Past results.",
        ),
        ("⟦esc|\\|[1]|⟧ Past results.", "[1] | [1] | Past results."),
        ("[*] Past results.", "[*] | [*] | Past results."),
        ("* Past results.", "* | * | Past results."),
        ("** Past results.", "** | ** | Past results."),
        ("*Since launch.", "* | * | Since launch."),
        ("⟦esc|\\|*|⟧As of May.", "* | * | As of May."),
        ("* ⟦em|*|Includes costs.|*⟧", "* | * | Includes costs."),
        ("⟦em|*|*Less costs.|*⟧", "* | * | Less costs."),
        ("† Past results.", "† | † | Past results."),
        ("‡Past results.", "‡ | ‡ | Past results."),
        ("§ Past results.", "§ | § | Past results."),
        ("¹ Past results.", "¹ | ¹ | Past results."),
        ("¹Past results.", "¹ | ¹ | Past results."),
        (
            "⟦sup|<sup>|1|</sup>⟧ Past results.",
            "¹ | <sup>1</sup> | Past results.",
        ),
        (
            "⟦sup|<sup>|*|</sup>⟧Past results.",
            "* | <sup>*</sup> | Past results.",
        ),
        ("1Alibaba’s price: \u{fffc}", "1 | 1 | Alibaba’s price: \u{fffc}"),
        ("1 Source: a bank.", "1 | 1 | Source: a bank."),
        (
            "⟦em|*|3 As an adviser we say nothing.|*⟧",
            "3 | 3 | As an adviser we say nothing.",
        ),
    ] {
        let draft = sketch().para(line);
        let prose = draft.document.text.trim_end().to_owned();
        check(&draft, &prose, &[expected]);
        // The same behind a line end and behind a hard break, where the markup is not at the block's start.
        if !line.starts_with("⟦em") {
            for border in ['\n', HARD_BREAK_FOR_TESTS] {
                let draft = sketch().para(&format!("Something else.{border}{line}"));
                assert_eq!(seen(&draft).1, [expected], "{line} behind {border:?}");
            }
        }
    }
}

const HARD_BREAK_FOR_TESTS: char = crate::document::HARD_BREAK;

#[test]
fn lines_that_are_none() {
    for line in [
        "[1]",
        "[1] \"DGS3MO\" \"DGS6MO\"",
        "*BESSENT: TARIFFS STAY",
        "*ECB HOLDS RATES",
        "****",
        "§ 5 of the act",
        "3 reasons to buy",
        "3M reported",
        "4Q sales",
        "3 May 2026",
        "(1) Growth",
        "2025 was good",
        "***",
        "*⟦em|*|Population|*⟧: five million",
        "a wrapped line about\n[1] and its text",
        "1Password",
        "10x returns",
    ] {
        let draft = sketch().para(line);
        let found = seen(&draft).1;
        let expected: &[&str] = if line == "1Password" {
            &["1 | 1 | Password"]
        } else {
            &[]
        };
        assert_eq!(found, expected, "{line}");
    }
}

#[test]
fn labels_that_need_their_counterpart() {
    // A star on a word, a bracketed digit and a raised 2 on a letter are markers where a note bears the label.
    check(
        &sketch().para("The ib* rate").para("* Past results."),
        "The ib«*→0» rate\n* Past results.",
        &["* | * | Past results."],
    );
    check(
        &sketch().para("Index returns (2) rose.").para("(2) Net of costs."),
        "Index returns «(2)→0» rose.\n(2) Net of costs.",
        &["(2) | (2) | Net of costs."],
    );
    check(
        &sketch().para("R² is high").para("² Squared."),
        "R«²→0» is high\n² Squared.",
        &["² | ² | Squared."],
    );
    check(
        &sketch().para("Growth [a] is").para("[a] A note."),
        "Growth «[a]→0» is\n[a] A note.",
        &["[a] | [a] | A note."],
    );
    check(
        &sketch().para("[a] A word changed in a quotation."),
        "[a] A word changed in a quotation.",
        &[],
    );
}

#[test]
fn numbers_of_a_form_that_notes_bear() {
    check(
        &sketch()
            .para("It rose.(1) It fell (3). It fell by 12 (8) under Art. 44(6) for (4) reasons.")
            .para("(1) Past results prove nothing.")
            .para("(2) Forecasts may fail."),
        "It rose.«(1)→0» It fell «(3)→?». It fell by 12 (8) under Art. 44(6) for (4) reasons.\n(1) Past results prove nothing.\n(2) Forecasts may fail.",
        &[
            "(1) | (1) | Past results prove nothing.",
            "(2) | (2) | Forecasts may fail.",
        ],
    );
    check(
        &sketch()
            .para("It rose.(1, 2) It fell.")
            .para("(1) Past results.\n(2) Forecasts."),
        "It rose.«(1)→0», «(2)→1» It fell.\n(1) Past results.\n(2) Forecasts.",
        &["(1) | (1) | Past results.", "(2) | (2) | Forecasts."],
    );
    check(
        &sketch()
            .para("Up.[1-3] Down.[Note 2] Flat.[fn 4] So [ 1 ].")
            .para("[1] Past results.")
            .para("[2] Forecasts."),
        "Up.«[1]→0»«[2]→1»«[3]→?» Down.«[2]→1» Flat.«[4]→?» So «[1]→0».\n[1] Past results.\n[2] Forecasts.",
        &["[1] | [1] | Past results.", "[2] | [2] | Forecasts."],
    );
    check(
        &sketch().para("Rated [1-3] and [Note 2]."),
        "Rated [1-3] and [Note 2].",
        &[],
    );
}

#[test]
fn lists_of_several_notes() {
    let notes = sketch().para("Up 3%.* So.").list(
        '*',
        &["Past results prove nothing.", "Capital is at risk.", "Well."],
    );
    check(
        &notes,
        "Up 3%.«*→0» So.\nPast results prove nothing.\nCapital is at risk.\nWell.",
        &[
            "* | * | Past results prove nothing. | bullet",
            "* | * | Capital is at risk. | bullet",
        ],
    );
    let plain = sketch()
        .para("Up 3%.* So.")
        .list('*', &["Costs fell.", "Capital is at risk."]);
    check(&plain, "Up 3%.«*→?» So.\nCosts fell.\nCapital is at risk.", &[]);
}

#[test]
fn bullets() {
    // A lone starred item at the end, with a marker before it or with the look of a disclaimer.
    let called = sketch().para("Up 3%.* So.").list('*', &["Costs are in."]);
    check(
        &called,
        "Up 3%.«*→0» So.\nCosts are in.",
        &["* | * | Costs are in. | bullet"],
    );
    let opens = sketch()
        .para("Up 3%.")
        .list('*', &["Past results prove nothing."]);
    check(
        &opens,
        "Up 3%.\nPast results prove nothing.",
        &["* | * | Past results prove nothing. | bullet"],
    );
    // Several are a list, and so is one with another bullet, or one that nothing speaks for.
    for draft in [
        sketch()
            .para("Up 3%. So.")
            .list('*', &["Past results.", "Forward-looking."]),
        sketch().para("Up 3%. So.").list('-', &["Past results."]),
        sketch().para("Up 3%. So.").list('*', &["Costs are in."]),
    ] {
        assert_eq!(seen(&draft).1, [""; 0]);
    }
    let two = sketch().para("Up 3%.* So.").list('*', &["One\n** Past results."]);
    assert_eq!(seen(&two).1, ["* | * | One | bullet", "** | ** | Past results."]);
}

#[test]
fn a_numbered_list_counts_from_its_first_number() {
    let draft = "Up 3%.[4] And 5%.[5] So.[1]\n\n## Notes\n\n4. Past results.\n5. Future results.\n";
    let source = crate::source::SourceFile::new("a.md", draft);
    let document = crate::markdown::read(&source);
    let notes = read(&document, &empty_rulebook());
    let labels: Vec<_> = notes.notes.iter().map(|n| n.labels[0].0.written()).collect();
    assert_eq!(labels, ["[4]", "[5]"]);
    let led: Vec<_> = notes.markers.iter().map(|m| m.note).collect();
    assert_eq!(led, [Some(0), Some(1), None]);
}

#[test]
fn numbered_lists_under_a_heading() {
    let notes = |marker: &str, heading: &str| {
        seen(
            &sketch()
                .para(marker)
                .heading(2, heading)
                .list('.', &["Past.", "Future."]),
        )
    };
    assert_eq!(
        notes("Up.[1]", "Notes").1,
        ["[1] | 1. | Past. | bullet", "[2] | 2. | Future. | bullet"]
    );
    assert_eq!(
        notes("Up.¹", "References").1,
        ["¹ | 1. | Past. | bullet", "² | 2. | Future. | bullet"]
    );
    assert_eq!(notes("Up.[1]", "Reasons").1, [""; 0]);
    assert_eq!(notes("Up.", "Notes").1, [""; 0]);
    assert_eq!(notes("Up.[1]", "Notes").0, "Up.«[1]→0»\nNotes\nPast.\nFuture.");
}

#[test]
fn italics_whose_star_is_the_label() {
    let under_table = sketch()
        .table(&["Year\tGain*", "2025\t3%"])
        .para("⟦em|*|Estimates of the desk.|*⟧")
        .para("Text.");
    let expected = ["* | * | Estimates of the desk."];
    assert_eq!(
        seen(&under_table),
        (
            "Year\tGain«*→0»\n2025\t3%\nEstimates of the desk.\nText.".to_owned(),
            expected.map(String::from).to_vec()
        )
    );
    let no_star = sketch()
        .table(&["Year\tGain", "2025\t3%"])
        .para("⟦em|*|Estimates of the desk.|*⟧");
    assert_eq!(seen(&no_star).1, [""; 0]);
    let last_line = sketch()
        .para("Up 3%.* So.")
        .para("⟦em|*|Past results prove nothing.|*⟧");
    assert_eq!(seen(&last_line).1, ["* | * | Past results prove nothing."]);
    let other_note = sketch()
        .para("Up 3%.* So.")
        .para("* Costs.")
        .para("⟦em|*|Past results prove nothing.|*⟧");
    assert_eq!(seen(&other_note).1, ["* | * | Costs."]);
    let html = sketch()
        .table(&["Year\tGain*", "2025\t3%"])
        .para("⟦em|<em>|Estimates.|</em>⟧");
    assert_eq!(seen(&html).1, [""; 0]);
}

#[test]
fn headings_captions_and_hidden_notes() {
    let heading = sketch().para("Up 3%.*").heading(6, "*As of May.");
    assert_eq!(seen(&heading).1, ["* | * | As of May."]);
    let chapter = sketch().heading(2, "[1] Growth").para("Up.");
    assert_eq!(seen(&chapter).1, [""; 0]);
    let caption = sketch().of(BlockKind::Caption, "* As of May.");
    assert_eq!(seen(&caption).1, ["* | * | As of May."]);
    let hidden = sketch()
        .para("Up.[1]")
        .hidden(Hidden::Comment)
        .para("[1] Past results.")
        .small()
        .para("[2] Small.");
    assert_eq!(
        seen(&hidden).1,
        ["[1] | [1] | Past results. | hidden", "[2] | [2] | Small. | small"]
    );
    let inline = sketch()
        .para("⟦small|<small>|[1] Past results.|</small>⟧")
        .para("⟦hidden|<i hidden>|[2] Unseen.|</i>⟧");
    assert_eq!(
        seen(&inline).1,
        [
            "[1] | [1] | Past results. | small",
            "[2] | [2] | Unseen. | hidden"
        ]
    );
    let unseen = sketch()
        .hidden(Hidden::Comment)
        .para("Up.[1]")
        .para("Up.⟦hidden|<i hidden>|[2]|</i>⟧");
    assert_eq!(seen(&unseen).0, "Up.[1]\nUp.[2]");
}

#[test]
fn which_of_several_notes() {
    let both = sketch()
        .para("[1] Before.")
        .para("Up.[1]")
        .para("[1] Behind.")
        .para("Down.[1]");
    assert_eq!(
        seen(&both).0,
        "[1] Before.\nUp.«[1]→1»\n[1] Behind.\nDown.«[1]→1»"
    );
    let hidden = sketch()
        .para("Up.[1]")
        .hidden(Hidden::Comment)
        .para("[1] Unseen.")
        .para("[1] Seen.");
    assert_eq!(seen(&hidden).0, "Up.«[1]→1»\n[1] Unseen.\n[1] Seen.");
    let bare = sketch().para("Up.[1] Down.¹").para("1 Source: a bank.");
    assert_eq!(seen(&bare).0, "Up.«[1]→?» Down.«¹→0»\n1 Source: a bank.");
    let kin = sketch()
        .para("Up.[*] So.⟦sup|<sup>|2|</sup>⟧")
        .para("* Past.")
        .para("[2] Future.");
    assert_eq!(seen(&kin).0, "Up.«[*]→0» So.«²→1»\n* Past.\n[2] Future.");
}

#[test]
fn link_definitions_are_sources() {
    let draft = sketch()
        .para("Up ⟦link|[|1|]⟧ so")
        .link_definition("1", "https://a.b")
        .link_definition("2", "u");
    check(&draft, "Up «[1]→0» so", &["[1] | [1]: https://a.b | "]);
    let beside = sketch()
        .para("Up ⟦link|[|1|]⟧ so")
        .link_definition("1", "https://a.b")
        .para("⟦link|[|1|]⟧ Past results.");
    assert_eq!(seen(&beside).1, ["[1] | [1] | Past results."]);
}

#[test]
fn note_at_knows_labels_and_what_lies_between() {
    let draft = sketch().para("Up.[1]").para("[1], [2] Past results.\n* Future.");
    let notes = read(&draft.document, &empty_rulebook());
    let at: String = (0..draft.document.text.len() as u32)
        .map(|o| {
            notes
                .note_at(&draft.document, o)
                .map_or('.', |n| char::from(b'0' + n as u8))
        })
        .collect();
    assert_eq!(at, ".......00000000.0000000000000.1.1111111.");
}

#[test]
fn many_markers_and_notes_take_linear_time() {
    let mut text = String::new();
    let mut draft = sketch();
    for n in 0..100_000 {
        text += &format!("Up[^{n}]. ");
    }
    draft = draft.para(&text);
    let lines: String = (0..100_000).map(|n| format!("[^{n}]: Note.\n")).collect();
    let draft = draft.para(&lines);
    let notes = read(&draft.document, &empty_rulebook());
    assert_eq!(notes.markers.len(), 100_000);
    assert_eq!(notes.markers.last().and_then(|m| m.note), Some(99_999));
}
