//! Drafts against what their notes say and how their statements are covered.
//!
//! A rulebook of few words stands in for the real one: "up" is a performance claim, "may" a forecast, "surely" a
//! promise; a past note speaks of "past results" and "nothing", a forward note of "forecasts" and of one of "assumptions"
//! and "risks".

use super::*;
use crate::detect::{CueHit, ElementHit};
use crate::document::{BlockKind, Hidden};
use crate::finding::Confidence;
use crate::notes;
use crate::notes::Series;
use crate::notes::sketch::{Sketch, empty_rulebook, sketch};
use crate::rules::model::{CoveragePolicy, Element, NoteKind, NoteLanguage, StatementKind};
use crate::text::sentences;

/// Kind of note, element, word.
const ELEMENTS: [(u16, u16, &str); 7] = [
    (0, 0, "past results"),
    (0, 1, "nothing"),
    (1, 0, "forecasts"),
    (1, 1, "assumptions"),
    (1, 2, "risks"),
    (0, 2, "model results"),
    (3, 0, "the author holds"),
];
const CUES: [(u16, &str); 3] = [(0, "up"), (1, "may"), (2, "surely")];

fn rulebook() -> Rulebook {
    let mut rulebook = empty_rulebook();
    let elements = |says: &[&str]| {
        says.iter()
            .map(|s| Element {
                name: (*s).to_owned(),
                says: (*s).to_owned(),
                patterns: Vec::new(),
            })
            .collect()
    };
    let kind = |name: &str, disclaimer, language: Option<NoteLanguage>| NoteKind {
        name: name.to_owned(),
        disclaimer,
        languages: language.into_iter().collect(),
        ..NoteKind::default()
    };
    let past = NoteLanguage {
        elements: elements(&["what is past", "that it proves nothing", "models"]),
        all: vec![0, 1],
        none: vec![2],
        attempt: vec![0],
        ..NoteLanguage::default()
    };
    let forward = NoteLanguage {
        elements: elements(&["what is a forecast", "assumptions", "risks"]),
        all: vec![0],
        some: vec![1, 2],
        at_least: 1,
        attempt: vec![0],
        ..NoteLanguage::default()
    };
    let position = NoteLanguage {
        elements: elements(&["who holds"]),
        all: vec![0],
        ..NoteLanguage::default()
    };
    rulebook.notes = vec![
        kind("past", true, Some(past)),
        kind("forward", true, Some(forward)),
        kind("source", false, None),
        kind("position", true, Some(position)),
    ];
    let statement = |name: &str, needs| StatementKind {
        name: name.to_owned(),
        needs,
        ..StatementKind::default()
    };
    rulebook.statements = vec![
        statement("perf", vec![0]),
        statement("fls", vec![1]),
        statement("promise", Vec::new()),
    ];
    rulebook
}

fn detect(document: &Document, notes: &Notes, sentences: &[Sentence]) -> Detected {
    let mut detected = Detected::default();
    for (id, sentence) in sentences.iter().enumerate() {
        let id = id as SentenceId;
        let text = document.slice(sentence.text).to_lowercase();
        let span = |at: usize, word: &str| {
            TextSpan::new(
                sentence.text.start + at as u32,
                sentence.text.start + (at + word.len()) as u32,
            )
        };
        for (note, element, word) in ELEMENTS {
            if let Some(at) = text.find(word) {
                detected.elements.push(ElementHit {
                    sentence: id,
                    note,
                    language: 0,
                    element,
                    text: span(at, word),
                });
            }
        }
        if text.contains("but not here") {
            detected.undone.push(id);
        }
        if text.contains("no advice") {
            detected.boilerplate.push(id);
        }
        let note = notes.note_at(document, sentence.text.start);
        for (kind, word) in CUES.into_iter().filter(|_| note.is_none()) {
            if let Some(at) = text.find(word) {
                let cues = vec![CueHit {
                    id: word.to_owned(),
                    text: span(at, word),
                    points: 80,
                }];
                detected.statements.push(Statement {
                    kind,
                    sentence: id,
                    confidence: Confidence::High,
                    cues,
                });
            }
        }
    }
    detected
        .elements
        .sort_by_key(|hit| std::cmp::Reverse(hit.sentence));
    detected
}

struct Case {
    source: SourceFile,
    rulebook: Rulebook,
    settings: Settings,
    document: Document,
}

impl Case {
    fn new(sketch: Sketch, coverage: CoveragePolicy) -> Self {
        let rulebook = rulebook();
        let settings = Settings {
            coverage,
            ..Settings::of(&rulebook)
        };
        Self {
            source: SourceFile::new("a.md", sketch.source),
            rulebook,
            settings,
            document: sketch.document,
        }
    }

    fn resolved(&self) -> Resolved<'_> {
        let notes = notes::read(&self.document, &self.rulebook);
        let sentences = sentences::split(&self.document, &notes);
        let detected = detect(&self.document, &notes, &sentences);
        resolve(
            &self.source,
            &self.rulebook,
            &self.settings,
            self.document.clone(),
            notes,
            sentences,
            detected,
        )
    }
}

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

const PAST: &str = "[1] Past results prove nothing at all.";
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

/// Each note as `labels | text | kinds | attempts`.
fn notes_of(sketch: Sketch) -> Vec<String> {
    let case = Case::new(sketch, CoveragePolicy::Document);
    let resolved = case.resolved();
    let name = |kind: NoteKindId| resolved.rulebook.notes[kind as usize].name.clone();
    let one = |(note, reading): (&notes::Note, &NoteReading)| {
        let labels: Vec<_> = note.labels.iter().map(|(l, _)| l.written()).collect();
        let text: Vec<_> = note.text.iter().map(|t| resolved.document.slice(*t)).collect();
        let kinds: Vec<_> = reading.kinds.iter().map(|k| name(*k)).collect();
        let attempts = reading.attempts.iter().map(|a| {
            let why = a.rejected.map_or(String::new(), |r| format!(" {r:?}"));
            format!(" | {}: {}{why}", name(a.kind), a.lacks.join(", "))
        });
        format!(
            "{} | {} | {}{}",
            labels.join(" "),
            text.join(" / "),
            kinds.join(" "),
            attempts.collect::<String>()
        )
    };
    resolved
        .notes
        .notes
        .iter()
        .zip(&resolved.readings)
        .map(one)
        .collect()
}

#[test]
fn what_notes_say() {
    for (note, expected) in [
        ("Past results prove nothing at all.", "past"),
        ("Forecasts rest on assumptions here.", "forward"),
        (
            "Past results prove nothing. Forecasts carry risks.",
            "past forward",
        ),
        (
            "Past results are fine and good.",
            " | past: that it proves nothing",
        ),
        ("Our forecasts are good ones.", " | forward: assumptions, risks"),
        ("Past results prove nothing, but not here.", " | past:  Undone"),
        (
            "Past results prove nothing. But not here, as ever.",
            " | past:  Undone",
        ),
        ("Past results prove nothing, do they?", " | past:  Question"),
        ("Past results prove nothing at all. Any questions?", "past"),
        ("Past results: nothing.", " | past:  TooShort"),
        (
            "⟦link|[|Past results|](d)⟧",
            "source | past: that it proves nothing BareLink",
        ),
        (
            "See ⟦link|[|past results|](d)⟧ and more.",
            "source | past: that it proves nothing",
        ),
        ("⟦link|[|Past results prove nothing at all|](d)⟧.", "past source"),
        ("Past results of model results prove nothing.", ""),
        ("⟦url|https://a.b|\u{fffc}|⟧", "source"),
        ("A bank says so.", ""),
    ] {
        let found = notes_of(sketch().para(&format!("[1] {note}")));
        let mut parts = found[0].splitn(3, " | ");
        assert_eq!(parts.nth(2), Some(expected), "{note}");
    }
    let spread = sketch().definition("x", &["Past results are many.", "They prove nothing."]);
    assert_eq!(
        notes_of(spread),
        ["[^x] | Past results are many. / They prove nothing. | past"]
    );
    let linked = sketch()
        .para("Up ⟦link|[|1|]⟧ so")
        .link_definition("1", "https://a.b");
    assert_eq!(notes_of(linked), ["[1] |  | source"]);
}

#[test]
fn disclaimers_without_a_label() {
    for (draft, expected) in [
        (
            sketch().para("It is up. Past results prove nothing at all. Well."),
            vec![" | Past results prove nothing at all. | past"],
        ),
        (
            sketch().para("This is no advice. Past results prove nothing at all."),
            vec![" | This is no advice. Past results prove nothing at all. | past"],
        ),
        (
            sketch().para("Forecasts are ours. They rest on assumptions. Well."),
            vec![" | Forecasts are ours. They rest on assumptions. | forward"],
        ),
        (sketch().para("Past results were 8%. They prove nothing."), vec![]),
        (
            sketch().para("Disclaimer: It is up. Well."),
            vec![" | Disclaimer: It is up. Well. | "],
        ),
        (
            sketch().para("⟦b|**|Important|**⟧: It is up."),
            vec![" | Important: It is up. | "],
        ),
        (
            sketch().heading(2, "Disclosures").para("It is up."),
            vec![" | It is up. | "],
        ),
        (sketch().heading(2, "Notes").para("It is up."), vec![]),
        (
            sketch().heading(2, "Notes").para("Well. This is no advice."),
            vec![" | Well. This is no advice. | "],
        ),
        (
            sketch()
                .heading(2, "Disclosures")
                .para("[1] Costs are in.")
                .para("So."),
            vec!["[1] | Costs are in. | ", " | So. | "],
        ),
        (
            sketch().para("This is no advice.\n[1] Costs.\nMore."),
            vec!["[1] | Costs.\nMore. | ", " | This is no advice. | "],
        ),
        (
            sketch().front(crate::document::FrontMatterKey::Description, "This is no advice."),
            vec![],
        ),
    ] {
        assert_eq!(notes_of(draft), expected);
    }
}

#[test]
fn statements_in_disclaimers_are_dropped() {
    use CoveragePolicy::Document;
    let past = "Past results prove nothing";
    let statements = |text: &str| covered(sketch().para(text), Document);
    assert_eq!(statements(&format!("It may fall and {past} at all.")), [""; 0]);
    assert_eq!(statements("Disclaimer: It is up 5% and may fall 3%."), [""; 0]);
    assert_eq!(statements("It is up, no advice."), [""; 0]);
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
fn places_and_labels() {
    let draft = sketch()
        .para("It is up. [1], [2] It may fall[1]. It is up.¹")
        .list('*', &["Costs are in."]);
    let case = Case::new(draft.para(PAST), CoveragePolicy::Paragraph);
    let resolved = case.resolved();
    let spans: Vec<_> = (0..4)
        .map(|i| case.source.slice(resolved.statement_span(i)))
        .collect();
    assert_eq!(spans, ["It is up.", "It may fall[1].", "It is up.", ""]);
    let markers = resolved
        .markers_of(&resolved.statements[0])
        .iter()
        .map(|m| m.label.written());
    assert_eq!(markers.collect::<Vec<_>>(), ["[1]", "[2]"]);
    assert_eq!(
        [0, 8, 17, 18, 19].map(|at| resolved.sentence_at(at)),
        [Some(0), Some(0), Some(0), None, Some(1)]
    );
    assert_eq!(resolved.sentence_at(9_999), None);
    assert_eq!(resolved.fitting_notes(0).collect::<Vec<_>>(), [0]);
    assert_eq!(resolved.fitting_notes(1).count(), 0);
    assert_eq!(resolved.fitting_notes(99).count(), 0);
}

#[test]
fn bullets_get_their_place_on_disk() {
    let mut draft = sketch().para("Up 3%.* So.").list('*', &["Costs are in."]);
    // The reader says where an item's text begins, not how far from its bullet.
    draft.source = draft.source.replace("* Costs", "*\tCosts");
    let case = Case::new(draft, CoveragePolicy::Paragraph);
    let resolved = case.resolved();
    let note = &resolved.notes.notes[0];
    assert_eq!(case.source.slice(note.labels[0].1), "*");
    assert_eq!(case.source.slice(note.source), "*\tCosts are in.");
}

#[test]
fn the_next_label() {
    for (text, series, value) in [
        ("Nothing.", Series::Bracket, "1"),
        ("Up.[1] Up.[3]", Series::Bracket, "4"),
        ("Up.[^1] Up.[^fls]", Series::Footnote, "2"),
        ("Up.[^fls]", Series::Footnote, "1"),
        ("Up.* Up.", Series::Symbol, "**"),
        ("Up.* Up.** Up.*** Up.† So.‡ So.§", Series::Bracket, "1"),
        ("Up.¹ Up.²", Series::Superscript, "3"),
        ("Up.[1] Up.[2] Up.*", Series::Bracket, "3"),
        ("Up.[1] Up.[999]", Series::Bracket, "2"),
    ] {
        let case = Case::new(sketch().para(text), CoveragePolicy::Paragraph);
        assert_eq!(
            case.resolved().next_label(),
            Label {
                series,
                value: value.to_owned()
            },
            "{text}"
        );
    }
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
