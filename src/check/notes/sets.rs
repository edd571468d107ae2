//! Notes that are of their kind but do not say what the profiles in force ask of such notes.

use super::{WORDING, each, list};
use crate::check::sink::Sink;
use crate::check::view::View;
use crate::finding::Label;
use crate::notes::Note;
use crate::resolve::Shortfall;
use crate::rules::model::NoteKindId;
use std::collections::BTreeSet;

/// Visible notes with a shortfall. One without a label is left alone where another of its kind has none: it is then
/// no more than an aside.
pub(super) fn short(view: &View<'_>, sink: &mut Sink<'_>) {
    if view.r.settings.sets.is_empty() {
        return;
    }
    let mut met: BTreeSet<(NoteKindId, &str)> = BTreeSet::new();
    for (_, note, reading) in each(view) {
        if note.hidden.is_some() {
            continue;
        }
        for (kind, sets) in &view.r.settings.sets {
            let lacks = |set: &str| reading.short.iter().any(|s| s.kind == *kind && s.set == set);
            if reading.kinds.contains(kind) {
                met.extend(
                    sets.iter()
                        .filter(|set| !lacks(set))
                        .map(|set| (*kind, set.as_str())),
                );
            }
        }
    }
    for (id, note, reading) in each(view) {
        if note.hidden.is_some() || !(note.labels.is_empty() || view.is_led_to(id)) {
            continue;
        }
        for shortfall in &reading.short {
            if !note.labels.is_empty() || !met.contains(&(shortfall.kind, shortfall.set.as_str())) {
                add(view, note, shortfall, sink);
            }
        }
    }
}

fn add(view: &View<'_>, note: &Note, shortfall: &Shortfall, sink: &mut Sink<'_>) {
    let Some(kind) = view.r.rulebook.notes.get(usize::from(shortfall.kind)) else {
        return;
    };
    let set = &shortfall.set;
    let noun = &kind.noun;
    let fault = match (shortfall.lacks.as_slice(), shortfall.barred.as_slice()) {
        ([], barred) => format!("says {}", list(barred, "and")),
        ([lack], _) => format!("does not say {lack}"),
        ([lack, rest @ ..], _) => format!("does not say {lack}, and lacks {} more", rest.len()),
    };
    let mut finding = sink.finding(note.source, format!("this {noun} {fault} (asked for by “{set}”)"));
    let text = if shortfall.lacks.is_empty() {
        format!("must not say {}", list(&shortfall.barred, "or"))
    } else {
        format!("must also say {}", list(&shortfall.lacks, "and"))
    };
    finding.labels.push(Label {
        span: note.source,
        text,
    });
    for lack in &shortfall.lacks {
        finding.help.push(format!("the {noun} must say {lack}"));
    }
    for barred in &shortfall.barred {
        finding.help.push(format!("the {noun} must not say {barred}"));
    }
    let own = view.r.settings.texts.get(&shortfall.kind).map(String::as_str);
    if let Some(text) = own.or(shortfall.text.as_deref()) {
        finding.help.push(format!("{WORDING}: {text}"));
    }
    finding.needs = Some(kind.name.clone());
    sink.add(finding, view.note_hash(note), set);
}
