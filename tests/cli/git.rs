//! What is staged, and what changed since a commit.

use crate::support::{CLEAN, Folder};

const FORECAST: &str = "Profits should climb next year.\n";
const OTHER: &str = "Margins should widen in the coming quarters.\n";

/// A repository without a commit.
fn repository(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::new(files);
    folder.git("", &["init", "-q", "-b", "main"]);
    folder
}

fn commit(folder: &Folder) {
    folder.git("", &["add", "-A"]);
    folder.git("", &["commit", "-q", "--no-verify", "-m", "more"]);
}

/// Path, line, and rule of every finding.
fn found(folder: &Folder, below: &str, arguments: &[&str]) -> Vec<String> {
    let run = folder.run_in(
        below,
        &[&["check", "-q", "--format", "concise"], arguments].concat(),
        b"",
    );
    assert!(run.status < 2, "{run:?}");
    let place = |line: &str| {
        let parts: Vec<&str> = line.splitn(6, ':').map(str::trim).collect();
        format!("{}:{} {}", parts[0], parts[1], parts[4])
    };
    run.stdout.lines().map(place).collect()
}

#[test]
fn a_draft_that_is_not_merged_is_told() {
    let folder = repository(&[("a.md", CLEAN)]);
    commit(&folder);
    folder.git("", &["checkout", "-q", "-b", "other"]);
    folder.write("a.md", FORECAST.as_bytes());
    commit(&folder);
    folder.git("", &["checkout", "-q", "main"]);
    folder.write("a.md", OTHER.as_bytes());
    commit(&folder);
    assert!(!folder.try_git("", &["merge", "-q", "other"]).0);
    let run = folder.run(&["check", "--staged"]);
    run.fails(
        2,
        &["error: a.md: is not merged yet, so that there is no staged text; it was not checked\n"],
    );
    assert_eq!(run.stdout, "");
    // The work tree has a text: that with the marks of the conflict.
    let run = folder.run(&["check", "--since", "HEAD", "-q", "--format", "concise"]);
    assert!(run.status == 1 && run.stdout.lines().count() == 2, "{run:?}");
}

#[test]
fn the_index_is_read_and_not_the_work_tree() {
    let folder = repository(&[("posts/à b.md", FORECAST), ("c.md", CLEAN), ("d.txt", FORECAST)]);
    folder.git("", &["add", "-A"]);
    let expected = ["posts/à b.md:1 unmarked-forward-looking"];
    assert_eq!(found(&folder, "", &["--staged"]), expected, "without a commit");
    folder.write("posts/à b.md", CLEAN.as_bytes());
    folder.write("c.md", FORECAST.as_bytes());
    assert_eq!(found(&folder, "", &["--staged"]), expected);
    std::fs::remove_file(folder.path("posts/à b.md")).unwrap();
    assert_eq!(
        found(&folder, "", &["--staged"]),
        expected,
        "gone from the work tree"
    );
    assert_eq!(
        found(&folder, "posts", &["--staged"]),
        ["à b.md:1 unmarked-forward-looking"],
        "from a folder below"
    );
    commit(&folder);
    let run = folder.run(&["check", "--staged"]);
    run.fails(0, &["no Markdown is staged; nothing was checked"]);
}

#[test]
fn a_staged_file_is_checked_whole_and_paths_limit_what_is() {
    let folder = repository(&[("a/one.md", FORECAST), ("b/two.md", CLEAN)]);
    commit(&folder);
    folder.write("a/one.md", format!("{FORECAST}\nSales fell.\n").as_bytes());
    folder.write("b/two.md", OTHER.as_bytes());
    folder.git("", &["add", "-A"]);
    let expected = [
        "a/one.md:1 unmarked-forward-looking",
        "b/two.md:1 unmarked-forward-looking",
    ];
    assert_eq!(found(&folder, "", &["--staged"]), expected);
    assert_eq!(
        found(&folder, "a", &["--staged"]).len(),
        2,
        "all of it from a folder below, too"
    );
    assert_eq!(found(&folder, "", &["--staged", "b"]), expected[1..]);
    assert_eq!(
        found(&folder, "", &["--staged", "--since", "HEAD"]),
        expected[1..]
    );
}

#[test]
fn excludes_hold_for_what_is_staged() {
    let folder = repository(&[
        ("caveat.toml", "exclude = [\"old/**\"]\n"),
        (".caveatignore", "drafts/\n"),
        (".gitignore", "built/\n"),
        ("old/a.md", FORECAST),
        ("drafts/b.md", FORECAST),
        ("built/c.md", FORECAST),
    ]);
    folder.git("", &["add", "-f", "."]);
    // What git tracks it does not ignore.
    assert_eq!(
        found(&folder, "", &["--staged"]),
        ["built/c.md:1 unmarked-forward-looking"]
    );
}

#[test]
fn only_changed_sentences_count_since_a_commit() {
    let folder = repository(&[
        ("a.md", &format!("{FORECAST}\nSales fell.\n")),
        ("b.md", FORECAST),
    ]);
    commit(&folder);
    assert_eq!(found(&folder, "", &["--since", "HEAD"]), [] as [&str; 0]);
    folder.write(
        "a.md",
        format!("A line before.\n\n{FORECAST}\nSales rose. {OTHER}").as_bytes(),
    );
    folder.write("new.md", FORECAST.as_bytes());
    let expected = [
        "a.md:5 unmarked-forward-looking",
        "new.md:1 unmarked-forward-looking",
    ];
    assert_eq!(found(&folder, "", &["--since", "HEAD"]), expected);
    let run = folder.run(&["check", "--since", "HEAD", "--format", "concise"]);
    assert!(
        run.stdout
            .ends_with("1 finding on what has not changed left out.\n"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_branch_is_compared_with_where_it_left() {
    let folder = repository(&[("a.md", CLEAN), ("b.md", CLEAN)]);
    commit(&folder);
    folder.git("", &["switch", "-q", "-c", "work"]);
    folder.write("a.md", FORECAST.as_bytes());
    commit(&folder);
    folder.git("", &["switch", "-q", "main"]);
    folder.write("b.md", OTHER.as_bytes());
    commit(&folder);
    folder.git("", &["switch", "-q", "work"]);
    assert_eq!(
        found(&folder, "", &["--since", "main"]),
        ["a.md:1 unmarked-forward-looking"]
    );
}

#[test]
fn a_renamed_draft_is_compared_with_what_it_was() {
    let folder = repository(&[("a.md", &format!("{FORECAST}{}", "Sales fell.\n".repeat(20)))]);
    commit(&folder);
    folder.git("", &["mv", "a.md", "posts.md"]);
    assert_eq!(found(&folder, "", &["--since", "HEAD"]), [] as [&str; 0]);
    assert_eq!(
        found(&folder, "", &["--staged", "--since", "HEAD"]),
        [] as [&str; 0]
    );
    assert_eq!(
        found(&folder, "", &["--staged"]),
        ["posts.md:1 unmarked-forward-looking"]
    );
}

#[test]
fn a_changed_note_reopens_the_statements_that_lead_to_it() {
    let draft = "The shares could double.[1]\n\nSales fell.\n\n[1] Past performance is no guarantee of future results.\n";
    let folder = repository(&[("a.md", draft)]);
    commit(&folder);
    assert_eq!(found(&folder, "", &["--since", "HEAD"]), [] as [&str; 0]);
    folder.write(
        "a.md",
        draft
            .replace("is no guarantee of", "does not guarantee")
            .as_bytes(),
    );
    assert_eq!(
        found(&folder, "", &["--since", "HEAD"]),
        ["a.md:1 wrong-note-kind"]
    );
}

#[test]
fn other_work_trees_and_absent_submodules_are_no_obstacle() {
    let folder = repository(&[("a.md", CLEAN)]);
    commit(&folder);
    let url = folder.path("").to_string_lossy().into_owned();
    folder.git("", &["submodule", "add", "-q", &url, "module"]);
    commit(&folder);
    folder.git("", &["worktree", "add", "-q", "elsewhere", "-b", "side"]);
    folder.write("elsewhere/a.md", FORECAST.as_bytes());
    folder.git("elsewhere", &["add", "-A"]);
    assert_eq!(
        found(&folder, "elsewhere", &["--staged"]),
        ["a.md:1 unmarked-forward-looking"]
    );
    assert_eq!(
        found(&folder, "elsewhere", &["--since", "main"]),
        ["a.md:1 unmarked-forward-looking"]
    );
    assert_eq!(
        found(&folder, "elsewhere", &["--staged", "--since", "HEAD~1"]),
        ["a.md:1 unmarked-forward-looking"]
    );
}

#[test]
fn what_git_cannot_tell_stops_the_run() {
    let folder = repository(&[("a.md", CLEAN)]);
    commit(&folder);
    for (revision, what) in [
        ("nonesuch", "there is no commit 'nonesuch' here"),
        ("--output=a.md", "there is no commit '--output=a.md' here"),
        ("HEAD:a.md", "there is no commit 'HEAD:a.md' here"),
    ] {
        let run = folder.run(&["check", &format!("--since={revision}")]);
        run.fails(2, &[what, "nothing was checked"]);
    }
    folder.git("", &["switch", "-q", "--orphan", "other"]);
    folder.write("b.md", CLEAN.as_bytes());
    commit(&folder);
    folder
        .run(&["check", "--since", "main"])
        .fails(2, &["have no common commit"]);
    folder
        .run(&["check", "-", "--staged"])
        .fails(2, &["standard input is neither staged"]);
    assert_eq!(folder.read("b.md"), CLEAN);
    let outside = tempfile::tempdir().unwrap();
    let mut command = folder.command("", &["check", "--staged"]);
    let output = command.current_dir(outside.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("not a git repository")
    );
}
