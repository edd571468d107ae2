//! What goes wrong around the program: disks, links, files that are none, names that are no text. Every file stays
//! whole, and the message says what happened.

use super::support::{CLEAN, Folder, Run};
use std::process::{Command, Stdio};

const CLAIM: &str = "The shares have gained 30% since January.\n";
const CONFIG: &str = "[notes.past]\ntext = \"Past performance is no guarantee of future results.\"\n";

/// The names in a folder, sorted.
fn names(folder: &Folder) -> Vec<String> {
    let entries = std::fs::read_dir(folder.path("")).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Runs the program under a shell that has set something up before.
#[cfg(unix)]
fn under(setup: &str, folder: &Folder, arguments: &str) -> Run {
    let mut command = Command::new("sh");
    let line = format!("{setup}; exec \"$0\" {arguments}");
    command
        .current_dir(folder.path(""))
        .args(["-c", &line, env!("CARGO_BIN_EXE_caveat")])
        .stdin(Stdio::null());
    let output = command.output().unwrap();
    Run {
        status: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_whole_stays_as_it_was() {
    let long = format!(
        "{CLAIM}\n{}",
        "Investors read of shares, stocks, bonds and funds.\n\n".repeat(100)
    );
    let folder = Folder::new(&[("a.md", &long), ("b.md", CLAIM), ("caveat.toml", CONFIG)]);
    // A file may have 512 bytes, or 1024 where the shell counts so; to be told instead of ended, the program must not
    // hear the signal.
    let run = under(
        "trap '' XFSZ; ulimit -f 1",
        &folder,
        "check --fix --format concise",
    );
    run.fails(2, &["error: a.md: cannot be written, it is left as it was: "]);
    assert!(run.stdout.contains("a.md:1:5: error: "), "{run:?}");
    assert_eq!(folder.read("a.md"), long);
    assert!(
        folder
            .read("b.md")
            .starts_with("The shares have gained 30% since January.[^1]\n")
    );
    assert_eq!(names(&folder), [".git", "a.md", "b.md", "caveat.toml"]);
    folder.write("r.html", b"old");
    let run = under("trap '' XFSZ; ulimit -f 1", &folder, "check --format html=r.html");
    run.fails(2, &["error: r.html: cannot be written: "]);
    assert_eq!(folder.read("r.html"), "old");
    assert_eq!(names(&folder), [".git", "a.md", "b.md", "caveat.toml", "r.html"]);
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_full_disk_swallows_is_told() {
    let folder = Folder::new(&[("a.md", CLAIM)]);
    for arguments in [
        "check a.md",
        "explain unmarked-forward-looking",
        "rules",
        "schema config",
    ] {
        let run = under("exec > /dev/full", &folder, arguments);
        run.fails(2, &["error: standard output: No space left on device"]);
    }
    assert_eq!(under("exec > /dev/full", &folder, "--help").status, 2);
    let run = folder.run(&["check", "a.md", "--format", "json", "--output", "/dev/full"]);
    run.fails(2, &["/dev/full: cannot be written: No space left on device"]);
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_killed_run_left_is_taken_away_by_the_next() {
    // No process has a number as high as this.
    let left = ".caveat-4294967295-Ab1.tmp";
    let folder = Folder::new(&[("a.md", CLAIM), (left, "half"), ("caveat.toml", CONFIG)]);
    folder.run(&["check"]);
    assert!(folder.path(left).exists(), "who only looks changes nothing");
    assert_eq!(folder.run(&["check", "--fix"]).status, 0);
    assert_eq!(names(&folder), [".git", "a.md", "caveat.toml"]);
}

#[cfg(unix)]
#[test]
fn links_that_lead_in_circles_are_no_trouble_but_where_a_draft_should_be() {
    let folder = Folder::new(&[("a/x.md", CLEAN)]);
    let link = |to: &str, at: &str| std::os::unix::fs::symlink(to, folder.path(at)).unwrap();
    link("..", "a/up");
    link("l2", "l1");
    link("l1", "l2");
    folder
        .run(&["check"])
        .says("1 file checked, no statements found.\n");
    link("self.md", "self.md");
    let run = folder.run(&["check"]);
    run.fails(2, &["error: self.md: is a link that leads nowhere\n"]);
    assert_eq!(run.stdout, "1 file checked, no statements found.\n");
    folder
        .run(&["check", "self.md"])
        .fails(2, &["error: self.md: cannot be read: "]);
}

#[cfg(unix)]
#[test]
fn pipes_and_sockets_are_not_waited_for() {
    let folder = Folder::new(&[("a.md", CLEAN)]);
    let status = Command::new("mkfifo")
        .arg(folder.path("pipe.md"))
        .status()
        .unwrap();
    assert!(status.success());
    let _socket = std::os::unix::net::UnixListener::bind(folder.path("socket.md")).unwrap();
    folder
        .run(&["check"])
        .says("1 file checked, no statements found.\n");
    for name in ["pipe.md", "socket.md", "/dev/null"] {
        let message = format!("error: {name}: is neither a file nor a folder\n");
        folder.run(&["check", name]).fails(2, &[&message]);
    }
    for name in ["caveat.toml", ".caveat-baseline.json", ".gitignore"] {
        let status = Command::new("mkfifo").arg(folder.path(name)).status().unwrap();
        assert!(status.success());
        let run = folder.run(&["check"]);
        assert_eq!(run.status, if name == "caveat.toml" { 2 } else { 0 }, "{run:?}");
        std::fs::remove_file(folder.path(name)).unwrap();
    }
}

/// Names that are no UTF-8 can be written on Linux alone.
#[cfg(target_os = "linux")]
#[expect(clippy::disallowed_methods, reason = "what the program wrote is no draft")]
#[test]
fn names_that_are_no_text_or_steer_terminals_can_be_checked_and_repaired() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = Folder::new(&[("caveat.toml", CONFIG)]);
    let names: [&[u8]; 4] = [
        b"caf\xe9.md",
        b"a\nb::error.md",
        b"\x1b[31m.md",
        "\u{202e}.md".as_bytes(),
    ];
    let paths = names.map(|name| folder.path("").join(std::ffi::OsStr::from_bytes(name)));
    for path in &paths {
        std::fs::write(path, CLAIM).unwrap();
    }
    for format in [
        "pretty",
        "concise",
        "json",
        "jsonl",
        "sarif",
        "github",
        "gitlab",
        "junit",
        "rdjson",
        "checkstyle",
        "html",
    ] {
        let run = folder.run(&["check", "--format", format]);
        assert_eq!((run.status, run.stderr.as_str()), (1, ""), "{format}");
        let raw = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
        assert!(!run.stdout.contains(raw), "{format}: {}", run.stdout);
    }
    let run = folder.run(&["check", "--format", "github"]);
    assert!(
        run.stdout.contains("::error file=a%0Ab%3A%3Aerror.md,line=1"),
        "{}",
        run.stdout
    );
    assert_eq!(
        run.stdout
            .lines()
            .filter(|line| line.starts_with("::error "))
            .count(),
        4
    );
    assert_eq!(folder.run(&["check", "--fix"]).status, 0);
    for path in &paths {
        let text = String::from_utf8(std::fs::read(path).unwrap()).unwrap();
        assert!(text.contains("January.[^1]"), "{path:?}: {text}");
    }
}

#[test]
fn a_configuration_nested_without_end_is_refused() {
    let deep = |open: &str, close: &str| format!("x = {}{}\n", open.repeat(100_000), close.repeat(100_000));
    let texts = [
        deep("[", "]"),
        deep("{a = ", "}"),
        format!("{}b = 1\n", "a.".repeat(100_000)),
    ];
    for text in &texts {
        let folder = Folder::new(&[("a.md", CLEAN), ("caveat.toml", text)]);
        folder
            .run(&["check"])
            .fails(2, &["caveat.toml:1:", "nothing was checked"]);
        folder.write("house.toml", text.as_bytes());
        folder.write("caveat.toml", b"rulebooks = [\"house.toml\"]\n");
        folder
            .run(&["check"])
            .fails(2, &["house.toml:1:", "nothing was checked"]);
        // In a draft it is a front matter that cannot be read, and what follows is read all the same.
        std::fs::remove_file(folder.path("caveat.toml")).unwrap();
        folder.write("a.md", format!("+++\n{text}+++\n\n{CLAIM}").as_bytes());
        let run = folder.run(&["check", "--format", "concise"]);
        assert!(
            run.stdout
                .starts_with("a.md:5:5: error: unmarked-past-performance"),
            "{run:?}"
        );
    }
}

#[test]
fn a_cue_that_could_be_slow_is_refused() {
    let long = [
        format!("{}z", "(a|b)? ... ".repeat(100)),
        "a ".repeat(100_000),
        format!("{}a{}", "(".repeat(50), ")".repeat(50)),
        "a ...99 b".to_owned(),
    ];
    for cue in &long {
        let house = format!("schema = 1\n[class.house]\nsummary = \"x\"\nwords = [\"{cue}\"]\n");
        let folder = Folder::new(&[
            ("a.md", CLEAN),
            ("caveat.toml", "rulebooks = [\"house.toml\"]\n"),
            ("house.toml", &house),
        ]);
        folder
            .run(&["check"])
            .fails(2, &["house.toml:4:", "nothing was checked"]);
    }
}
