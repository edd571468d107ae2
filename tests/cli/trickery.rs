//! Inputs that would lead the program astray.

use crate::support::{CLEAN, Folder};

/// Standard output of a check of this draft, one finding per line.
fn found(name: &str, draft: &str) -> String {
    let folder = Folder::new(&[(name, draft)]);
    folder.run(&["check", "--format", "concise", "--quiet"]).stdout
}

#[test]
fn invisible_characters_hide_no_forecast() {
    let plain = found("a.md", "The company expects sales to grow by 6% in 2027.\n");
    assert!(plain.contains("error"), "{plain}");
    for sign in ["\u{ad}", "\u{200b}", "\u{200c}", "\u{2060}", "\u{feff}"] {
        let draft = format!("The company ex{sign}pects sal{sign}es to gr{sign}ow by 6% in 2027.\n");
        let seen = found("a.md", &draft);
        assert_eq!(seen.lines().count(), plain.lines().count(), "{sign:?}: {seen}");
    }
}

#[test]
fn invisible_characters_before_a_label_hide_no_note() {
    const NOTE: &str = "[1] Forecasts are not a reliable indicator of future results and may prove wrong.\n";
    let draft = |sign: &str| format!("The company expects sales to grow by 6% in 2027.[1]\n\n{sign}{NOTE}");
    let plain = found("a.md", &draft(""));
    for sign in ["\u{ad}", "\u{200b}", "\u{2060}", "\u{feff}"] {
        let seen = found("a.md", &draft(sign));
        assert_eq!(seen.lines().count(), plain.lines().count(), "{sign:?}: {seen}");
    }
}

#[test]
fn a_paragraph_line_that_begins_with_import_is_read() {
    let text = "The rise in\nimport prices will continue; we expect sales to fall from \"high\" to \"low\"\nthis year.\n";
    assert!(found("a.md", text).contains("error"), "{}", found("a.md", text));
}

#[test]
fn what_stands_in_the_place_of_a_configuration_is_told() {
    let folder = Folder::new(&[("a.md", CLEAN)]);
    std::fs::create_dir(folder.path("caveat.toml")).unwrap();
    folder.run(&["check"]).fails(2, &["caveat.toml is a folder"]);
    folder.run(&["check", "--no-config"]).fails(0, &[]);
}

#[cfg(unix)]
#[test]
fn a_configuration_that_leads_nowhere_is_told() {
    let folder = Folder::new(&[("posts/a.md", CLEAN)]);
    std::os::unix::fs::symlink("gone.toml", folder.path(".caveat.toml")).unwrap();
    folder
        .run(&["check"])
        .fails(2, &[".caveat.toml is a link that leads to no file"]);
}

#[test]
fn mistyped_arguments_do_not_steer_the_terminal() {
    let folder = Folder::new(&[("a.md", CLEAN)]);
    for argument in ["--fo\u{202e}o", "--fail-on=x\ry", "--fail-on=\u{9b}31m"] {
        let run = folder.run(&["check", argument]);
        run.fails(2, &["\\u{"]);
        let raw = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
        assert!(!run.stderr.contains(raw), "{run:?}");
    }
}
