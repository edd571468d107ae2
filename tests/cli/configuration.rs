//! Mistakes in configurations, and which configuration holds.

use crate::support::{CLEAN, Folder};

#[test]
fn all_mistakes_are_told_at_once_each_at_its_place_with_the_nearest_name() {
    let folder = Folder::new(&[("a.md", CLEAN)]);
    let table = [
        (
            "profles = [\"eu\"]\n",
            &[
                "unknown key `profles`",
                "caveat.toml:1:1",
                "did you mean `profiles`?",
            ][..],
        ),
        (
            "profiles = [\"defualt\"]\n",
            &[
                "unknown profile `defualt`",
                "caveat.toml:1:13",
                "did you mean `default`?",
            ],
        ),
        (
            "coverage = \"paragaph\"\n",
            &["not `paragaph`", "caveat.toml:1:12", "did you mean `paragraph`?"],
        ),
        (
            "min-confidence = 3\n",
            &["one of low, medium, high, not an integer", "caveat.toml:1:18"],
        ),
        (
            "\n[levels]\nmarker-witout-note = \"off\"\n",
            &[
                "unknown rule `marker-witout-note`",
                "caveat.toml:3:1",
                "`marker-without-note`?",
            ],
        ),
        (
            "[levels]\nmarker-without-note = \"warn\"\n",
            &["error, warning, info, off, not `warn`", "caveat.toml:2:23"],
        ),
        (
            "[notes.forwad]\ntext = \"x\"\n",
            &["unknown kind of note `forwad`", "caveat.toml:1:8", "`forward`?"],
        ),
        (
            "[notes.forward]\ntxt = \"x\"\n",
            &["unknown key `txt`", "caveat.toml:2:1", "`text`?"],
        ),
        (
            "exclude = [\"[a\"]\n",
            &["`[a` is no valid pattern", "caveat.toml:1:12"],
        ),
        (
            "exclude = \"a\"\n",
            &["`exclude` must be a list", "caveat.toml:1:11"],
        ),
        (
            "rulebooks = [\"no.toml\"]\n",
            &["does not exist: no.toml", "caveat.toml:1:14"],
        ),
        (
            "site-notes = [\"no.md\"]\n",
            &["does not exist: no.md", "caveat.toml:1:15"],
        ),
        (
            "[publisher]\ncurency = \"EUR\"\n",
            &["unknown key `curency`", "caveat.toml:2:1", "`currency`?"],
        ),
        (
            "[publisher]\ncfd-loss-percentage = 174\n",
            &["a number from 0 to 100", "caveat.toml:2:23"],
        ),
        (
            "[[overrides]]\ncoverage = \"section\"\n",
            &["must say for which files", "caveat.toml:1:1"],
        ),
        (
            "[[overrides]]\npaths = [\"a\"]\nexclude = [\"b\"]\n",
            &["cannot be overridden", "caveat.toml:3:1"],
        ),
        ("profiles = [\"eu\"\n", &["not valid TOML", "caveat.toml:1:17"]),
        (
            "# –\nprofiles = []\nprofiles = []\n",
            &["not valid TOML: duplicate key", "caveat.toml:3:1"],
        ),
    ];
    for (text, parts) in table {
        folder.write("caveat.toml", text.as_bytes());
        let run = folder.run(&["check"]);
        run.fails(2, parts);
        run.fails(2, &["nothing was checked"]);
        assert_eq!(run.stdout, "", "{text}");
    }
    let all: String = [0, 2, 8, 4]
        .iter()
        .filter_map(|at| table.get(*at))
        .map(|(text, _)| *text)
        .collect();
    folder.write("caveat.toml", all.as_bytes());
    folder
        .run(&["check"])
        .fails(2, &["`profles`", "`paragaph`", "`[a`", "`marker-witout-note`"]);
}

#[test]
fn a_broken_rulebook_of_the_house_is_told_at_its_place() {
    let folder = Folder::new(&[
        ("a.md", CLEAN),
        ("caveat.toml", "rulebooks = [\"house.toml\"]\n"),
        ("house.toml", "schema = 1\n[rule.x\n"),
    ]);
    let run = folder.run(&["check"]);
    run.fails(2, &["house.toml:2:"]);
    assert_eq!(run.stdout, "");
}

#[test]
fn mistakes_of_a_rulebook_of_the_house_look_like_those_of_the_configuration() {
    let long = "which goes on ".repeat(12);
    let house = format!(
        "schema = 1\n\n[class.secrity]\nextend = true\nwords = [\"tracker\"]\n\n[class.mine]\nsummary = \"x\"\n\
         words = [\"{long}\", \"a {{wrd}}\", \"{long}\"]\n\n[rule.mine]\nstatement = \"forward-lookin\"\n"
    );
    let folder = Folder::new(&[
        ("a.md", CLEAN),
        ("caveat.toml", "rulebooks = [\"house.toml\"]\n"),
        ("house.toml", &house),
    ]);
    let run = folder.run(&["check"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    run.fails(
        2,
        &[
            "× there is no class `secrity` before this file to extend\n",
            "╭─[house.toml:4:10]\n",
            "╰── did you mean `security`?\n",
            "× there is no class `{wrd}` before this line",
            "╭─[house.toml:9:185]\n",
            " 9 │ …",
            "× [rule.mine] has no `",
            "╭─[house.toml:11:7]\n",
            "help: level: error, warning, info or off\n        confidence: low, medium or high\n",
            "× there is no statement `forward-lookin`\n",
            "╰── did you mean `forward-looking`?\n",
            "help: nothing was checked; correct this and run caveat again\n",
        ],
    );
    assert_eq!(
        run.stderr.matches("nothing was checked").count(),
        1,
        "{}",
        run.stderr
    );
    assert!(!run.stderr.contains("Error:"), "{}", run.stderr);
    let widest = run.stderr.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(100), "{}", run.stderr);
}

#[test]
fn globs_that_match_nothing_are_told_on_demand() {
    let folder = Folder::new(&[
        ("posts/a.md", CLEAN),
        ("legal/b.md", CLEAN),
        (
            "caveat.toml",
            "exclude = [\"legal\", \"lgal/\", \"*.mdx\"]\n[[overrides]]\npaths = [\"posts/*.md\", \"post/*.md\"]\n\
             coverage = \"section\"\n",
        ),
    ]);
    let run = folder.run(&["check", "--verbose"]);
    let note = |what: &str| format!("note: caveat.toml: {what} matches no file\n");
    let expected = [
        "note: using caveat.toml\n".to_owned(),
        note("`lgal/` in exclude"),
        note("`*.mdx` in exclude"),
        note("`post/*.md` in paths of [[overrides]]"),
    ];
    assert_eq!((run.status, run.stderr), (0, expected.concat()));
    // Who looks at one file does not learn what the others would say.
    let run = folder.run(&["check", "--verbose", "posts/a.md"]);
    assert_eq!(
        (run.status, run.stderr.as_str()),
        (0, "note: using caveat.toml\n")
    );
    let run = folder.run(&["check"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
}

#[test]
fn names_on_the_command_line_are_looked_up() {
    let folder = Folder::new(&[("a.md", CLEAN)]);
    for (arguments, parts) in [
        (
            &["check", "--select", "marker-witout-note"][..],
            &["--select", "did you mean `marker-without-note`?"][..],
        ),
        (
            &["check", "--ignore", "nonsense"],
            &["--ignore", "unknown rule 'nonsense'", "caveat rules"],
        ),
        (
            &["check", "--profile", "default,defualt"],
            &["--profile", "did you mean `default`?"],
        ),
        (
            &["statements", "--profile", "defualt"],
            &["--profile", "did you mean `default`?"],
        ),
        (&["check", "--fail-on", "warnings"], &["warning"]),
        (
            &["check", "--format", "jsn"],
            &["unknown format 'jsn'", "pretty, concise, json"],
        ),
        (&["check", "--as-of", "2026-13-01"], &["--as-of"]),
        (&["check", "--threads", "0"], &["--threads"]),
        (
            &["check", "--config", "other.toml"],
            &["other.toml", "no such file"],
        ),
        (&["check", "--stdin-filename", "a.md"], &["name '-' as the path"]),
        (
            &["explain", "marker-witout-note"],
            &["did you mean `marker-without-note`?"],
        ),
        (&["rules", "--profile", "defualt"], &["did you mean `default`?"]),
    ] {
        let run = folder.run(arguments);
        run.fails(2, parts);
        assert_eq!(run.stdout, "", "{arguments:?}");
    }
}

#[test]
fn the_nearest_configuration_holds_up_to_the_root_of_the_repository() {
    let folder = Folder::new(&[
        ("caveat.toml", "profiles = [\"nonsense\"]\n"),
        ("site/.git/config", ""),
        ("site/.caveat.toml", "fail-on = \"never\"\n"),
        ("site/posts/deep/a.md", CLEAN),
        ("site/posts/own/caveat.toml", "fail-on = \"info\"\n"),
        ("site/posts/own/b.md", CLEAN),
        ("bare/.git/config", ""),
        ("bare/c.md", CLEAN),
    ]);
    for (path, lines) in [
        (
            "site/posts/deep/a.md",
            &[
                "configuration site/.caveat.toml",
                "fail-on never site/.caveat.toml",
            ][..],
        ),
        (
            "site/posts/own",
            &[
                "configuration site/posts/own/caveat.toml",
                "fail-on info site/posts/own/caveat.toml",
            ],
        ),
        ("bare/c.md", &["configuration none", "fail-on error default"]),
    ] {
        let run = folder.run(&["config", path]);
        let shown: Vec<String> = run
            .stdout
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        for line in lines {
            assert!(shown.iter().any(|s| s == line), "{line} is missing in {run:#?}");
        }
    }
    folder
        .run(&["check", "--no-config"])
        .says("3 files checked, no statements found.\n");
    folder
        .run(&["check", "site"])
        .says("2 files checked, no statements found.\n");
    folder.write("site/caveat.toml", b"");
    folder
        .run(&["check", "site"])
        .fails(2, &["site/caveat.toml and site/.caveat.toml lie in one folder"]);
}

#[test]
fn overrides_and_profiles_are_laid_over_in_order() {
    let text = "profiles = [\"default\"]\nmin-confidence = \"high\"\ntemplate-supplies = [\"forward\"]\n\
                [levels]\nmarker-without-note = \"info\"\n[notes.past]\ntext = \"Past performance is not a reliable indicator of future results.\"\n\
                [[overrides]]\npaths = [\"archive\"]\nfail-on = \"never\"\n[overrides.levels]\nmarker-without-note = \"off\"\n";
    let folder = Folder::new(&[
        ("caveat.toml", text),
        ("a.md", CLEAN),
        ("archive/old/b.md", CLEAN),
    ]);
    for (path, line) in [
        ("a.md", "levels.marker-without-note info caveat.toml"),
        ("a.md", "min-confidence high caveat.toml"),
        ("a.md", "supplied.forward yes template-supplies in caveat.toml"),
        (
            "a.md",
            "notes.past.text \"Past performance is not a reliable indicator of future results.\" caveat.toml",
        ),
        (
            "archive/old/b.md",
            "levels.marker-without-note off caveat.toml, override for archive",
        ),
        (
            "archive/old/b.md",
            "fail-on never caveat.toml, override for archive",
        ),
    ] {
        let shown = folder.run(&["config", path]).stdout;
        let found = shown
            .lines()
            .any(|l| l.split_whitespace().collect::<Vec<_>>().join(" ") == line);
        assert!(found, "{line} is missing in\n{shown}");
    }
}

#[test]
fn init_writes_a_configuration_that_holds_and_overwrites_none() {
    let folder = Folder::new(&[("a.md", CLEAN)]);
    folder
        .run(&["init", "--profile", "defualt"])
        .fails(2, &["did you mean `default`?"]);
    let run = folder.run(&["init", "--profile", "default"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:#?}");
    assert!(run.stdout.starts_with("Wrote caveat.toml."), "{run:#?}");
    let text = folder.read("caveat.toml");
    assert!(text.contains("\nprofiles = [\"default\"]\n"), "{text}");
    folder
        .run(&["check"])
        .says("1 file checked, no statements found.\n");
    folder.run(&["init"]).fails(2, &["caveat.toml is there already"]);
    assert_eq!(folder.read("caveat.toml"), text);
    folder.write("caveat.toml", b"broken");
    assert_eq!(folder.run(&["init", "--force"]).status, 0);
    assert!(folder.read("caveat.toml").contains("\nprofiles = []\n"));
    // What stands in comments must be right too: someone will take the sign away.
    let uncommented: String = text
        .lines()
        .filter_map(|line| line.strip_prefix("# "))
        .filter(|line| line.starts_with('[') || line.contains(" = "))
        .filter(|line| !line.contains("layouts/footer.md") && !line.contains("house-rules.toml"))
        .map(|line| format!("{line}\n"))
        .collect();
    assert!(
        uncommented.contains("[[overrides]]") && uncommented.contains("[levels]"),
        "{uncommented}"
    );
    let first = uncommented.find("\n[").unwrap();
    let (keys, tables) = uncommented.split_at(first + 1);
    folder.write("caveat.toml", format!("{keys}{tables}").as_bytes());
    folder.run(&["config"]).fails(0, &[]);
}

/// A performance claim without a period, and with its note.
const UNDATED: &str =
    "The shares gained 12%.[1]\n\n[1] Past performance is not a reliable indicator of future results.\n";

#[test]
fn the_innermost_place_that_names_profiles_decides() {
    let text = "profiles = [\"eu\"]\n[levels]\nmissing-risk-warning = \"off\"\n[[overrides]]\npaths = [\"us\"]\nprofiles = [\"us-bd\"]\n";
    let front = format!("---\ncaveat: {{profiles: [us-bd, uk]}}\n---\n\n{UNDATED}");
    let folder = Folder::new(&[
        ("caveat.toml", text),
        ("a.md", UNDATED),
        ("us/b.md", UNDATED),
        ("us/c.md", &front),
    ]);
    let found = |arguments: &[&str]| {
        let run = folder.run(&[&["check", "--format", "concise"][..], arguments].concat());
        run.stdout.matches("performance-without-period").count()
    };
    for (arguments, expected) in [
        (&["a.md"][..], 1),
        (&["us/b.md"], 0),
        (&["us/c.md"], 1),
        (&["a.md", "--profile", "us-bd"], 0),
        (&["us/b.md", "--profile", "us-bd,eu"], 1),
        (&["us/c.md", "--profile", "default"], 0),
    ] {
        assert_eq!(found(arguments), expected, "{arguments:?}");
    }
    // What the configuration says itself goes before what profiles say.
    let all = folder
        .run(&["check", "--format", "concise", "a.md", "--profile", "eu,uk"])
        .stdout;
    assert!(!all.contains("missing-risk-warning"), "{all}");
    for (path, line) in [
        (
            "a.md",
            "levels.performance-without-period warning profile eu (caveat.toml)",
        ),
        ("us/b.md", "levels.performance-without-period off rulebook"),
        (
            "us/c.md",
            "levels.performance-without-period warning profile uk (front matter)",
        ),
        ("us/c.md", "currency USD profile us-bd (front matter)"),
        ("us/c.md", "texts.cfd-uk in force profile uk (front matter)"),
    ] {
        let shown = folder.run(&["config", path]).stdout;
        let found = shown
            .lines()
            .any(|l| l.split_whitespace().collect::<Vec<_>>().join(" ") == line);
        assert!(found, "{line} is missing in\n{shown}");
    }
}

#[test]
fn rules_say_which_profile_turns_them_on() {
    let folder = Folder::new(&[]);
    let table = folder.run(&["rules", "--profile", "eu-strict,qfc"]).stdout;
    let line = |rule: &str| {
        let line = table.lines().find(|line| line.starts_with(&format!("{rule} ")));
        let words: Vec<&str> = line.unwrap_or_default().split_whitespace().take(4).collect();
        words.join(" ")
    };
    assert_eq!(
        line("performance-without-period"),
        "performance-without-period warning profile eu"
    );
    assert!(
        line("wrong-note-kind").starts_with("wrong-note-kind error rulebook"),
        "{table}"
    );
    let json = folder
        .run(&["rules", "--profile", "eu", "--format", "json"])
        .stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let rules = json["rules"].as_array().unwrap();
    let rule = rules
        .iter()
        .find(|r| r["name"] == "performance-without-period")
        .unwrap();
    assert_eq!(
        (
            &rule["sort"],
            &rule["level"],
            &rule["level_from"],
            &rule["default_level"]
        ),
        (
            &"lacking".into(),
            &"warning".into(),
            &"profile eu".into(),
            &serde_json::Value::Null
        )
    );
}

#[test]
fn the_site_supplies_notes_and_prescribed_texts() {
    let footer = "You may lose some or all of your money.\n\n74% of retail CFD accounts lose money.\n";
    let draft = "The shares gained 12% in 2025. Trade their CFDs with us.\n";
    let folder = Folder::new(&[("a.md", draft), ("site/footer.md", footer)]);
    for (text, risk, cfd) in [
        ("profiles = [\"eu\"]\n", 1, 1),
        (
            "profiles = [\"eu\"]\ntemplate-supplies = [\"risk\", \"cfd\"]\n",
            0,
            0,
        ),
        ("profiles = [\"eu\"]\ntemplate-supplies = [\"risk\"]\n", 0, 1),
        (
            "profiles = [\"eu\"]\nsite-notes = [\"site/footer.md\"]\nsite-coverage = \"none\"\n",
            0,
            0,
        ),
    ] {
        folder.write("caveat.toml", text.as_bytes());
        let out = folder.run(&["check", "--format", "concise", "a.md"]).stdout;
        let count = |rule: &str| out.matches(rule).count();
        assert_eq!(
            (count("missing-risk-warning"), count("missing-cfd-warning")),
            (risk, cfd),
            "{text}\n{out}"
        );
    }
    folder.write("caveat.toml", b"site-coverage = \"nothing\"\n");
    folder
        .run(&["check"])
        .fails(2, &["`site-coverage` must be one of document, none"]);
    folder.write("caveat.toml", b"template-supplies = [\"crypt\"]\n");
    folder
        .run(&["check"])
        .fails(2, &["unknown kind of note `crypt`", "did you mean `crypto`?"]);
}
