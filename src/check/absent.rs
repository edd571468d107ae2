//! What a draft as a whole must have and has not.

use super::lacking::without;
use super::proposal::TO_DRAFT;
use super::select::{chosen, holds, holds_at};
use super::sink::Sink;
use super::texts;
use super::view::View;
use super::wording::{cue_label, for_draft, notes_of, uncapitalised, without_stop};
use crate::detect::Statement;
use crate::document::BlockKind;
use crate::finding::Label;
use crate::rules::model::{AbsentRule, NoteKindId, PrescribedText};
use crate::span::SourceSpan;

/// One finding if the draft lacks what the rule asks for.
pub(super) fn absent(view: &View<'_>, rule: &AbsentRule, sink: &mut Sink<'_>) {
    let statement = if rule.of.kinds.is_empty() {
        None
    } else {
        let asked = |s: &Statement| view.is_asked_for(s.confidence);
        match chosen(view, &rule.of, |s, _| asked(s)).first() {
            Some((statement, _)) => Some(*statement),
            None => return,
        }
    };
    if (statement.is_none() && !holds(view, &rule.of)) || has_note(view, &rule.notes) {
        return;
    }
    let mut missing = Vec::new();
    if !rule.notes.is_empty() {
        missing.push(format!("shows no reader {}", notes_of(view, &rule.notes)));
    }
    if let Some(demand) = &rule.details {
        let lacks: Vec<String> = demand
            .details
            .iter()
            .filter(|&&detail| !view.r.details.stands_anywhere(detail))
            .filter_map(|&detail| view.r.rulebook.details.get(usize::from(detail)))
            .map(|detail| detail.says.clone())
            .collect();
        let found = demand.details.len() - lacks.len();
        if found >= usize::from(demand.at_least) {
            return;
        }
        missing.push(format!(
            "does not say {}",
            without(&lacks, found, usize::from(demand.at_least))
        ));
    }
    let mut wordings = Vec::new();
    if let Some(topic) = &rule.topic {
        let lacking = texts::lacking(view, topic);
        if lacking.is_empty() {
            return;
        }
        let names: Vec<&str> = lacking.iter().map(|text| text.name.as_str()).collect();
        missing.push(format!(
            "does not carry the prescribed warning on {topic} ({})",
            names.join(", ")
        ));
        wordings = lacking;
    }
    report(view, rule, statement, &missing, &wordings, sink);
}

fn report(
    view: &View<'_>,
    rule: &AbsentRule,
    statement: Option<&Statement>,
    missing: &[String],
    wordings: &[&PrescribedText],
    sink: &mut Sink<'_>,
) {
    let missing = missing.join(" and ");
    let (span, message) = match statement {
        Some(statement) => (
            view.on_disk(view.sentence(statement.sentence).text),
            format!("this draft contains {} but {missing}", view.kind(statement).noun),
        ),
        None => (first(view, rule), format!("this draft {missing}")),
    };
    let mut finding = sink.finding(span, message);
    match statement {
        Some(statement) => {
            finding.confidence = statement.confidence.min(sink.rule().confidence);
            finding.labels.push(cue_label(view, statement));
        }
        None => finding.labels.push(Label {
            span,
            text: "this is what it is asked for".to_owned(),
        }),
    }
    finding
        .help
        .push(uncapitalised(without_stop(&sink.rule().action)));
    if let Some(&kind) = rule.notes.first() {
        let note = view.r.rulebook.notes.get(usize::from(kind));
        finding.needs = note.map(|note| note.name.clone());
        if let Some(text) = view.r.settings.text_for(view.r.rulebook, kind) {
            finding.help.push(format!("{TO_DRAFT}: {text}"));
        }
    }
    for text in wordings {
        let line = format!("{TO_DRAFT}: {}", texts::filled(view, &text.text));
        // Two jurisdictions can prescribe the same words.
        if !finding.help.contains(&line) {
            finding.help.push(line);
        }
    }
    finding.help.push(for_draft(view, &sink.rule().name));
    // There is one per draft: whatever sets it off first, it is the same finding.
    sink.add(finding, 0, "");
}

/// Whether a visible note of one of these kinds stands in the draft or is supplied by the site.
fn has_note(view: &View<'_>, kinds: &[NoteKindId]) -> bool {
    let notes = view.r.notes.notes.iter().zip(&view.r.readings);
    let mut visible = notes.filter(|(note, _)| note.hidden.is_none());
    view.r.settings.supplied.iter().any(|kind| kinds.contains(kind))
        || visible.any(|(_, reading)| reading.kinds.iter().any(|kind| kinds.contains(kind)))
}

/// Where the contexts of a rule without statements hold first; in a draft that is about such things as a whole its
/// first sentence, one of the front matter only where there is no other.
fn first(view: &View<'_>, rule: &AbsentRule) -> SourceSpan {
    let in_front = |id: usize| {
        let block = view.block(id as u32);
        block.is_some_and(|block| matches!(block.kind, BlockKind::FrontMatter(_)))
    };
    let all = || (0..view.r.sentences.len()).filter(|&id| holds_at(view, &rule.of, id));
    let first = all()
        .find(|&id| !in_front(id))
        .or_else(|| all().next())
        .unwrap_or(0);
    let first = view.r.sentences.get(first);
    first.map_or_else(SourceSpan::default, |s| view.on_disk(s.text))
}
