//! Front matter: YAML between `---`, TOML between `+++`.
//!
//! It is taken off before the draft is parsed. A draft that merely begins with a rule has none: what stands
//! between two `---` is front matter only where YAML reads it as a mapping, or fails to read it though it has
//! lines such as `key: value`.

mod dates;
mod toml;
mod yaml;

use super::builder::Place;
use super::prose::Prose;
use crate::document::{FrontMatter, FrontMatterKey, FrontMatterProblem};
use crate::span::SourceSpan;
use std::collections::BTreeSet;

/// Front matter that was read.
pub(super) struct Front {
    /// One past its closing fence.
    pub(super) end: usize,
    /// What it says.
    pub(super) facts: FrontMatter,
    /// Its values that are prose, in order.
    pub(super) values: Vec<(FrontMatterKey, Prose)>,
}

/// Keys of dates, the best first: what a reader is told comes before what the file's history says.
const DATES: [&str; 8] = [
    "date",
    "pubdate",
    "published",
    "publishdate",
    "publish_date",
    "created",
    "updated",
    "lastmod",
];

/// What both formats are read into.
#[derive(Default)]
struct Collected {
    values: Vec<(FrontMatterKey, Prose)>,
    /// Parallel to [`DATES`].
    dates: [Option<jiff::civil::Date>; DATES.len()],
    profiles: Vec<(String, SourceSpan)>,
    unknown: Vec<(String, SourceSpan)>,
    language: Option<String>,
    authors: Vec<String>,
    keys: BTreeSet<String>,
}

impl Collected {
    /// Takes in the text `value` under `path`; `place` is where it stands in the file, quotes included.
    fn value(&mut self, source: &str, path: &[&str], value: &str, place: Place) {
        let Some((first, rest)) = path.split_first() else {
            return;
        };
        self.key(path, value);
        let first = first.to_ascii_lowercase();
        match (first.as_str(), rest) {
            ("title", []) => self.prose(FrontMatterKey::Title, source, value, place),
            ("subtitle", []) => self.prose(FrontMatterKey::Subtitle, source, value, place),
            ("description", []) => self.prose(FrontMatterKey::Description, source, value, place),
            ("summary", []) => self.prose(FrontMatterKey::Summary, source, value, place),
            ("excerpt", []) => self.prose(FrontMatterKey::Excerpt, source, value, place),
            _ if value.trim().is_empty() => {}
            ("lang" | "language" | "locale", []) => self.language = Some(value.trim().to_owned()),
            ("author" | "authors", [] | ["name"]) => self.authors.push(value.trim().to_owned()),
            ("caveat", ["profiles" | "profile"]) => {
                let start = source.get(place.0..place.1).and_then(|raw| raw.find(value));
                let place = start.map_or(place, |at| (place.0 + at, place.0 + at + value.len()));
                self.profiles
                    .push((value.to_owned(), SourceSpan::from_usize(place.0, place.1)));
            }
            // Whoever writes these believes that they hold.
            ("caveat", rest) => {
                let key = rest.first().map_or(String::new(), |key| (*key).to_owned());
                self.unknown.push((key, SourceSpan::from_usize(place.0, place.1)));
            }
            (key, []) => {
                if let Some(slot) = DATES
                    .iter()
                    .position(|d| *d == key)
                    .and_then(|i| self.dates.get_mut(i))
                {
                    *slot = dates::parse(value);
                }
            }
            _ => {}
        }
    }

    /// Keeps the keys of a value that is not empty.
    fn key(&mut self, path: &[&str], value: &str) {
        if value.trim().is_empty() {
            return;
        }
        let mut key = String::new();
        for part in path {
            if !key.is_empty() {
                key.push('.');
            }
            key.push_str(&part.to_ascii_lowercase());
            if !self.keys.contains(&key) {
                self.keys.insert(key.clone());
            }
        }
    }

    fn prose(&mut self, key: FrontMatterKey, source: &str, value: &str, place: Place) {
        self.values.push((key, Prose::of_value(source, value, place)));
    }
}

/// The front matter that begins at byte `start` of `source`, if there is any.
pub(super) fn split(source: &str, start: usize) -> Option<Front> {
    let rest = source.get(start..)?;
    let (fence, first) = rest.split_once('\n')?;
    let yaml = match fence.trim_end() {
        "---" => true,
        "+++" => false,
        _ => return None,
    };
    let inner = start + (rest.len() - first.len());
    let mut at = inner;
    for line in first.split_inclusive('\n') {
        let text = line.trim_end();
        if text == "+++" && !yaml || yaml && matches!(text, "---" | "...") {
            return read(source, yaml, start, (inner, at), at + line.len());
        }
        at += line.len();
    }
    None
}

fn read(source: &str, yaml: bool, start: usize, inner: Place, end: usize) -> Option<Front> {
    let text = source.get(inner.0..inner.1)?;
    let mut collected = Collected::default();
    let problem = if yaml {
        match yaml::read(source, inner, &mut collected) {
            // A paragraph with a colon between two rules is a mapping to YAML, and prose to its reader.
            yaml::Outcome::Mapping if text.trim().is_empty() || has_keys(text) => None,
            yaml::Outcome::Invalid(message, at) if has_keys(text) => {
                Some(problem(source, message, at, inner))
            }
            yaml::Outcome::Mapping | yaml::Outcome::Other | yaml::Outcome::Invalid(..) => return None,
        }
    } else {
        toml::read(source, inner, &mut collected)
            .err()
            .map(|(message, at)| problem(source, message, at, inner))
    };
    let facts = FrontMatter {
        source: SourceSpan::from_usize(start, end),
        date: collected.dates.into_iter().flatten().next(),
        profiles: collected.profiles,
        unknown: collected.unknown,
        language: collected.language,
        authors: collected.authors,
        keys: collected.keys,
        problem,
    };
    Some(Front {
        end,
        facts,
        values: collected.values,
    })
}

/// A problem at byte `at`: its place is the rest of that line, or the line before where nothing is left.
fn problem(source: &str, message: String, at: usize, inner: Place) -> FrontMatterProblem {
    let mut at = at.clamp(inner.0, inner.1);
    while !source.is_char_boundary(at) {
        at -= 1;
    }
    let line = source
        .get(at..inner.1)
        .unwrap_or_default()
        .lines()
        .next()
        .unwrap_or_default()
        .trim_end();
    let (start, end) = if line.is_empty() {
        let before = source.get(inner.0..at).unwrap_or_default().trim_end();
        let line = before.rfind('\n').map_or(0, |i| i + 1);
        (inner.0 + line, inner.0 + before.len())
    } else {
        (at, at + line.len())
    };
    FrontMatterProblem {
        message,
        at: SourceSpan::from_usize(start, end.max(start)),
    }
}

/// Whether a line looks like `key: value`, the key a single word, quoted or not.
fn has_keys(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start_matches(['{', ' ']);
        line.split_once(':').is_some_and(|(key, value)| {
            let key = key.trim_matches(['"', '\'']);
            let named = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                && key.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
            named && (value.is_empty() || value.starts_with([' ', '\t', '\r']))
        })
    })
}
