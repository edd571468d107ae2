//! Writes what was found: for people ([`pretty`], [`concise`], [`statements`], [`html`]), for programs in general
//! ([`json`]), and for those that show findings where drafts are reviewed ([`sarif`], [`github`], [`gitlab`],
//! [`junit`], [`rdjson`], [`checkstyle`]).
//!
//! Every format is written draft by draft, so that memory does not grow with their number; only [`github`], which puts
//! the gravest first, and [`html`], which begins with a summary, wait for the last draft.

pub mod checkstyle;
pub mod concise;
#[cfg(test)]
pub(crate) mod fixture;
pub mod github;
pub mod gitlab;
pub mod html;
pub mod json;
pub mod junit;
pub mod place;
pub mod pretty;
pub mod problem;
mod proposed;
pub mod rdjson;
pub mod rules;
pub mod sanitize;
pub mod sarif;
pub mod snippet;
pub mod statements;
pub mod style;
pub mod summary;
mod told;
mod unbroken;
mod xml;

use crate::finding::{Applicability, Finding};
use std::path::{Component, Path, PathBuf};

/// A draft that could not be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Its name.
    pub name: PathBuf,
    /// Why, on one line.
    pub reason: String,
}

/// `value` as JSON on one line, fit for a terminal as well.
fn json_text(value: &impl serde::Serialize) -> serde_json::Result<String> {
    serde_json::to_string(value).map(sanitize::json)
}

/// What a finding on one line says of its fix, with a space before it; nothing where it has none.
fn fix_tag(finding: &Finding) -> &'static str {
    match finding.fix.as_ref().map(|fix| fix.applicability) {
        Some(Applicability::Safe) => " [fix]",
        Some(Applicability::Unsafe) => " [unsafe fix]",
        None => "",
    }
}

/// A path as reports name it: forward slashes on every platform, bytes that are no text replaced.
pub fn path_text(path: &Path) -> String {
    let mut out = String::new();
    for part in path.components() {
        match part {
            Component::RootDir => out.push('/'),
            part => {
                if !out.is_empty() && !out.ends_with('/') {
                    out.push('/');
                }
                out.push_str(&part.as_os_str().to_string_lossy());
            }
        }
    }
    if out.is_empty() { ".".to_owned() } else { out }
}

/// `1 file`, `2 files`: a count with its noun, in the plural where it is not one.
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_named_with_forward_slashes() {
        for (path, text) in [
            ("posts/a.md", "posts/a.md"),
            ("/x/y.md", "/x/y.md"),
            ("", "."),
            ("../a b.md", "../a b.md"),
        ] {
            assert_eq!(path_text(Path::new(path)), text);
        }
    }
}
