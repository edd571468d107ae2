//! Shows places in a file: the words around each label, cut out of lines of any length.
//!
//! miette prints whole lines, counts columns in bytes, and shows places in the order of the file. A paragraph of
//! prose is one line of a thousand characters, and what matters is to be read first; so each place is cut out
//! here, made safe for a terminal, and given to miette as a small text of its own which knows the line and column
//! it came from.

use super::sanitize;
use crate::source::SourceFile;
use crate::span::SourceSpan;
use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SpanContents};
use unicode_width::UnicodeWidthChar;

/// A label is drawn on at most so many lines of the file; the rest of a longer one is left out.
const MAX_LINES: u32 = 3;
/// A label keeps at most so many columns; a whole paragraph is not worth underlining.
const MAX_LABEL: usize = 60;

/// A place and what is to be said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Where.
    pub span: SourceSpan,
    /// What, on one line.
    pub text: String,
}

/// Stretches cut out of a file, laid one behind the other in a text of their own.
#[derive(Debug, Default)]
pub struct Excerpt {
    text: String,
    cuts: Vec<Cut>,
    labels: Vec<Drawn>,
}

/// Lines that follow one another in the file and are shown together.
#[derive(Debug)]
struct Cut {
    name: String,
    /// In [`Excerpt::text`].
    start: usize,
    end: usize,
    /// Number of the first line, from 0.
    line: usize,
    lines: usize,
}

#[derive(Debug)]
struct Drawn {
    /// In [`Excerpt::text`].
    start: usize,
    len: usize,
    text: Option<String>,
    /// In the file, from 0.
    line: usize,
    column: usize,
}

/// A label's part on one line of the file.
struct Part<'p> {
    span: SourceSpan,
    /// None on all but the last line of a label.
    text: Option<&'p str>,
    line: u32,
    /// Where the whole label begins.
    begins: u32,
}

impl Excerpt {
    /// Cuts the `places` out of `source`, the first place first, so that no line is wider than `width` columns.
    pub fn new(source: &SourceFile, places: &[Place], width: usize) -> Self {
        let name = sanitize::one_line(&super::path_text(source.name()));
        let mut excerpt = Self::default();
        let mut rest: Vec<Part<'_>> = Vec::new();
        for place in places {
            rest.extend(parts(source, place));
        }
        while !rest.is_empty() {
            let (group, others) = take_group(source, rest, width);
            rest = others;
            excerpt.cut(source, &name, &group, width);
        }
        excerpt
    }

    fn cut(&mut self, source: &SourceFile, name: &str, group: &[Part<'_>], width: usize) {
        let Some(first) = group.first() else { return };
        let start = self.text.len();
        let mut at = 0;
        while let Some(part) = group.get(at) {
            let same = group
                .get(at..)
                .unwrap_or_default()
                .iter()
                .take_while(|p| p.line == part.line)
                .count();
            self.line(source, group.get(at..at + same).unwrap_or_default(), width);
            at += same;
        }
        let lines = group.last().map_or(1, |last| last.line - first.line + 1);
        self.cuts.push(Cut {
            name: name.to_owned(),
            start,
            end: self.text.len(),
            line: first.line.saturating_sub(1) as usize,
            lines: lines as usize,
        });
    }

    /// One line with all labels on it.
    fn line(&mut self, source: &SourceFile, parts: &[Part<'_>], width: usize) {
        let (Some(line), Some(reach)) = (parts.first().and_then(|p| source.line(p.line)), reach(parts))
        else {
            return;
        };
        let start = if line.start == 0 {
            source.bom() as u32
        } else {
            line.start
        };
        let line = SourceSpan::new(start.min(line.end), line.end);
        let (from, to) = window(source, line, reach, width);
        let base = self.text.len();
        if from > line.start {
            self.text.push('…');
        }
        // Where each byte of the window went: only the ends of labels are asked for.
        let mut ends: Vec<(u32, usize)> = parts
            .iter()
            .flat_map(|p| [(p.span.start, 0), (p.span.end, 0)])
            .collect();
        ends.sort_unstable();
        let mut next = 0;
        for (at, c) in source.slice(SourceSpan::new(from, to)).char_indices() {
            while let Some(end) = ends.get_mut(next).filter(|end| end.0 <= from + at as u32) {
                end.1 = self.text.len();
                next += 1;
            }
            sanitize::push(&mut self.text, c);
        }
        for end in ends.iter_mut().skip(next) {
            end.1 = self.text.len();
        }
        if to < line.end {
            self.text.push('…');
        }
        let line_end = self.text.len();
        self.text.push('\n');
        for part in parts {
            let find = |offset: u32| ends.iter().find(|end| end.0 == offset).map_or(base, |end| end.1);
            let (start, end) = (find(part.span.start), find(part.span.end).min(line_end));
            let position = source.position(part.begins);
            let middle = text_width(self.text.get(base..start).unwrap_or_default())
                + text_width(self.text.get(start..end).unwrap_or_default()) / 2;
            self.labels.push(Drawn {
                start,
                len: end.saturating_sub(start),
                text: part
                    .text
                    .map(|text| wrapped(text, width.saturating_sub(middle + 4).max(width / 2))),
                line: position.line.saturating_sub(1) as usize,
                column: position.column.saturating_sub(1) as usize,
            });
        }
    }

    /// The labels, for miette.
    pub fn labels(&self) -> impl Iterator<Item = LabeledSpan> + '_ {
        let mut primary = true;
        self.labels.iter().map(move |l| {
            // The header of a cut names the place of its primary label.
            let span = (l.start, l.len);
            let label = if primary && l.text.is_some() {
                LabeledSpan::new_primary_with_span(l.text.clone(), span)
            } else {
                LabeledSpan::new_with_span(l.text.clone(), span)
            };
            primary &= l.text.is_none();
            label
        })
    }
}

/// The parts of a place, one per line of the file. A label that is longer than worth drawing is cut short.
fn parts<'p>(source: &SourceFile, place: &'p Place) -> Vec<Part<'p>> {
    let size = source.text().len() as u32;
    let span = SourceSpan::new(
        place.span.start.min(size),
        place.span.end.clamp(place.span.start.min(size), size),
    );
    let first = source.position(span.start).line;
    let last = source.position(span.end).line.min(first + MAX_LINES - 1);
    let mut parts = Vec::new();
    for number in first..=last {
        let Some(line) = source.line(number) else { continue };
        let line = if number == first {
            line
        } else {
            indented(source, line)
        };
        let start = span.start.clamp(line.start, line.end);
        let end = span.end.clamp(start, line.end);
        if end > start || first == last {
            let part = shortened(source, SourceSpan::new(start, end));
            parts.push(Part {
                span: part,
                text: None,
                line: number,
                begins: span.start,
            });
        }
    }
    if let Some(part) = parts.last_mut() {
        part.text = Some(place.text.as_str()).filter(|text| !text.is_empty());
    }
    parts
}

/// `line` without the white space and quote signs that it begins with.
fn indented(source: &SourceFile, line: SourceSpan) -> SourceSpan {
    let text = source.slice(line);
    let trimmed = text.trim_start_matches([' ', '\t', '>']);
    SourceSpan::new(line.start + (text.len() - trimmed.len()) as u32, line.end)
}

fn shortened(source: &SourceFile, span: SourceSpan) -> SourceSpan {
    let text = source.slice(span);
    let end = columns(text)
        .find(|&(_, column)| column > MAX_LABEL)
        .map_or(text.len(), |(at, _)| at);
    SourceSpan::new(span.start, span.start + end as u32)
}

/// The characters of `text`: byte offset behind each, and columns up to there.
fn columns(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    text.char_indices().scan(0, |column, (at, c)| {
        *column += shown_width(c);
        Some((at + c.len_utf8(), *column))
    })
}

fn shown_width(c: char) -> usize {
    if matches!(c, ' '..='~') {
        1
    } else if c != '\t' && sanitize::unsafe_on_screen(c) {
        10
    } else {
        c.width().unwrap_or(1).max(1)
    }
}

fn reach(parts: &[Part<'_>]) -> Option<SourceSpan> {
    parts.iter().map(|p| p.span).reduce(SourceSpan::join)
}

/// Takes the parts that can be shown with the first one: those on the same or the next line that fit the width.
fn take_group<'p>(source: &SourceFile, rest: Vec<Part<'p>>, width: usize) -> (Vec<Part<'p>>, Vec<Part<'p>>) {
    let (mut group, mut others): (Vec<Part<'p>>, Vec<Part<'p>>) = (Vec::new(), Vec::new());
    for part in rest {
        let near = group.is_empty() || group.iter().any(|g| g.line.abs_diff(part.line) <= 1);
        let clear = group
            .iter()
            .all(|g| !g.span.overlaps(part.span) || g.span == part.span);
        let mut row: Vec<SourceSpan> = group
            .iter()
            .filter(|g| g.line == part.line)
            .map(|g| g.span)
            .collect();
        row.push(part.span);
        let joined = row.into_iter().reduce(SourceSpan::join).unwrap_or(part.span);
        let fits = joined.len() as usize <= width * 4 && text_width(source.slice(joined)) <= width;
        if near && clear && fits || group.is_empty() {
            group.push(part);
        } else {
            others.push(part);
        }
    }
    group.sort_by_key(|p| (p.line, p.span.start, p.span.end));
    // Lines between two groups of lines cannot be left out of one cut.
    let run = group
        .windows(2)
        .take_while(|w| matches!(w, [a, b] if b.line - a.line <= 1))
        .count()
        + 1;
    let tail = group.split_off(run.min(group.len()));
    others.splice(0..0, tail);
    (group, others)
}

fn text_width(text: &str) -> usize {
    text.chars().map(shown_width).sum()
}

/// The part of `line` to show around `reach`: whole words, at most `width` columns, more of it behind than before.
fn window(source: &SourceFile, line: SourceSpan, reach: SourceSpan, width: usize) -> (u32, u32) {
    let room = width.saturating_sub(text_width(source.slice(reach)) + 2);
    let before = source.slice(SourceSpan::new(line.start, reach.start.max(line.start)));
    let after = source.slice(SourceSpan::new(reach.end.min(line.end), line.end));
    let left = before_fit(before, room * 2 / 5);
    let right = after_fit(
        after,
        room - text_width(before.get(left..).unwrap_or_default()).min(room),
    );
    (line.start + left as u32, reach.end.min(line.end) + right as u32)
}

/// Offset in `text` from which on its end is at most `room` columns wide and begins with a whole word.
fn before_fit(text: &str, room: usize) -> usize {
    let mut used = 0;
    let mut best = text.len();
    for (at, c) in text.char_indices().rev() {
        used += shown_width(c);
        if used > room {
            return best;
        }
        let opens = text
            .get(..at)
            .and_then(|head| head.chars().next_back())
            .is_none_or(char::is_whitespace);
        if opens && !c.is_whitespace() {
            best = at;
        }
    }
    0
}

/// Offset in `text` up to which its beginning is at most `room` columns wide and ends with a whole word.
fn after_fit(text: &str, room: usize) -> usize {
    let mut used = 0;
    let mut best = 0;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            best = at;
        }
        used += shown_width(c);
        if used > room {
            return best;
        }
    }
    text.len()
}

/// A label's text in lines that stay readable beside the words they explain.
fn wrapped(text: &str, room: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in sanitize::one_line(text).split(' ') {
        match lines.last_mut() {
            Some(line) if text_width(line) + 1 + text_width(word) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &miette::SourceSpan,
        context_lines_before: usize,
        context_lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let cut = self
            .cuts
            .iter()
            .find(|cut| (cut.start..cut.end).contains(&span.offset()));
        // Two cuts must not be drawn as one.
        let cut = cut
            .filter(|cut| span.offset() + span.len() <= cut.end)
            .ok_or(MietteError::OutOfBounds)?;
        // Without context lines miette asks where the label stands; with them, what is to be shown.
        let wants_place = context_lines_before == 0 && context_lines_after == 0;
        let label = self
            .labels
            .iter()
            .find(|l| wants_place && l.start == span.offset());
        let (line, column) = label.map_or((cut.line, 0), |l| (l.line, l.column));
        Ok(Box::new(MietteSpanContents::new_named(
            cut.name.clone(),
            self.text.as_bytes().get(cut.start..cut.end).unwrap_or_default(),
            (cut.start, cut.end - cut.start).into(),
            line,
            column,
            cut.lines,
        )))
    }
}
