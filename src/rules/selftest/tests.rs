use super::*;
use crate::rules::validate::validate;

fn small() -> Rulebook {
    let text = include_str!("../../../fixtures/rules/small.toml");
    validate(
        vec![SourceFile::new("small.toml", text)],
        &["marker-without-note"],
    )
    .unwrap()
}

/// Name of a group, its examples, and what its failures should have given and gave.
type Report<'a> = (&'a str, usize, Vec<(&'a str, &'a str)>);

/// A program that knows one forecast and one marker.
fn toy(source: &SourceFile, settings: &Settings) -> Seen {
    let mut seen = Seen::default();
    if let Some(at) = source.text().find("The company expects") {
        let words = SourceSpan::from_usize(at, at + "The company expects".len());
        let cues = vec![("expects".to_owned(), words)];
        seen.statements.push(SeenStatement {
            kind: 1,
            confidence: Confidence::High,
            cues,
        });
        seen.findings.push(SeenFinding {
            rule: "unmarked-forward-looking".into(),
            words,
        });
    }
    if let (Some(at), Some(_)) = (source.text().find("[^1]"), settings.level("marker-without-note")) {
        let words = SourceSpan::from_usize(at, at + 4);
        seen.findings.push(SeenFinding {
            rule: "marker-without-note".into(),
            words,
        });
    }
    seen
}

#[test]
fn every_example_is_run_and_failures_say_what_was_found() {
    let mut book = small();
    book.statements[1].cues[0]
        .flag
        .push("The «company expects» a loss.".into());
    book.statements[1].cues[0].flag.push("Sales will fall.".into());
    book.statements[1].cues[0]
        .pass
        .push("The company expects nothing.".into());
    book.statements[1].masks[0]
        .pass
        .push("The company expects nothing.".into());
    book.rules.get_mut("price-target").unwrap().flag.clear();
    let outcome = run_with(&book, &toy);
    let found: Vec<Report<'_>> = outcome
        .groups
        .iter()
        .map(|g| {
            let failures = g.failures.iter().map(|f| (f.expected.as_str(), f.found.as_str()));
            (g.name.as_str(), g.examples, failures.collect())
        })
        .collect();
    let seen = "forward-looking (high confidence: expects «The company expects»)";
    assert_eq!(
        found,
        [
            (
                "statement price-target, cue target-of",
                2,
                vec![(
                    "a price-target statement with the cue target-of by «target of $180»",
                    "no statement"
                )]
            ),
            (
                "statement forward-looking, cue expects",
                5,
                vec![
                    (
                        "a forward-looking statement with the cue expects by «company expects»",
                        seen
                    ),
                    ("a forward-looking statement with the cue expects", "no statement"),
                    ("no forward-looking statement", seen),
                ]
            ),
            ("statement forward-looking, cue outlook-item", 0, vec![]),
            ("statement forward-looking, cue past-year", 1, vec![]),
            ("statement forward-looking, cue noun", 0, vec![]),
            (
                "statement forward-looking, mask expected-value",
                2,
                vec![("no forward-looking statement", seen)]
            ),
            ("rule marker-without-note", 2, vec![]),
            ("rule price-target", 1, vec![]),
            (
                "rule unmarked-forward-looking",
                3,
                vec![(
                    "no finding of unmarked-forward-looking",
                    "unmarked-forward-looking «The company expects»"
                )]
            ),
        ]
    );
    assert_eq!(
        (outcome.examples(), outcome.failures(), outcome.untried().count()),
        (16, 6, 2)
    );
    let shown = outcome.to_string();
    for part in [
        "statement forward-looking, cue expects: 3 of 5 examples failed\n\n    The «company expects» a loss.\n",
        "  expected: no forward-looking statement\n  found:    forward-looking (high",
        "16 examples of 9 cues, masks, details and rules: 6 not as expected; 2 without examples",
    ] {
        assert!(shown.contains(part), "{part} in\n{shown}");
    }
}

#[test]
fn a_rule_that_is_off_is_on_for_its_own_examples() {
    let book = small();
    let mut settings = Settings::of(&book);
    assert_eq!(settings.level("price-target"), None);
    settings.levels.clear();
    let asked = std::cell::RefCell::new(Vec::new());
    run_with(&book, &|source, settings| {
        assert_eq!(settings.min_confidence, Confidence::Low);
        asked
            .borrow_mut()
            .push((source.text().to_owned(), settings.level("price-target")));
        Seen::default()
    });
    let asked = asked.into_inner();
    let level = |text: &str| asked.iter().find(|(t, _)| t == text).map(|(_, level)| *level);
    assert_eq!(
        level("The shares have a target of $180."),
        Some(Some(Level::Info))
    );
    assert_eq!(level("Sales rose."), Some(None));
}

#[test]
fn the_examples_of_the_built_in_rulebook_hold() {
    let outcome = run(crate::rules::builtin::builtin());
    assert_eq!(outcome.failures(), 0, "\n{outcome}");
}
