//! Rulebook files: sound ones give the rulebook they describe, others give all their problems at their places.

use caveat::finding::{Confidence, Level};
use caveat::rules::model::{CoveragePolicy, Place, Report, RuleSort};
use caveat::rules::validate::{merged, validate};
use caveat::rules::{Rulebook, RulebookErrors, builtin};
use caveat::source::SourceFile;
use std::path::{Path, PathBuf};

const CHECKS: [&str; 2] = ["marker-without-note", "note-without-marker"];

fn fixture(name: &str) -> SourceFile {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/rules")
        .join(name);
    SourceFile::read(&path, name).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn over_small(house: &str) -> Result<Rulebook, RulebookErrors> {
    validate(
        vec![fixture("small.toml"), SourceFile::new("posts/house.toml", house)],
        &CHECKS,
    )
}

fn lines(errors: &RulebookErrors) -> Vec<String> {
    let line = |problem: &caveat::rules::Problem| {
        let at = problem.position();
        let help = problem
            .help
            .as_ref()
            .map(|help| format!(" | {}", help.replace('\n', "; ")))
            .unwrap_or_default();
        format!("{}:{} {}{help}", at.line, at.column, problem.message)
    };
    errors.problems.iter().map(line).collect()
}

/// Every other file in `fixtures/rules` says in its first lines what is wrong with it: `# over small.toml` where
/// it is a house's file, then one `# LINE:COLUMN message | help` per problem.
#[test]
fn bad_files_give_all_their_problems() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/rules");
    let mut names: Vec<PathBuf> = folder
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    names.sort();
    let mut failures = Vec::new();
    for path in names {
        let name = path.file_name().unwrap().to_str().unwrap();
        if name == "small.toml" {
            continue;
        }
        let file = fixture(name);
        let text = file.text().trim_start_matches('\u{feff}').to_owned();
        let header: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("# ")).collect();
        let over = header.first() == Some(&"over small.toml");
        let expected: Vec<&str> = header.into_iter().skip(usize::from(over)).collect();
        assert!(
            !expected.is_empty(),
            "{name} says nothing of what is wrong with it"
        );
        let files = if over {
            vec![fixture("small.toml"), file]
        } else {
            vec![file]
        };
        let found = match validate(files, &CHECKS) {
            Ok(_) => Vec::new(),
            Err(errors) => {
                assert!(
                    errors.problems.iter().all(|p| p.file() == name),
                    "{name}: {errors:?}"
                );
                lines(&errors)
            }
        };
        if found != expected {
            failures.push(format!(
                "{name} should say\n# {}\nand says\n# {}",
                expected.join("\n# "),
                found.join("\n# ")
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn a_sound_file_gives_the_rulebook_in_its_order() {
    let book = validate(vec![fixture("small.toml")], &CHECKS).unwrap();
    assert_eq!(book.version, "2026-11-22");
    let names: Vec<&str> = book.statements.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["price-target", "forward-looking"]);
    assert_eq!(
        book.notes.iter().map(|n| n.name.as_str()).collect::<Vec<_>>(),
        ["forward", "source"]
    );
    assert_eq!(
        book.contexts.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(),
        ["outlook", "investing"]
    );
    assert_eq!(book.contexts[1].document_threshold, Some(4));
    let target = &book.statements[0];
    assert_eq!(
        (&target.needs, &target.replaces, target.claim),
        (&vec![0], &vec![1], false)
    );
    assert_eq!(target.thresholds, [10, 40, 70]);
    assert_eq!(
        (&target.cues[0].context, &target.cues[0].not_in),
        (&vec![1], &vec![0])
    );
    let forward = &book.statements[1];
    let ids: Vec<(&str, i32, bool)> = forward
        .cues
        .iter()
        .map(|c| (c.id.as_str(), c.points, c.context_alone))
        .collect();
    assert_eq!(
        ids,
        [
            ("expects", 80, false),
            ("outlook-item", 20, true),
            ("past-year", -40, false),
            ("noun", 55, false)
        ]
    );
    assert_eq!(
        forward.cues[0].places,
        [Place::Paragraph, Place::Heading, Place::ListItem]
    );
    assert_eq!(forward.cues[0].patterns, ["{body} {verb}"]);
    assert_eq!(forward.masks[0].patterns, ["expected value"]);
    let note = &book.notes[0].languages[0];
    let elements: Vec<&str> = note.elements.iter().map(|e| e.name.as_str()).collect();
    assert_eq!(elements, ["future", "denial", "promise"]);
    assert_eq!(
        (&note.all, &note.none, &note.attempt, note.at_least),
        (&vec![0, 1], &vec![2], &vec![0], 0)
    );
    let source = &book.notes[1].languages[0];
    assert_eq!(
        (&source.some, source.at_least, book.notes[1].disclaimer),
        (&vec![0, 1], 1, false)
    );
    let sorts: Vec<(&str, RuleSort, Option<Level>, Confidence)> = book
        .rules
        .values()
        .map(|r| (r.name.as_str(), r.sort.clone(), r.level, r.confidence))
        .collect();
    assert_eq!(
        sorts,
        [
            ("marker-without-note", RuleSort::Check, None, Confidence::High),
            (
                "price-target",
                RuleSort::plain(&[0], Report::Always),
                Some(Level::Info),
                Confidence::Medium
            ),
            (
                "unmarked-forward-looking",
                RuleSort::plain(&[1], Report::Unmarked),
                Some(Level::Error),
                Confidence::High
            ),
        ]
    );
    let basis = &book.rules["unmarked-forward-looking"].basis;
    assert_eq!(
        (basis[0].verified, basis[1].verified, basis[1].url.is_some()),
        (true, false, false)
    );
    let default = &book.profiles["default"];
    assert_eq!(default.coverage, Some(CoveragePolicy::Paragraph));
    assert_eq!(default.levels["marker-without-note"], Some(Level::Warning));
    assert_eq!(default.levels["price-target"], None);
}

#[test]
fn a_house_adds_and_replaces() {
    let book = over_small(
        r#"
schema = 1
version = "7"

[class.verb]
extend = true
words = ["reckon(|s)"]

[[statement.forward-looking.cue]]
id = "house-view"
why = "Our own way to say it."
points = 60
any = ["house view"]

[[statement.forward-looking.cue]]
id = "expects"
why = "Weaker here."
points = 30
any = ["we expect"]

[note.forward.language.en.element.denial]
any = ["no promise"]

[note.forward.language.de]
all = ["vorbehalt"]
[note.forward.language.de.element.vorbehalt]
says = "that forecasts may fail"
any = ["keine gewähr"]

[note.source]
summary = "Ours."
noun = "source line"
disclaimer = false
[note.source.language.en]
all = ["source"]
[note.source.language.en.element.source]
says = "“Source”"
any = ["source"]

[profile.house]
summary = "Ours."
[profile.house.levels]
price-target = "error"
"#,
    )
    .unwrap();
    assert_eq!(book.version, "2026-11-22 + house.toml 7");
    let forward = &book.statements[1];
    assert_eq!(forward.noun, "a forecast");
    let cues: Vec<(&str, i32)> = forward.cues.iter().map(|c| (c.id.as_str(), c.points)).collect();
    assert_eq!(
        cues,
        [
            ("expects", 30),
            ("outlook-item", 20),
            ("past-year", -40),
            ("noun", 55),
            ("house-view", 60)
        ]
    );
    let languages = &book.notes[0].languages;
    assert_eq!(
        languages[0].elements[1].patterns,
        ["not ...3 reliable", "no promise"]
    );
    assert_eq!(
        languages[0].elements[1].says,
        "that they do not reliably indicate what will come"
    );
    assert_eq!((languages[1].code.as_str(), &languages[1].all), ("de", &vec![0]));
    assert_eq!(
        (
            book.notes[1].noun.as_str(),
            book.notes[1].languages[0].elements.len()
        ),
        ("source line", 1)
    );
    let profiles: Vec<&str> = book.profiles.keys().map(String::as_str).collect();
    assert_eq!(profiles, ["default", "house"]);
}

/// The house's file that docs/rulebook.md shows is one that can be used.
#[test]
fn the_documented_house_file_is_sound() {
    let page = fixture("../../docs/rulebook.md");
    let text = page.text().replace("\r\n", "\n");
    let (_, rest) = text.split_once("## A house's own rules").unwrap();
    let (_, rest) = rest.split_once("```toml rulebook\n").unwrap();
    let (house, _) = rest.split_once("```").unwrap();
    let base = fixture("small.toml").text().to_owned()
        + "[class.security]\nsummary = \"S.\"\nwords = [\"share(|s)\"]\n";
    let base = base
        .replace("[note.forward", "[note.past")
        .replace("\"forward\"", "\"past\"");
    let files = || {
        vec![
            SourceFile::new("rules.toml", base.clone()),
            SourceFile::new("house.toml", house),
        ]
    };
    let book = validate(files(), &CHECKS).unwrap_or_else(|errors| panic!("{}", lines(&errors).join("\n")));
    assert_eq!(book.statements[1].cues[4].id, "house-view");
    assert_eq!(
        book.notes[0].languages[0].elements[1].patterns[1],
        "no {promise} of more to come"
    );
    let shown = builtin::render(&merged(files()).unwrap());
    for part in [
        "tracker(|s)",
        "for professional clients only",
        "not investment advice",
    ] {
        assert!(shown.contains(part), "{part} in\n{shown}");
    }
}

#[test]
fn problems_of_several_files_come_together_and_in_order() {
    let files = vec![
        SourceFile::new("rules.toml", "schema = 1\n[class.a]\nwords = [\"a\"]\n"),
        SourceFile::new(
            "house.toml",
            "schema = 2\n[class.b]\nsumary = \"b\"\nwords = [\"b\"]\n",
        ),
    ];
    let errors = validate(files, &[]).unwrap_err();
    let found: Vec<String> = errors
        .problems
        .iter()
        .zip(lines(&errors))
        .map(|(p, line)| format!("{}:{line}", p.file()))
        .collect();
    assert_eq!(
        found,
        [
            "rules.toml:1:1 the file has no `version`",
            "rules.toml:2:8 [class.a] has no `summary`",
            "house.toml:1:10 this file has the shape number 2, and this version of caveat reads 1 | write `schema = 1`",
            "house.toml:3:1 unknown key `sumary` in [class.b] | did you mean `summary`?",
        ]
    );
}

#[test]
fn the_merged_rulebook_can_be_read_again() {
    let house = "schema = 1\n[class.verb]\nextend = true\nwords = [\"reckon(|s)\"]\n\
                 [[statement.forward-looking.cue]]\nid = \"more\"\nwhy = \"More.\"\npoints = 5\nany = ['say \"so\"']\n";
    let files = || vec![fixture("small.toml"), SourceFile::new("house.toml", house)];
    let shown = builtin::render(&merged(files()).unwrap());
    let places = [
        "[class.verb]",
        "reckon(|s)",
        "[class.body]",
        "[statement.price-target]",
        "\nid = \"more\"",
        "[note.forward]",
    ]
    .map(|part| shown.find(part).unwrap_or_else(|| panic!("{part} in\n{shown}")));
    assert!(places.is_sorted(), "{places:?} in\n{shown}");
    let again = validate(vec![SourceFile::new("shown.toml", shown)], &CHECKS).unwrap();
    let once = validate(files(), &CHECKS).unwrap();
    assert_eq!(
        format!("{:?}", again.statements),
        format!("{:?}", once.statements)
    );
    assert_eq!(format!("{:?}", again.notes), format!("{:?}", once.notes));
    assert_eq!(format!("{:?}", again.contexts), format!("{:?}", once.contexts));
    assert_eq!(format!("{:?}", again.rules), format!("{:?}", once.rules));
    assert_eq!(format!("{:?}", again.profiles), format!("{:?}", once.profiles));
}

/// Whatever is cut out of a sound file or put into it, reading ends, places lie in the file, and what is said
/// is not empty.
#[test]
fn damaged_files_are_read_to_the_end() {
    let text = fixture("small.toml").text().to_owned();
    let pieces = [
        "", "\"", "\"\"\"", "[", "]]", "{", "= 5\n", "\n[[", "é", "\u{0}", "\\", "«", "# ", "\r\n", "'",
    ];
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).step_by(61).collect();
    for (round, &start) in starts.iter().enumerate() {
        for (turn, piece) in pieces.iter().enumerate() {
            let mut damaged = text.clone();
            let length = (round * 7 + turn * 13) % 90;
            let mut end = (start + length).min(text.len());
            while !text.is_char_boundary(end) {
                end += 1;
            }
            damaged.replace_range(start..end, piece);
            for house in [false, true] {
                let file = SourceFile::new("damaged.toml", damaged.clone());
                let files = if house {
                    vec![fixture("small.toml"), file]
                } else {
                    vec![file]
                };
                if let Err(errors) = validate(files, &CHECKS) {
                    assert!(!errors.problems.is_empty());
                    for problem in &errors.problems {
                        assert!(damaged.get(problem.span.clone()).is_some(), "{problem:?}");
                        assert!(!problem.message.is_empty());
                    }
                }
            }
        }
    }
}

#[test]
fn the_builtin_rulebook_is_sound() {
    if let Err(errors) = builtin::load(&[]) {
        panic!("rules.toml:\n{}", lines(&errors).join("\n"));
    }
    let book = builtin::builtin();
    for check in caveat::check::names() {
        assert!(
            book.rules.contains_key(check),
            "the check {check} has no [rule.{check}] in rules.toml"
        );
    }
    let shown = builtin::merged_toml(&[]).unwrap();
    validate(
        vec![SourceFile::new("shown.toml", shown)],
        &caveat::check::names(),
    )
    .unwrap();
}
