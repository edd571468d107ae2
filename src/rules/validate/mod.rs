//! From the mirrors of the files to a rulebook, or to all their problems at once.

mod details;
mod notes;
mod place;
mod profiles;
mod reports;
mod rules;
mod statements;
mod words;

use super::layer;
use super::matcher::Builder;
use super::model::Rulebook;
use super::problem::{Problem, RulebookErrors};
use super::raw::{File, FileId, Named, Text};
use super::read::{self, Reading};
use crate::rules::contexts::ContextSet;
use crate::rules::wordings::Wordings;
use crate::source::SourceFile;
use crate::suggest;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;

/// The kinds of statement that a mask hides a word from are bits of one number.
const MOST_KINDS: usize = u64::BITS as usize;

/// The shape of file that this version reads.
pub const SCHEMA: i64 = 1;

/// Reads `files`, the built-in one first, lays them over one another and makes a rulebook of them. A rule
/// without a `statement` must be one of `checks`, the rules whose logic is code.
///
/// # Errors
/// Everything that is wrong with any of the files.
pub fn validate(files: Vec<SourceFile>, checks: &[&str]) -> Result<Rulebook, RulebookErrors> {
    let (file, mut checker) = read_all(files, checks)?;
    let rulebook = checker.rulebook(file);
    if checker.problems.is_empty() {
        Ok(rulebook)
    } else {
        Err(checker.errors())
    }
}

/// The files laid over one another, without looking at what they say.
///
/// # Errors
/// What cannot be read.
pub fn merged(files: Vec<SourceFile>) -> Result<File, RulebookErrors> {
    let (file, checker) = read_all(files, &[])?;
    if checker.problems.is_empty() {
        Ok(file)
    } else {
        Err(checker.errors())
    }
}

fn read_all<'a>(
    files: Vec<SourceFile>,
    checks: &'a [&'a str],
) -> Result<(File, Checker<'a>), RulebookErrors> {
    let mut checker = Checker {
        sources: files.into_iter().map(Arc::new).collect(),
        problems: Vec::new(),
        damaged: BTreeSet::new(),
        lacking: BTreeMap::new(),
        checks,
    };
    let mut merged = File::default();
    let mut broken = false;
    let mut versions = Vec::new();
    for (id, source) in checker.sources.clone().iter().enumerate() {
        let id = FileId::try_from(id).unwrap_or(FileId::MAX);
        let reading = read::read(source, id);
        broken |= reading.broken;
        checker.head(&reading, id);
        let Reading {
            file,
            problems,
            damaged,
            ..
        } = reading;
        checker.problems.extend(problems);
        checker.damaged.extend(damaged.into_iter().map(|at| (id, at)));
        let version = file.version.as_ref().map(|v| v.get_ref().clone());
        if id == 0 {
            versions.extend(version);
            merged = file;
        } else {
            let name = source.name().file_name().unwrap_or_default().to_string_lossy();
            versions.push(version.map_or_else(|| name.to_string(), |v| format!("{name} {v}")));
            layer::lay(&mut merged, file);
        }
    }
    merged.version = Some(Spanned::new(0..0, versions.join(" + ")));
    // Where a file is no TOML at all, everything it was to define would be said to be unknown.
    if broken {
        Err(checker.errors())
    } else {
        Ok((merged, checker))
    }
}

/// Collects problems.
struct Checker<'a> {
    sources: Vec<Arc<SourceFile>>,
    problems: Vec<Problem>,
    damaged: BTreeSet<(FileId, usize)>,
    /// The problem that says what is missing in the table that begins there.
    lacking: BTreeMap<(FileId, usize), usize>,
    checks: &'a [&'a str],
}

/// The names that others may refer to, with their indices.
struct Names {
    statements: BTreeMap<String, u16>,
    notes: BTreeMap<String, u16>,
    contexts: BTreeMap<String, u16>,
    details: BTreeMap<String, u16>,
    texts: BTreeMap<String, u16>,
    /// Topics of prescribed texts.
    topics: BTreeSet<String>,
    /// Element sets of each kind of note, in whatever language.
    sets: BTreeMap<String, BTreeSet<String>>,
    rules: BTreeSet<String>,
    profiles: BTreeSet<String>,
}

impl Checker<'_> {
    fn errors(mut self) -> RulebookErrors {
        let order: BTreeMap<String, usize> = self
            .sources
            .iter()
            .enumerate()
            .map(|(i, s)| (s.name().display().to_string(), i))
            .collect();
        self.problems
            .sort_by_key(|p| (order.get(&p.file()).copied(), p.span.start, p.span.end));
        self.problems
            .dedup_by(|a, b| a.file() == b.file() && a.span == b.span && a.message == b.message);
        RulebookErrors {
            problems: self.problems,
        }
    }

    /// Notes a problem at `span` of a file.
    fn problem(&mut self, file: FileId, span: Range<usize>, message: String, help: Option<String>) {
        if let Some(source) = self.sources.get(usize::from(file)) {
            // A byte-order mark is no part of what the TOML parser counts.
            let span = span.start + source.bom()..span.end + source.bom();
            self.problems.push(Problem::new(source, span, message, help));
        }
    }

    /// Notes that `key` is missing in the table that begins at `table`, unless something there cannot be read.
    /// One problem says all that a table lacks.
    fn missing(&mut self, file: FileId, table: &Range<usize>, name: &str, key: &str, help: Option<&str>) {
        let bom = self.sources.get(usize::from(file)).map_or(0, |s| s.bom());
        let start = if table.start == 0 { 0 } else { table.start + bom };
        if self.damaged.contains(&(file, start)) {
            return;
        }
        let known = self
            .lacking
            .get(&(file, start))
            .and_then(|&index| self.problems.get_mut(index));
        if let Some(problem) = known {
            problem.message.push_str(", no `");
            problem.message.push_str(key);
            problem.message.push('`');
            match (&mut problem.help, help) {
                (Some(all), Some(help)) => {
                    all.push('\n');
                    all.push_str(help);
                }
                (none, Some(help)) => *none = Some(help.to_owned()),
                (_, None) => {}
            }
            return;
        }
        self.lacking.insert((file, start), self.problems.len());
        self.problem(
            file,
            table.clone(),
            format!("{name} has no `{key}`"),
            help.map(str::to_owned),
        );
    }

    /// A text that must be there and say something.
    fn text(
        &mut self,
        file: FileId,
        table: &Range<usize>,
        name: &str,
        key: &str,
        text: Option<Text>,
    ) -> String {
        let Some(text) = text else {
            self.missing(file, table, name, key, None);
            return String::new();
        };
        let span = text.span();
        let text = text.into_inner();
        if text.trim().is_empty() {
            self.problem(file, span, format!("`{key}` of {name} is empty"), None);
        }
        text
    }

    /// Schema and version of a file.
    fn head(&mut self, reading: &Reading, id: FileId) {
        if reading.broken {
            return;
        }
        let damaged = reading.damaged.contains(&0);
        match &reading.file.schema {
            Some(schema) if *schema.get_ref() == SCHEMA => {}
            Some(schema) => {
                let message = format!(
                    "this file has the shape number {}, and this version of caveat reads {SCHEMA}",
                    schema.get_ref()
                );
                self.problem(
                    id,
                    schema.span(),
                    message,
                    Some(format!("write `schema = {SCHEMA}`")),
                );
            }
            None if damaged => {}
            None => {
                let help = format!("write `schema = {SCHEMA}` at the top");
                self.problem(id, 0..0, "the file has no `schema`".to_owned(), Some(help));
            }
        }
        if id == 0 && reading.file.version.is_none() && !damaged {
            self.problem(id, 0..0, "the file has no `version`".to_owned(), None);
        }
    }

    /// Names are used in comments, options and file names: lower-case letters, figures and hyphens.
    fn kebab(&mut self, file: FileId, name: &Text) {
        let text = name.get_ref();
        let good = text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
            && text.ends_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
            && text
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if !good {
            let message = format!("`{text}` is not a name: lower-case letters, figures and hyphens make one");
            self.problem(file, name.span(), message, None);
        }
    }

    /// The index behind a name, or a problem that proposes the nearest.
    fn resolve(
        &mut self,
        file: FileId,
        what: &str,
        name: &Text,
        known: &BTreeMap<String, u16>,
    ) -> Option<u16> {
        let found = known.get(name.get_ref()).copied();
        if found.is_none() {
            let message = format!("there is no {what} `{}`", name.get_ref());
            let help = nearest_or_list(name.get_ref(), known.keys());
            self.problem(file, name.span(), message, help);
        }
        found
    }

    /// The same for a list of names, without repetitions.
    fn resolve_all(
        &mut self,
        file: FileId,
        what: &str,
        names: &[Text],
        known: &BTreeMap<String, u16>,
    ) -> Vec<u16> {
        let mut found = Vec::with_capacity(names.len());
        for name in names {
            if let Some(index) = self.resolve(file, what, name, known) {
                if found.contains(&index) {
                    let message = format!("{what} `{}` is named twice", name.get_ref());
                    self.problem(file, name.span(), message, None);
                } else {
                    found.push(index);
                }
            }
        }
        found
    }

    /// One of a few fixed words.
    fn choice<T: Copy>(&mut self, file: FileId, key: &str, text: &Text, choices: &[(&str, T)]) -> Option<T> {
        let found = choices
            .iter()
            .find(|(word, _)| word == text.get_ref())
            .map(|&(_, value)| value);
        if found.is_none() {
            let words = choices.iter().map(|(word, _)| *word);
            let message = format!("`{key}` cannot be `{}`", text.get_ref());
            let help = nearest_or_list(text.get_ref(), words);
            self.problem(file, text.span(), message, help);
        }
        found
    }

    /// A whole number that fits the range in which points and counts make sense.
    fn number(&mut self, file: FileId, key: &str, number: &Spanned<i64>, range: Range<i32>) -> Option<i32> {
        match i32::try_from(*number.get_ref()) {
            Ok(n) if range.contains(&n) => Some(n),
            _ => {
                let message = format!(
                    "`{key}` must be a whole number from {} to {}",
                    range.start,
                    range.end - 1
                );
                self.problem(file, number.span(), message, None);
                None
            }
        }
    }

    /// Names with their indices; too many for an index is a problem of its own.
    fn indices<T>(
        &mut self,
        what: &str,
        tables: &Named<T>,
        file: impl Fn(&T) -> FileId,
    ) -> BTreeMap<String, u16> {
        let mut indices = BTreeMap::new();
        for (index, (name, table)) in tables.0.iter().enumerate() {
            let file = file(table);
            self.kebab(file, name);
            let Ok(index) = u16::try_from(index) else {
                self.problem(
                    file,
                    name.span(),
                    format!("there are more than 65536 {what}"),
                    None,
                );
                break;
            };
            indices.insert(name.get_ref().clone(), index);
        }
        indices
    }

    /// Contexts and masks of statements are kept as bits of one number per sentence or word, which has `most`.
    fn not_too_many<T>(&mut self, what: &str, most: usize, tables: &Named<T>, file: impl Fn(&T) -> FileId) {
        if let Some((name, table)) = tables.0.get(most) {
            let message = format!("there are more than {most} {what}");
            self.problem(file(table), name.span(), message, None);
        }
    }

    /// Says that a name is no language.
    fn no_language(&mut self, file: FileId, code: &Text) {
        let message = format!(
            "`{}` is no language: two letters name one (`en`, `de`)",
            code.get_ref()
        );
        self.problem(file, code.span(), message, None);
    }

    fn rulebook(&mut self, file: File) -> Rulebook {
        let mut builder = Builder::default();
        self.classes(file.class, &mut builder);
        let names = Names {
            statements: self.indices("kinds of statement", &file.statement, |s| s.file),
            notes: self.indices("kinds of note", &file.note, |n| n.file),
            contexts: self.indices("contexts", &file.context, |c| c.file),
            details: self.indices("details", &file.detail, |d| d.file),
            texts: self.indices("prescribed texts", &file.text, |t| t.file),
            topics: file
                .text
                .0
                .iter()
                .filter_map(|(_, text)| Some(text.topic.as_ref()?.get_ref().clone()))
                .collect(),
            sets: file
                .note
                .0
                .iter()
                .map(|(name, note)| {
                    let languages = note.language.0.iter();
                    let sets = languages.flat_map(|(_, language)| language.set.names().cloned());
                    (name.get_ref().clone(), sets.collect())
                })
                .collect(),
            rules: file.rule.names().cloned().collect(),
            profiles: file.profile.names().cloned().collect(),
        };
        self.indices("rules", &file.rule, |r| r.file);
        self.indices("profiles", &file.profile, |p| p.file);
        self.not_too_many("contexts", ContextSet::MOST, &file.context, |c| c.file);
        self.not_too_many("kinds of statement", MOST_KINDS, &file.statement, |s| s.file);
        let contexts = self.contexts(file.context, &mut builder);
        let statements = self.statements(file.statement, &names, &mut builder);
        let notes = self.notes(file.note, &mut builder);
        if let Some(wording) = &file.wording {
            self.wording(wording, &mut builder);
        }
        let details = self.details(file.detail, &names, &mut builder);
        let texts = self.texts(file.text);
        let rules = self.rules(file.rule, &names);
        let profiles = self.profiles(file.profile, &names);
        let version = file.version.map(Spanned::into_inner).unwrap_or_default();
        // Compiling what is wrong would be wasted.
        let matcher = if self.problems.is_empty() {
            builder.build(&statements)
        } else {
            Builder::default().build(&[])
        };
        Rulebook {
            version,
            statements,
            notes,
            contexts,
            details,
            wordings: Wordings::new(&texts),
            texts,
            rules,
            profiles,
            matcher,
        }
    }
}

/// Whether a text is an ISO 639-1 code.
fn is_language(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase())
}

/// "did you mean …?", or all names where there are few and none is near.
fn nearest_or_list<'a, S: AsRef<str> + ?Sized + 'a>(
    name: &str,
    known: impl Iterator<Item = &'a S> + Clone,
) -> Option<String> {
    const FEW: usize = 12;
    suggest::did_you_mean(name, known.clone()).or_else(|| {
        let names: Vec<&str> = known.map(AsRef::as_ref).collect();
        (!names.is_empty() && names.len() <= FEW).then(|| format!("known: {}", names.join(", ")))
    })
}
