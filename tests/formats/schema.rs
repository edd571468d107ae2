//! Each format against what its readers demand.

use crate::draft::{folder, report};
use crate::support::{CLEAN, Folder};
use crate::xml::{self, Element};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const SARIF: &str = include_str!("../schemas/sarif-2.1.0.json");
const JUNIT: &str = include_str!("../schemas/junit-10.xsd");

/// Drafts that are no trouble, that hold what no format likes, and that cannot be read.
fn awkward() -> Folder {
    let folder = Folder::new(&[
        ("clean.md", CLEAN),
        ("empty.md", ""),
        (
            "a & \"b\" <c>.md",
            "We expect \u{1b}[31m sales ]]> to <grow> & rise\u{fffe} by 6%% in 2027, [we expect](1) ::error::x.\n",
        ),
    ]);
    folder.write("binary.md", b"a\0b");
    folder
}

fn of_awkward(format: &str) -> String {
    let run = awkward().run(&["check", "--format", format, "--quiet"]);
    run.fails(2, &["binary.md: is not a text file"]);
    run.stdout
}

fn of_clean(format: &str) -> String {
    let run = Folder::new(&[("a.md", CLEAN)]).run(&["check", "--format", format, "--quiet"]);
    assert_eq!(run.status, 0, "{run:?}");
    run.stdout
}

fn sarif(text: &str) -> Value {
    let mut schema: Value = serde_json::from_str(SARIF).unwrap();
    // The schema's pattern for a language has a bracket too many, which only the regular expressions of JavaScript let
    // pass. No report names a language.
    for part in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][part]["properties"]["language"];
        assert!(language.as_object_mut().unwrap().remove("pattern").is_some());
    }
    let validator = jsonschema::validator_for(&schema).unwrap();
    let log: Value = serde_json::from_str(text).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(&log)
        .map(|e| format!("{}: {e}", e.instance_path()))
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    log
}

#[test]
fn sarif_is_valid_and_has_what_github_asks_for() {
    assert_eq!(
        sarif(&of_clean("sarif"))["runs"][0]["results"],
        serde_json::json!([])
    );
    for (text, successful) in [(report("sarif"), true), (of_awkward("sarif"), false)] {
        let log = sarif(&text);
        let run = &log["runs"][0];
        assert_eq!(run["invocations"][0]["executionSuccessful"], successful);
        assert_eq!(run["automationDetails"]["id"], "caveat/");
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        for rule in rules {
            for part in [
                "/shortDescription/text",
                "/fullDescription/text",
                "/help/text",
                "/help/markdown",
            ] {
                let text = rule.pointer(part).unwrap().as_str().unwrap();
                assert!(!text.is_empty(), "{part} of {rule}");
                assert!(
                    part.starts_with("/help") || text.chars().count() <= 1024,
                    "{part} of {rule}"
                );
            }
        }
        let mut hashes = BTreeSet::new();
        for result in run["results"].as_array().unwrap() {
            let rule = result["ruleIndex"].as_u64().unwrap() as usize;
            assert_eq!(rules[rule]["id"], result["ruleId"]);
            let hash = &result["partialFingerprints"]["primaryLocationLineHash"];
            assert!(
                hashes.insert(hash.to_string()),
                "two results have one hash: {hash}"
            );
            assert!(result["partialFingerprints"]["caveatSentenceHash/v1"].is_string());
            let message = result["message"]["text"].as_str().unwrap();
            let ids: Vec<u64> = result["relatedLocations"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|place| place["id"].as_u64().unwrap())
                .collect();
            assert_eq!(
                message.matches("](").count(),
                usize::from(ids.contains(&1)),
                "{message}"
            );
            assert_eq!(message.contains("[the note](1)"), ids.contains(&1), "{message}");
        }
        assert!(!hashes.is_empty());
    }
}

#[test]
fn what_is_excepted_is_justified() {
    let log = sarif(&report("sarif"));
    let results = log["runs"][0]["results"].as_array().unwrap();
    let reasons: Vec<String> = results
        .iter()
        .map(|result| result["suppressions"].to_string())
        .collect();
    let excepted = r#"[{"kind":"inSource","status":"accepted","justification":"the operator’s own “plan”"}]"#;
    assert_eq!(reasons, ["[]", "[]", "[]", "[]", "[]", "[]", excepted]);
}

#[test]
fn fingerprints_do_not_change_with_lines() {
    let hashes = |format: &str, text: &str| -> Vec<String> {
        let folder = Folder::new(&[("a.md", text)]);
        let run = folder.run(&["check", "--format", format, "--quiet"]);
        let report: Value = serde_json::from_str(&run.stdout).unwrap();
        let list = report
            .as_array()
            .or_else(|| report["runs"][0]["results"].as_array())
            .unwrap();
        let of = |one: &Value| {
            one.get("fingerprint")
                .unwrap_or(&one["partialFingerprints"])
                .to_string()
        };
        list.iter().map(of).collect()
    };
    let text = "We expect sales to grow by 6% in 2027. We expect sales to grow by 6% in 2027.\n";
    for format in ["sarif", "gitlab"] {
        let before = hashes(format, text);
        assert_eq!(before.len(), 2);
        assert_ne!(before[0], before[1]);
        assert_eq!(
            hashes(format, &format!("The office is closed.\n\n{text}")),
            before
        );
    }
}

#[test]
fn gitlab_gets_what_it_reads() {
    assert_eq!(of_clean("gitlab"), "[]\n");
    for text in [report("gitlab"), of_awkward("gitlab")] {
        let issues: Vec<Value> = serde_json::from_str(&text).unwrap();
        let mut hashes = BTreeSet::new();
        for issue in issues {
            assert!(issue["description"].is_string() && issue["check_name"].is_string());
            assert!(
                ["info", "minor", "major", "critical", "blocker"]
                    .contains(&issue["severity"].as_str().unwrap())
            );
            assert!(hashes.insert(issue["fingerprint"].as_str().unwrap().to_owned()));
            let path = issue["location"]["path"].as_str().unwrap();
            assert!(!path.starts_with("./") && !path.starts_with('/'));
            assert!(issue["location"]["lines"]["begin"].as_u64().unwrap() >= 1);
        }
        assert!(!hashes.is_empty());
    }
}

/// The messages of reviewdog's definition (`rdf/reviewdog.proto`), as far as they are used.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DiagnosticResult {
    source: Source,
    diagnostics: Vec<Diagnostic>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Diagnostic {
    message: String,
    location: Location,
    severity: Severity,
    code: Code,
    #[serde(default)]
    suggestions: Vec<Suggestion>,
    #[serde(default)]
    related_locations: Vec<Related>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "UPPERCASE")]
enum Severity {
    Error,
    Warning,
    Info,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Code {
    value: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Location {
    path: String,
    range: Range,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Deserialize, PartialEq, PartialOrd)]
#[serde(deny_unknown_fields)]
struct Position {
    line: u32,
    column: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Suggestion {
    range: Range,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Related {
    message: String,
    location: Location,
}

#[test]
fn rdjson_holds_what_reviewdog_defines() {
    let clean: DiagnosticResult = serde_json::from_str(&of_clean("rdjson")).unwrap();
    assert!(clean.diagnostics.is_empty());
    for text in [report("rdjson"), of_awkward("rdjson")] {
        let result: DiagnosticResult = serde_json::from_str(&text).unwrap();
        assert_eq!(result.source.name, "caveat");
        assert!(!result.diagnostics.is_empty());
        for one in result.diagnostics {
            assert!(!one.message.is_empty() && !one.code.value.is_empty());
            assert!([Severity::Error, Severity::Warning, Severity::Info].contains(&one.severity));
            let related = one
                .related_locations
                .iter()
                .inspect(|related| assert!(!related.message.is_empty()));
            let places = related.map(|related| &related.location).chain([&one.location]);
            let places = places
                .inspect(|place| assert!(!place.path.is_empty()))
                .map(|place| &place.range);
            let suggested = one
                .suggestions
                .iter()
                .inspect(|s| assert!(!s.text.contains('\0')))
                .map(|s| &s.range);
            for range in places.chain(suggested) {
                assert!(range.start <= range.end && range.start.line >= 1 && range.start.column >= 1);
            }
        }
    }
}

/// What the schema allows an element to hold: attributes (and whether each is required), and elements.
#[derive(Default)]
struct Allowed {
    attributes: BTreeMap<String, bool>,
    children: BTreeSet<String>,
}

fn allowed() -> BTreeMap<String, Allowed> {
    let schema = xml::parse(JUNIT);
    let mut out = BTreeMap::new();
    for element in schema.children.iter().filter(|e| e.name == "xs:element") {
        let mut allowed = Allowed::default();
        for part in element.all() {
            match part.name.as_str() {
                "xs:attribute" => {
                    allowed
                        .attributes
                        .insert(part.get("name").to_owned(), part.get("use") == "required");
                }
                "xs:element" if !part.get("ref").is_empty() => {
                    allowed.children.insert(part.get("ref").to_owned());
                }
                _ => {}
            }
        }
        out.insert(element.get("name").to_owned(), allowed);
    }
    out
}

#[test]
fn junit_keeps_to_its_schema() {
    let allowed = allowed();
    assert!(allowed["testcase"].attributes["name"] && allowed["testsuites"].children.contains("testsuite"));
    for text in [report("junit"), of_awkward("junit"), of_clean("junit")] {
        let root = xml::parse(&text);
        assert_eq!(root.name, "testsuites");
        for element in root.all() {
            let allowed = &allowed[&element.name];
            for (name, _) in &element.attributes {
                assert!(
                    allowed.attributes.contains_key(name),
                    "{name} at {}",
                    element.name
                );
            }
            for (name, _) in allowed.attributes.iter().filter(|(_, required)| **required) {
                assert_ne!(element.get(name), "", "{name} of {}", element.name);
            }
            for child in &element.children {
                assert!(
                    allowed.children.contains(&child.name),
                    "{} in {}",
                    child.name,
                    element.name
                );
            }
        }
        for suite in &root.children {
            let count = |name: &str| {
                let has = |case: &&Element| case.children.iter().any(|child| child.name == name);
                suite.children.iter().filter(has).count().to_string()
            };
            assert_eq!(suite.get("tests"), suite.children.len().to_string());
            for (attribute, child) in [
                ("failures", "failure"),
                ("errors", "error"),
                ("skipped", "skipped"),
            ] {
                assert_eq!(
                    suite.get(attribute),
                    count(child),
                    "{attribute} of {}",
                    suite.get("name")
                );
            }
        }
    }
    // Every draft is there, what could not be checked included.
    let root = xml::parse(&of_awkward("junit"));
    let names: Vec<&str> = root.children.iter().map(|suite| suite.get("name")).collect();
    assert_eq!(names, ["a & \"b\" <c>.md", "binary.md", "clean.md", "empty.md"]);
}

#[test]
fn checkstyle_is_xml_whatever_a_draft_holds() {
    assert!(xml::parse(&of_clean("checkstyle")).children.is_empty());
    let root = xml::parse(&of_awkward("checkstyle"));
    assert_eq!(root.get("version"), "4.3");
    assert_eq!(root.children[0].get("name"), "a & \"b\" <c>.md");
    for error in &root.children[0].children {
        assert!(["error", "warning", "info"].contains(&error.get("severity")));
        assert!(!error.get("message").is_empty() && !error.get("message").contains('\u{1b}'));
    }
}

#[test]
fn json_lines_are_the_findings_of_json() {
    let whole: Value = serde_json::from_str(&report("json")).unwrap();
    let lines: Vec<Value> = report("jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(whole["findings"], Value::Array(lines));
    assert_eq!(of_clean("jsonl"), "");
}

#[test]
fn paths_are_those_of_the_repository() {
    let folder = folder();
    for (format, wanted) in [
        (
            "sarif",
            "\"uri\":\"posts/golden%2C%20%C3%A9.md\",\"uriBaseId\":\"%SRCROOT%\"",
        ),
        ("gitlab", "\"path\":\"posts/golden, é.md\""),
        ("github", "file=posts/golden%2C é.md,"),
    ] {
        let run = folder.run_in("posts", &["check", "--format", format], b"");
        assert!(run.stdout.contains(wanted), "{format}: {}", run.stdout);
    }
}
