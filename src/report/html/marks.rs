//! What is marked in a draft's prose, gathered once: statements, cues, markers, notes, formatting, and where numbers
//! of findings stand. All of it is sorted, so that each block finds its own by halving.

use crate::document::{Document, InlineKind};
use crate::finding::Standing;
use crate::linter::Review;
use crate::notes::NoteId;
use crate::report::told::NotePlaces;
use crate::resolve::{Coverage, MarkerId, Resolved};
use crate::span::{SourceSpan, TextSpan};
use crate::text::SentenceId;
use std::collections::{BTreeMap, BTreeSet};

/// What holds for the statements of one sentence, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    /// A note covers them.
    Covered,
    /// No note can or need cover them.
    NoDuty,
    /// Every finding about the sentence is excepted.
    Excepted,
    /// The marker stands too far away.
    TooFar,
    /// No fitting note is reached.
    Open,
}

impl State {
    pub(super) fn of(
        review: &Review<'_>,
        by_sentence: &BTreeMap<SentenceId, Vec<usize>>,
        statement: usize,
    ) -> Self {
        let resolved = &review.resolved;
        let Some((one, coverage)) = resolved
            .statements
            .get(statement)
            .zip(resolved.coverage.get(statement))
        else {
            return Self::NoDuty;
        };
        if matches!(coverage, Coverage::Covered { .. }) {
            return Self::Covered;
        }
        let findings = by_sentence.get(&one.sentence).into_iter().flatten();
        let mut findings = findings
            .filter_map(|&index| review.findings.get(index))
            .peekable();
        if findings.peek().is_some() && findings.all(|finding| finding.standing != Standing::Open) {
            return Self::Excepted;
        }
        let kind = resolved.rulebook.statements.get(one.kind as usize);
        match coverage {
            _ if kind.is_some_and(|kind| kind.needs.is_empty()) => Self::NoDuty,
            Coverage::TooFar(_) => Self::TooFar,
            _ => Self::Open,
        }
    }

    /// The class of its looks.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Covered => "covered",
            Self::NoDuty => "no-duty",
            Self::Excepted => "excepted",
            Self::TooFar => "too-far",
            Self::Open => "open",
        }
    }

    /// For a person.
    pub(super) fn in_words(self) -> &'static str {
        match self {
            Self::Covered => "covered by a note",
            Self::NoDuty => "no note can cover it",
            Self::Excepted => "not covered, excepted",
            Self::TooFar => "marker too far away",
            Self::Open => "not covered",
        }
    }
}

/// A sentence with at least one statement.
#[derive(Clone, Debug)]
pub(super) struct Highlight {
    pub(super) text: TextSpan,
    pub(super) state: State,
    /// Its first statement; its anchor bears that number.
    pub(super) first: usize,
    /// What the statements are: `a forecast, a performance claim`.
    pub(super) what: String,
}

/// A stretch of a note.
#[derive(Clone, Copy, Debug)]
pub(super) struct NotePart {
    pub(super) text: TextSpan,
    pub(super) note: NoteId,
    pub(super) first: bool,
    pub(super) last: bool,
}

/// A marker that is shown; several can stand at one place (`[1-4]`).
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown {
    pub(super) text: TextSpan,
    pub(super) marker: MarkerId,
}

/// How many inlines of each kind are open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Format {
    pub(super) strong: u32,
    pub(super) emphasis: u32,
    pub(super) strike: u32,
    pub(super) raised: u32,
    pub(super) lowered: u32,
    pub(super) small: u32,
    pub(super) link: u32,
    pub(super) hidden: u32,
}

/// See the module's head.
#[derive(Debug)]
pub(super) struct Marks {
    pub(super) highlights: Vec<Highlight>,
    pub(super) cues: Vec<TextSpan>,
    pub(super) notes: Vec<NotePart>,
    /// The notes with an anchor.
    pub(super) anchored: BTreeSet<NoteId>,
    pub(super) markers: Vec<Shown>,
    /// For each marker the one that is shown at its place.
    pub(super) shown: Vec<MarkerId>,
    /// Where the format changes, and what it is from there on.
    pub(super) formats: Vec<(u32, Format)>,
    /// What stands for one sign that is no prose, by its place: index of the inline.
    pub(super) opaque: BTreeMap<u32, usize>,
    /// Links by the end of their prose: index of the inline.
    pub(super) link_ends: BTreeMap<u32, usize>,
    /// Where the numbers of findings stand.
    pub(super) numbers: Vec<(u32, usize)>,
    /// The findings whose numbers stand in the prose: all, unless a draft has none.
    pub(super) numbered: BTreeSet<usize>,
    /// Findings by the sentence they begin in.
    pub(super) by_sentence: BTreeMap<SentenceId, Vec<usize>>,
    /// Notes by their place on disk.
    pub(super) places: NotePlaces,
    /// Markers by the note they lead to.
    pub(super) led: BTreeMap<NoteId, Vec<MarkerId>>,
}

impl Marks {
    pub(super) fn new(review: &Review<'_>) -> Self {
        let resolved = &review.resolved;
        let places = SourceIndex::new(&resolved.document);
        let mut numbers: Vec<(u32, usize)> = Vec::new();
        let mut by_sentence: BTreeMap<SentenceId, Vec<usize>> = BTreeMap::new();
        for (index, finding) in review.findings.iter().enumerate() {
            numbers.extend(places.end(finding.span).map(|at| (at, index)));
            let sentence = places.start(finding.span).and_then(|at| resolved.sentence_at(at));
            if let Some(sentence) = sentence {
                by_sentence.entry(sentence).or_default().push(index);
            }
        }
        numbers.sort_unstable();
        let (markers, shown) = markers(resolved);
        let (formats, opaque, link_ends) = formats(&resolved.document);
        let mut led: BTreeMap<NoteId, Vec<MarkerId>> = BTreeMap::new();
        for (id, marker) in resolved.notes.markers.iter().enumerate() {
            if let Some(note) = marker.note {
                led.entry(note).or_default().push(id as MarkerId);
            }
        }
        let notes = notes(resolved);
        Self {
            highlights: highlights(review, &by_sentence),
            cues: cues(resolved),
            anchored: notes
                .iter()
                .filter(|part| part.first)
                .map(|part| part.note)
                .collect(),
            notes,
            markers,
            shown,
            formats,
            opaque,
            link_ends,
            numbered: numbers.iter().map(|(_, index)| *index).collect(),
            numbers,
            by_sentence,
            places: NotePlaces::new(review),
            led,
        }
    }

    /// The sentence a statement of which is shown, by its first one: where the anchor of `statement` stands.
    pub(super) fn anchor(&self, sentence: TextSpan) -> Option<usize> {
        let index = self
            .highlights
            .binary_search_by_key(&sentence.start, |h| h.text.start)
            .ok()?;
        self.highlights.get(index).map(|h| h.first)
    }
}

fn highlights(review: &Review<'_>, by_sentence: &BTreeMap<SentenceId, Vec<usize>>) -> Vec<Highlight> {
    let resolved = &review.resolved;
    let mut out: Vec<Highlight> = Vec::new();
    for (index, statement) in resolved.statements.iter().enumerate() {
        let Some(sentence) = resolved.sentences.get(statement.sentence as usize) else {
            continue;
        };
        if statement.confidence < resolved.settings.min_confidence {
            continue;
        }
        let state = State::of(review, by_sentence, index);
        let kind = resolved.rulebook.statements.get(statement.kind as usize);
        let noun = kind.map_or("", |kind| kind.noun.as_str());
        match out.last_mut() {
            Some(last) if last.text == sentence.text => {
                last.state = last.state.max(state);
                last.what = format!("{}, {noun}", last.what);
            }
            _ => out.push(Highlight {
                text: sentence.text,
                state,
                first: index,
                what: noun.to_owned(),
            }),
        }
    }
    out
}

fn cues(resolved: &Resolved<'_>) -> Vec<TextSpan> {
    let asked = resolved
        .statements
        .iter()
        .filter(|s| s.confidence >= resolved.settings.min_confidence);
    let cues = asked
        .flat_map(|s| &s.cues)
        .map(|cue| cue.text)
        .filter(|text| !text.is_empty());
    apart(cues.collect())
}

/// Sorted and joined where they touch.
fn apart(mut spans: Vec<TextSpan>) -> Vec<TextSpan> {
    spans.sort_unstable();
    let mut out: Vec<TextSpan> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start < last.end => *last = last.join(span),
            _ => out.push(span),
        }
    }
    out
}

fn notes(resolved: &Resolved<'_>) -> Vec<NotePart> {
    let mut out = Vec::new();
    for (id, note) in resolved.notes.notes.iter().enumerate() {
        let last = note.text.len().saturating_sub(1);
        for (index, text) in note.text.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            out.push(NotePart {
                text: *text,
                note: id as NoteId,
                first: index == 0,
                last: index == last,
            });
        }
    }
    out.sort_by_key(|part| part.text);
    let mut end = 0;
    out.retain(|part| {
        let free = part.text.start >= end;
        end = end.max(part.text.end);
        free
    });
    out
}

fn markers(resolved: &Resolved<'_>) -> (Vec<Shown>, Vec<MarkerId>) {
    let mut out: Vec<Shown> = Vec::new();
    let mut shown = Vec::with_capacity(resolved.notes.markers.len());
    for (id, marker) in resolved.notes.markers.iter().enumerate() {
        match out.last() {
            Some(last) if marker.text.start < last.text.end => {}
            _ => out.push(Shown {
                text: marker.text,
                marker: id as MarkerId,
            }),
        }
        shown.push(out.last().map_or(id as MarkerId, |last| last.marker));
    }
    (out, shown)
}

type Formats = (Vec<(u32, Format)>, BTreeMap<u32, usize>, BTreeMap<u32, usize>);

fn formats(document: &Document) -> Formats {
    let mut events: BTreeMap<u32, Vec<(bool, usize)>> = BTreeMap::new();
    let (mut opaque, mut link_ends) = (BTreeMap::new(), BTreeMap::new());
    for (index, inline) in document.inlines.iter().enumerate() {
        if matches!(inline.kind, InlineKind::Code | InlineKind::Url { .. }) {
            opaque.insert(inline.text.start, index);
        } else if !inline.text.is_empty() {
            events.entry(inline.text.start).or_default().push((true, index));
            events.entry(inline.text.end).or_default().push((false, index));
            if matches!(inline.kind, InlineKind::Link { .. }) {
                link_ends.insert(inline.text.end, index);
            }
        }
    }
    let mut format = Format::default();
    let mut out = vec![(0, format)];
    for (at, here) in events {
        for (opens, index) in here {
            let count = match document.inlines.get(index).map(|inline| &inline.kind) {
                Some(InlineKind::Strong) => &mut format.strong,
                Some(InlineKind::Emphasis) => &mut format.emphasis,
                Some(InlineKind::Strike) => &mut format.strike,
                Some(InlineKind::Superscript | InlineKind::FootnoteReference) => &mut format.raised,
                Some(InlineKind::Subscript) => &mut format.lowered,
                Some(InlineKind::Small) => &mut format.small,
                Some(InlineKind::Link { .. }) => &mut format.link,
                Some(InlineKind::Hidden) => &mut format.hidden,
                Some(InlineKind::Code | InlineKind::Url { .. }) | None => continue,
            };
            *count = if opens {
                *count + 1
            } else {
                count.saturating_sub(1)
            };
        }
        out.push((at, format));
    }
    (out, opaque, link_ends)
}

/// The way back from bytes on disk to prose.
struct SourceIndex {
    pieces: Vec<(SourceSpan, TextSpan, bool)>,
}

impl SourceIndex {
    fn new(document: &Document) -> Self {
        let mut pieces: Vec<_> = document
            .pieces
            .iter()
            .filter(|piece| !piece.source.is_empty())
            .map(|piece| (piece.source, piece.text, piece.verbatim))
            .collect();
        pieces.sort_unstable_by_key(|(source, text, _)| (*source, *text));
        Self { pieces }
    }

    /// Where the prose of `span` begins; where it has none, the prose that follows.
    fn start(&self, span: SourceSpan) -> Option<u32> {
        let index = self
            .pieces
            .partition_point(|(source, ..)| source.end <= span.start);
        let (source, text, verbatim) = self.pieces.get(index).or(self.pieces.last())?;
        let inside = *verbatim && source.holds(span.start);
        Some(if inside {
            text.start + (span.start - source.start)
        } else {
            text.start
        })
    }

    /// Where the prose of `span` ends; where it has none, the beginning of the prose that follows.
    fn end(&self, span: SourceSpan) -> Option<u32> {
        let after = self
            .pieces
            .partition_point(|(source, ..)| source.start < span.end);
        let last = after.checked_sub(1).and_then(|index| self.pieces.get(index));
        match last {
            Some((source, text, verbatim)) if source.end > span.start => {
                let cut = *verbatim && span.end < source.end;
                Some(if cut {
                    text.start + (span.end - source.start)
                } else {
                    text.end
                })
            }
            _ => self.start(span),
        }
    }
}
