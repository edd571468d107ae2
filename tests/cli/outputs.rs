//! Where reports go, and what is never written over.

use crate::support::{CLEAN, Folder};
use std::io::Read as _;
use std::process::Stdio;

const FORECAST: &str = "The company expects sales to grow by 6% in 2027.\n";

/// Runs the program and closes its standard output after a few bytes; gives its status.
fn cut_short(folder: &Folder, arguments: &[&str]) -> Option<i32> {
    let mut command = folder.command("", arguments);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut start = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut start).unwrap();
    child.wait().unwrap().code()
}

#[test]
fn a_reader_that_leaves_changes_neither_the_status_nor_the_files() {
    let folder = Folder::new(&[]);
    for number in 0..2000 {
        folder.write(&format!("{number}.md"), FORECAST.as_bytes());
    }
    let arguments = ["check", "--format", "concise", "--format", "json=r.json"];
    assert_eq!(cut_short(&folder, &arguments), Some(1));
    let report: serde_json::Value = serde_json::from_str(&folder.read("r.json")).unwrap();
    assert_eq!(report["summary"]["files"], 2000);
}

#[cfg(unix)]
#[test]
fn what_is_read_is_never_written_over() {
    const CONFIG: &str = "rulebooks = [\"house.toml\"]\nsite-notes = [\"site.md\"]\n";
    const SITE: &str = "[1] Forecasts are not a reliable indicator of future results and may prove wrong.\n";
    let folder = Folder::new(&[
        ("drafts/a.md", CLEAN),
        ("caveat.toml", CONFIG),
        ("house.toml", "schema = 1\n"),
        ("site.md", SITE),
    ]);
    std::fs::hard_link(folder.path("drafts/a.md"), folder.path("hard.md")).unwrap();
    std::os::unix::fs::symlink("drafts/a.md", folder.path("soft.md")).unwrap();
    folder.run(&["check", "drafts"]).fails(0, &[]);
    for (target, what) in [
        ("hard.md", "a draft to be checked"),
        ("soft.md", "a draft to be checked"),
        ("./caveat.toml", "the configuration"),
        ("house.toml", "a rulebook"),
        ("site.md", "a site-notes file"),
    ] {
        let before = folder.read(target);
        let wanted = format!("{} is {what}", target.trim_start_matches("./"));
        for arguments in [
            &["check", "drafts", "-o", target][..],
            &["statements", "drafts", "-o", target],
            &["check", "drafts", "--format", &format!("json={target}")],
        ] {
            let run = folder.run(arguments);
            run.fails(2, &[wanted.trim_start_matches("./")]);
        }
        assert_eq!(folder.read(target), before);
    }
}

#[cfg(unix)]
#[test]
fn no_two_reports_are_written_to_one_place() {
    let folder = Folder::new(&[("a.md", CLEAN)]);
    folder
        .run(&["check", "--format", "json=x", "--format", "concise=./x"])
        .fails(2, &["one file"]);
    assert!(!folder.path("x").exists());
    folder
        .run(&["check", "--format", "concise", "--format", "json=/dev/stdout"])
        .fails(2, &["standard output"]);
    folder
        .run(&["check", "--format", "json=/dev/stdout"])
        .fails(0, &[]);
}

#[test]
fn a_folder_named_target_may_hold_price_targets() {
    let folder = Folder::new(&[("target/a.md", FORECAST), ("node_modules/b.md", FORECAST)]);
    let run = folder.run(&["check", "--format", "concise", "--quiet"]);
    assert!(run.stdout.starts_with("target/a.md:1:"), "{run:#?}");
    assert!(!run.stdout.contains("node_modules"), "{run:#?}");
}
