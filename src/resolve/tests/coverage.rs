//! How statements are covered.

#![expect(
    clippy::format_collect,
    reason = "shorter, and speed does not matter in tests"
)]

use super::*;

/// Each statement as its kind's cue and its coverage.
fn covered(sketch: Sketch, policy: CoveragePolicy) -> Vec<String> {
    let case = Case::new(sketch, policy);
    let resolved = case.resolved();
    let one = |(statement, coverage): (&Statement, &Coverage)| {
        let cue = &statement.main_cue().id;
        let label = |m: &MarkerId| resolved.notes.markers[*m as usize].label.written();
        match coverage {
            Coverage::Covered {
                marker,
                note,
                distance,
            } => {
                let marker = marker.as_ref().map_or("-".to_owned(), label);
                format!(
                    "{cue} {marker}→{} at {distance}",
                    note.map_or("-".to_owned(), |n| n.to_string())
                )
            }
            Coverage::NoMarker => format!("{cue} none"),
            Coverage::Unresolved(m) => format!("{cue} unresolved {}", label(m)),
            Coverage::WrongNote(m) => format!("{cue} wrong {}", label(m)),
            Coverage::TooFar(m) => format!("{cue} far {}", label(m)),
        }
    };
    resolved
        .statements
        .iter()
        .zip(&resolved.coverage)
        .map(one)
        .collect()
}

const FORWARD: &str = "[2] Forecasts rest on assumptions of ours.";

#[track_caller]
fn check(draft: Sketch, policy: CoveragePolicy, expected: &[&str]) {
    assert_eq!(covered(draft.para(PAST).para(FORWARD), policy), expected);
}

#[test]
fn markers_in_the_sentence() {
    use CoveragePolicy::{Paragraph, Sentence};
    for (text, expected) in [
        ("It is up.[1]", "up [1]→0 at 0"),
        ("It is up[1].", "up [1]→0 at 0"),
        ("It is up,[1] so there.", "up [1]→0 at 0"),
        ("It is up.[2]", "up wrong [2]"),
        ("It is up.[2][1]", "up [1]→0 at 0"),
        ("It is up.[9]", "up unresolved [9]"),
        ("It is up.[9][2]", "up wrong [2]"),
        ("It is up.", "up none"),
        ("It may fall.[2]", "may [2]→1 at 0"),
        ("It will surely fall.[2]", "surely none"),
    ] {
        check(sketch().para(text), Paragraph, &[expected]);
        check(sketch().para(text), Sentence, &[expected]);
    }
    check(
        sketch().para("It is up and may fall.[2]"),
        Paragraph,
        &["up wrong [2]", "may [2]→1 at 0"],
    );
}

#[test]
fn notes_that_are_no_disclaimers_do_not_count() {
    let draft = |note: &str| sketch().para("It is up.[1]").para(note);
    let of = |note: &str| covered(draft(note), CoveragePolicy::Paragraph);
    assert_eq!(of("[1] ⟦url|https://a.b|\u{fffc}|⟧"), ["up none"]);
    assert_eq!(of("[1] A bank says so."), ["up none"]);
    assert_eq!(of("[1] See past results elsewhere."), ["up wrong [1]"]);
    assert_eq!(of("[1] The author holds the shares."), ["up wrong [1]"]);
    let beside = sketch().para("It is up.[1][7]").para("[1] A bank says so.");
    assert_eq!(covered(beside, CoveragePolicy::Paragraph), ["up unresolved [7]"]);
    let hidden = sketch().para("It is up.[1]").hidden(Hidden::Comment).para(PAST);
    assert_eq!(covered(hidden, CoveragePolicy::Paragraph), ["up wrong [1]"]);
}

#[test]
fn markers_that_close_a_paragraph() {
    use CoveragePolicy::{Document, Paragraph, Section, Sentence};
    let text = "It is up. It may fall. All is well.[1]";
    check(sketch().para(text), Paragraph, &["up [1]→0 at 2", "may none"]);
    check(sketch().para(text), Section, &["up [1]→0 at 2", "may none"]);
    check(sketch().para(text), Sentence, &["up far [1]", "may none"]);
    check(sketch().para(text), Document, &["up -→0 at 0", "may -→1 at 0"]);
    // It must be the last sentence, and its end.
    check(sketch().para("It is up. Well.[1] So."), Paragraph, &["up none"]);
    check(
        sketch().para("It is up. All,[1] is well."),
        Paragraph,
        &["up none"],
    );
    check(
        sketch().para("It is up. All is well[1]."),
        Paragraph,
        &["up [1]→0 at 1"],
    );
    check(
        sketch().para("It is up. All is well.[1][2]"),
        Paragraph,
        &["up [1]→0 at 1"],
    );
    check(
        sketch().para("It is up. All is well.[1]").para("It is up."),
        Paragraph,
        &["up [1]→0 at 1", "up none"],
    );
    // A sentence with a dangling marker of its own is covered all the same.
    check(
        sketch().para("It is up.[9] All is well.[1]"),
        Paragraph,
        &["up [1]→0 at 1"],
    );
    // A note that stands in the last line is not the paragraph's last sentence.
    let lazy = sketch().para("It is up. Well.[3]\n[3] Past results prove nothing here.");
    assert_eq!(covered(lazy, Paragraph), ["up [3]→0 at 1"]);
}

#[test]
fn markers_of_lists() {
    use CoveragePolicy::{Paragraph, Sentence};
    let list = |lead: &str, items: &[&str]| sketch().para(lead).list('-', items);
    check(
        list("So:", &["It is up", "Again up", "Well.[1]"]),
        Paragraph,
        &["up [1]→0 at 2", "up [1]→0 at 1"],
    );
    check(list("So:", &["It is up", "Well.[1]"]), Sentence, &["up far [1]"]);
    check(
        list("So:", &["It is up", "Well.[1]", "Well."]),
        Paragraph,
        &["up none"],
    );
    check(
        list("So:[1]", &["It is up", "Again up"]),
        Paragraph,
        &["up [1]→0 at 1", "up [1]→0 at 2"],
    );
    check(list("So[1]:", &["It is up"]), Paragraph, &["up [1]→0 at 1"]);
    check(list("All is well.[1]", &["It is up"]), Paragraph, &["up none"]);
    let mut nested = sketch()
        .para("So:")
        .list('-', &["One"])
        .list('+', &["It is up"])
        .list('-', &["Last.[1]"]);
    nested.document.lists[0].blocks = (1, 4);
    nested.document.lists[1].parent = Some(0);
    check(nested, Paragraph, &["up [1]→0 at 1"]);
}

#[test]
fn markers_of_tables() {
    use CoveragePolicy::{Paragraph, Sentence};
    check(
        sketch().table(&["Year\tGain[1]", "2025\tup", "2026\tup"]),
        Paragraph,
        &["up [1]→0 at 0"; 2],
    );
    check(
        sketch().table(&["Year\tGain", "2025\tup", "2026\tflat[1]"]),
        Paragraph,
        &["up [1]→0 at 1"],
    );
    check(
        sketch().table(&["Year\tGain", "2025\tflat[1]", "2026\tup"]),
        Paragraph,
        &["up none"],
    );
    check(
        sketch().table(&["Year\tGain[1]", "2025\tup"]),
        Sentence,
        &["up far [1]"],
    );
    let mut captioned = sketch()
        .table(&["Year\tGain", "2025\tup"])
        .of(BlockKind::Caption, "Gains[1]");
    captioned.document.tables[0].caption = Some(2);
    check(captioned, Paragraph, &["up [1]→0 at 0"]);
}

#[test]
fn markers_of_sections() {
    use CoveragePolicy::{Paragraph, Section};
    let heading = || {
        sketch()
            .heading(2, "Gains[1]")
            .para("It is up.")
            .heading(2, "More")
            .para("It is up.")
    };
    check(heading(), Section, &["up [1]→0 at 1", "up none"]);
    check(heading(), Paragraph, &["up far [1]", "up none"]);
    let end = || {
        sketch()
            .heading(2, "Gains")
            .para("It is up.")
            .para("Well.[1]")
            .heading(2, "More")
            .para("It is up.")
    };
    check(end(), Section, &["up [1]→0 at 1", "up none"]);
    check(end(), Paragraph, &["up none", "up none"]);
}

#[test]
fn the_template_supplies() {
    let mut case = Case::new(
        sketch().para("It is up. It may fall.[9]"),
        CoveragePolicy::Paragraph,
    );
    case.settings.supplied = vec![0];
    let expected = [
        Coverage::Covered {
            marker: None,
            note: None,
            distance: 0,
        },
        Coverage::Unresolved(0),
    ];
    assert_eq!(case.resolved().coverage, expected);
}

#[test]
fn statements_in_disclaimers_are_dropped() {
    use CoveragePolicy::Document;
    let past = "Past results prove nothing";
    let statements = |text: &str| covered(sketch().para(text), Document);
    assert_eq!(statements(&format!("It may fall and {past} at all.")), [""; 0]);
    // An opening alone hides no sure claim; its own words, or what is less sure, it does.
    assert_eq!(
        statements("Disclaimer: It is up 5% and may fall 3%."),
        ["up none", "may none"]
    );
    assert_eq!(statements("It is up, no advice."), [""; 0]);
    // A fault of wording may stand there, too.
    assert_eq!(
        statements("Disclaimer: It is splendid and well."),
        ["splendid none"]
    );
    assert_eq!(statements("It is splendid and up, no advice."), ["splendid none"]);
    // A claim beside a disclaimer of another kind stays, one of its own kind is answered by it.
    assert_eq!(
        statements(&format!("It may gain 12%, though {past}.")),
        ["may none"]
    );
    assert_eq!(statements(&format!("It is up 12%, though {past}.")), [""; 0]);
    // And elsewhere in the draft the disclaimer counts under the policy `document`.
    assert_eq!(
        covered(sketch().para("It is up.").para(past), Document),
        ["up -→0 at 0"]
    );
    assert_eq!(
        covered(sketch().para("It is up.").para(past), CoveragePolicy::Section),
        ["up none"]
    );
}

#[test]
fn a_hundred_thousand_of_each_take_linear_time() {
    let n = 100_000;
    let text: String = (0..n).map(|i| format!("It is up.[^{i}] ")).collect();
    let lines: String = (0..n)
        .map(|i| format!("[^{i}]: Past results prove nothing at all.\n"))
        .collect();
    let rows = vec!["2025\tup"; 2_000];
    let header = format!("Gain{}", "[1]".repeat(20_000));
    let table: Vec<_> = std::iter::once(header.as_str()).chain(rows).collect();
    for policy in [
        CoveragePolicy::Sentence,
        CoveragePolicy::Section,
        CoveragePolicy::Document,
    ] {
        let draft = sketch().table(&table).para(&text).para(&lines);
        let covered = covered(draft, policy);
        assert_eq!(covered.len(), 102_000);
        assert_eq!(covered.last().map(String::as_str), Some("up [^99999]→99999 at 0"));
    }
}
