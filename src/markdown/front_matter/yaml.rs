//! Front matter in YAML, read event by event so that every value keeps its place.

use super::Collected;
use crate::markdown::builder::Place;
use saphyr_parser::{Event, Parser, Span};

/// What the text between the fences is.
pub(super) enum Outcome {
    /// A mapping, or nothing.
    Mapping,
    /// YAML, but no mapping.
    Other,
    /// No YAML: what is wrong, and at which byte of the file.
    Invalid(String, usize),
}

/// Turns the parser's offsets, which count characters, into bytes of the file. Offsets are asked for in
/// nearly ascending order; going back is possible and costs a walk from the start.
struct Offsets<'s> {
    text: &'s str,
    base: usize,
    char: usize,
    byte: usize,
}

impl Offsets<'_> {
    fn byte(&mut self, index: usize) -> usize {
        if index < self.char {
            self.char = 0;
            self.byte = 0;
        }
        let rest = self.text.get(self.byte..).unwrap_or_default();
        let steps = index - self.char;
        self.byte = rest
            .char_indices()
            .nth(steps)
            .map_or(self.text.len(), |(at, _)| self.byte + at);
        self.char = index;
        self.base + self.byte
    }

    fn place(&mut self, span: Span) -> Place {
        let start = self.byte(span.start.index());
        (start, self.byte(span.end.index().max(span.start.index())))
    }
}

/// A collection that is open.
struct Level {
    mapping: bool,
    /// The key whose value comes next.
    key: Option<String>,
    /// Whether a key comes next.
    expects_key: bool,
}

/// Reads the YAML at `inner`.
pub(super) fn read(source: &str, inner: Place, collected: &mut Collected) -> Outcome {
    let text = source.get(inner.0..inner.1).unwrap_or_default();
    if text.trim().is_empty() {
        return Outcome::Mapping;
    }
    let mut offsets = Offsets {
        text,
        base: inner.0,
        char: 0,
        byte: 0,
    };
    let mut levels: Vec<Level> = Vec::new();
    let mut root = None;
    let mut parser = Parser::new_from_str(text);
    while let Some(next) = parser.next_event() {
        let (event, span) = match next {
            Ok(event) => event,
            Err(error) => {
                let at = offsets.byte(error.marker().index());
                return Outcome::Invalid(error.info().to_owned(), at);
            }
        };
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                let mapping = matches!(event, Event::MappingStart(..));
                root.get_or_insert(mapping);
                levels.push(Level {
                    mapping,
                    key: None,
                    expects_key: mapping,
                });
            }
            Event::MappingEnd | Event::SequenceEnd => {
                levels.pop();
                value_done(&mut levels);
            }
            Event::Scalar(value, ..) => {
                root.get_or_insert(false);
                if let Some(level) = levels.last_mut().filter(|l| l.expects_key) {
                    level.key = Some(value.into_owned());
                    level.expects_key = false;
                } else {
                    // Nothing of use stands deeper, and deep nesting must not cost.
                    if levels.len() <= 4 {
                        let path: Vec<&str> = levels.iter().filter_map(|l| l.key.as_deref()).collect();
                        collected.value(source, &path, &value, offsets.place(span));
                    }
                    value_done(&mut levels);
                }
            }
            Event::Alias(_) => value_done(&mut levels),
            Event::DocumentEnd => break,
            _ => {}
        }
    }
    if root == Some(false) {
        Outcome::Other
    } else {
        Outcome::Mapping
    }
}

/// A value was read: in a mapping, a key comes next.
fn value_done(levels: &mut [Level]) {
    if let Some(level) = levels.last_mut().filter(|l| l.mapping) {
        level.expects_key = !level.expects_key;
        if level.expects_key {
            level.key = None;
        }
    }
}
