//! `--fix`, `--unsafe-fixes` and `--diff`.

use super::support::Folder;

const CLAIM: &str = "The shares have gained 30% since January.";
const NOTE: &str = "Past performance is no guarantee of future results.";

/// A draft with one claim that has no marker, and the note that it needs.
fn draft() -> String {
    format!("{CLAIM} It is early.\n\nThe fund rose 12% in 2024.[1]\n\n[1] {NOTE}\n")
}

fn repaired() -> String {
    draft().replace(CLAIM, &format!("{CLAIM}[1]"))
}

#[test]
fn a_draft_is_repaired_and_the_report_says_so() {
    let folder = Folder::new(&[("a.md", &draft()), ("b.md", super::support::CLEAN)]);
    let run = folder.run(&["check", "--fix"]);
    assert_eq!(run.status, 0, "{run:#?}");
    assert_eq!(
        run.stdout,
        "1 finding fixed. 2 files checked, 2 statements found, all marked.\n"
    );
    assert_eq!(folder.read("a.md"), repaired());
    assert_eq!(folder.read("b.md"), super::support::CLEAN);
    let again = folder.run(&["check", "--fix"]);
    again.says("2 files checked, 2 statements found, all marked.\n");
}

#[test]
fn a_diff_changes_nothing_and_fails_where_there_is_something_to_fix() {
    let folder = Folder::new(&[("a.md", &draft())]);
    let run = folder.run(&["check", "--diff"]);
    assert_eq!(run.status, 1, "{run:#?}");
    let diff = format!(
        "--- a.md\n+++ a.md\n@@ -1,4 +1,4 @@\n-{CLAIM} It is early.\n+{CLAIM}[1] It is early.\n \n The fund rose 12% in 2024.[1]\n \n"
    );
    assert_eq!(run.stdout, diff);
    assert_eq!(
        run.stderr,
        "1 finding can be fixed in 1 file. Nothing was changed.\n"
    );
    assert_eq!(folder.read("a.md"), draft());
    folder.write("a.md", repaired().as_bytes());
    let run = folder.run(&["check", "--diff"]);
    assert_eq!(
        (run.status, run.stdout.as_str(), run.stderr.as_str()),
        (0, "", "Nothing to fix.\n")
    );
}

#[test]
fn built_in_wording_is_added_only_where_it_is_asked_for() {
    let text = format!("{CLAIM}\n");
    let folder = Folder::new(&[("a.md", &text)]);
    let run = folder.run(&["check", "--fix"]);
    assert_eq!(run.status, 1, "{run:#?}");
    assert!(
        run.stdout
            .ends_with("1 to fix in 1 file. Nothing was changed. --fix --unsafe-fixes repairs 1.\n"),
        "{}",
        run.stdout
    );
    assert_eq!(folder.read("a.md"), text);
    let run = folder.run(&["check", "--fix", "--unsafe-fixes"]);
    assert_eq!(run.status, 0, "{run:#?}");
    assert!(
        folder
            .read("a.md")
            .starts_with(&format!("{CLAIM}[^1]\n\n[^1]: Past performance "))
    );
    folder.run(&["check", "--unsafe-fixes"]).fails(2, &["--fix"]);
}

#[test]
fn the_houses_own_wording_needs_no_second_look() {
    let config = format!("[notes.past]\ntext = \"{NOTE}\"\n");
    let folder = Folder::new(&[("a.md", &format!("{CLAIM}\n")), ("caveat.toml", &config)]);
    assert_eq!(folder.run(&["check", "--fix"]).status, 0);
    assert_eq!(folder.read("a.md"), format!("{CLAIM}[^1]\n\n[^1]: {NOTE}\n"));
}

#[test]
fn standard_input_comes_back_repaired_and_the_report_makes_way() {
    let folder = Folder::new(&[]);
    let run = folder.run_in("", &["check", "--fix", "-"], draft().as_bytes());
    assert_eq!((run.status, run.stdout), (0, repaired()));
    assert_eq!(
        run.stderr,
        "1 finding fixed. 1 file checked, 2 statements found, all marked.\n"
    );
    let run = folder.run_in("", &["check", "--fix", "-"], super::support::CLEAN.as_bytes());
    assert_eq!((run.status, run.stdout.as_str()), (0, super::support::CLEAN));
    let run = folder.run_in("", &["check", "--diff", "-"], draft().as_bytes());
    assert_eq!(run.status, 1);
    assert!(
        run.stdout.starts_with("--- <stdin>\n+++ <stdin>\n@@"),
        "{}",
        run.stdout
    );
}

#[test]
fn what_is_excepted_or_not_selected_stays_as_it_is() {
    let text = format!(
        "<!-- caveat-ignore unmarked-past-performance: a quotation -->\n\n{}",
        draft()
    );
    let folder = Folder::new(&[("a.md", &text), ("b.md", &draft())]);
    folder.run(&["check", "--fix", "--select", "note-too-small"]);
    assert_eq!(
        (folder.read("a.md"), folder.read("b.md")),
        (text.clone(), draft())
    );
    folder.run(&["check", "--fix"]);
    assert_eq!((folder.read("a.md"), folder.read("b.md")), (text, repaired()));
}

#[test]
fn reports_say_what_can_be_fixed() {
    let folder = Folder::new(&[("a.md", &draft()), ("b.md", &format!("{CLAIM}\n"))]);
    let run = folder.run(&["check", "--format", "concise"]);
    let tails: Vec<&str> = run
        .stdout
        .lines()
        .filter_map(|l| l.rsplit_once("” "))
        .map(|(_, t)| t)
        .collect();
    assert_eq!(tails, ["[fix]", "[unsafe fix]"], "{}", run.stdout);
    assert!(
        run.stdout
            .ends_with("Nothing was changed. --fix repairs 1, with --unsafe-fixes 1 more.\n"),
        "{}",
        run.stdout
    );
    let run = folder.run(&["check", "a.md"]);
    assert!(
        run.stdout.contains("[fix] caveat check --fix does this"),
        "{}",
        run.stdout
    );
    let run = folder.run(&["check", "a.md", "--format", "json"]);
    let fix = "\"fix\":{\"applicability\":\"safe\",\"title\":\"put [1] after “since January.”\",\"edits\":[{\"start\":41,\
               \"end\":41,\"text\":\"[1]\"}]}";
    assert!(run.stdout.contains(fix), "{}", run.stdout);
}

#[cfg(unix)]
mod files {
    use super::*;
    use std::fs;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    #[test]
    fn permissions_stay_and_a_link_stays_a_link() {
        let folder = Folder::new(&[("posts/a.md", &draft())]);
        let path = folder.path("posts/a.md");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        symlink("posts/a.md", folder.path("link.md")).unwrap();
        let run = folder.run(&["check", "--fix", "link.md"]);
        assert_eq!(run.status, 0, "{run:#?}");
        assert!(fs::symlink_metadata(folder.path("link.md")).unwrap().is_symlink());
        assert_eq!(folder.read("posts/a.md"), repaired());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path("posts")).unwrap().count(), 1);
    }

    #[test]
    fn a_read_only_draft_is_trouble_and_the_others_are_repaired() {
        let folder = Folder::new(&[("a.md", &draft()), ("b.md", &draft())]);
        fs::set_permissions(folder.path("a.md"), fs::Permissions::from_mode(0o444)).unwrap();
        let run = folder.run(&["check", "--fix", "--format", "concise"]);
        run.fails(2, &["a.md: is read-only; it is left as it was"]);
        assert!(
            run.stdout
                .starts_with("a.md:1:5: error: unmarked-past-performance"),
            "{}",
            run.stdout
        );
        assert_eq!((folder.read("a.md"), folder.read("b.md")), (draft(), repaired()));
    }
}
