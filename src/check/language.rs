//! Notes in another language than the draft.

use super::proposal::WORDING;
use super::sink::Sink;
use super::view::View;
use crate::finding::Label;
use crate::notes::Note;
use crate::resolve::NoteReading;
use crate::rules::model::NoteKindId;
use crate::text::language::{self, Language};
use std::collections::{BTreeMap, BTreeSet};

/// Disclaimers that a draft's readers cannot be expected to understand.
pub(super) fn mismatch(view: &View<'_>, sink: &mut Sink<'_>) {
    let Some(main) = view.r.languages.main() else {
        return;
    };
    let said = said(view);
    let mut parts = BTreeMap::new();
    for (_, note, reading) in super::notes::each(view) {
        let Some(&other) = foreign(view, note, reading).filter(|_| note.hidden.is_none()) else {
            continue;
        };
        let read_here = *parts
            .entry(other)
            .or_insert_with(|| language::has_part_in(&view.r.document, &view.r.notes, other));
        let mut kinds = reading
            .kinds
            .iter()
            .filter(|kind| view.is_disclaimer_kind(**kind));
        // A disclaimer without a label may repeat for others what a note says in the draft's language.
        let translation = note.labels.is_empty() && kinds.all(|kind| said.contains(kind));
        if read_here || translation || prescribed(view, note) {
            continue;
        }
        let message = format!("this note is in {}, the text in {}", other.name(), main.name());
        let mut finding = sink.finding(note.source, message);
        let kind = reading.kinds.iter().find(|kind| view.is_disclaimer_kind(**kind));
        let kind = kind.and_then(|kind| Some((*kind, view.r.rulebook.notes.get(*kind as usize)?)));
        let noun = kind.map_or("note", |(_, kind)| kind.noun.as_str());
        finding.labels.push(Label {
            span: note.source,
            text: format!("a {noun} in {}", other.name()),
        });
        let translated = kind.and_then(|(id, kind)| {
            kind.text_in(main.code())?;
            view.r.text_for(id)
        });
        finding.help.push(match translated {
            Some(text) => format!("{WORDING}: {text}"),
            None => format!("say it in {}; the other language may stay beside it", main.name()),
        });
        finding.needs = kind.map(|(_, kind)| kind.name.clone());
        sink.add(finding, view.note_hash(note), "");
    }
}

/// Whether a note holds a text that the profile prescribes in just that language.
fn prescribed(view: &View<'_>, note: &Note) -> bool {
    let mut copies = view.prescribed().exact.iter();
    copies.any(|copy| {
        view.r.settings.prescribed.contains(&copy.text) && note.source.overlaps(view.on_disk(copy.span))
    })
}

/// The language of a disclaimer that is in none of the draft's.
fn foreign<'r>(view: &View<'_>, note: &Note, reading: &'r NoteReading) -> Option<&'r Language> {
    let languages = &view.r.languages;
    let other = reading.languages.first()?;
    if reading.languages.iter().any(|l| languages.holds(*l)) {
        return None;
    }
    // Neighbouring languages share words, so that what a note says may be found in one and not in its own.
    let words: Vec<&str> = note
        .text
        .iter()
        .map(|span| view.r.document.slice(*span))
        .collect();
    let own = language::of_text(&words.join(" "));
    (!own.is_some_and(|own| languages.holds(own))).then_some(other)
}

/// The kinds of disclaimer that visible notes in the draft's language are.
fn said(view: &View<'_>) -> BTreeSet<NoteKindId> {
    super::notes::each(view)
        .filter(|(_, note, says)| {
            note.hidden.is_none() && says.languages.iter().any(|l| view.r.languages.holds(*l))
        })
        .flat_map(|(_, _, says)| says.kinds.iter().copied())
        .collect()
}
