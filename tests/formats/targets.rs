//! Several formats in one run, and files that are there as a whole or not at all.

use crate::draft::{NAME, folder, report};
use crate::support::{CLEAN, Folder};

#[test]
fn one_run_writes_all_formats() {
    let folder = folder();
    let formats = [
        "json",
        "jsonl",
        "sarif",
        "github",
        "gitlab",
        "junit",
        "rdjson",
        "checkstyle",
        "html",
    ];
    let options: Vec<String> = formats
        .iter()
        .map(|format| format!("--format={format}=out.{format}"))
        .collect();
    let mut arguments = vec!["check", "--as-of", "2026-11-22", "--quiet", "--format", "concise"];
    arguments.extend(options.iter().map(String::as_str));
    let run = folder.run(&arguments);
    assert_eq!(
        (run.status, run.stdout.lines().count(), run.stderr.as_str()),
        (1, 6, "")
    );
    for format in formats {
        assert_eq!(folder.read(&format!("out.{format}")), report(format), "{format}");
    }
}

#[test]
fn annotations_follow_the_report_for_people() {
    let folder = folder();
    for formats in [["pretty", "github"], ["github", "pretty"]] {
        let run = folder.run(&["check", "--format", formats[0], "--format", formats[1]]);
        assert_eq!(run.status, 1, "{run:?}");
        let (text, commands) = run.stdout.split_at(run.stdout.find("\n::error ").unwrap() + 1);
        assert!(text.contains("5 to fix, 1 to check in 1 file."), "{text}");
        assert!(commands.lines().all(|line| line.starts_with("::")), "{commands}");
    }
    folder
        .run(&["check", "--format", "sarif", "--format", "github"])
        .fails(
            2,
            &["two formats would go to standard output; give one of them a file: --format github=FILE"],
        );
    folder
        .run(&[
            "check", "--format", "pretty", "--format", "github", "--format", "concise",
        ])
        .fails(2, &["standard output"]);
}

#[test]
fn a_misspelt_format_is_told_the_nearest() {
    folder().run(&["check", "--format", "serif=x"]).fails(
        2,
        &["unknown format 'serif' for --format; did you mean 'sarif'? known: pretty, concise, json"],
    );
}

#[cfg(unix)]
#[test]
fn files_are_replaced_whole_and_keep_what_they_are() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    let folder = Folder::new(&[("a.md", CLEAN), ("real.json", "old"), ("locked.json", "old")]);
    let mode = |name: &str| std::fs::metadata(folder.path(name)).unwrap().mode() & 0o777;
    let set = |name: &str, mode: u32| {
        std::fs::set_permissions(folder.path(name), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    set("real.json", 0o640);
    set("locked.json", 0o444);
    std::os::unix::fs::symlink("real.json", folder.path("link.json")).unwrap();
    folder
        .run(&["check", "a.md", "--format", "json=link.json"])
        .says("");
    assert!(folder.path("link.json").is_symlink());
    assert!(folder.read("real.json").starts_with("{\"schema_version\":1"));
    assert_eq!(mode("real.json"), 0o640);
    // A new file gets what any new file gets.
    folder.write("plain", b"");
    folder
        .run(&["check", "a.md", "--format", "json=new.json"])
        .says("");
    assert_eq!(mode("new.json"), mode("plain"));
    folder
        .run(&["check", "a.md", "--format", "json=locked.json"])
        .fails(2, &["locked.json: cannot be written"]);
    folder
        .run(&["check", "a.md", "--format", "json=.git"])
        .fails(2, &[".git: cannot be written"]);
    assert_eq!(folder.read("locked.json"), "old");
    // A run that cannot begin leaves the old report as it was, and nothing beside it.
    folder
        .run(&[
            "check",
            "a.md",
            "--format",
            "json=real.json",
            "--format",
            "sarif=no/such/folder",
        ])
        .fails(2, &["no/such/folder: cannot be written"]);
    assert!(folder.read("real.json").starts_with("{\"schema_version\":1"));
    let left: Vec<String> = std::fs::read_dir(folder.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with(".caveat"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
    folder
        .run(&["check", "a.md", "--format", "gitlab=/dev/stdout"])
        .says("[]\n");
}

#[test]
fn the_step_summary_is_added_to() {
    let folder = folder();
    folder.write("summary.txt", b"# before\n");
    let mut command = folder.command("", &["check", "--format", "github"]);
    command.env("GITHUB_STEP_SUMMARY", folder.path("summary.txt"));
    assert_eq!(command.output().unwrap().status.code(), Some(1));
    let page = folder.read("summary.txt");
    assert!(
        page.starts_with("# before\n## caveat\n\n5 to fix, 1 to check in 1 file."),
        "{page}"
    );
    assert_eq!(page.matches("<tr><td>").count(), 6, "{page}");
    assert!(page.contains(&format!("<code>{NAME}:1</code>")), "{page}");
    // Only the format of GitHub writes there, and a summary that cannot be written is trouble.
    let mut command = folder.command("", &["check", "--format", "sarif"]);
    command.env("GITHUB_STEP_SUMMARY", folder.path("summary.txt"));
    command.output().unwrap();
    assert_eq!(folder.read("summary.txt"), page);
    let mut command = folder.command("", &["check", "--format", "github"]);
    command.env("GITHUB_STEP_SUMMARY", folder.path("no/such/file"));
    assert_eq!(command.output().unwrap().status.code(), Some(2));
}

#[test]
fn the_record_names_its_day_only_when_told() {
    let folder = folder();
    let page = |arguments: &[&str], epoch: Option<&str>| {
        let mut command = folder.command("", &["check", "--format", "html"]);
        command.args(arguments);
        command.env_remove("SOURCE_DATE_EPOCH");
        epoch.map(|epoch| command.env("SOURCE_DATE_EPOCH", epoch));
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    let day = |page: &str| {
        let rest = page.split("<dt>Date of the review</dt><dd>").nth(1).unwrap();
        rest.split('<').next().unwrap().to_owned()
    };
    assert_eq!(day(&page(&[], None)), "not stated");
    assert_eq!(day(&page(&["--as-of", "2026-03-04"], Some("0"))), "2026-03-04");
    assert_eq!(day(&page(&[], Some("1795305600"))), "2026-11-22");
    assert_eq!(page(&[], None), page(&[], None));
}
