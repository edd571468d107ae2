//! One file from its text to its mirror, or to everything in it that cannot be read.
//!
//! serde stops at the first thing it cannot take. A sound file is read in one go; in another one each mistake
//! is noted and taken out, and the rest is read again, so that an editor sees all of them at once and the
//! names of keys are known in one place only, the structs of [`super::raw`].

use super::problem::Problem;
use super::raw::{File, FileId};
use crate::source::SourceFile;
use crate::suggest;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer, Error};

/// After so many mistakes the file is not one that was meant as a rulebook, and reading it again and again
/// would take long.
const MOST: usize = 50;

/// What was read of a file.
#[derive(Debug)]
pub struct Reading {
    /// The file without what cannot be read.
    pub file: File,
    /// What cannot be read.
    pub problems: Vec<Problem>,
    /// Where the tables begin from which something was taken out: nothing can be said to be missing there.
    /// Holds 0 for the top of the file.
    pub damaged: BTreeSet<usize>,
    /// Whether nothing can be said of what the file lacks, because it is not TOML.
    pub broken: bool,
}

/// Reads `source`, the file with number `id`.
pub fn read(source: &Arc<SourceFile>, id: FileId) -> Reading {
    let text = source.text().strip_prefix('\u{feff}').unwrap_or(source.text());
    let shift = source.bom();
    let mut reading = Reading {
        file: File::default(),
        problems: Vec::new(),
        damaged: BTreeSet::new(),
        broken: false,
    };
    if let Ok(table) = DeTable::parse(text) {
        match File::deserialize(Deserializer::from(table)) {
            Ok(file) => reading.file = file,
            Err(_) => salvage(source, text, shift, &mut reading),
        }
    } else {
        reading.broken = true;
        reading.problems = syntax_problems(source, text, shift);
    }
    reading.file.stamp(id);
    reading
}

fn moved(span: Range<usize>, by: usize) -> Range<usize> {
    span.start + by..span.end + by
}

/// All places where `text` is not TOML. One slip (a quotation mark that is missing) makes nonsense of all that
/// follows, so each mistake is blanked out up to the next line that opens a table before looking for more.
fn syntax_problems(source: &Arc<SourceFile>, text: &str, shift: usize) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut text = text.to_owned();
    let mut clear_to = 0;
    while problems.len() < MOST {
        // The parser does not report in order of place. What it finds before the part that was cleared, or in
        // it, it would find for ever.
        let (_, errors) = DeTable::parse_recoverable(&text);
        let place = |error: &Error| error.span().map_or(0, |span| span.start);
        let Some(error) = errors
            .into_iter()
            .filter(|e| place(e) >= clear_to)
            .min_by_key(place)
        else {
            break;
        };
        let span = error.span().unwrap_or(0..0);
        let words = text.get(span.clone()).unwrap_or_default().trim();
        let message = match error.message() {
            "duplicate key" if words.is_empty() => "this table is given twice".to_owned(),
            "duplicate key" => format!("`{words}` is given twice"),
            other => format!("this is not TOML: {other}"),
        };
        problems.push(Problem::new(source, moved(span.clone(), shift), message, None));
        let line = text
            .get(..span.start)
            .unwrap_or_default()
            .rfind('\n')
            .map_or(0, |at| at + 1);
        let from = line.max(clear_to);
        let rest = text.get(from..).unwrap_or_default();
        // The line itself may be the broken head of a table.
        clear_to = rest
            .match_indices("\n[")
            .map(|(at, _)| from + at + 1)
            .next()
            .unwrap_or(text.len());
        let blank: String = rest
            .get(..clear_to - from)
            .unwrap_or_default()
            .chars()
            .flat_map(|c| std::iter::repeat_n(if c == '\n' { '\n' } else { ' ' }, c.len_utf8()))
            .collect();
        text.replace_range(from..clear_to, &blank);
    }
    problems
}

fn salvage(source: &Arc<SourceFile>, text: &str, shift: usize, reading: &mut Reading) {
    let Ok(mut table) = DeTable::parse(text) else {
        return;
    };
    for _ in 0..MOST {
        let error = match File::deserialize(Deserializer::from(table.clone())) {
            Ok(file) => {
                reading.file = file;
                return;
            }
            Err(error) => error,
        };
        let found = error
            .span()
            .and_then(|span| take_out(table.get_mut(), &span, 0, "the file"));
        let (problem, damaged) = explained(source, shift, &error, found.as_ref());
        reading.problems.push(problem);
        match damaged {
            Some(at) => reading.damaged.insert(at),
            None => break,
        };
    }
    reading.broken = true;
}

/// What was taken out of a file.
struct Taken {
    /// The key, or the key of the list it stood in.
    key: String,
    /// How the table is called that the key stands in.
    table: String,
    /// Where that table begins.
    at: usize,
    /// The keys beside it.
    beside: Vec<String>,
}

/// Takes the key or list entry at `span` out of `table`, which begins at `at`.
fn take_out(table: &mut DeTable<'_>, span: &Range<usize>, at: usize, name: &str) -> Option<Taken> {
    let hit = table
        .iter()
        .find(|(key, value)| key.span() == *span || value.span() == *span);
    if let Some((key, _)) = hit {
        let key = key.clone();
        table.remove(&key);
        let beside = table.keys().map(|k| k.get_ref().to_string()).collect();
        return Some(Taken {
            key: key.into_inner().into_owned(),
            table: name.to_owned(),
            at,
            beside,
        });
    }
    // Tables of one name may be scattered over the file, so a parent need not enclose its children.
    for (key, value) in table.iter_mut() {
        let inner = if name == "the file" {
            key.get_ref().to_string()
        } else {
            format!("{name}.{}", key.get_ref())
        };
        let taken = match value.get_mut() {
            DeValue::Table(table) => take_out(table, span, key.span().start, &inner),
            DeValue::Array(array) => {
                if let Some(index) = array.iter().position(|entry| entry.span() == *span) {
                    let mut rest = toml::de::DeArray::new();
                    for (_, entry) in array.iter().enumerate().filter(|&(i, _)| i != index) {
                        rest.push(entry.clone());
                    }
                    *array = rest;
                    return Some(Taken {
                        key: key.get_ref().to_string(),
                        table: name.to_owned(),
                        at,
                        beside: Vec::new(),
                    });
                }
                take_out_of_list(array, span, &inner)
            }
            _ => None,
        };
        if taken.is_some() {
            return taken;
        }
    }
    None
}

fn take_out_of_list(entries: &mut [Spanned<DeValue<'_>>], span: &Range<usize>, name: &str) -> Option<Taken> {
    entries.iter_mut().find_map(|entry| {
        let at = entry.span().start;
        match entry.get_mut() {
            DeValue::Table(table) => take_out(table, span, at, name),
            DeValue::Array(array) => take_out_of_list(array, span, name),
            _ => None,
        }
    })
}

/// The problem in an editor's words and, where something was taken out, the place of the table it stood in.
fn explained(
    source: &Arc<SourceFile>,
    shift: usize,
    error: &Error,
    taken: Option<&Taken>,
) -> (Problem, Option<usize>) {
    let span = moved(error.span().unwrap_or(0..0), shift);
    let Some(taken) = taken else {
        return (Problem::new(source, span, error.message().to_owned(), None), None);
    };
    let place = if taken.table == "the file" {
        "the file".to_owned()
    } else {
        format!("[{}]", taken.table)
    };
    let (message, help) = if let Some(rest) = error.message().strip_prefix("unknown field ") {
        // "`lvel`, expected one of `level`, `why`": the names stand between the backticks.
        let known: Vec<&str> = rest.split('`').skip(3).step_by(2).collect();
        let unused = known
            .iter()
            .copied()
            .filter(|k| !taken.beside.iter().any(|b| b == k));
        let help = suggest::did_you_mean(&taken.key, unused)
            .or_else(|| suggest::did_you_mean(&taken.key, known.iter().copied()))
            .unwrap_or_else(|| format!("known here: {}", known.join(", ")));
        (format!("unknown key `{}` in {place}", taken.key), Some(help))
    } else {
        let (message, help) = wrong_type(error.message());
        (format!("`{}` in {place} {message}", taken.key), help)
    };
    (
        Problem::new(source, span, message, help),
        Some(if taken.at == 0 { 0 } else { taken.at + shift }),
    )
}

/// serde's words for a value of the wrong type in words that a person who never programs knows.
fn wrong_type(message: &str) -> (String, Option<String>) {
    let Some((found, wanted)) = message.rsplit_once(", expected ") else {
        return (format!("cannot be read: {message}"), None);
    };
    let (wanted, help) = match wanted {
        "a string" => ("a text", Some("put it in quotation marks")),
        "a sequence" => ("a list", Some("put it in brackets: [\"…\", \"…\"]")),
        "a boolean" => (
            "true or false",
            Some("write true or false without quotation marks"),
        ),
        w if w.starts_with('i') || w.starts_with('u') => {
            ("a whole number", Some("write the number without quotation marks"))
        }
        w if w.starts_with("struct ") || w == "a map" || w == "a table" => ("a table", None),
        other => (other, None),
    };
    let found = found.split_once(": ").map_or(found, |(_, value)| value);
    let found = match found.split(' ').next().unwrap_or(found) {
        "string" => "a text",
        "integer" => "a whole number",
        "floating" => "a number with a fraction",
        "boolean" => "true or false",
        "sequence" => "a list",
        "map" => "a table or date",
        _ => found,
    };
    (format!("must be {wanted}, not {found}"), help.map(str::to_owned))
}
