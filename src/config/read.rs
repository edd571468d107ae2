//! From a configuration file to a [`Config`], or to all that is wrong with it at once.
//!
//! The file is walked over as a tree of values with places, not deserialised: a deserialiser stops at the first
//! mistake, and whoever misspelt one key has often misspelt two.

use super::model::{Config, Globs, Layer, Named, Publisher, Setting, Words};
use crate::report::problem::Problem;
use crate::source::SourceFile;
use crate::span::SourceSpan;
use crate::suggest::nearest;
use globset::{GlobBuilder, GlobSetBuilder};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub(crate) const LAYER_KEYS: &[&str] = &[
    "profiles",
    "coverage",
    "min-confidence",
    "fail-on",
    "levels",
    "notes",
    "site-notes",
    "template-supplies",
    "site-coverage",
    "publisher",
];
pub(crate) const FILE_KEYS: &[&str] = &["include", "exclude", "rulebooks", "overrides"];
pub(crate) const OVERRIDE_KEYS: &[&str] = &["paths"];
const PUBLISHER_KEYS: &[&str] = &["name", "currency", "cfd-loss-percentage"];

type Value<'a, 'i> = &'a Spanned<DeValue<'i>>;

/// Reads `file`, which lies in `folder`. What is right is kept also where something is wrong, so that names can be
/// looked up against the rulebook and all problems are reported together.
pub fn read(file: &Arc<SourceFile>, folder: &Path) -> (Config, Vec<Problem>) {
    let mut reader = Reader {
        file,
        folder,
        problems: Vec::new(),
    };
    let mut config = Config {
        file: Arc::clone(file),
        folder: folder.to_owned(),
        include: None,
        exclude: None,
        rulebooks: Vec::new(),
        base: Layer::default(),
        overrides: Vec::new(),
    };
    let (table, errors) = DeTable::parse_recoverable(file.text());
    if errors.is_empty() {
        reader.file(&mut config, table.get_ref());
    }
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        reader.problem(
            span,
            format!("this is not valid TOML: {}", error.message()),
            "here",
        );
    }
    let mut problems = reader.problems;
    problems.sort_by_key(|p| p.span);
    (config, problems)
}

struct Reader<'r> {
    file: &'r Arc<SourceFile>,
    folder: &'r Path,
    problems: Vec<Problem>,
}

/// `range` bent so that it lies in `text` and cuts no character.
fn within(text: &str, range: Range<usize>) -> SourceSpan {
    let mut start = range.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = range.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    SourceSpan::from_usize(start, end)
}

impl Reader<'_> {
    fn span(&self, range: Range<usize>) -> SourceSpan {
        within(self.file.text(), range)
    }

    fn problem(&mut self, at: Range<usize>, message: String, label: &str) {
        let span = self.span(at);
        self.problems.push(Problem {
            file: Arc::clone(self.file),
            span,
            message,
            label: label.to_owned(),
            help: None,
        });
    }

    fn wrong_type(&mut self, key: &str, value: Value<'_, '_>, wanted: &str) {
        let found = value.get_ref().type_str();
        self.problem(
            value.span(),
            format!("`{key}` must be {wanted}, not {}", with_article(found)),
            "here",
        );
    }

    fn unknown(&mut self, at: Range<usize>, what: &str, name: &str, known: &[&str]) {
        let label = nearest(name, known.iter().copied()).map_or_else(
            || format!("known here: {}", known.join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        self.problem(at, format!("unknown {what} `{name}`"), &label);
    }

    fn file(&mut self, config: &mut Config, table: &DeTable<'_>) {
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "include" => config.include = self.globs("include", value),
                "exclude" => config.exclude = self.globs("exclude", value),
                "rulebooks" => config.rulebooks = self.files("rulebooks", value),
                "overrides" => self.overrides(&mut config.overrides, value),
                name => {
                    let known = [LAYER_KEYS, FILE_KEYS].concat();
                    self.layer_key(&mut config.base, name, key.span(), value, &known);
                }
            }
        }
    }

    fn overrides(&mut self, overrides: &mut Vec<(Globs, Layer)>, value: Value<'_, '_>) {
        let Some(tables) = value.get_ref().as_array() else {
            return self.wrong_type("overrides", value, "written as [[overrides]]");
        };
        let known = [OVERRIDE_KEYS, LAYER_KEYS].concat();
        for value in tables {
            let Some(table) = value.get_ref().as_table() else {
                self.wrong_type("overrides", value, "written as [[overrides]]");
                continue;
            };
            let mut layer = Layer::default();
            let mut paths = None;
            let mut named = false;
            for (key, value) in table {
                match key.get_ref().as_ref() {
                    "paths" => {
                        named = true;
                        paths = self.globs("paths", value);
                    }
                    name if FILE_KEYS.contains(&name) => {
                        let message = format!("`{name}` holds for the whole file and cannot be overridden");
                        self.problem(key.span(), message, "move it to the top of the file");
                    }
                    name => self.layer_key(&mut layer, name, key.span(), value, &known),
                }
            }
            if !named {
                let message = "an override must say for which files it holds".to_owned();
                self.problem(value.span(), message, "add paths = [\"…\"]");
            }
            if let Some(paths) = paths {
                overrides.push((paths, layer));
            }
        }
    }

    fn layer_key(
        &mut self,
        layer: &mut Layer,
        name: &str,
        at: Range<usize>,
        value: Value<'_, '_>,
        known: &[&str],
    ) {
        match name {
            "profiles" => layer.profiles = self.names("profiles", value),
            "coverage" => layer.coverage = self.word("coverage", value),
            "min-confidence" => layer.min_confidence = self.word("min-confidence", value),
            "fail-on" => layer.fail_on = self.word("fail-on", value),
            "levels" => self.levels(layer, value),
            "notes" => self.texts(layer, value),
            "site-notes" => layer.site_notes = self.files("site-notes", value),
            "template-supplies" => layer.template_supplies = self.names("template-supplies", value),
            "site-coverage" => layer.site_coverage = self.word("site-coverage", value),
            "publisher" => self.publisher(&mut layer.publisher, value),
            name => self.unknown(at, "key", name, known),
        }
    }

    fn word<T: Words>(&mut self, key: &str, value: Value<'_, '_>) -> Option<T> {
        let words: Vec<&str> = T::ALL.iter().map(|(word, _)| *word).collect();
        let wanted = format!("one of {}", words.join(", "));
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_type(key, value, &wanted);
            return None;
        };
        let found = T::ALL
            .iter()
            .find(|(word, _)| *word == text)
            .map(|(_, value)| *value);
        if found.is_none() {
            let label = nearest(text, words.iter().copied()).map(|near| format!("did you mean `{near}`?"));
            let message = format!("`{key}` must be {wanted}, not `{text}`");
            self.problem(value.span(), message, label.as_deref().unwrap_or("here"));
        }
        found
    }

    fn strings(&mut self, key: &str, value: Value<'_, '_>) -> Vec<Named> {
        let mut names = Vec::new();
        let Some(list) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "a list of words in quotes, such as [\"a\", \"b\"]");
            return names;
        };
        for item in list {
            match item.get_ref().as_str() {
                Some(name) => names.push(Named {
                    name: name.to_owned(),
                    span: self.span(item.span()),
                }),
                None => self.wrong_type(&format!("an entry of {key}"), item, "a word in quotes"),
            }
        }
        names
    }

    fn names(&mut self, key: &str, value: Value<'_, '_>) -> Vec<Named> {
        self.strings(key, value)
    }

    fn table<'a, 'i>(&mut self, key: &str, value: Value<'a, 'i>) -> Option<&'a DeTable<'i>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(key, value, &format!("a table, written as [{key}]"));
        }
        table
    }

    fn levels(&mut self, layer: &mut Layer, value: Value<'_, '_>) {
        for (rule, value) in self.table("levels", value).into_iter().flatten() {
            let name = Named {
                name: rule.get_ref().to_string(),
                span: self.span(rule.span()),
            };
            // A wrong word must not hide that the rule does not exist either: the name is kept.
            let level: Option<Setting> = self.word(&name.name, value);
            layer.levels.push((name, level.unwrap_or(Setting(None))));
        }
    }

    fn texts(&mut self, layer: &mut Layer, value: Value<'_, '_>) {
        for (kind, value) in self.table("notes", value).into_iter().flatten() {
            let name = Named {
                name: kind.get_ref().to_string(),
                span: self.span(kind.span()),
            };
            let key = format!("notes.{}", name.name);
            let mut text = None;
            for (key_at, value) in self.table(&key, value).into_iter().flatten() {
                match key_at.get_ref().as_ref() {
                    "text" => text = self.text(&format!("{key}.text"), value),
                    other => self.unknown(key_at.span(), "key", other, &["text"]),
                }
            }
            layer.texts.push((name, text.unwrap_or_default()));
        }
    }

    fn text(&mut self, key: &str, value: Value<'_, '_>) -> Option<String> {
        match value.get_ref().as_str() {
            Some(text) if text.trim().is_empty() => {
                self.problem(
                    value.span(),
                    format!("`{key}` is empty"),
                    "write the text between the quotes",
                );
                None
            }
            Some(text) => Some(text.to_owned()),
            None => {
                self.wrong_type(key, value, "a text in quotes");
                None
            }
        }
    }

    fn publisher(&mut self, publisher: &mut Publisher, value: Value<'_, '_>) {
        for (key, value) in self.table("publisher", value).into_iter().flatten() {
            match key.get_ref().as_ref() {
                "name" => publisher.name = self.text("name", value),
                "currency" => {
                    let code = self.text("currency", value);
                    let is_code =
                        |code: &String| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
                    if code.as_ref().is_some_and(|code| !is_code(code)) {
                        let message =
                            "`currency` must be a code of three capital letters, as in ISO 4217".to_owned();
                        self.problem(value.span(), message, "for example EUR, GBP, USD");
                    }
                    publisher.currency = code.filter(is_code);
                }
                "cfd-loss-percentage" => {
                    let number = match value.get_ref() {
                        DeValue::Integer(i) => i32::from_str_radix(i.as_str(), i.radix()).ok().map(f64::from),
                        DeValue::Float(f) => f.as_str().parse().ok(),
                        _ => None,
                    };
                    publisher.cfd_loss_percentage = number.filter(|n| (0.0..=100.0).contains(n));
                    if publisher.cfd_loss_percentage.is_none() {
                        let message = "`cfd-loss-percentage` must be a number from 0 to 100".to_owned();
                        self.problem(value.span(), message, "here");
                    }
                }
                other => self.unknown(key.span(), "key", other, PUBLISHER_KEYS),
            }
        }
    }

    fn files(&mut self, key: &str, value: Value<'_, '_>) -> Vec<(PathBuf, SourceSpan)> {
        let mut files = Vec::new();
        for Named { name, span } in self.strings(key, value) {
            let path = self.folder.join(&name);
            if path.is_file() {
                files.push((path, span));
            } else {
                let message = format!("`{key}` names a file that does not exist: {name}");
                let label = "looked for beside this file".to_owned();
                self.problems.push(Problem {
                    file: Arc::clone(self.file),
                    span,
                    message,
                    label,
                    help: None,
                });
            }
        }
        files
    }

    fn globs(&mut self, key: &str, value: Value<'_, '_>) -> Option<Globs> {
        let mut set = GlobSetBuilder::new();
        let mut written = Vec::new();
        let mut names_ending = Vec::new();
        for Named { name, span } in self.strings(key, value) {
            for (pattern, ending) in patterns(&name) {
                match GlobBuilder::new(&pattern).literal_separator(true).build() {
                    Ok(glob) => {
                        set.add(glob);
                        names_ending.push(ending);
                    }
                    Err(error) => {
                        let (message, label) =
                            (format!("`{name}` is no valid pattern"), error.kind().to_string());
                        self.problems.push(Problem {
                            file: Arc::clone(self.file),
                            span,
                            message,
                            label,
                            help: None,
                        });
                        break;
                    }
                }
            }
            written.push(name);
        }
        match set.build() {
            Ok(set) => Some(Globs {
                written,
                set,
                names_ending,
            }),
            Err(error) => {
                self.problem(value.span(), format!("`{key}` cannot be used: {error}"), "here");
                None
            }
        }
    }
}

/// What a pattern stands for: without a slash it holds in every folder, and the name of a folder for all in it.
/// With each, whether it names an ending.
fn patterns(written: &str) -> [(String, bool); 2] {
    let trimmed = written.trim_start_matches("./").trim_end_matches('/');
    let anchored = trimmed.contains('/');
    let pattern = trimmed.trim_start_matches('/');
    let pattern = if anchored || pattern.starts_with("**") {
        pattern.to_owned()
    } else {
        format!("**/{pattern}")
    };
    let last = pattern.rsplit('/').next().unwrap_or_default();
    let ending = last.contains('.') && !last.ends_with('.');
    let below = format!("{pattern}/**");
    [(pattern, ending), (below, false)]
}

fn with_article(kind: &str) -> String {
    match kind {
        "integer" | "array" => format!("an {}", if kind == "array" { "array (a list)" } else { kind }),
        kind => format!("a {kind}"),
    }
}
