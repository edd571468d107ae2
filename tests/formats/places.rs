//! Lines and columns in every format, counted here a second time and in the plainest way.

use crate::draft::{NAME, TEXT, WANTED, Wanted, report};
use crate::xml::{self, Element};
use serde_json::Value;

/// What a column counts.
#[derive(Clone, Copy)]
enum Unit {
    Characters,
    Utf16,
    /// Of the line on disk, with the byte-order mark.
    Bytes,
}

/// Line and column, from 1, of a byte of the draft.
fn position(offset: usize, unit: Unit) -> (u64, u64) {
    let before = TEXT.get(..offset).unwrap();
    let line = before.matches('\n').count() as u64 + 1;
    let on_line = before.rsplit('\n').next().unwrap();
    let column = match unit {
        Unit::Characters => on_line.chars().filter(|c| *c != '\u{feff}').count(),
        Unit::Utf16 => on_line.trim_start_matches('\u{feff}').encode_utf16().count(),
        Unit::Bytes => on_line.len(),
    };
    (line, column as u64 + 1)
}

/// Rule, start and end of the findings that `keep` keeps.
fn wanted(unit: Unit, keep: impl Fn(&Wanted) -> bool) -> Vec<(String, [u64; 4])> {
    let place = |wanted: &Wanted| {
        let start = TEXT.find(wanted.begins).unwrap();
        let end = start + TEXT.get(start..).unwrap().find(wanted.ends).unwrap() + wanted.ends.len();
        let ((line, column), (end_line, end_column)) = (position(start, unit), position(end, unit));
        (wanted.rule.to_owned(), [line, column, end_line, end_column])
    };
    WANTED.iter().filter(|wanted| keep(wanted)).map(place).collect()
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn found(rule: &Value, numbers: [&Value; 4]) -> (String, [u64; 4]) {
    (rule.as_str().unwrap().to_owned(), numbers.map(number))
}

#[test]
fn json_counts_characters() {
    let text = report("jsonl");
    let places = text.lines().map(|line| {
        let f: Value = serde_json::from_str(line).unwrap();
        found(
            &f["rule"],
            [&f["line"], &f["column"], &f["end_line"], &f["end_column"]],
        )
    });
    assert_eq!(places.collect::<Vec<_>>(), wanted(Unit::Characters, |_| true));
}

#[test]
fn sarif_counts_units_of_utf16() {
    let log: Value = serde_json::from_str(&report("sarif")).unwrap();
    assert_eq!(log["runs"][0]["columnKind"], "utf16CodeUnits");
    let results = log["runs"][0]["results"].as_array().unwrap();
    let places = results.iter().map(|result| {
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "posts/golden%2C%20%C3%A9.md");
        let r = &place["region"];
        found(
            &result["ruleId"],
            [&r["startLine"], &r["startColumn"], &r["endLine"], &r["endColumn"]],
        )
    });
    assert_eq!(places.collect::<Vec<_>>(), wanted(Unit::Utf16, |_| true));
}

#[test]
fn rdjson_counts_bytes() {
    let report: Value = serde_json::from_str(&report("rdjson")).unwrap();
    let places = report["diagnostics"].as_array().unwrap().iter().map(|d| {
        assert_eq!(d["location"]["path"], NAME);
        let (start, end) = (&d["location"]["range"]["start"], &d["location"]["range"]["end"]);
        found(
            &d["code"]["value"],
            [&start["line"], &start["column"], &end["line"], &end["column"]],
        )
    });
    assert_eq!(places.collect::<Vec<_>>(), wanted(Unit::Bytes, |f| !f.excepted));
}

#[test]
fn gitlab_has_lines() {
    let report: Value = serde_json::from_str(&report("gitlab")).unwrap();
    let places = report.as_array().unwrap().iter().map(|issue| {
        assert_eq!(issue["location"]["path"], NAME);
        let lines = &issue["location"]["lines"];
        let rule = issue["check_name"].as_str().unwrap().to_owned();
        (rule, number(&lines["begin"]), number(&lines["end"]))
    });
    let lines = wanted(Unit::Characters, |f| !f.excepted).into_iter();
    let lines = lines.map(|(rule, [line, _, end, _])| (rule, line, end));
    assert_eq!(places.collect::<Vec<_>>(), lines.collect::<Vec<_>>());
}

#[test]
fn checkstyle_counts_characters() {
    let root = xml::parse(&report("checkstyle"));
    assert_eq!((root.name.as_str(), root.children.len()), ("checkstyle", 1));
    assert_eq!(root.children[0].get("name"), NAME);
    let places = root.children[0].children.iter().map(|error: &Element| {
        let rule = error.get("source").strip_prefix("caveat.").unwrap().to_owned();
        (
            rule,
            error.get("line").parse().unwrap(),
            error.get("column").parse().unwrap(),
        )
    });
    let starts = wanted(Unit::Characters, |f| !f.excepted).into_iter();
    let starts = starts.map(|(rule, [line, column, ..])| (rule, line, column));
    assert_eq!(
        places.collect::<Vec<(String, u64, u64)>>(),
        starts.collect::<Vec<_>>()
    );
}

#[test]
fn junit_has_lines_and_tells_what_fails() {
    let root = xml::parse(&report("junit"));
    let places = root.children[0].children.iter().map(|case: &Element| {
        let rule = case.get("name").split(": ").next().unwrap().to_owned();
        (
            rule,
            case.get("line").parse().unwrap(),
            case.children[0].name.clone(),
        )
    });
    let expected =
        wanted(Unit::Characters, |_| true)
            .into_iter()
            .zip(&WANTED)
            .map(|((rule, [line, ..]), f)| {
                let verdict = match f.rule {
                    _ if f.excepted => "skipped",
                    "marker-too-far" => "system-out",
                    _ => "failure",
                };
                (rule, line, verdict.to_owned())
            });
    assert_eq!(
        places.collect::<Vec<(String, u64, String)>>(),
        expected.collect::<Vec<_>>()
    );
    let counts = ["tests", "failures", "errors", "skipped"].map(|name| root.children[0].get(name).to_owned());
    assert_eq!(counts, ["7", "5", "0", "1"]);
}

/// The runner's own way of reading a command back.
fn unescaped(text: &str) -> String {
    text.replace("%3A", ":")
        .replace("%2C", ",")
        .replace("%0D", "\r")
        .replace("%0A", "\n")
        .replace("%25", "%")
}

#[test]
fn github_counts_units_of_utf16_and_puts_errors_first() {
    let text = report("github");
    let places = text.lines().map(|line| {
        let (command, rest) = line.strip_prefix("::").unwrap().split_once(' ').unwrap();
        let (properties, message) = rest.split_once("::").unwrap();
        assert!(!message.is_empty());
        let of = |name: &str| {
            let all = properties
                .split(',')
                .filter_map(|property| property.split_once('='));
            all.filter(|(key, _)| *key == name)
                .map(|(_, value)| unescaped(value))
                .next()
        };
        assert_eq!(of("file").as_deref(), Some(NAME));
        let rule = of("title").unwrap().replace("caveat (", "").replace(')', "");
        let number = |name: &str| of(name).map(|value| value.parse::<u64>().unwrap());
        (
            command.to_owned(),
            rule,
            number("line").unwrap(),
            number("endLine").unwrap(),
            number("col"),
            number("endColumn"),
        )
    });
    let expected =
        wanted(Unit::Utf16, |f| !f.excepted)
            .into_iter()
            .map(|(rule, [line, column, end, end_column])| {
                let command = if rule == "marker-too-far" {
                    "warning"
                } else {
                    "error"
                };
                // Columns mean nothing to GitHub where a stretch does not end on its line.
                let columns = (line == end).then_some((column, end_column));
                (
                    command.to_owned(),
                    rule,
                    line,
                    end,
                    columns.map(|c| c.0),
                    columns.map(|c| c.1),
                )
            });
    let mut expected: Vec<_> = expected.collect();
    expected.sort_by_key(|annotation| annotation.0 == "warning");
    assert_eq!(places.collect::<Vec<_>>(), expected);
}

#[test]
fn html_has_lines_in_its_register() {
    let page = report("html");
    for line in [1, 3, 4, 7, 9, 13, 16] {
        assert!(
            page.contains(&format!("data-value=\"{line}\"><a href=\"#d1-s")),
            "line {line}"
        );
    }
}
