//! Known findings: recorded, kept apart, dropped.

use crate::support::{CLEAN, Folder};

const FORECAST: &str = "Profits should climb next year.\n";
const OTHER: &str = "Margins should widen in the coming quarters.\n";
const FILE: &str = ".caveat-baseline.json";

fn recorded(folder: &Folder) -> Vec<String> {
    let file: serde_json::Value = serde_json::from_str(&folder.read(FILE)).unwrap();
    let entries = file["findings"].as_array().unwrap().iter();
    entries
        .map(|e| {
            format!(
                "{} {} {}",
                e["path"].as_str().unwrap(),
                e["rule"].as_str().unwrap(),
                e["text"]
            )
        })
        .collect()
}

#[test]
fn old_debts_are_known_and_new_ones_fail() {
    let folder = Folder::new(&[("old/a.md", FORECAST), ("old/b.md", OTHER), ("c.md", CLEAN)]);
    folder.run(&["baseline", "write"]).says(
        "2 known findings in 2 files recorded in .caveat-baseline.json: 2 new, 0 dropped.\n\
         They no longer fail a run; caveat check --no-baseline shows them.\n",
    );
    let expected = [
        "old/a.md unmarked-forward-looking \"Profits should climb next year.\"",
        "old/b.md unmarked-forward-looking \"Margins should widen in the coming quarters.\"",
    ];
    assert_eq!(recorded(&folder), expected);
    folder.run(&["check"]).says(
        "3 files checked, 2 statements found, all not covered, which the settings or an exception let pass. \
         2 findings known from the baseline.\n",
    );
    assert_eq!(folder.run(&["check", "--no-baseline"]).status, 1);
    // Lines before it, and the folder the program runs in, change nothing.
    folder.write("old/a.md", format!("A line.\n\n{FORECAST}").as_bytes());
    assert_eq!(folder.run(&["check"]).status, 0);
    assert_eq!(folder.run_in("old", &["check"], b"").status, 0);
    assert_eq!(folder.run_in("old", &["check", "a.md", "../c.md"], b"").status, 0);
    let stdin = ["check", "-", "--stdin-filename", "old/a.md"];
    assert_eq!(folder.run_in("", &stdin, FORECAST.as_bytes()).status, 0);
    // The same sentence a second time, or in another draft, is new.
    folder.write("old/a.md", format!("{FORECAST}\n{FORECAST}").as_bytes());
    let run = folder.run(&["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(
        (
            run.status,
            &report["summary"]["baselined"],
            &report["summary"]["errors"]
        ),
        (1, &2.into(), &1.into())
    );
    folder.write("old/a.md", FORECAST.as_bytes());
    folder.write("new.md", FORECAST.as_bytes());
    assert_eq!(folder.run(&["check"]).status, 1);
}

#[test]
fn what_no_longer_occurs_is_told_and_pruned() {
    let folder = Folder::new(&[("a.md", FORECAST), ("b.md", OTHER), ("c.md", FORECAST)]);
    folder.run(&["baseline", "write"]).fails(0, &[]);
    folder.write("a.md", CLEAN.as_bytes());
    std::fs::remove_file(folder.path("b.md")).unwrap();
    let stale = "2 known findings of .caveat-baseline.json no longer occur (the first: unmarked-forward-looking in a.md)";
    folder.run(&["check"]).fails(0, &[stale]);
    // A run over less, or with other settings, cannot tell.
    folder.run(&["check", "c.md"]).fails(0, &["1 known finding of"]);
    let run = folder.run(&["check", "--min-confidence", "high"]);
    assert_eq!(run.stderr, "");
    folder
        .run(&["baseline", "prune"])
        .says("2 known findings dropped from .caveat-baseline.json, 1 left.\n");
    assert_eq!(
        recorded(&folder),
        ["c.md unmarked-forward-looking \"Profits should climb next year.\""]
    );
    let before = folder.read(FILE);
    folder
        .run(&["baseline", "prune"])
        .says("0 known findings dropped from .caveat-baseline.json, 1 left.\n");
    assert_eq!(folder.read(FILE), before);
}

#[test]
fn writing_for_some_drafts_keeps_what_is_recorded_of_others() {
    let folder = Folder::new(&[("a.md", FORECAST), ("b.md", OTHER)]);
    folder.run(&["baseline", "write", "a.md"]).fails(0, &[]);
    folder.write("a.md", OTHER.as_bytes());
    folder.run(&["baseline", "write", "b.md"]).fails(0, &[]);
    assert_eq!(recorded(&folder).len(), 2);
    assert!(recorded(&folder)[0].contains("Profits"));
    folder.run(&["baseline", "write"]).says(
        "2 known findings in 2 files recorded in .caveat-baseline.json: 1 new, 1 dropped.\n\
         They no longer fail a run; caveat check --no-baseline shows them.\n",
    );
}

#[test]
fn exceptions_are_no_debts() {
    let draft = format!("<!-- caveat-ignore unmarked-forward-looking: a quotation -->\n{FORECAST}");
    let folder = Folder::new(&[("a.md", &draft)]);
    folder.run(&["baseline", "write"]).fails(0, &[]);
    assert_eq!(recorded(&folder), [] as [&str; 0]);
}

#[test]
fn a_baseline_that_cannot_be_used_stops_the_run() {
    let folder = Folder::new(&[
        ("a.md", FORECAST),
        (FILE, "{\"schema_version\":1,\n\"findings\":[}"),
    ]);
    for arguments in [&["check"][..], &["baseline", "write"], &["baseline", "prune"]] {
        folder
            .run(arguments)
            .fails(2, &[".caveat-baseline.json", "line 2, column 13: expected value"]);
    }
    let none = ["check", "--baseline", "none.json"];
    folder
        .run(&none)
        .fails(2, &["--baseline none.json: no such file; nothing was checked"]);
    folder
        .run(&["baseline", "prune", "--baseline", "none.json"])
        .fails(2, &["there is nothing to prune"]);
    folder.run(&["baseline", "write", "-o", "x.json"]).fails(
        2,
        &["--output: a baseline goes to the file that --baseline names"],
    );
    folder.write(FILE, b"{\"schema_version\":1,\"findings\":[]}");
    folder.write("bad.md", b"\xff\xfe");
    folder
        .run(&["baseline", "write"])
        .fails(2, &["the baseline was left as it is"]);
    assert_eq!(recorded(&folder), [] as [&str; 0]);
    let run = folder.run(&["check", "a.md", "--format", &format!("json={FILE}")]);
    run.fails(2, &["is the baseline; it is not written over"]);
}
