//! Prose as it reads, with what is marked in it.
//!
//! Marks cross each other (a bold stretch can end in the middle of a statement), elements must not. So the prose is
//! cut in layers, the outermost first: note, statement, marker, cue, formatting. What crosses the border of an outer
//! layer is cut there.

use super::marks::{Format, Marks, NotePart};
use super::plain;
use crate::document::{HARD_BREAK, InlineKind, OPAQUE};
use crate::finding::Standing;
use crate::linter::Review;
use crate::notes::NoteId;
use crate::report::{path_text, sanitize};
use crate::resolve::MarkerId;
use crate::span::TextSpan;
use maud::{Markup, html};
use std::collections::BTreeSet;
use std::path::Path;

/// So many characters of a link's address are shown.
const ADDRESS: usize = 60;

/// Renders the prose of one draft. Anchors are given once, whatever the order.
pub(super) struct Inline<'r, 'a> {
    pub(super) review: &'r Review<'a>,
    pub(super) marks: &'r Marks,
    /// Begins every id: `d3`.
    pub(super) prefix: &'r str,
    given: BTreeSet<String>,
    /// The next number of a finding.
    next: usize,
}

/// The members of a sorted list of spans that overlap `range`.
fn overlapping<T>(all: &[T], span: impl Fn(&T) -> TextSpan, range: TextSpan) -> &[T] {
    let from = all.partition_point(|one| span(one).end <= range.start);
    let to = all.partition_point(|one| span(one).start < range.end);
    all.get(from..to).unwrap_or_default()
}

/// Cuts `range` at `spans`, which are sorted and apart: each part with the span it lies in, if any.
fn cut<T>(spans: &[T], span: impl Fn(&T) -> TextSpan, range: TextSpan) -> Vec<(TextSpan, Option<&T>)> {
    let mut out = Vec::new();
    let mut at = range.start;
    for one in overlapping(spans, &span, range) {
        let (start, end) = (span(one).start.max(at), span(one).end.min(range.end));
        if start >= end {
            continue;
        }
        if at < start {
            out.push((TextSpan::new(at, start), None));
        }
        out.push((TextSpan::new(start, end), Some(one)));
        at = end;
    }
    if at < range.end {
        out.push((TextSpan::new(at, range.end), None));
    }
    out
}

impl<'r, 'a> Inline<'r, 'a> {
    pub(super) fn new(review: &'r Review<'a>, marks: &'r Marks, prefix: &'r str) -> Self {
        Self {
            review,
            marks,
            prefix,
            given: BTreeSet::new(),
            next: 0,
        }
    }

    /// `name` as an id, the first time it is asked for.
    fn id(&mut self, name: &str) -> Option<String> {
        let id = format!("{}-{name}", self.prefix);
        self.given.insert(id.clone()).then_some(id)
    }

    /// Begins a block whose prose begins at `start`; blocks may come in any order.
    pub(super) fn begin(&mut self, start: u32) {
        self.next = self.marks.numbers.partition_point(|(at, _)| *at < start);
    }

    /// The prose in `range`, which lies in one block.
    pub(super) fn prose(&mut self, range: TextSpan) -> Markup {
        let marks = self.marks;
        let parts = cut(&marks.notes, |part| part.text, range);
        html! {
            @for (part, note) in parts {
                @if let Some(note) = note {
                    (self.note(part, *note))
                } @else {
                    (self.statements(part))
                }
            }
        }
    }

    /// The numbers of findings up to `end` that no prose took along.
    pub(super) fn numbers_until(&mut self, end: u32) -> Markup {
        let marks = self.marks;
        let from = self.next;
        let until = marks.numbers.partition_point(|(at, _)| *at <= end).max(from);
        self.next = until;
        html! {
            @for (_, index) in marks.numbers.get(from..until).unwrap_or_default() {
                (self.number(*index))
            }
        }
    }

    /// The findings whose numbers stand in `from..=to` of the prose.
    pub(super) fn findings_in(&self, from: u32, to: u32) -> impl Iterator<Item = usize> + 'r {
        let all = &self.marks.numbers;
        let start = all.partition_point(|(at, _)| *at < from);
        let end = all.partition_point(|(at, _)| *at <= to);
        all.get(start..end.max(start))
            .unwrap_or_default()
            .iter()
            .map(|(_, index)| *index)
    }

    fn number(&mut self, index: usize) -> Markup {
        let finding = self.review.findings.get(index);
        let open = finding.is_some_and(|f| f.standing == Standing::Open);
        let level = finding.map_or_else(String::new, |f| f.level.to_string());
        html! {
            a.num.(if open { level.as_str() } else { "excepted" }) id=[self.id(&format!("r{index}"))]
                href={ "#" (self.prefix) "-f" (index) } {
                span.vh { "finding " } (index + 1)
            }
        }
    }

    fn note(&mut self, range: TextSpan, part: NotePart) -> Markup {
        let id = if part.first {
            self.id(&format!("n{}", part.note))
        } else {
            None
        };
        let begins = id.is_some();
        let ends = part.last && range.end == part.text.end;
        html! {
            span.note id=[id] {
                @if begins { (self.note_head(part.note)) }
                (self.statements(range))
                @if ends { (self.back(part.note)) }
            }
        }
    }

    /// What a note is, and its label where the prose does not hold it.
    fn note_head(&self, id: NoteId) -> Markup {
        let resolved = &self.review.resolved;
        let Some(note) = resolved.notes.notes.get(id as usize) else {
            return html! {};
        };
        let in_prose = note.text.first().is_some_and(|text| {
            let block = resolved.document.block_at(text.start);
            let block = block.and_then(|block| resolved.document.blocks.get(block as usize));
            // A definition's label and a bullet are no prose; any other label stands before its note's words.
            block.is_some_and(|block| block.definition.is_none()) && !note.bullet
        });
        let kinds = resolved.readings.get(id as usize);
        let nouns: Vec<&str> = kinds
            .iter()
            .flat_map(|reading| &reading.kinds)
            .filter_map(|kind| resolved.rulebook.notes.get(*kind as usize))
            .map(|kind| kind.noun.as_str())
            .collect();
        let tries: Vec<&str> = kinds
            .iter()
            .flat_map(|reading| &reading.attempts)
            .filter_map(|attempt| resolved.rulebook.notes.get(attempt.kind as usize))
            .map(|kind| kind.noun.as_str())
            .collect();
        let what = match (nouns.is_empty(), tries.is_empty()) {
            (false, _) => nouns.join(", "),
            (true, false) => format!("incomplete {}", tries.join(", ")),
            (true, true) => "no disclaimer".to_owned(),
        };
        html! {
            @if !in_prose {
                @for (label, _) in &note.labels { span.label { (plain(&label.written())) " " } }
            }
            span.kind { (what) } " "
        }
    }

    /// The way back from a note to its markers.
    fn back(&self, note: NoteId) -> Markup {
        let marks = self.marks;
        let mut shown: Vec<MarkerId> = Vec::new();
        for marker in marks.led.get(&note).into_iter().flatten() {
            let at = marks.shown.get(*marker as usize).copied().unwrap_or(*marker);
            if shown.last() != Some(&at) {
                shown.push(at);
            }
        }
        html! {
            @if !shown.is_empty() {
                span.back {
                    @for (count, marker) in shown.iter().enumerate() {
                        " " a href={ "#" (self.prefix) "-m" (marker) } {
                            span.vh { "back to its marker " } "↩" (count + 1)
                        }
                    }
                }
            }
        }
    }

    fn statements(&mut self, range: TextSpan) -> Markup {
        let marks = self.marks;
        let parts = cut(&marks.highlights, |highlight| highlight.text, range);
        html! {
            @for (part, highlight) in parts {
                @if let Some(highlight) = highlight {
                    @let id = self.id(&format!("s{}", highlight.first));
                    mark.(highlight.state.class()) id=[&id] {
                        @if id.is_some() {
                            span.vh { "[" (plain(&highlight.what)) ", " (highlight.state.in_words()) ":] " }
                        }
                        (self.markers(part))
                    }
                } @else {
                    (self.markers(part))
                }
            }
        }
    }

    /// Markers, and the numbers of findings, which never stand inside a marker: both are links.
    fn markers(&mut self, range: TextSpan) -> Markup {
        let marks = self.marks;
        let mut out = html! {};
        for (part, shown) in cut(&marks.markers, |shown| shown.text, range) {
            if let Some(shown) = shown {
                let words = self.cues(part);
                out.0.push_str(&self.marker(shown.marker, &words).0);
                out.0.push_str(&self.numbers_until(part.end).0);
                continue;
            }
            let mut at = part.start;
            while at < part.end {
                out.0.push_str(&self.numbers_until(at).0);
                let next = marks.numbers.get(self.next).map_or(part.end, |(place, _)| *place);
                let end = next.clamp(at + 1, part.end);
                out.0.push_str(&self.cues(TextSpan::new(at, end)).0);
                at = end;
            }
            out.0.push_str(&self.numbers_until(part.end).0);
        }
        out
    }

    fn marker(&mut self, id: MarkerId, words: &Markup) -> Markup {
        let note = self
            .review
            .resolved
            .notes
            .markers
            .get(id as usize)
            .and_then(|marker| marker.note);
        let shown = note.filter(|note| self.marks.anchored.contains(note));
        let anchor = self.id(&format!("m{id}"));
        html! {
            @if let Some(note) = shown {
                a.marker id=[anchor] href={ "#" (self.prefix) "-n" (note) } { span.vh { "marker " } (words) }
            } @else {
                span.marker.(if note.is_none() { "nowhere" } else { "no-anchor" }) id=[anchor] {
                    (words) @if note.is_none() { span.vh { " (leads to no note)" } }
                }
            }
        }
    }

    fn cues(&self, range: TextSpan) -> Markup {
        let parts = cut(&self.marks.cues, |cue| *cue, range);
        html! {
            @for (part, cue) in parts {
                @if cue.is_some() { span.cue { (self.formatted(part)) } } @else { (self.formatted(part)) }
            }
        }
    }

    fn formatted(&self, range: TextSpan) -> Markup {
        let all = &self.marks.formats;
        let mut index = all
            .partition_point(|(at, _)| *at <= range.start)
            .saturating_sub(1);
        let mut at = range.start;
        let mut out = html! {};
        while at < range.end {
            let format = all.get(index).map(|(_, format)| *format).unwrap_or_default();
            index += 1;
            let end = all
                .get(index)
                .map_or(range.end, |(next, _)| (*next).min(range.end));
            if end > at {
                out.0
                    .push_str(&wrapped(format, self.text(TextSpan::new(at, end))).0);
                if let Some(link) = self.marks.link_ends.get(&end) {
                    out.0.push_str(&self.address(*link).0);
                }
                at = end;
            }
        }
        out
    }

    /// The address of a link. It leads nowhere: what a draft links to is not part of the record.
    fn address(&self, inline: usize) -> Markup {
        match self
            .review
            .resolved
            .document
            .inlines
            .get(inline)
            .map(|inline| &inline.kind)
        {
            Some(InlineKind::Link { destination }) if !destination.starts_with('#') => {
                html! { span.address { " (" (sanitize::cropped(destination, ADDRESS)) ")" } }
            }
            _ => html! {},
        }
    }

    fn text(&self, range: TextSpan) -> Markup {
        let document = &self.review.resolved.document;
        let text = document.slice(range);
        let mut out = html! {};
        let mut run = 0;
        for (at, c) in text.char_indices() {
            if c != OPAQUE && c != HARD_BREAK {
                continue;
            }
            out.0.push_str(&plain(text.get(run..at).unwrap_or_default()).0);
            run = at + c.len_utf8();
            let special = if c == HARD_BREAK {
                html! { br; }
            } else {
                self.opaque(range.start + at as u32)
            };
            out.0.push_str(&special.0);
        }
        out.0.push_str(&plain(text.get(run..).unwrap_or_default()).0);
        out
    }

    /// What is no prose, as it is written.
    fn opaque(&self, at: u32) -> Markup {
        let resolved = &self.review.resolved;
        let inline = self
            .marks
            .opaque
            .get(&at)
            .and_then(|index| resolved.document.inlines.get(*index));
        let written = match inline {
            Some(inline) => match &inline.kind {
                InlineKind::Url { destination } => destination.as_str(),
                _ => resolved.source.slice(inline.source).trim_matches('`'),
            },
            None => "…",
        };
        html! { code { (plain(written)) } }
    }
}

fn wrapped(format: Format, text: Markup) -> Markup {
    let mut out = text;
    if format.small > 0 {
        out = html! { small { (out) } };
    }
    if format.raised > 0 {
        out = html! { sup { (out) } };
    }
    if format.lowered > 0 {
        out = html! { sub { (out) } };
    }
    if format.strike > 0 {
        out = html! { s { (out) } };
    }
    if format.emphasis > 0 {
        out = html! { em { (out) } };
    }
    if format.strong > 0 {
        out = html! { strong { (out) } };
    }
    if format.link > 0 {
        out = html! { span.link { (out) } };
    }
    if format.hidden > 0 {
        out = html! { span.hidden-words { span.vh { "(hidden) " } (out) } };
    }
    out
}

/// The name of a draft on the page.
pub(super) fn name(path: &Path) -> String {
    sanitize::one_line(&path_text(path))
}
