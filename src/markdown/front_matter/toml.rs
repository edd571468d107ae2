//! Front matter in TOML.

use super::Collected;
use crate::markdown::builder::Place;
use toml::de::{DeTable, DeValue};

/// Reads the TOML at `inner`; `Err` says what is wrong, and at which byte of the file.
pub(super) fn read(source: &str, inner: Place, collected: &mut Collected) -> Result<(), (String, usize)> {
    let text = source.get(inner.0..inner.1).unwrap_or_default();
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        (error.message().to_owned(), inner.0 + at)
    })?;
    // The parser sorts keys by name; readers meet them in the order of the file.
    let mut entries: Vec<_> = table.get_ref().iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in entries {
        let place = |span: std::ops::Range<usize>| (inner.0 + span.start, inner.0 + span.end);
        let key = key.get_ref().as_ref();
        for (path, value) in flat(key, value.get_ref(), value.span()) {
            let (text, span) = value;
            collected.value(source, &path, &text, place(span));
        }
    }
    Ok(())
}

type Leaf = (String, std::ops::Range<usize>);

/// The texts and dates under `key`: its own, those of a list, and those of a table or a list one level below.
fn flat<'a>(key: &'a str, value: &'a DeValue<'_>, span: std::ops::Range<usize>) -> Vec<(Vec<&'a str>, Leaf)> {
    let mut found = Vec::new();
    let mut add = |path: Vec<&'a str>, value: &DeValue<'_>, span: std::ops::Range<usize>| match value {
        DeValue::String(text) => found.push((path, (text.to_string(), span))),
        DeValue::Datetime(date) => found.push((path, (date.to_string(), span))),
        _ => {}
    };
    match value {
        DeValue::Array(items) => {
            for item in items.iter() {
                match item.get_ref() {
                    DeValue::Table(table) => {
                        for (inner, value) in table {
                            add(vec![key, inner.get_ref()], value.get_ref(), value.span());
                        }
                    }
                    plain => add(vec![key], plain, item.span()),
                }
            }
        }
        DeValue::Table(table) => {
            for (inner, value) in table {
                match value.get_ref() {
                    DeValue::Array(items) => {
                        for item in items.iter() {
                            add(vec![key, inner.get_ref()], item.get_ref(), item.span());
                        }
                    }
                    plain => add(vec![key, inner.get_ref()], plain, value.span()),
                }
            }
        }
        plain => add(vec![key], plain, span),
    }
    found
}
