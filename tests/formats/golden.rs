//! The report of the draft in each format, byte for byte. `CAVEAT_BLESS=1` rewrites the files.

use crate::draft::report;
use serde_json::Value;
use std::path::Path;

#[expect(clippy::disallowed_methods, reason = "a golden file is no draft")]
fn compare(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/formats/golden")
        .join(name);
    if std::env::var("CAVEAT_BLESS").is_ok() {
        std::fs::write(&path, found).unwrap();
    }
    let wanted = std::fs::read_to_string(&path)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    assert!(found == wanted, "{name} differs; found:\n{found}");
}

#[test]
fn each_format_is_as_it_was() {
    for (format, name) in [
        ("concise", "concise.txt"),
        ("jsonl", "report.jsonl"),
        ("github", "github.txt"),
        ("gitlab", "gitlab.json"),
        ("junit", "junit.xml"),
        ("rdjson", "rdjson.json"),
        ("checkstyle", "checkstyle.xml"),
    ] {
        compare(name, &report(format));
    }
}

#[test]
fn the_results_of_sarif_are_as_they_were() {
    // What comes from the rulebook changes with it; the schema and `docs` look after that.
    let log: Value = serde_json::from_str(&report("sarif")).unwrap();
    let results = serde_json::to_string_pretty(&log["runs"][0]["results"]).unwrap();
    compare("results.sarif", &format!("{results}\n"));
}
