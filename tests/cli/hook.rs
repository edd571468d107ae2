//! The git hook: put in, run by git, taken out.

use crate::support::{CLEAN, Folder};

const FORECAST: &str = "Profits should climb next year.\n";

fn repository(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::new(files);
    folder.git("", &["init", "-q"]);
    folder.git("", &["add", "-A"]);
    folder
}

fn commits(folder: &Folder, below: &str) -> (bool, String) {
    folder.try_git(below, &["commit", "-m", "more"])
}

#[test]
fn a_commit_is_blocked_until_the_draft_is_repaired() {
    let folder = repository(&[("a.md", FORECAST)]);
    let run = folder.run(&["init", "--hook"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert!(folder.read("caveat.toml").contains("profiles"));
    let (done, said) = commits(&folder, "");
    assert!(!done && said.contains("unmarked-forward-looking"), "{said}");
    folder.write("a.md", CLEAN.as_bytes());
    assert!(!commits(&folder, "").0, "what is staged counts");
    folder.git("", &["add", "-A"]);
    assert!(commits(&folder, "").0);
    let run = folder.run(&["init", "--hook", "--uninstall"]);
    run.says("Removed the git hook .git/hooks/pre-commit.\n");
    assert!(!folder.path(".git/hooks/pre-commit").exists());
    folder
        .run(&["init", "--hook", "--uninstall"])
        .says("There is nothing of caveat in the hook .git/hooks/pre-commit.\n");
}

#[test]
fn a_hook_that_is_there_stays() {
    let folder = repository(&[("a.md", FORECAST), ("caveat.toml", "")]);
    let own = "#!/bin/sh\necho own >>ran\nexec true\n";
    folder.write(".git/hooks/pre-commit", own.as_bytes());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(folder.path(".git/hooks/pre-commit"), mode).unwrap();
    }
    let wrote = "caveat.toml stays as it is.\nWrote the git hook .git/hooks/pre-commit; what was in it is still there. \
                 Before every commit it runs: caveat check --staged\n";
    folder.run(&["init", "--hook"]).says(wrote);
    let again = "caveat.toml stays as it is.\nThe hook .git/hooks/pre-commit has caveat in it already.\n";
    folder.run(&["init", "--hook"]).says(again);
    assert!(!commits(&folder, "").0);
    folder.write("a.md", CLEAN.as_bytes());
    folder.git("", &["add", "-A"]);
    assert!(commits(&folder, "").0);
    assert_eq!(folder.read("ran"), "own\n");
    folder
        .run(&["init", "--hook", "--uninstall"])
        .says("Took caveat out of the git hook .git/hooks/pre-commit; what else is in it is still there.\n");
    assert_eq!(folder.read(".git/hooks/pre-commit"), own);
}

#[test]
fn the_hooks_folder_of_the_configuration_is_used() {
    let folder = repository(&[("a.md", FORECAST), ("posts/b.md", CLEAN)]);
    folder.git("", &["config", "core.hooksPath", "my hooks"]);
    folder.run_in("posts", &["init", "--hook"], b"").fails(0, &[]);
    assert!(
        folder
            .read("my hooks/pre-commit")
            .contains("caveat check --staged")
    );
    assert!(!commits(&folder, "posts").0);
    folder.git("", &["config", "core.hooksPath", ".husky/_"]);
    folder.run(&["init", "--hook"]).fails(0, &[]);
    assert!(folder.read(".husky/pre-commit").contains("caveat check --staged"));
    let elsewhere = tempfile::tempdir().unwrap();
    folder.git(
        "",
        &["config", "core.hooksPath", &elsewhere.path().to_string_lossy()],
    );
    folder
        .run(&["init", "--hook"])
        .fails(2, &["outside of this repository", "caveat check --staged"]);
    assert_eq!(std::fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}

#[test]
fn a_hook_that_is_no_shell_script_is_left_alone() {
    let folder = repository(&[("caveat.toml", "")]);
    let own = "#!/usr/bin/env python3\nprint(1)\n";
    folder.write(".git/hooks/pre-commit", own.as_bytes());
    folder.run(&["init", "--hook"]).fails(
        2,
        &[".git/hooks/pre-commit is no shell script; add this to it by hand"],
    );
    assert_eq!(folder.read(".git/hooks/pre-commit"), own);
    folder.write(".git/hooks/pre-commit", b"\x7fELF\xff");
    folder
        .run(&["init", "--hook"])
        .fails(2, &["is a program and no script"]);
}

#[test]
fn a_linked_work_tree_has_the_hooks_of_its_repository() {
    let folder = repository(&[("a.md", CLEAN)]);
    assert!(commits(&folder, "").0);
    folder.git("", &["worktree", "add", "-q", "side"]);
    folder.run_in("side", &["init", "--hook"], b"").fails(0, &[]);
    folder.write("side/a.md", FORECAST.as_bytes());
    folder.git("side", &["add", "-A"]);
    assert!(!commits(&folder, "side").0);
}
