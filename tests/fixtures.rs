//! Every draft in `fixtures/` gives the findings that are written into it, and no others.
//!
//! `cargo test --test fixtures -- syntax/` runs those whose path holds the words. How a fixture is written stands in
//! `fixtures/annotations.rs`. A draft that is shown elsewhere as it is, without annotations, has a sibling
//! `NAME.annotated.md` that holds the same text with them.

#[path = "fixtures/annotations.rs"]
mod annotations;
#[path = "fixtures/compare.rs"]
mod compare;
#[path = "fixtures/harness.rs"]
mod harness;

use annotations::Fixture;
use caveat::rules::builtin::builtin;
use caveat::source::SourceFile;
use libtest_mimic::{Arguments, Failed, Trial};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

/// Folders of drafts that are about no rule in particular.
const GENERAL: [&str; 2] = ["syntax", "drafts"];
/// Folders that hold what other tests read.
const OTHERS: [&str; 3] = ["accuracy", "explain", "rules"];
const ANNOTATED: &str = ".annotated.md";

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut drafts: Vec<String> = walkdir::WalkDir::new(&root)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.expect("the folder of fixtures can be read"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(&root).expect("it lies under the root");
            path.to_string_lossy().replace('\\', "/")
        })
        .filter(|path| !OTHERS.contains(&folder(path)) && is_draft(path))
        .collect();
    drafts.sort();
    let names: BTreeSet<String> = drafts.iter().cloned().collect();
    let mut trials = harness::trials();
    trials.push(Trial::test("every rule in code has drafts", {
        let names = names.clone();
        move || every_rule_has_drafts(&names)
    }));
    for name in drafts {
        let sibling = name.strip_suffix(".md").map(|stem| format!("{stem}{ANNOTATED}"));
        if sibling.is_some_and(|sibling| names.contains(&sibling)) {
            continue;
        }
        let root = root.clone();
        trials.push(Trial::test(name.clone(), move || run(&root, &name)));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn folder(path: &str) -> &str {
    path.split('/').next().unwrap_or_default()
}

fn is_draft(path: &str) -> bool {
    let extension = Path::new(path).extension();
    extension.is_some_and(|e| e == "md" || e == "mdx" || e == "markdown")
}

fn read(root: &Path, name: &str) -> Result<String, Failed> {
    let file = SourceFile::read(&root.join(name), name).map_err(|e| format!("{name} {e}"))?;
    Ok(file.text().to_owned())
}

fn run(root: &Path, name: &str) -> Result<(), Failed> {
    let text = read(root, name)?;
    let mut report = compare::faults(&format!("fixtures/{name}"), &text);
    if let Ok(fixture) = Fixture::read(&text) {
        report += &misplaced(name, &fixture);
        if let Some(stem) = name.strip_suffix(ANNOTATED) {
            let plain = format!("{stem}.md");
            if read(root, &plain)? != fixture.draft {
                let _ = writeln!(
                    report,
                    "fixtures/{name}: is not fixtures/{plain} with annotations"
                );
            }
        }
    }
    if report.is_empty() {
        Ok(())
    } else {
        Err(format!("\n{report}").into())
    }
}

/// Whether a draft in the folder of a rule shows what its name says.
fn misplaced(name: &str, fixture: &Fixture) -> String {
    let folder = folder(name);
    if GENERAL.contains(&folder) {
        return String::new();
    }
    if !builtin().rules.contains_key(folder) {
        return format!("fixtures/{name}: there is no rule {folder}\n");
    }
    let flags = fixture.annotations.iter().any(|a| a.rule == folder);
    let file = name.rsplit('/').next().unwrap_or_default();
    if file.starts_with("flag-") && !flags {
        format!("fixtures/{name}: no annotation of {folder}\n")
    } else if file.starts_with("pass-") && flags {
        format!("fixtures/{name}: an annotation of {folder}\n")
    } else if file.starts_with("flag-") || file.starts_with("pass-") {
        String::new()
    } else {
        format!("fixtures/{name}: its name begins with neither flag- nor pass-\n")
    }
}

fn every_rule_has_drafts(names: &BTreeSet<String>) -> Result<(), Failed> {
    let mut missing = Vec::new();
    for rule in caveat::check::names() {
        for sort in ["flag-", "pass-"] {
            let prefix = format!("{rule}/{sort}");
            if !names.iter().any(|name| name.starts_with(&prefix)) {
                missing.push(format!("fixtures/{prefix}*.md"));
            }
        }
    }
    if missing.is_empty() {
        Ok(())
    } else {
        Err(format!("there is no {}", missing.join(", no ")).into())
    }
}
