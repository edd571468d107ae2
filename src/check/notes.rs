//! Notes that do not do what they are there for: incomplete ones, hidden ones, ones that only point elsewhere.

use super::fingerprint::{Fold, Hash};
use super::proposal::{BEFORE_LINK, WORDING};
use super::sink::Sink;
use super::view::View;
use super::wording::{cue_label, described, list, quoted};
use crate::detect::Statement;
use crate::document::{Hidden, InlineKind};
use crate::finding::Label;
use crate::fix::Repair;
use crate::notes::{Note, NoteId};
use crate::resolve::{self, Attempt, NoteReading, Rejection};
use crate::rules::Rulebook;
use crate::rules::matcher::Tag;
use crate::rules::model::{NoteKind, NoteKindId};
use crate::span::SourceSpan;
use crate::text::tokens::tokenize;

mod sets;

/// Name of the rule for notes that lack wording.
pub(super) const INCOMPLETE: &str = "note-incomplete";
/// Name of the rule for notes that no reader sees.
pub(super) const HIDDEN: &str = "note-hidden";
/// Name of the rule for notes that only point elsewhere.
pub(super) const BEHIND_LINK: &str = "note-behind-link";

/// Words from which on a note says something itself and does not only point elsewhere.
const POINTER_WORDS: usize = 14;

pub(super) fn each<'a>(
    view: &View<'a>,
) -> impl Iterator<Item = (NoteId, &'a Note, &'a NoteReading)> + use<'a> {
    let notes = view.r.notes.notes.iter().zip(&view.r.readings).enumerate();
    notes.map(|(id, (note, reading))| (id as NoteId, note, reading))
}

/// Notes that mean to be a disclaimer and lack some of its wording, and those that lack what a profile asks for.
pub(super) fn incomplete(view: &View<'_>, sink: &mut Sink<'_>) {
    sets::short(view, sink);
    let pointers_are_said = view.r.settings.level(BEHIND_LINK).is_some();
    for (id, note, reading) in each(view) {
        let is_read = note.labels.is_empty() || view.is_led_to(id);
        if !is_read || reading.attempts.is_empty() || (pointers_are_said && is_pointer(view, note, reading)) {
            continue;
        }
        let relying = |attempt: &Attempt| {
            let mut asked = view.relying_on(id).filter(|s| view.is_asked_for(s.confidence));
            asked.find(|s| view.kind(s).needs.contains(&attempt.kind))
        };
        let needed: Vec<_> = reading
            .attempts
            .iter()
            .filter_map(|a| Some((a, Some(relying(a)?))))
            .collect();
        if !needed.is_empty() {
            add_incomplete(view, note, &needed, sink);
        } else if reading.kinds.is_empty() {
            // Nothing shows which it is meant to be: the kind it comes nearest to.
            let nearest = reading
                .attempts
                .iter()
                .min_by_key(|a| (a.rejected.is_some(), a.lacks.len()));
            add_incomplete(
                view,
                note,
                &nearest.map(|a| (a, None)).into_iter().collect::<Vec<_>>(),
                sink,
            );
        }
    }
}

fn add_incomplete(
    view: &View<'_>,
    note: &Note,
    attempts: &[(&Attempt, Option<&Statement>)],
    sink: &mut Sink<'_>,
) {
    let known = |attempt: &Attempt| view.r.rulebook.notes.get(attempt.kind as usize);
    let Some((first, kind)) = attempts.first().and_then(|(a, _)| Some((*a, known(a)?))) else {
        return;
    };
    let mut finding = sink.finding(note.source, fault(first, kind));
    finding.labels.push(Label {
        span: note.source,
        text: shortcoming(first),
    });
    for (attempt, statement) in attempts {
        let Some(kind) = known(attempt) else { continue };
        if let Some(statement) = statement {
            let mut label = cue_label(view, statement);
            label.text = format!("{} relies on this note", view.kind(statement).noun);
            finding.labels.push(label);
        }
        for lack in &attempt.lacks {
            finding.help.push(format!("the {} must say {lack}", kind.noun));
        }
        if let Some(text) = view.r.text_for(attempt.kind) {
            finding.help.push(format!("{WORDING}: {text}"));
        }
    }
    finding.needs = Some(kind.name.clone());
    sink.add(finding, view.note_hash(note), "");
}

fn fault(attempt: &Attempt, kind: &NoteKind) -> String {
    let noun = &kind.noun;
    match (attempt.rejected, attempt.lacks.as_slice()) {
        (Some(Rejection::Question), _) => format!("this {noun} is put as a question and warns of nothing"),
        (Some(Rejection::Undone), _) => format!("this {noun} takes back what it says"),
        (Some(Rejection::TooShort), _) => format!("this note is too short for a {noun}"),
        (Some(Rejection::BareLink), _) => format!("this note is a link and nothing else, not a {noun}"),
        (None, []) => format!("this {noun} is not complete"),
        (None, [lack]) => format!("this {noun} does not say {lack}"),
        (None, [lack, rest @ ..]) => {
            format!("this {noun} does not say {lack}, and lacks {} more", rest.len())
        }
    }
}

fn shortcoming(attempt: &Attempt) -> String {
    match attempt.rejected {
        Some(Rejection::Question) => "end it as a statement, not as a question".to_owned(),
        Some(Rejection::Undone) => "leave out what takes it back (“but …”)".to_owned(),
        Some(Rejection::TooShort) => "write out the whole warning".to_owned(),
        Some(Rejection::BareLink) => "write the warning itself here".to_owned(),
        None if attempt.lacks.is_empty() => "not complete".to_owned(),
        None => format!("must also say {}", list(&attempt.lacks, "and")),
    }
}

/// Notes and disclaimers that no reader sees.
pub(super) fn hidden(view: &View<'_>, sink: &mut Sink<'_>) {
    let mut hidden_notes = Vec::new();
    for (_, note, reading) in each(view) {
        let Some(how) = note.hidden else { continue };
        hidden_notes.push(note.source);
        // Sources folded away stay within a reader's reach; a warning may not be a click away.
        let only_source = !reading.kinds.is_empty() && !view.is_disclaimer(reading);
        let says_something =
            !note.labels.is_empty() || !reading.attempts.is_empty() || !reading.kinds.is_empty();
        if says_something && !(only_source && how == Hidden::ClosedDetails) {
            let kind = reading.kinds.first().copied();
            add_hidden(view, note.source, how, kind, view.note_hash(note), sink);
        }
    }
    hidden_notes.sort_by_key(|s| s.start);
    for comment in &view.r.document.comments {
        let body = view.r.source.slice(comment.body);
        // What stands in a comment can have been read as a note as well: one fault, one finding.
        let before = hidden_notes.partition_point(|s| s.start < comment.source.end);
        let is_note = before.checked_sub(1).and_then(|i| hidden_notes.get(i));
        if is_note.is_some_and(|s| s.overlaps(comment.source)) {
            continue;
        }
        let Some(kind) = comment_is_note(view.r.rulebook, body) else {
            continue;
        };
        let hash = Hash::new().folded(body, &mut Fold::default()).value();
        add_hidden(view, comment.source, Hidden::Comment, Some(kind), hash, sink);
    }
}

/// The kind of disclaimer that a comment holds, if it holds one.
fn comment_is_note(rulebook: &Rulebook, body: &str) -> Option<NoteKindId> {
    /// A disclaimer is shorter; a commented-out page is not searched through.
    const LONGEST: usize = 20_000;
    if body.len() > LONGEST || body.trim_start().starts_with("caveat-") {
        return None;
    }
    resolve::disclaimers_in(rulebook, body).first().copied()
}

fn add_hidden(
    view: &View<'_>,
    span: SourceSpan,
    how: Hidden,
    kind: Option<NoteKindId>,
    subject: u64,
    sink: &mut Sink<'_>,
) {
    let place = match how {
        Hidden::Comment => "in a comment",
        Hidden::ClosedDetails => "in a part of the page that is folded away",
        Hidden::Style => "in a part of the page that is styled away",
    };
    let help = match how {
        Hidden::Comment => "take it out of the comment",
        Hidden::ClosedDetails => "move it out of <details>, or open it with <details open>",
        Hidden::Style => "remove the style or the “hidden” attribute that hides it",
    };
    let mut finding = sink.finding(span, format!("this note stands {place}, where no reader sees it"));
    let words = quoted(view.r.source.slice(span));
    finding.labels.push(Label {
        span,
        text: format!("hidden from readers: {words}"),
    });
    finding.help.push(help.to_owned());
    finding.needs = kind
        .and_then(|k| view.r.rulebook.notes.get(k as usize))
        .map(|k| k.name.clone());
    sink.add(finding, subject, "");
}

/// Notes set smaller than the text.
pub(super) fn too_small(view: &View<'_>, sink: &mut Sink<'_>) {
    for (id, note, reading) in each(view) {
        if note.small && note.hidden.is_none() {
            let what = if reading.kinds.is_empty() {
                "this note".to_owned()
            } else {
                described(view, reading)
            };
            let message = "this note is set smaller than the text around it".to_owned();
            let mut finding = sink.finding(note.source, message);
            finding.labels.push(Label {
                span: note.source,
                text: format!("{what} in small print"),
            });
            finding
                .help
                .push("remove <small>, <sub> or the font size: a warning is as large as the text".to_owned());
            sink.add(finding, view.note_hash(note), "").repair = Some(Repair::Unwrap(id));
        }
    }
}

/// Notes that only point to where the disclaimer stands.
pub(super) fn behind_link(view: &View<'_>, sink: &mut Sink<'_>) {
    for (id, note, reading) in each(view) {
        if note.hidden.is_some() || !is_pointer(view, note, reading) {
            continue;
        }
        let message = "this note only points to where the warning stands".to_owned();
        let mut finding = sink.finding(note.source, message);
        finding.labels.push(Label {
            span: note.source,
            text: "write the warning itself here".to_owned(),
        });
        let relying = view.relying_on(id).find(|s| view.is_asked_for(s.confidence));
        if let Some(statement) = relying {
            let mut label = cue_label(view, statement);
            label.text = format!("{} relies on this note", view.kind(statement).noun);
            finding.labels.push(label);
        }
        let needs = relying.and_then(|s| view.kind(s).needs.first().copied());
        let text = needs.and_then(|kind| view.r.text_for(kind));
        finding.help.push(match text {
            Some(text) => format!("{BEFORE_LINK}: {text}"),
            None => "put the warning itself before the link; the link may stay behind it".to_owned(),
        });
        finding.needs = needs
            .and_then(|k| view.r.rulebook.notes.get(k as usize))
            .map(|k| k.name.clone());
        sink.add(finding, view.note_hash(note), "");
    }
}

/// Whether a note is no disclaimer but a few words that point to one ("See our disclosures").
pub(super) fn is_pointer(view: &View<'_>, note: &Note, reading: &NoteReading) -> bool {
    if view.is_disclaimer(reading) {
        return false;
    }
    let text = &view.r.document.text;
    // Words are counted before they are looked up, so that a long note costs no more than a short one.
    let spans = note.text.iter();
    let words = spans.flat_map(|span| span.of(text).split(|c: char| !c.is_alphanumeric()));
    if words.filter(|w| !w.is_empty()).nth(POINTER_WORDS).is_some() {
        return false;
    }
    let mut tokens = Vec::new();
    for &span in &note.text {
        tokenize(text, span, &[], &mut tokens);
    }
    let mut session = view.r.rulebook.matcher.session();
    let mut says = |tag| session.holds(text, &tokens, tag);
    says(Tag::PointerTarget) && (says(Tag::Pointer) || note.text.iter().any(|&span| has_link(view, span)))
}

fn has_link(view: &View<'_>, span: crate::span::TextSpan) -> bool {
    let inlines = view.r.document.inlines_in(span);
    inlines
        .into_iter()
        .any(|i| matches!(i.kind, InlineKind::Link { .. } | InlineKind::Url { .. }))
}

#[cfg(test)]
mod tests;
