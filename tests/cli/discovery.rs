//! Which files are checked.

use crate::support::{CLEAN, Folder};

/// The drafts that a run with these arguments looks at, by the register's JSON.
fn looked_at(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    let run = folder.run(&[&["statements", "--format", "json"], arguments].concat());
    assert_eq!(run.status, 0, "{run:#?}");
    let value: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    value["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["path"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn folders_are_walked_in_order_and_files_are_checked_once() {
    let folder = Folder::new(&[
        ("b.md", CLEAN),
        ("a.markdown", CLEAN),
        ("c/D.MD", CLEAN),
        ("c/e.mdx", CLEAN),
        ("c/f.txt", CLEAN),
        (".hidden/g.md", CLEAN),
        ("node_modules/h.md", CLEAN),
        ("target/i.md", CLEAN),
    ]);
    let all = ["a.markdown", "b.md", "c/D.MD", "c/e.mdx", "target/i.md"];
    assert_eq!(looked_at(&folder, &[]), all);
    assert_eq!(looked_at(&folder, &["./c", ".", "b.md", "c/../b.md"]), all);
    assert_eq!(
        looked_at(&folder, &["c/f.txt", ".hidden"]),
        [".hidden/g.md", "c/f.txt"]
    );
    for threads in ["1", "2", "7"] {
        assert_eq!(looked_at(&folder, &["--threads", threads]), all);
    }
}

#[test]
fn nothing_checked_is_trouble() {
    let folder = Folder::new(&[("empty/.keep", ""), ("texts/a.txt", CLEAN), ("posts/a.md", CLEAN)]);
    folder
        .run(&["check", "nowhere.md"])
        .fails(2, &["error: nowhere.md: no such file or folder"]);
    folder
        .run(&["check", "empty"])
        .fails(2, &["empty: no Markdown file in this folder"]);
    folder
        .run(&["check", "texts"])
        .fails(2, &["texts: no Markdown file in this folder"]);
    let run = folder.run(&["check", "nowhere.md", "posts"]);
    run.fails(2, &["nowhere.md"]);
    assert_eq!(run.stdout, "1 file checked, no statements found.\n");
    assert_eq!(folder.run_in("empty", &["check"], b"").status, 2);
}

#[test]
fn files_that_cannot_be_read_are_told_and_the_others_checked() {
    let folder = Folder::new(&[("a.md", CLEAN), ("z.md", CLEAN)]);
    folder.write("binary.md", b"ab\0cd");
    folder.write("latin.md", b"caf\xe9\n");
    let run = folder.run(&["check"]);
    run.fails(
        2,
        &[
            "binary.md: is not a text file (byte 2 is NUL)",
            "latin.md: is not UTF-8 text",
        ],
    );
    assert_eq!(
        run.stdout,
        "2 files checked, no statements found. 2 files could not be checked.\n"
    );
    let run = folder.run(&["check", "--format", "json"]);
    assert_eq!(run.status, 2);
    let value: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(
        (&value["summary"]["files"], &value["summary"]["unreadable"]),
        (&2.into(), &2.into())
    );
}

#[test]
fn excludes_spare_what_is_named_unless_forced() {
    let folder = Folder::new(&[
        (
            "caveat.toml",
            "exclude = [\"archive\", \"*.draft.md\", \"posts/x/**\"]\n",
        ),
        ("archive/a.md", CLEAN),
        ("posts/archive/b.md", CLEAN),
        ("posts/c.md", CLEAN),
        ("posts/d.draft.md", CLEAN),
        ("posts/x/e.md", CLEAN),
    ]);
    assert_eq!(looked_at(&folder, &[]), ["posts/c.md"]);
    assert_eq!(looked_at(&folder, &["archive/a.md"]), ["archive/a.md"]);
    assert_eq!(
        looked_at(&folder, &["--force-exclude", "archive/a.md", "posts/c.md"]),
        ["posts/c.md"]
    );
    let run = folder.run(&["check", "--force-exclude", "archive/a.md", "posts/d.draft.md"]);
    run.fails(0, &["nothing to check: all 2 files are excluded"]);
    folder
        .run(&["check", "--force-exclude", "archive"])
        .fails(0, &["excluded"]);
    folder
        .run_in(
            "",
            &[
                "check",
                "--force-exclude",
                "-",
                "--stdin-filename",
                "archive/new.md",
            ],
            b"x",
        )
        .fails(0, &["excluded"]);
    folder
        .run(&["check", "posts/x"])
        .fails(2, &["posts/x: every Markdown file in this folder is excluded"]);
}

#[test]
fn include_narrows_and_can_name_other_endings() {
    let folder = Folder::new(&[
        ("caveat.toml", "include = [\"posts\", \"notes/*.txt\"]\n"),
        ("readme.md", CLEAN),
        ("posts/deep/a.md", CLEAN),
        ("posts/b.txt", CLEAN),
        ("notes/c.txt", CLEAN),
        ("notes/d.md", CLEAN),
    ]);
    assert_eq!(looked_at(&folder, &[]), ["notes/c.txt", "posts/deep/a.md"]);
    assert_eq!(looked_at(&folder, &["readme.md"]), ["readme.md"]);
}

#[test]
fn ignore_files_hold_as_in_git_and_ours_before_them() {
    let folder = Folder::new(&[
        (".gitignore", "/build/\n*.tmp.md\n/secret.md\n"),
        (".git/info/exclude", "local.md\n"),
        (".caveatignore", "!/secret.md\nlegal/\n"),
        ("build/a.md", CLEAN),
        ("posts/.gitignore", "*.md\n!keep.md\n"),
        ("posts/b.md", CLEAN),
        ("posts/keep.md", CLEAN),
        ("posts/build/c.markdown", CLEAN),
        ("legal/d.md", CLEAN),
        ("local.md", CLEAN),
        ("e.tmp.md", CLEAN),
        ("secret.md", CLEAN),
    ]);
    assert_eq!(
        looked_at(&folder, &[]),
        ["posts/build/c.markdown", "posts/keep.md", "secret.md"]
    );
    assert_eq!(
        looked_at(&folder, &["posts"]),
        ["posts/build/c.markdown", "posts/keep.md"]
    );
    assert_eq!(
        looked_at(&folder, &["posts/b.md", "local.md"]),
        ["local.md", "posts/b.md"]
    );
    assert_eq!(
        looked_at(
            &folder,
            &["--force-exclude", "posts/b.md", "local.md", "secret.md"]
        ),
        ["secret.md"]
    );
    assert_eq!(looked_at(&folder, &["--no-ignore"]).len(), 8);
    let run = folder.run_in("posts", &["statements", "--format", "json"], b"");
    assert!(
        run.stdout.contains("\"build/c.markdown\"") && !run.stdout.contains("\"b.md\""),
        "{run:#?}"
    );
}

#[cfg(unix)]
#[test]
fn links_are_followed_once_and_loops_and_special_files_left_alone() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new(&[("posts/a.md", CLEAN), ("other/b.md", CLEAN)]);
    symlink("a.md", folder.path("posts/0-link.md")).unwrap();
    symlink("../other/b.md", folder.path("posts/b-link.md")).unwrap();
    symlink("..", folder.path("posts/up")).unwrap();
    symlink("a.md", folder.path("posts/.#a.md")).unwrap();
    let socket = std::os::unix::net::UnixListener::bind(folder.path("posts/s.md")).unwrap();
    assert_eq!(looked_at(&folder, &[]), ["other/b.md", "posts/a.md"]);
    assert_eq!(looked_at(&folder, &["posts"]), ["posts/a.md", "posts/b-link.md"]);
    folder
        .run(&["check", "posts/s.md"])
        .fails(2, &["posts/s.md: is neither a file nor a folder"]);
    drop(socket);
    symlink("gone.md", folder.path("posts/broken.md")).unwrap();
    folder
        .run(&["check"])
        .fails(2, &["posts/broken.md: is a link that leads nowhere"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text_is_shown_without_harm() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = Folder::new(&[]);
    let name = std::ffi::OsStr::from_bytes(b"a\x1b[31m\xff.md");
    std::fs::write(folder.path("").join(name), b"\0").unwrap();
    let run = folder.run(&["check"]);
    run.fails(2, &["a\\u{1b}[31m\u{fffd}.md: is not a text file"]);
}

#[test]
fn a_pattern_in_our_ignore_file_that_cannot_be_read_is_told() {
    let folder = Folder::new(&[
        ("a.md", CLEAN),
        ("posts/b.md", CLEAN),
        (".caveatignore", "[z-a].md\n# a comment\nfine/\n"),
        ("posts/.caveatignore", "\n{x\n"),
        (".gitignore", "[z-a].md\n"),
    ]);
    let expected = "error: .caveatignore: line 1: `[z-a].md` is no valid pattern: invalid range; 'z' > 'a'\n\
                    error: posts/.caveatignore: line 2: `{x` is no valid pattern: unclosed alternate group; missing \
                    '}' (maybe escape '{' with '[{]'?)\n";
    // Each is told once, however often it is read.
    for arguments in [&["check"][..], &["check", ".", "posts"]] {
        let run = folder.run(arguments);
        assert_eq!((run.status, run.stderr.as_str()), (2, expected), "{arguments:?}");
        assert!(run.stdout.starts_with("2 files checked"), "{}", run.stdout);
    }
    assert_eq!(folder.run(&["check", "--no-ignore"]).status, 0);
    assert_eq!(folder.run(&["check", "a.md"]).status, 0);
    assert_eq!(folder.run(&["check", "--force-exclude", "a.md"]).status, 2);
}
