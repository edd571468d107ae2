//! Known findings, kept in a file beside the drafts so that they do not fail a run.
//!
//! An entry is recognised by the finding's fingerprint, which holds no line number: edits elsewhere in a draft change
//! nothing. It carries the sentence as well, so that a reviewer can read in a diff what was let pass.

use crate::finding::{Finding, Standing};
use crate::source::SourceFile;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The name of the file where none is given.
pub const NAME: &str = ".caveat-baseline.json";

const SCHEMA_VERSION: u32 = 1;

/// A known finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entry {
    /// The draft, from the top of the repository, with forward slashes.
    pub path: String,
    /// The rule.
    pub rule: String,
    /// What it was about, on one line: for the reader of the file.
    pub text: String,
    /// The finding's fingerprint.
    pub fingerprint: String,
}

/// The file as it lies on disk.
#[derive(Deserialize)]
struct Stored {
    schema_version: u32,
    findings: Vec<Entry>,
}

/// A baseline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: BTreeMap<String, Entry>,
}

/// Why a baseline cannot be used or written.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// The operating system refused.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// The file is no baseline; line and column count from 1.
    #[error("line {line}, column {column}: {what}")]
    Malformed {
        /// Line, from 1.
        line: usize,
        /// Column, from 1, in bytes.
        column: usize,
        /// What is wrong there.
        what: String,
    },
    /// It was written by a later version.
    #[error("it has schema_version {0}, this version of caveat reads {SCHEMA_VERSION}")]
    Version(u32),
}

impl Baseline {
    /// The nearest baseline at or above `folder` (absolute), up to the top of its repository.
    pub fn nearest(folder: &Path) -> Option<PathBuf> {
        for at in folder.ancestors() {
            let file = at.join(NAME);
            if file.is_file() {
                return Some(file);
            }
            if at.join(".git").exists() {
                return None;
            }
        }
        None
    }

    /// Reads the file.
    ///
    /// # Errors
    /// If it cannot be read or is no baseline.
    pub fn read(file: &Path) -> Result<Self, BaselineError> {
        #[expect(clippy::disallowed_methods, reason = "a baseline is no draft")]
        let text = std::fs::read(file)?;
        let stored: Stored = serde_json::from_slice(&text).map_err(|error| BaselineError::Malformed {
            line: error.line(),
            column: error.column(),
            what: without_place(&error.to_string()),
        })?;
        if stored.schema_version != SCHEMA_VERSION {
            return Err(BaselineError::Version(stored.schema_version));
        }
        Ok(stored.findings.into_iter().collect())
    }

    /// How many findings it holds.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Its entries, in no order that means anything.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// Whether it holds a finding with this fingerprint.
    pub fn holds(&self, fingerprint: &str) -> bool {
        self.entries.contains_key(fingerprint)
    }

    /// Takes the known ones among `findings` out of what counts. Returns their fingerprints.
    pub fn mark(&self, findings: &mut [Finding]) -> Vec<String> {
        let mut met = Vec::new();
        for finding in findings.iter_mut().filter(|f| f.standing == Standing::Open) {
            if self.holds(&finding.fingerprint) {
                finding.standing = Standing::Baselined;
                met.push(finding.fingerprint.clone());
            }
        }
        met
    }

    /// Those entries about drafts in `checked` (as entries name them) or about drafts that are `gone`, that no
    /// finding of the run answered to.
    pub fn stale<'b>(
        &'b self,
        met: &'b BTreeSet<String>,
        checked: &'b BTreeSet<String>,
        gone: impl Fn(&str) -> bool + 'b,
    ) -> impl Iterator<Item = &'b Entry> {
        self.entries.values().filter(move |entry| {
            !met.contains(&entry.fingerprint) && (checked.contains(&entry.path) || gone(&entry.path))
        })
    }

    /// Writes the file whole or not at all, one finding to a line, in the order of drafts.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self, file: &Path) -> Result<(), BaselineError> {
        let folder = file
            .parent()
            .filter(|f| !f.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let mut prefix = String::new();
        let mut new = crate::stale::builder(folder, &mut prefix);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // What the user's umask allows, as for any new file; an old file keeps what it has.
            let mode = std::fs::metadata(file).map_or(0o666, |old| old.permissions().mode() & 0o777);
            new.permissions(std::fs::Permissions::from_mode(mode));
        }
        let mut new = new.tempfile_in(folder)?;
        new.write_all(self.to_text()?.as_bytes())?;
        new.as_file().sync_all()?;
        new.persist(file).map_err(|error| error.error)?;
        Ok(())
    }

    /// The file's text.
    fn to_text(&self) -> Result<String, std::io::Error> {
        let mut entries: Vec<&Entry> = self.entries.values().collect();
        entries.sort();
        let lines = entries.into_iter().map(serde_json::to_string);
        let lines = lines.collect::<Result<Vec<String>, _>>()?;
        let findings = if lines.is_empty() {
            "[]".to_owned()
        } else {
            format!("[\n  {}\n ]", lines.join(",\n  "))
        };
        Ok(format!(
            "{{\"schema_version\":{SCHEMA_VERSION},\n \"findings\":{findings}}}\n"
        ))
    }
}

impl FromIterator<Entry> for Baseline {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        let entries = entries
            .into_iter()
            .map(|entry| (entry.fingerprint.clone(), entry));
        Self {
            entries: entries.collect(),
        }
    }
}

/// The entries for the findings of a draft that count.
pub fn entries_for(source: &SourceFile, findings: &[Finding]) -> Vec<Entry> {
    let open = findings
        .iter()
        .filter(|f| !matches!(f.standing, Standing::Suppressed { .. }));
    open.map(|finding| Entry {
        path: source.key().into_owned(),
        rule: finding.rule.clone(),
        text: on_one_line(source.slice(finding.span)),
        fingerprint: finding.fingerprint.clone(),
    })
    .collect()
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The message without the place, which is said apart.
fn without_place(message: &str) -> String {
    match message.rfind(" at line ") {
        Some(at) => message.get(..at).unwrap_or(message).to_owned(),
        None => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str, rule: &str, fingerprint: &str) -> Entry {
        Entry {
            path: path.to_owned(),
            rule: rule.to_owned(),
            text: "Profits “should” climb.".to_owned(),
            fingerprint: fingerprint.to_owned(),
        }
    }

    #[test]
    fn the_file_is_sorted_and_reads_back() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(NAME);
        let baseline: Baseline = [
            entry("b.md", "r", "01"),
            entry("a.md", "s", "03"),
            entry("a.md", "r", "02"),
        ]
        .into_iter()
        .collect();
        // What a killed run left; no process has a number as high as this.
        let left = folder.path().join(".caveat-4294967295-abc.tmp");
        std::fs::write(&left, "{").unwrap();
        baseline.write(&file).unwrap();
        assert_eq!(Baseline::read(&file).unwrap(), baseline);
        assert_eq!(left.exists(), !cfg!(target_os = "linux"));
        let expected = "{\"schema_version\":1,\n \"findings\":[\n  \
             {\"path\":\"a.md\",\"rule\":\"r\",\"text\":\"Profits “should” climb.\",\"fingerprint\":\"02\"},\n  \
             {\"path\":\"a.md\",\"rule\":\"s\",\"text\":\"Profits “should” climb.\",\"fingerprint\":\"03\"},\n  \
             {\"path\":\"b.md\",\"rule\":\"r\",\"text\":\"Profits “should” climb.\",\"fingerprint\":\"01\"}\n ]}\n";
        assert_eq!(baseline.to_text().unwrap(), expected);
        assert_eq!(
            Baseline::default().to_text().unwrap(),
            "{\"schema_version\":1,\n \"findings\":[]}\n"
        );
    }

    #[test]
    fn a_file_that_is_no_baseline_is_refused_at_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(NAME);
        for (text, error) in [
            (
                "{\"schema_version\":1,\n \"findings\":[x]}",
                "line 2, column 14: expected value",
            ),
            (
                "{\"schema_version\":1}",
                "line 1, column 20: missing field `findings`",
            ),
            (
                "{\"schema_version\":2,\"findings\":[]}",
                "it has schema_version 2, this version of caveat reads 1",
            ),
        ] {
            std::fs::write(&file, text).unwrap();
            assert_eq!(Baseline::read(&file).unwrap_err().to_string(), error);
        }
        assert!(Baseline::read(&folder.path().join("none")).is_err());
    }

    #[test]
    fn entries_are_stale_where_their_draft_was_checked_or_is_gone() {
        let baseline: Baseline = [
            entry("met.md", "r", "01"),
            entry("repaired.md", "r", "02"),
            entry("unchecked.md", "r", "03"),
            entry("gone.md", "r", "04"),
        ]
        .into_iter()
        .collect();
        let met = BTreeSet::from(["01".to_owned()]);
        let checked = BTreeSet::from(["met.md".to_owned(), "repaired.md".to_owned()]);
        let stale: Vec<&str> = baseline
            .stale(&met, &checked, |path| path == "gone.md")
            .map(|e| e.path.as_str())
            .collect();
        assert_eq!(stale, ["repaired.md", "gone.md"]);
    }
}
