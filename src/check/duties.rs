//! Rules about what statements must say and what drafts must have, from a house's rulebook to the finding.

use crate::finding::{Finding, Standing};
use crate::linter::lint;
use crate::rules::Rulebook;
use crate::rules::builtin::load;
use crate::settings::{Publisher, Settings, SiteCoverage};
use crate::source::SourceFile;

const RULE: &str = r#"
summary = "S."
why = "W."
action = "Do it."
triggers = "T."
satisfied-by = "S."
level = "warning"
confidence = "high"
flag = ["The hull leaks."]
pass = ["The hull floats."]
"#;

/// The built-in rulebook with a statement ("hull"), details and one rule.
fn book(rule: &str) -> Rulebook {
    let text = format!(
        r#"schema = 1
[statement.hull]
summary = "Speaks of a hull."
noun = "a word on hulls"
needs = ["risk"]
low = 20
medium = 50
high = 80
[[statement.hull.cue]]
id = "hull"
why = "A hull."
points = 80
any = ["hull(|s)"]
[[statement.hull.cue]]
id = "keel"
why = "A keel."
points = 20
any = ["keel(|s)"]

[context.dock]
summary = "In the dock."
heading = ["dock"]
sentence = ["dry dock"]

[detail.length]
summary = "How long."
says = "how long it is"
any = ["{{number}} feet"]
unless = ["about {{number}} feet"]
[detail.builder]
summary = "Who built it."
says = "who built it"
any = ["built by"]
link = true
notes = ["source"]
front-matter = ["yard.name"]
publisher = "name"
[detail.coin]
summary = "In which currency."
says = "the currency"
publisher = "currency"

[rule.hull-rule]
{rule}
{RULE}"#
    );
    load(&[("house.toml".into(), text)]).unwrap_or_else(|errors| panic!("{:#?}", errors.problems))
}

fn findings(rule: &str, draft: &str, change: impl FnOnce(&mut Settings, &Rulebook)) -> Vec<Finding> {
    let book = book(rule);
    let source = SourceFile::new("draft.md", draft);
    let mut settings = Settings::of(&book);
    change(&mut settings, &book);
    let review = lint(&source, &book, &settings);
    review
        .findings
        .into_iter()
        .filter(|f| f.rule == "hull-rule")
        .collect()
}

/// The words of the first label and the message of each finding.
fn told(rule: &str, draft: &str) -> Vec<(String, String)> {
    let found = findings(rule, draft, |_, _| {});
    let words = |f: &Finding| f.labels.first().map_or("", |l| l.span.of(draft)).to_owned();
    found.iter().map(|f| (words(f), f.message.clone())).collect()
}

fn messages(rule: &str, draft: &str) -> Vec<String> {
    told(rule, draft)
        .into_iter()
        .map(|(_, message)| message)
        .collect()
}

const LACKING: &str = "statement = \"hull\"\nreport = \"lacking\"\nrequires = [\"length\", \"builder\"]\n";

#[test]
fn what_is_missing_is_named() {
    let both = "this sentence contains a word on hulls without how long it is and who built it";
    let builder = "this sentence contains a word on hulls without who built it";
    let length = "this sentence contains a word on hulls without how long it is";
    for (draft, expected) in [
        ("The hull leaks.", vec![both]),
        ("The hull of 40 feet leaks.", vec![builder]),
        ("The hull of about 40 feet leaks.", vec![both]),
        ("The hull, built by Larch, leaks.", vec![length]),
        ("The hull of 40 feet was built by Larch.", vec![]),
        ("The [hull](https://example.com/larch) leaks.", vec![length]),
        ("The [hull](#larch) leaks.", vec![both]),
        (
            "The hull leaks.[1]\n\n[1] Source: the yard, https://example.com",
            vec![length],
        ),
        ("---\nyard: {name: Larch}\n---\nThe hull leaks.", vec![length]),
        ("---\nyard: {name: ''}\n---\nThe hull leaks.", vec![both]),
        ("The hull leaks. It is 40 feet long.", vec![both]),
        (
            "# The hull",
            vec!["this heading contains a word on hulls without how long it is and who built it"],
        ),
    ] {
        assert_eq!(messages(LACKING, draft), expected, "{draft}");
    }
}

#[test]
fn some_of_several_details_can_be_enough() {
    let rule = format!("{LACKING}at-least = 1\n");
    for (draft, expected) in [
        (
            "The hull leaks.",
            vec!["this sentence contains a word on hulls without how long it is or who built it"],
        ),
        ("The hull of 40 feet leaks.", vec![]),
    ] {
        assert_eq!(messages(&rule, draft), expected, "{draft}");
    }
}

#[test]
fn a_wider_scope_is_looked_through() {
    let draft =
        "# Ships\n\n## One\n\nThe hull leaks. It is 40 feet long.\n\nBuilt by Larch.\n\n## Two\n\nQuiet.\n";
    let elsewhere = "# Ships\n\nBuilt by Larch.\n\n## One\n\nThe hull leaks. It is 40 feet long.\n";
    for (scope, draft, expected) in [
        (
            "sentence",
            draft,
            vec!["this sentence contains a word on hulls without how long it is and who built it"],
        ),
        (
            "paragraph",
            draft,
            vec!["this sentence contains a word on hulls and nothing in its paragraph says who built it"],
        ),
        ("section", draft, vec![]),
        (
            "section",
            elsewhere,
            vec!["this sentence contains a word on hulls and nothing in its section says who built it"],
        ),
        ("draft", elsewhere, vec![]),
        (
            "draft",
            "The hull leaks. It is 40 feet long.\n\n<!-- built by Larch -->\n\n<div hidden>Built by Larch.</div>\n",
            vec!["this sentence contains a word on hulls and nothing in the draft says who built it"],
        ),
    ] {
        let rule = format!("{LACKING}scope = \"{scope}\"\n");
        assert_eq!(messages(&rule, draft), expected, "{scope} {draft}");
    }
}

#[test]
fn only_the_first_of_a_stretch_is_told_and_an_exception_passes_it_on() {
    let rule = format!("{LACKING}once = \"section\"\n");
    let draft = "The first hull leaks. The second hull leaks.\n\nA third hull leaks.\n\n# On\n\nThe last hull leaks.\n";
    let message = "this sentence contains a word on hulls without how long it is and who built it";
    let found = findings(&rule, draft, |_, _| {});
    let seen: Vec<(&str, Vec<u32>)> = found
        .iter()
        .map(|f| {
            (
                f.message.as_str(),
                f.labels.iter().map(|l| l.span.start).collect(),
            )
        })
        .collect();
    let more = format!("{message}; so do 2 more in this section");
    assert_eq!(seen, [(more.as_str(), vec![10, 33, 54]), (message, vec![82])]);

    let excepted = draft.replacen(
        "The first",
        "<!-- caveat-ignore hull-rule: known -->\nThe first",
        1,
    );
    let found = findings(&rule, &excepted, |_, _| {});
    let open: Vec<&str> = found
        .iter()
        .filter(|f| f.standing == Standing::Open)
        .map(|f| f.span.of(&excepted))
        .collect();
    assert_eq!(open, ["A third hull leaks.", "The last hull leaks."]);

    for (once, expected) in [("paragraph", 3), ("draft", 1)] {
        let rule = format!("{LACKING}once = \"{once}\"\n");
        assert_eq!(findings(&rule, draft, |_, _| {}).len(), expected, "{once}");
    }
}

#[test]
fn conditions_choose_among_statements() {
    for (conditions, draft, expected) in [
        ("having = [\"length\"]", "The hull leaks.", 0),
        ("having = [\"length\"]", "The hull of 40 feet leaks.", 1),
        ("excepting = [\"length\"]", "The hull of 40 feet leaks.", 0),
        ("excepting = [\"length\"]", "The hull leaks.", 1),
        ("in = [\"heading\"]", "# The hull\n\nThe hull leaks.", 1),
        (
            "context = [\"dock\"]",
            "# In dock\n\nThe hull leaks.\n\n# At sea\n\nThe hull floats.",
            1,
        ),
        (
            "not-in = [\"dock\"]",
            "# In dock\n\nThe hull leaks.\n\n# At sea\n\nThe hull floats. The hull is old.",
            2,
        ),
    ] {
        for report in ["always", "unmarked"] {
            let rule = format!("statement = [\"hull\"]\nreport = \"{report}\"\n{conditions}\n");
            assert_eq!(
                messages(&rule, draft).len(),
                expected,
                "{report} {conditions} {draft}"
            );
        }
    }
}

#[test]
fn of_several_kinds_in_a_sentence_the_surest_speaks() {
    let rule = "statement = [\"hull\", \"promissory\"]\nreport = \"always\"\n";
    let draft = "This keel guarantees a profit of 8%.";
    let found = told(rule, draft);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].1.starts_with("this sentence contains a promise"),
        "{found:?}"
    );
}

#[test]
fn what_a_draft_must_have() {
    let notes = "report = \"absent\"\nstatement = \"hull\"\nnotes = [\"risk\"]\n";
    let details = "report = \"absent\"\nstatement = \"hull\"\ndetails = [\"length\", \"builder\"]\n";
    let alone = "report = \"absent\"\ncontext = [\"dock\"]\ndetails = [\"length\"]\n";
    let risk = "this draft contains a word on hulls but shows no reader a risk warning";
    for (rule, draft, expected) in [
        (notes, "The hull leaks. The hull is old.", vec![("hull", risk)]),
        (notes, "The keel leaks.", vec![]),
        (
            notes,
            "The hull leaks.\n\nYou may lose some or all of your money.",
            vec![],
        ),
        (
            notes,
            "The hull leaks.\n\n[9] You may lose some or all of your money.",
            vec![],
        ),
        (
            notes,
            "The hull leaks.\n\n<div hidden>\n\nYou may lose some or all of your money.\n\n</div>",
            vec![("hull", risk)],
        ),
        (
            details,
            "The hull leaks.\n\nIt is 40 feet long.",
            vec![(
                "hull",
                "this draft contains a word on hulls but does not say who built it",
            )],
        ),
        (
            details,
            "The hull leaks.\n\nIt is 40 feet long.\n\n[^1]: Built by Larch.",
            vec![],
        ),
        (
            alone,
            "A quiet day. It stands in dry dock.",
            vec![("It stands in dry dock.", "this draft does not say how long it is")],
        ),
        (alone, "A quiet day.", vec![]),
        (alone, "It stands in dry dock and is 40 feet long.", vec![]),
    ] {
        let found = told(rule, draft);
        let seen: Vec<_> = found
            .iter()
            .map(|(words, message)| (words.as_str(), message.as_str()))
            .collect();
        assert_eq!(seen, expected, "{draft}");
    }
}

#[test]
fn a_comment_excepts_the_whole_draft() {
    let notes = "report = \"absent\"\nstatement = \"hull\"\nnotes = [\"risk\"]\n";
    let draft = "The hull leaks.\n";
    let found = findings(notes, draft, |_, _| {});
    let exception = "an exception? put at the top: <!-- caveat-ignore-file hull-rule: reason -->";
    assert!(
        found[0].help.iter().any(|line| line == exception),
        "{:?}",
        found[0].help
    );
    let draft = format!("<!-- caveat-ignore-file hull-rule: old ships -->\n\n{draft}");
    let found = findings(notes, &draft, |_, _| {});
    assert!(found.iter().all(|f| f.standing != Standing::Open), "{found:?}");
}

#[test]
fn notes_of_the_site_count_as_the_configuration_says() {
    let absent = "report = \"absent\"\nstatement = \"hull\"\nnotes = [\"risk\"]\n";
    let unmarked = "statement = \"hull\"\nreport = \"unmarked\"\n";
    let draft = "The hull leaks.";
    for (rule, supplied, coverage, expected) in [
        (absent, false, SiteCoverage::Document, 1),
        (absent, true, SiteCoverage::Document, 0),
        (absent, true, SiteCoverage::None, 0),
        (unmarked, false, SiteCoverage::Document, 1),
        (unmarked, true, SiteCoverage::Document, 0),
        (unmarked, true, SiteCoverage::None, 1),
    ] {
        let found = findings(rule, draft, |settings, book| {
            settings.site_coverage = coverage;
            settings
                .supplied
                .extend(book.note_kind("risk").filter(|_| supplied));
        });
        assert_eq!(found.len(), expected, "{rule} {supplied} {coverage:?}");
    }
}

#[test]
fn the_publisher_is_looked_for() {
    let publisher = Publisher {
        name: Some("Larch & Sons".into()),
        currency: Some("GBP".into()),
        cfd_loss_percentage: None,
    };
    let rule = "statement = \"hull\"\nreport = \"lacking\"\nrequires = [\"builder\", \"coin\"]\n";
    for (draft, expected) in [
        ("The hull leaks.", Some("without who built it and the currency")),
        ("The hull of larch &\nsons leaks.", Some("without the currency")),
        ("The hull cost £5.", Some("without who built it")),
        ("The hull cost five pounds.", Some("without who built it")),
        ("The hull of Larch & Sons cost GBP 5.", None),
    ] {
        let found = findings(rule, draft, |settings, _| settings.publisher = publisher.clone());
        assert_eq!(found.len(), usize::from(expected.is_some()), "{draft}");
        let ends = expected.is_none_or(|end| found.iter().all(|f| f.message.ends_with(end)));
        assert!(ends, "{draft}: {found:?}");
    }
}
