//! Formats, targets, streams.

use crate::support::{CLEAN, Folder};
use std::io::Read as _;
use std::process::Stdio;

#[test]
fn one_run_prints_a_report_and_writes_a_file() {
    let folder = Folder::new(&[("a.md", CLEAN)]);
    folder
        .run(&["check", "--format", "pretty", "--format", "json=out.json"])
        .says("1 file checked, no statements found.\n");
    let value: serde_json::Value = serde_json::from_str(&folder.read("out.json")).unwrap();
    assert_eq!(value["schema_version"], 1);
    assert_eq!(value["findings"], serde_json::json!([]));
    assert_eq!(value["summary"]["files"], 1);
    folder
        .run(&["check", "--format", "json", "--output", "b.json"])
        .says("");
    assert_eq!(folder.read("b.json"), folder.read("out.json"));
    folder
        .run(&["check", "--format", "json", "--format", "concise"])
        .fails(2, &["standard output"]);
    folder
        .run(&["check", "--output", "no/such/folder"])
        .fails(2, &["no/such/folder: cannot be written"]);
    folder
        .run(&["check", "--output", "a.md"])
        .fails(2, &["a.md is a draft to be checked"]);
    assert_eq!(folder.read("a.md"), CLEAN);
}

#[test]
fn standard_input_is_a_draft() {
    let folder = Folder::new(&[("sub/caveat.toml", "profiles = [\"nonsense\"]\n")]);
    folder
        .run_in("", &["check", "-"], CLEAN.as_bytes())
        .says("1 file checked, no statements found.\n");
    let run = folder.run_in("", &["check", "-"], b"");
    run.fails(0, &["standard input is empty"]);
    assert_eq!(run.stdout, "1 file checked, no statements found.\n");
    // Its name decides which configuration holds.
    let run = folder.run_in(
        "",
        &["check", "-", "--stdin-filename", "sub/a.md"],
        CLEAN.as_bytes(),
    );
    run.fails(2, &["unknown profile `nonsense`"]);
    folder
        .run_in("", &["check", "-"], b"\xff")
        .fails(2, &["<stdin>: is not UTF-8 text"]);
    let run = folder.run_in(
        "",
        &["statements", "-", "--stdin-filename", "x.md", "--format", "json"],
        CLEAN.as_bytes(),
    );
    assert!(
        run.stdout.contains("{\"path\":\"x.md\",\"statements\":[]"),
        "{run:#?}"
    );
}

#[test]
fn quiet_leaves_out_the_summary_and_statements_end_with_one() {
    let folder = Folder::new(&[("a.md", CLEAN)]);
    folder.run(&["check", "--quiet"]).says("");
    folder
        .run(&["check", "--format", "concise"])
        .says("1 file checked, no statements found.\n");
    folder
        .run(&["statements"])
        .says("1 file read, 0 statements found.\n");
    folder.run(&["statements", "--quiet"]).says("");
    folder
        .run(&["check", "--verbose"])
        .fails(0, &["no configuration"]);
    folder.write(
        "b.md",
        b"The company expects sales of the fund to rise in 2027.\n",
    );
    let register = folder.run(&["statements", "b.md"]).stdout;
    assert!(
        register.ends_with("By default check does not report those that are read as “perhaps”.\n"),
        "{register}"
    );
}

#[test]
fn a_reader_that_has_seen_enough_is_no_trouble() {
    let folder = Folder::new(&[]);
    for number in 0..3000 {
        folder.write(&format!("{number}.md"), CLEAN.as_bytes());
    }
    let mut command = folder.command("", &["statements", "--format", "json"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut start = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut start).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn the_bare_program_helps_and_extras_are_printed() {
    let folder = Folder::new(&[]);
    let run = folder.run(&[]);
    assert!(
        run.stderr.contains("Usage: caveat") || run.stdout.contains("Usage: caveat"),
        "{run:#?}"
    );
    assert!(folder.run(&["man"]).stdout.contains(".TH caveat"));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(
            folder.run(&["completions", shell]).stdout.contains("caveat"),
            "{shell}"
        );
    }
    let rules = folder.run(&["rules", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&rules.stdout).unwrap();
    let names: Vec<&str> = value["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| rule["name"].as_str().unwrap())
        .collect();
    assert!(
        names.contains(&"unmarked-forward-looking") && names.is_sorted(),
        "{names:?}"
    );
    let table = folder.run(&["rules"]).stdout;
    assert!(
        table
            .lines()
            .any(|line| line.starts_with("unmarked-forward-looking ") && line.contains(" error ")),
        "{table}"
    );
    let page = folder.run(&["explain", "unmarked-forward-looking"]);
    assert_eq!((page.status, page.stderr.as_str()), (0, ""));
    assert_eq!(
        page.stdout,
        folder.run(&["rule", "unmarked-forward-looking"]).stdout
    );
    assert!(page.stdout.contains("unmarked-forward-looking"));
}
