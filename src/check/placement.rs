//! Warnings in footnotes where a profile wants them in the text beside the claim.

use super::sink::Sink;
use super::texts::called;
use super::view::View;
use super::wording::{cue_label, definite};
use crate::detect::Statement;
use crate::finding::Label;
use crate::notes::NoteId;
use crate::resolve::Coverage;
use crate::rules::model::{NoteKindId, Placement};

/// Warnings whose place is not a lawful one.
pub(super) fn footnotes(view: &View<'_>, sink: &mut Sink<'_>) {
    let mut last = None;
    for (statement, coverage) in view.statements() {
        let Coverage::Covered { note: Some(note), .. } = coverage else {
            continue;
        };
        if !view.is_asked_for(statement.confidence) || last == Some(statement.sentence) {
            continue;
        }
        if let Some(kind) = misplaced(view, statement, *note) {
            last = Some(statement.sentence);
            add(view, statement, *note, kind, sink);
        }
    }
    texts(view, sink);
}

/// The kind for which the note that covers a statement stands in the wrong place.
fn misplaced(view: &View<'_>, statement: &Statement, note: NoteId) -> Option<NoteKindId> {
    let (_, reading) = view.note(note)?;
    let body = |kind: &&NoteKindId| {
        view.r.settings.placement(**kind) == Placement::Body && reading.kinds.contains(kind)
    };
    let kind = view.kind(statement).needs.iter().find(body)?;
    view.r.beside(statement, &[*kind]).is_none().then_some(*kind)
}

fn add(view: &View<'_>, statement: &Statement, note: NoteId, kind: NoteKindId, sink: &mut Sink<'_>) {
    let (Some((note, _)), Some(what)) = (view.note(note), view.r.rulebook.notes.get(usize::from(kind)))
    else {
        return;
    };
    let noun = &what.noun;
    let claim = definite(&view.kind(statement).noun);
    let message = if note.labels.is_empty() {
        format!("the {noun} for {claim} does not stand beside it")
    } else {
        format!("the {noun} for {claim} is a footnote and must stand beside it")
    };
    let mut finding = sink.finding(view.on_disk(view.sentence(statement.sentence).text), message);
    finding.confidence = sink.rule().confidence.min(statement.confidence);
    finding.labels.push(cue_label(view, statement));
    finding.labels.push(Label {
        span: note.source,
        text: format!("the {noun} stands here"),
    });
    let place = "write it into this paragraph, or as a paragraph of its own right behind it";
    finding
        .help
        .push(match view.r.settings.text_for(view.r.rulebook, kind) {
            Some(text) => format!("{place}: {text}"),
            None => place.to_owned(),
        });
    finding.needs = Some(what.name.clone());
    sink.add_statement(view, statement, finding);
}

/// Prescribed texts that stand in footnotes only.
fn texts(view: &View<'_>, sink: &mut Sink<'_>) {
    let book = view.r.rulebook;
    for (topic, placement) in &view.r.settings.topic_placement {
        if *placement != Placement::Body {
            continue;
        }
        let copies = view.prescribed().exact.iter().filter(|copy| {
            book.texts
                .get(usize::from(copy.text))
                .is_some_and(|text| text.topic == *topic)
        });
        let mut footnote = None;
        let mut in_body = false;
        for copy in copies {
            let note = view.r.notes.note_at(&view.r.document, copy.span.start);
            let labelled = note
                .and_then(|id| view.note(id))
                .filter(|(note, _)| !note.labels.is_empty());
            match labelled {
                Some((note, _)) => footnote = footnote.or(Some((copy, note))),
                None => in_body = true,
            }
        }
        let Some((copy, note)) = footnote.filter(|_| !in_body) else {
            continue;
        };
        let Some(text) = book.texts.get(usize::from(copy.text)) else {
            continue;
        };
        let message = format!("{} is a footnote and must stand in the text", called(text));
        let mut finding = sink.finding(view.on_disk(copy.span), message);
        finding.labels.push(Label {
            span: view.on_disk(copy.span),
            text: "only a marker leads here".to_owned(),
        });
        finding
            .help
            .push("move it into the text, where the product is first offered".to_owned());
        sink.add(finding, view.note_hash(note), topic);
    }
}
