//! What notes say, and which disclaimers bear no label.

use super::*;

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
            sketch().para("This is no advice. Actual forecasts may fail. They are guesses. Well."),
            vec![
                " | This is no advice. Actual forecasts may fail. They are guesses. |  | forward: assumptions, risks",
            ],
        ),
        (
            sketch().para("Past results prove nothing at all. It is up. It may rise."),
            vec![" | Past results prove nothing at all. | past"],
        ),
        (
            sketch().para("Past results prove nothing at all. These forecasts may reach 8%."),
            vec![" | Past results prove nothing at all. | past"],
        ),
        (
            sketch().para("Past results prove nothing at all. Forecasts carry risks."),
            vec![" | Past results prove nothing at all. Forecasts carry risks. | past forward"],
        ),
        (
            sketch().para("This is no advice. Splendid forecasts are no claims."),
            vec![" | This is no advice. Splendid forecasts are no claims. |  | forward: assumptions, risks"],
        ),
        (
            sketch().para("This is no advice. Forecasts are up."),
            vec![" | This is no advice. | "],
        ),
        (
            // A sure claim is none of it.
            sketch().para("Disclaimer: It is up. Well."),
            vec![" | Well. | "],
        ),
        (
            sketch().para("⟦b|**|Important|**⟧: It is well."),
            vec![" | Important: It is well. | "],
        ),
        (
            sketch().heading(2, "Disclosures").para("It is well."),
            vec![" | It is well. | "],
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
