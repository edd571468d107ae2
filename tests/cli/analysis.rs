//! From a draft to the exit status, through the whole program.

use crate::support::Folder;

const UNMARKED: &str = "# Letter from Leeds\n\nThe company expects revenue to rise by 12% next year. The office is in Leeds.\n\n\
                        Management expects margins to widen in 2027.\n";

fn json(run: &crate::support::Run) -> serde_json::Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:#?}"))
}

#[test]
fn an_unmarked_forecast_fails_the_run_and_the_options_say_otherwise() {
    let folder = Folder::new(&[("a.md", UNMARKED)]);
    let run = folder.run(&["check", "--format", "json"]);
    assert_eq!(run.status, 1, "{run:#?}");
    let value = json(&run);
    let found: Vec<(&str, u64)> = value["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| (f["rule"].as_str().unwrap(), f["line"].as_u64().unwrap()))
        .collect();
    assert_eq!(
        found,
        [("unmarked-forward-looking", 3), ("unmarked-forward-looking", 5)]
    );
    for arguments in [
        &["check", "--exit-zero"][..],
        &["check", "--fail-on", "never"],
        &["check", "--ignore", "unmarked-forward-looking"],
        &["check", "--select", "marker-without-note"],
    ] {
        assert_eq!(folder.run(arguments).status, 0, "{arguments:?}");
    }
    folder.write(
        "caveat.toml",
        b"[levels]\nunmarked-forward-looking = \"warning\"\n",
    );
    assert_eq!(folder.run(&["check"]).status, 0);
    assert_eq!(folder.run(&["check", "--fail-on", "warning"]).status, 1);
}

#[test]
fn the_report_says_the_missing_note_once_and_counts_what_is_left() {
    let folder = Folder::new(&[("a.md", UNMARKED), ("b.md", "The office is in Leeds.\n")]);
    let run = folder.run(&["check", "--statistics"]);
    assert_eq!(
        run.stdout.matches("This draft has no").count(),
        1,
        "{}",
        run.stdout
    );
    for part in [
        "error: must fix (unmarked-forward-looking)",
        "a.md:3:",
        "1 more of unmarked-forward-looking:",
        "\n    5:",
    ] {
        assert!(
            run.stdout.contains(part),
            "{part:?} is missing in\n{}",
            run.stdout
        );
    }
    let end = "2  error    unmarked-forward-looking\n2 to fix in 1 of 2 files. Nothing was changed. --fix --unsafe-fixes repairs 2.\n";
    assert!(run.stdout.ends_with(end), "{}", run.stdout);
}

#[test]
fn the_result_does_not_depend_on_the_number_of_threads() {
    let folder = Folder::new(&[]);
    for number in 0..40 {
        folder.write(
            &format!("{number}.md"),
            UNMARKED.repeat(1 + number % 5).as_bytes(),
        );
    }
    let one = folder.run(&["check", "--threads", "1", "--format", "json"]);
    for threads in ["2", "3", "8"] {
        assert_eq!(
            folder.run(&["check", "--threads", threads, "--format", "json"]),
            one
        );
    }
}

#[test]
fn profiles_of_the_front_matter_hold_and_an_unknown_one_is_told_at_its_place() {
    let folder = Folder::new(&[("b.md", "The office is in Leeds.\n")]);
    folder.write(
        "a.md",
        b"---\ntitle: Leeds\ncaveat:\n  profiles: [defualt]\n---\n\nThe office is in Leeds.\n",
    );
    let run = folder.run(&["check"]);
    run.fails(
        2,
        &[
            "unknown profile `defualt` in the front matter",
            "a.md:4:14",
            "did you mean `default`?",
        ],
    );
    assert_eq!(
        run.stdout,
        "1 file checked, no statements found. 1 file could not be checked.\n"
    );
}

#[test]
fn notes_of_the_site_count_for_every_draft() {
    let note = "[1] Forward-looking statements are based on current expectations. They are not guarantees of future \
                results, and actual results may differ materially.\n";
    let folder = Folder::new(&[
        ("a.md", UNMARKED),
        ("layouts/footer.md", note),
        (
            "caveat.toml",
            "exclude = [\"layouts\"]\ncoverage = \"document\"\nsite-notes = [\"layouts/footer.md\"]\n",
        ),
    ]);
    let run = folder.run(&["check"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:#?}");
    folder.write("layouts/footer.md", b"The office is in Leeds.\n");
    folder.run(&["check"]).fails(
        2,
        &["site-notes layouts/footer.md: no disclaimer was found in it"],
    );
}
