//! Prescribed texts that were changed on the way into the draft.

use super::fingerprint::{Fold, Hash};
use super::sink::Sink;
use super::texts::{called, filled};
use super::view::View;
use super::wording::quoted;
use crate::finding::Label;
use crate::prescribed::near::{Change, Near};
use crate::prescribed::words_of;
use crate::rules::model::PrescribedText;

/// So many differences are spelt out.
const MOST: usize = 8;
/// So many of them are shown at their places.
const SHOWN: usize = 4;

/// Name of the rule for prescribed texts in other words.
pub(super) const ALTERED: &str = "prescribed-warning-altered";

/// Near copies of the texts in force.
pub(super) fn altered(view: &View<'_>, sink: &mut Sink<'_>) {
    for one in view.near() {
        if let Some(text) = view.r.rulebook.texts.get(usize::from(one.text)) {
            add(view, one, text, sink);
        }
    }
}

fn add(view: &View<'_>, near: &Near, text: &PrescribedText, sink: &mut Sink<'_>) {
    let wording = near
        .variant
        .checked_sub(1)
        .map_or(Some(&text.text), |variant| text.variants.get(variant));
    let Some(wording) = wording else { return };
    let words = words_of(wording);
    let span = view.on_disk(near.span);
    let message = match near.changes.as_slice() {
        [] => format!("{} has other signs here than prescribed", called(text)),
        changes if changes.iter().any(|change| change.blank) => {
            format!("a blank of {} is not filled in", called(text))
        }
        _ => format!("{} is not in the prescribed words", called(text)),
    };
    let mut finding = sink.finding(span, message);
    finding.labels.push(Label {
        span,
        text: format!("{} of 100 words are those prescribed", near.percent),
    });
    for change in near
        .changes
        .iter()
        .filter(|change| !change.is.is_empty())
        .take(SHOWN)
    {
        finding.labels.push(Label {
            span: view.on_disk(change.is),
            text: instruction(view, change, &words),
        });
    }
    for change in near.changes.iter().take(MOST) {
        finding.help.push(instruction(view, change, &words));
    }
    if let Some(rest) = near.changes.len().checked_sub(MOST).filter(|rest| *rest > 0) {
        finding.help.push(format!("and {rest} more changes"));
    }
    finding
        .help
        .push(format!("the wording in full: {}", filled(view, wording)));
    let subject = Hash::new().folded(view.r.document.slice(near.span), &mut Fold::default());
    sink.add(finding, subject.value(), &text.name);
}

/// What a change asks for, in words.
fn instruction(view: &View<'_>, change: &Change, words: &[String]) -> String {
    let should = words.get(change.should.clone()).unwrap_or_default().join(" ");
    let is = quoted(view.r.document.slice(change.is));
    if change.is.is_empty() {
        let before = change.should.start.checked_sub(1).and_then(|at| words.get(at));
        return match before {
            Some(before) => format!("add “{should}” after “{before}”"),
            None => format!("add “{should}” at the beginning"),
        };
    }
    if should.is_empty() {
        format!("leave out {is}")
    } else if change.blank {
        format!("write your figure for {is}: “{should}”")
    } else {
        format!("write “{should}” for {is}")
    }
}
