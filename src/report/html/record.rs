//! The tables of the record: the register of statements, and what was excepted.

use super::marks::{Marks, State};
use super::{inline, plain};
use crate::document::OPAQUE;
use crate::finding::{Confidence, Finding, Standing};
use crate::linter::Review;
use crate::report::json::links;
use crate::report::sanitize;
use maud::{Markup, html};

/// So many characters of the words of an exception are shown.
const WORDS: usize = 160;

/// The rows of the register for one draft.
pub(super) fn register(review: &Review<'_>, marks: &Marks, prefix: &str) -> Markup {
    let resolved = &review.resolved;
    let name = inline::name(resolved.source.name());
    let rows = resolved.statements.iter().zip(&resolved.coverage).enumerate();
    let asked = rows.filter(|(_, (s, _))| s.confidence >= resolved.settings.min_confidence);
    html! {
        @for (index, (statement, coverage)) in asked {
            @if let Some(sentence) = resolved.sentences.get(statement.sentence as usize) {
                @let kind = resolved.rulebook.statements.get(statement.kind as usize);
                @let line = resolved.source.position(resolved.document.source_of(sentence.text).start).line;
                @let (markers, notes) = links(review, resolved.notes.markers_in(sentence.text), coverage);
                @let findings = marks.by_sentence.get(&statement.sentence);
                @let state = State::of(review, &marks.by_sentence, index);
                tr {
                    td.name.of-draft { (name) }
                    td.figure data-value=(line) {
                        @if let Some(anchor) = marks.anchor(sentence.text) {
                            a href={ "#" (prefix) "-s" (anchor) } { (line) }
                        } @else { (line) }
                    }
                    td.sentence dir="auto" { (plain(&words(resolved.document.slice(sentence.text)))) }
                    td { (kind.map_or("", |kind| kind.name.as_str())) }
                    td data-value=(rank(statement.confidence)) { (statement.confidence) }
                    td { (plain(&markers.join(" "))) }
                    td {
                        @for note in &notes {
                            @let shown = marks.anchored.contains(note);
                            @let first = resolved.notes.notes.get(*note as usize).map_or(0, |note| {
                                resolved.source.position(note.source.start).line
                            });
                            @if shown { a href={ "#" (prefix) "-n" (note) } { "line " (first) } " " }
                            @else { "line " (first) " " }
                        }
                    }
                    td { span.state.(state.class()) { (state.in_words()) } }
                    td.figure {
                        @for finding in findings.into_iter().flatten() {
                            a href={ "#" (prefix) "-f" (finding) } { (finding + 1) } " "
                        }
                    }
                }
            }
        }
    }
}

/// A sentence on one line; what is no prose in it (code, an address) is left out.
fn words(sentence: &str) -> String {
    sanitize::one_line(&sentence.replace(OPAQUE, "…"))
}

fn rank(confidence: Confidence) -> u8 {
    match confidence {
        Confidence::Low => 1,
        Confidence::Medium => 2,
        Confidence::High => 3,
    }
}

/// The rows of the exceptions of one draft.
pub(super) fn exceptions(review: &Review<'_>, prefix: &str) -> Markup {
    let source = review.resolved.source;
    let name = inline::name(source.name());
    let excepted = |finding: &&Finding| finding.standing != Standing::Open;
    html! {
        @for (index, finding) in review.findings.iter().enumerate().filter(|(_, finding)| excepted(finding)) {
            @let line = source.position(finding.span.start).line;
            tr {
                td.name.of-draft { (name) }
                td.figure data-value=(line) { a href={ "#" (prefix) "-f" (index) } { (line) } }
                td { a href={ "#rule-" (finding.rule) } { (finding.rule) } }
                td.sentence dir="auto" { (plain(&sanitize::cropped(source.slice(finding.span), WORDS))) }
                @match &finding.standing {
                    Standing::Suppressed { reason } => { td { "comment in the draft" } td { (plain(reason)) } }
                    _ => { td { "baseline" } td { "known when the baseline was written" } }
                }
            }
        }
    }
}
