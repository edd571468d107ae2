//! What is known of rules, in words: for `caveat explain`, `docs/rules.md` and the table in the README. All of
//! it is rendered from the rulebook, so that none of it can differ from what is checked.

mod brief;
mod duties;
mod explain;
mod markdown;
pub mod schema;

pub use brief::{help_markdown, help_text};
pub use explain::explain;
pub use markdown::{readme_table, rules_markdown};

use crate::finding::Level;
use crate::rules::model::{Basis, ElementSet, NoteKind, NoteLanguage, Place, Rule, Rulebook, StatementKind};
use crate::text::language::Language;

/// Every name that [`explain`] knows, sorted: rules, kinds of statement, kinds of note, details, prescribed texts.
pub fn names(rulebook: &Rulebook) -> Vec<&str> {
    let mut names: Vec<&str> = rulebook.rules.keys().map(String::as_str).collect();
    names.extend(rulebook.statements.iter().map(|s| s.name.as_str()));
    names.extend(rulebook.notes.iter().map(|n| n.name.as_str()));
    names.extend(rulebook.details.iter().map(|d| d.name.as_str()));
    names.extend(rulebook.texts.iter().map(|t| t.name.as_str()));
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

/// The kinds of statement that a rule is about.
fn statements<'a>(rulebook: &'a Rulebook, rule: &'a Rule) -> impl Iterator<Item = &'a StatementKind> {
    let kinds = rule.sort.kinds().iter();
    kinds.filter_map(|kind| rulebook.statements.get(usize::from(*kind)))
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

/// What an element set asks for, in the same way.
fn set_demands(language: &NoteLanguage, set: &ElementSet) -> Vec<String> {
    let like = NoteLanguage {
        elements: language.elements.clone(),
        all: set.all.clone(),
        some: set.some.clone(),
        at_least: set.at_least,
        none: set.none.clone(),
        ..NoteLanguage::default()
    };
    let mut all = demands(&like);
    all.extend(
        forbidden(&like)
            .into_iter()
            .map(|what| format!("and not: {what}")),
    );
    all
}

/// What a note must not say.
fn forbidden(language: &NoteLanguage) -> Vec<String> {
    let says = |index: &u16| language.elements.get(usize::from(*index)).map(|e| e.says.clone());
    language.none.iter().filter_map(says).collect()
}

/// What a note must say in several languages that ask for the same.
struct Asked<'n> {
    /// The languages, by their names in English.
    languages: String,
    /// One of them.
    language: &'n NoteLanguage,
}

/// The languages of a kind of note, those that ask for the same together, in the order of the file.
fn asked(note: &NoteKind) -> Vec<Asked<'_>> {
    let mut asked: Vec<Asked<'_>> = Vec::new();
    for language in &note.languages {
        let same = |a: &&mut Asked<'_>| {
            demands(a.language) == demands(language) && forbidden(a.language) == forbidden(language)
        };
        let name = language_name(&language.code);
        match asked.iter_mut().find(same) {
            Some(known) => {
                known.languages.push_str(", ");
                known.languages.push_str(&name);
            }
            None => asked.push(Asked {
                languages: name,
                language,
            }),
        }
    }
    asked
}

/// The wordings of a kind of note that may be used, each with its language.
fn wordings(note: &NoteKind) -> Vec<(String, &str)> {
    let of = |language: &NoteLanguage| Some((language_name(&language.code), note.text_in(&language.code)?));
    let known: Vec<_> = note.languages.iter().filter_map(of).collect();
    if known.is_empty() {
        note.text
            .as_deref()
            .map(|text| (String::new(), text))
            .into_iter()
            .collect()
    } else {
        known
    }
}

/// The name of a language in English, where it is a common one.
fn language_name(code: &str) -> String {
    Language::of_code(code).map_or_else(|| code.to_owned(), |language| language.name().to_owned())
}

/// What a place is called.
fn place(place: Place) -> &'static str {
    match place {
        Place::Paragraph => "paragraphs",
        Place::Heading => "headings",
        Place::ListItem => "list items",
        Place::TableRow => "table rows",
        Place::FrontMatter => "the front matter",
        Place::ImageText => "texts of images",
        Place::Caption => "captions",
        Place::Quote => "quotations",
    }
}
