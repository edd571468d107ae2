//! What is known of rules, in words: for `caveat explain`, `docs/rules.md` and the table in the README. All of
//! it is rendered from the rulebook, so that none of it can differ from what is checked.

mod brief;
mod explain;
mod markdown;

pub use brief::{help_markdown, help_text};
pub use explain::explain;
pub use markdown::{readme_table, rules_markdown};

use crate::finding::Level;
use crate::rules::model::{Basis, NoteKind, NoteLanguage, Rule, RuleSort, Rulebook, StatementKind};

/// Every name that [`explain`] knows, sorted: rules, kinds of statement, kinds of note.
pub fn names(rulebook: &Rulebook) -> Vec<&str> {
    let mut names: Vec<&str> = rulebook.rules.keys().map(String::as_str).collect();
    names.extend(rulebook.statements.iter().map(|s| s.name.as_str()));
    names.extend(rulebook.notes.iter().map(|n| n.name.as_str()));
    names.sort_unstable();
    names.dedup();
    names
}

/// How a level reads to a person.
fn level(level: Option<Level>) -> &'static str {
    match level {
        Some(Level::Error) => "error: must be fixed",
        Some(Level::Warning) => "warning: please check",
        Some(Level::Info) => "info: worth knowing",
        None => "off, unless a profile or caveat.toml turns it on",
    }
}

/// A level as it is written in files.
fn level_word(level: Option<Level>) -> String {
    level.map_or_else(|| "off".to_owned(), |level| level.to_string())
}

/// The kind of statement that a rule is about.
fn statement<'a>(rulebook: &'a Rulebook, rule: &Rule) -> Option<&'a StatementKind> {
    match rule.sort {
        RuleSort::Unmarked(kind) | RuleSort::Statement(kind) => rulebook.statements.get(usize::from(kind)),
        RuleSort::Check => None,
    }
}

/// The kinds of note that cover a kind of statement.
fn notes_for<'a>(rulebook: &'a Rulebook, statement: &StatementKind) -> Vec<&'a NoteKind> {
    statement
        .needs
        .iter()
        .filter_map(|kind| rulebook.notes.get(usize::from(*kind)))
        .collect()
}

/// The profiles that set a level for a rule, with the level.
fn profiles(rulebook: &Rulebook, rule: &str) -> Vec<(String, String)> {
    let set = |p: &crate::rules::model::Profile| {
        p.levels
            .get(rule)
            .map(|level| (p.name.clone(), level_word(*level)))
    };
    rulebook.profiles.values().filter_map(set).collect()
}

/// When and how a basis was read.
pub(crate) fn checked(basis: &Basis) -> String {
    if basis.verified {
        format!("read {}", basis.checked)
    } else {
        format!("to be verified; looked up {}", basis.checked)
    }
}

/// What a note must say to be of a kind, one clause per line, each the end of "the note must say …".
fn demands(language: &NoteLanguage) -> Vec<String> {
    let says = |index: &u16| language.elements.get(usize::from(*index)).map(|e| e.says.clone());
    let mut demands: Vec<String> = language.all.iter().filter_map(says).collect();
    let some: Vec<String> = language.some.iter().filter_map(says).collect();
    match (usize::from(language.at_least), some.len()) {
        (0, _) | (_, 0) => {}
        (least, all) if least >= all => demands.extend(some),
        (1, _) => demands.push(some.join(", or ")),
        (least, _) => demands.push(format!("at least {least} of these: {}", some.join("; "))),
    }
    demands
}

/// What a note must not say.
fn forbidden(language: &NoteLanguage) -> Vec<String> {
    let says = |index: &u16| language.elements.get(usize::from(*index)).map(|e| e.says.clone());
    language.none.iter().filter_map(says).collect()
}

/// The name of a language in English, where it is a common one.
fn language_name(code: &str) -> &str {
    match code {
        "en" => "English",
        "de" => "German",
        "fr" => "French",
        "es" => "Spanish",
        "it" => "Italian",
        "nl" => "Dutch",
        "pt" => "Portuguese",
        other => other,
    }
}
