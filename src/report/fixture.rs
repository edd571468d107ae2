//! A reviewed draft made by hand, for the tests of the formats.

use crate::detect::{CueHit, Statement};
use crate::document::{Block, BlockKind, Document, Piece};
use crate::finding::{Confidence, Finding, Label, Level, Standing};
use crate::linter::Review;
use crate::notes::{self, Marker, Note, Notes, Series};
use crate::resolve::{Coverage, Details, NoteReading, Resolved};
use crate::rules::Rulebook;
use crate::rules::matcher::Matcher;
use crate::rules::model::{Basis, NoteKind, Report, Rule, RuleSort, StatementKind};
use crate::settings::Settings;
use crate::source::SourceFile;
use crate::span::{SourceSpan, TextSpan};
use crate::text::Sentence;
use std::collections::BTreeMap;

/// A rulebook with one kind of statement, two kinds of note and one rule.
pub(crate) fn rulebook() -> Rulebook {
    let note = |name: &str| NoteKind {
        name: name.to_owned(),
        noun: format!("{name} note"),
        disclaimer: true,
        text: Some(format!("This is the {name} note.")),
        ..NoteKind::default()
    };
    let rule = Rule {
        name: "unmarked-forward-looking".to_owned(),
        sort: RuleSort::plain(&[0], Report::Unmarked),
        summary: "A forecast has no marker that leads to a forward-looking note.".to_owned(),
        why: "A reader can take it for a promise.".to_owned(),
        action: "Put a marker.".to_owned(),
        triggers: "Forecasts.".to_owned(),
        satisfied_by: "A marker.".to_owned(),
        basis: vec![Basis {
            cite: "Some Act, s. 1".to_owned(),
            ..Basis::default()
        }],
        level: Some(Level::Error),
        confidence: Confidence::High,
        flag: Vec::new(),
        pass: Vec::new(),
    };
    Rulebook {
        version: "test".to_owned(),
        statements: vec![StatementKind {
            name: "forward-looking".to_owned(),
            noun: "a forecast".to_owned(),
            needs: vec![1],
            ..StatementKind::default()
        }],
        notes: vec![note("past"), note("forward")],
        contexts: Vec::new(),
        details: Vec::new(),
        texts: Vec::new(),
        wordings: crate::prescribed::Wordings::default(),
        rules: BTreeMap::from([(rule.name.clone(), rule)]),
        profiles: BTreeMap::new(),
        matcher: Matcher::default(),
    }
}

/// Where `words` stand in `text`, the first time.
pub(crate) fn span(text: &str, words: &str) -> SourceSpan {
    let start = text.find(words).expect("the words stand in the text");
    SourceSpan::from_usize(start, start + words.len())
}

/// An open error of the fixture's rule over `words`, with a label on each of `labels`.
pub(crate) fn finding(text: &str, words: &str, labels: &[(&str, &str)]) -> Finding {
    Finding {
        rule: "unmarked-forward-looking".to_owned(),
        level: Level::Error,
        confidence: Confidence::High,
        message: "this forecast has no marker".to_owned(),
        span: span(text, words),
        labels: labels
            .iter()
            .map(|(at, says)| Label {
                span: span(text, at),
                text: (*says).to_owned(),
            })
            .collect(),
        help: vec!["put [1] after the sentence".to_owned()],
        marker: Some("[1]".to_owned()),
        needs: Some("forward".to_owned()),
        fingerprint: "f00d".to_owned(),
        standing: Standing::Open,
    }
}

/// Reviews `source`, whose prose is its text as it is, with these findings and no statements.
pub(crate) fn review<'a>(
    source: &'a SourceFile,
    rulebook: &'a Rulebook,
    settings: &'a Settings,
    findings: Vec<Finding>,
) -> Review<'a> {
    let text = source.text().to_owned();
    let end = text.len() as u32;
    let whole = Piece {
        text: TextSpan::new(0, end),
        source: SourceSpan::new(0, end),
        verbatim: true,
    };
    let block = Block {
        kind: BlockKind::Paragraph,
        text: whole.text,
        source: whole.source,
        section: 0,
        quote_depth: 0,
        definition: None,
        hidden: None,
        small: false,
        html: false,
    };
    let document = Document {
        text,
        pieces: vec![whole],
        blocks: vec![block],
        ..Document::default()
    };
    let resolved = Resolved {
        source,
        rulebook,
        settings,
        document,
        sentences: Vec::new(),
        notes: Notes::default(),
        readings: Vec::new(),
        statements: Vec::new(),
        coverage: Vec::new(),
        details: Details::default(),
        contexts: Vec::new(),
        in_text: crate::resolve::InText::default(),
    };
    Review { resolved, findings }
}

/// Adds a statement over `words` with the cue `cue`, covered through `[1]` where that follows it.
pub(crate) fn add_statement(review: &mut Review<'_>, words: &str, cue: &str) {
    let resolved = &mut review.resolved;
    let at = |words: &str| {
        let span = span(resolved.source.text(), words);
        TextSpan::new(span.start, span.end)
    };
    let (text, cue) = (at(words), at(cue));
    let sentence = resolved.sentences.len() as u32;
    resolved.sentences.push(Sentence {
        text,
        block: 0,
        last: true,
    });
    let cues = vec![CueHit {
        id: "expects".to_owned(),
        text: cue,
        points: 80,
    }];
    resolved.statements.push(Statement {
        kind: 0,
        sentence,
        confidence: Confidence::High,
        cues,
    });
    let marker = resolved.notes.markers_in(text).first();
    resolved.coverage.push(match marker.and_then(|m| m.note) {
        Some(note) => Coverage::Covered {
            marker: Some(0),
            note: Some(note),
            distance: 0,
        },
        None => Coverage::NoMarker,
    });
}

/// Adds the marker `[1]` and the note that begins with `note`, of the second kind.
pub(crate) fn add_note(review: &mut Review<'_>, note: &str) {
    let resolved = &mut review.resolved;
    let text = resolved.source.text();
    let label = notes::Label {
        series: Series::Bracket,
        value: "1".to_owned(),
    };
    let place = span(text, "[1]");
    resolved.notes.markers.push(Marker {
        label: label.clone(),
        text: TextSpan::new(place.start, place.end),
        source: place,
        block: 0,
        note: Some(0),
    });
    let source = span(text, note);
    let body = TextSpan::new(source.start, source.end);
    let labels = vec![(label, source)];
    resolved.notes.notes.push(Note {
        labels,
        text: vec![body],
        source,
        hidden: None,
        small: false,
        bullet: false,
    });
    resolved.readings.push(NoteReading {
        kinds: vec![1],
        attempts: Vec::new(),
        short: Vec::new(),
    });
}
