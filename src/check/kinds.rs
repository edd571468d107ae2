//! Markers that lead to a note, but to one of another kind than the statement needs.

use super::notes::{BEHIND_LINK, HIDDEN, INCOMPLETE, is_pointer};
use super::sink::Sink;
use super::view::View;
use super::wording::{cue_label, definite, described, list, notes_of, remedy};
use crate::detect::Statement;
use crate::finding::{Label, Level};
use crate::fix::{Mark, Repair};
use crate::notes::Marker;
use crate::resolve::Coverage;

/// Name of the rule for a sentence of which one claim is covered and another is not.
pub(super) const PARTLY: &str = "claim-kinds-partly-covered";

/// Statements whose marker leads to a note of another kind.
pub(super) fn wrong_kind(view: &View<'_>, sink: &mut Sink<'_>) {
    report(view, false, sink);
}

/// Claims whose marker leads to a note of another kind, which another claim of the same sentence relies on.
pub(super) fn partly_covered(view: &View<'_>, sink: &mut Sink<'_>) {
    report(view, true, sink);
}

fn report(view: &View<'_>, partly: bool, sink: &mut Sink<'_>) {
    for range in view.by_sentence() {
        let statements = view.r.statements.get(range.clone()).unwrap_or_default();
        let coverage = view.r.coverage.get(range).unwrap_or_default();
        let wrong: Vec<_> = statements
            .iter()
            .zip(coverage)
            .filter_map(|(statement, coverage)| match coverage {
                Coverage::WrongNote(marker) => Some((statement, view.marker(*marker)?)),
                _ => None,
            })
            .filter(|(statement, marker)| !is_said_at_the_note(view, statement, marker))
            .filter(|(statement, _)| {
                let other = statements
                    .iter()
                    .zip(coverage)
                    .find(|(s, c)| is_covered_claim(view, s, c));
                partly == (view.kind(statement).claim && other.is_some_and(|(s, _)| s.kind != statement.kind))
            })
            .collect();
        // A marker that covers one statement of the sentence is no wrong marker for it: what is left is milder.
        let (mild, grave): (Vec<_>, Vec<_>) = wrong.into_iter().partition(|(_, marker)| {
            !partly && covered_through(view, statements, coverage, marker).is_some()
        });
        add(view, &grave, partly, None, sink);
        let covered = mild
            .first()
            .and_then(|(_, marker)| covered_through(view, statements, coverage, marker));
        add(view, &mild, partly, covered, sink);
    }
}

/// The first statement of a sentence that is covered by the note this marker leads to.
fn covered_through<'s>(
    view: &View<'_>,
    statements: &'s [Statement],
    coverage: &[Coverage],
    marker: &Marker,
) -> Option<&'s Statement> {
    let all = statements.iter().zip(coverage);
    let mut covered = all.filter(|(statement, coverage)| {
        let through = match coverage {
            Coverage::Covered {
                marker: Some(through),
                ..
            } => view.marker(*through),
            _ => None,
        };
        view.is_asked_for(statement.confidence) && through.is_some_and(|m| m.note == marker.note)
    });
    covered.next().map(|(statement, _)| statement)
}

/// Whether a statement is a claim that a marker in its own sentence covers.
fn is_covered_claim(view: &View<'_>, statement: &Statement, coverage: &Coverage) -> bool {
    view.kind(statement).claim
        && view.is_asked_for(statement.confidence)
        && matches!(
            coverage,
            Coverage::Covered {
                marker: Some(_),
                distance: 0,
                ..
            }
        )
}

/// Whether the fault lies in the note (it means to be the right one, or only points to it) and is said there.
fn is_said_at_the_note(view: &View<'_>, statement: &Statement, marker: &Marker) -> bool {
    let needs = &view.kind(statement).needs;
    let on = |rule| view.r.settings.level(rule).is_some();
    let inside = view.r.notes.markers_in(view.sentence(statement.sentence).text);
    inside.iter().chain([marker]).filter_map(|m| m.note).any(|id| {
        view.note(id).is_some_and(|(note, reading)| {
            (on(HIDDEN) && note.hidden.is_some() && needs.iter().any(|k| reading.kinds.contains(k)))
                || (on(INCOMPLETE) && reading.attempts.iter().any(|a| needs.contains(&a.kind)))
                || (on(BEHIND_LINK) && is_pointer(view, note, reading))
        })
    })
}

/// Reports the statements of one sentence; `covered` is one that the marker does cover.
fn add(
    view: &View<'_>,
    wrong: &[(&Statement, &Marker)],
    partly: bool,
    covered: Option<&Statement>,
    sink: &mut Sink<'_>,
) {
    // Where both a sure and an unsure statement are wrong, the sure one speaks.
    let sure = wrong.iter().find(|(s, _)| view.is_asked_for(s.confidence));
    let Some((first, marker)) = sure.or(wrong.first()).copied() else {
        return;
    };
    let Some((note, reading)) = marker.note.and_then(|n| view.note(n)) else {
        return;
    };
    let told: Vec<_> = wrong
        .iter()
        .map(|(s, _)| *s)
        .filter(|s| view.is_asked_for(s.confidence) == view.is_asked_for(first.confidence))
        .collect();
    let nouns: Vec<_> = told.iter().map(|s| view.kind(s).noun.clone()).collect();
    let written = marker.label.written();
    let leads_to = described(view, reading);
    let message = if let Some(covered) = covered {
        let open: Vec<_> = nouns.iter().map(|noun| definite(noun)).collect();
        let verb = if open.len() == 1 { "needs" } else { "need" };
        format!(
            "{written} covers {}; {} {verb} {}",
            definite(&view.kind(covered).noun),
            list(&open, "and"),
            notes_of(view, &view.kind(first).needs)
        )
    } else if partly {
        format!(
            "the marker {written} covers one claim of this sentence but not {}",
            list(&nouns, "or")
        )
    } else {
        format!(
            "the marker {written} leads to a note that does not cover {}",
            list(&nouns, "or")
        )
    };
    let mut finding = sink.finding(view.on_disk(view.sentence(first.sentence).text), message);
    if covered.is_some() {
        finding.level = finding.level.min(Level::Warning);
    }
    finding.confidence = sink.rule().confidence.min(first.confidence);
    finding.labels.extend(told.iter().map(|s| cue_label(view, s)));
    finding.labels.push(Label {
        span: marker.source,
        text: "this marker…".to_owned(),
    });
    finding.labels.push(Label {
        span: note.source,
        text: format!("…leads to {leads_to}"),
    });
    let mut marks = Some(Vec::new());
    for statement in &told {
        let remedy = remedy(view, statement);
        let noun = &view.kind(statement).noun;
        finding.help.push(format!(
            "{noun} needs a marker that leads to {}",
            notes_of(view, &view.kind(statement).needs)
        ));
        finding.help.extend(remedy.help);
        // The finding is about all of them: what repairs only some does not repair it.
        marks = marks.and_then(|mut marks: Vec<Mark>| {
            marks.push(remedy.mark?);
            Some(marks)
        });
        if statement.kind == first.kind {
            finding.marker = remedy.marker;
            finding.needs = remedy.needs;
        }
    }
    sink.add_statement(view, first, finding).repair = marks.map(|m| Repair::mark(first.sentence, m));
}

#[cfg(test)]
mod tests {
    use super::super::testkit::{Kit, labels};
    use crate::finding::Level;
    use crate::resolve::Coverage;

    fn rules(kit: &Kit) -> Vec<String> {
        kit.run().into_iter().map(|f| f.rule).collect()
    }

    #[test]
    fn a_performance_claim_that_leads_to_a_forward_note() {
        let mut kit = Kit::new();
        let block = kit.paragraph("The shares rose 30%.[1] Quiet.[2]");
        kit.statement(block, "past", "rose 30%", 90);
        let forward = kit.note("[1]", "Forecasts may be wrong.", &["forward"]);
        let past = kit.note("[2]", "Past results guarantee nothing.", &["past"]);
        let marker = kit.marker(block, "[1]", Some(forward));
        kit.marker(block, "[2]", Some(past));
        kit.cover(Coverage::WrongNote(marker));
        let [finding] = kit.run().try_into().unwrap();
        assert_eq!(finding.rule, "wrong-note-kind");
        assert_eq!(
            finding.message,
            "the marker [1] leads to a note that does not cover a performance claim"
        );
        assert_eq!(kit.at(finding.span), "The shares rose 30%.[1]");
        assert_eq!(
            labels(&kit, &finding),
            [
                ("rose 30%", "read as a performance claim: “rose 30%”"),
                ("[1]", "this marker…"),
                ("[1] Forecasts may be wrong.", "…leads to a forward-looking note"),
            ]
        );
        assert_eq!(
            finding.help,
            [
                "a performance claim needs a marker that leads to a past-performance note",
                "put [2] beside [1] (it leads to the note on line 5)",
                "an exception? put above the paragraph: <!-- caveat-ignore wrong-note-kind: reason -->",
                "more: caveat explain wrong-note-kind",
            ]
        );
        assert_eq!(
            (finding.marker.as_deref(), finding.needs.as_deref()),
            (Some("[2]"), Some("past"))
        );
    }

    fn two_claims(other: &str) -> Kit {
        let mut kit = Kit::new();
        let block = kit.paragraph("After rising 30%, it could double.[1]");
        let past = kit.note("[1]", "Past results guarantee nothing.", &["past"]);
        let marker = kit.marker(block, "[1]", Some(past));
        kit.statement(block, "past", "rising 30%", 90);
        kit.cover(Coverage::Covered {
            marker: Some(marker),
            note: Some(past),
            distance: 0,
        });
        kit.statement(block, other, "could double", 90);
        kit.cover(Coverage::WrongNote(marker));
        kit
    }

    #[test]
    fn one_claim_of_two_is_covered() {
        let kit = two_claims("forward");
        let [finding] = kit.run().try_into().unwrap();
        assert_eq!(finding.rule, "claim-kinds-partly-covered");
        assert_eq!(
            finding.message,
            "the marker [1] covers one claim of this sentence but not a forecast"
        );
        assert_eq!(
            labels(&kit, &finding)[0],
            ("could double", "read as a forecast: “could double”")
        );
    }

    #[test]
    fn a_kind_that_is_no_claim_is_never_partly_covered() {
        let [finding] = two_claims("position").run().try_into().unwrap();
        assert_eq!(
            (finding.rule.as_str(), finding.level),
            ("wrong-note-kind", Level::Warning)
        );
        assert_eq!(
            finding.message,
            "[1] covers the performance claim; the word on the author's own position needs a position note"
        );
    }

    #[test]
    fn an_unsure_covered_claim_does_not_make_it_partly_covered() {
        let mut kit = Kit::new();
        let block = kit.paragraph("After rising 30%, it could double.[1]");
        let past = kit.note("[1]", "Past results guarantee nothing.", &["past"]);
        let marker = kit.marker(block, "[1]", Some(past));
        kit.statement(block, "past", "rising 30%", 20);
        kit.cover(Coverage::Covered {
            marker: Some(marker),
            note: Some(past),
            distance: 0,
        });
        kit.statement(block, "forward", "could double", 90);
        kit.cover(Coverage::WrongNote(marker));
        assert_eq!(rules(&kit), ["wrong-note-kind"]);
    }

    #[test]
    fn two_uncovered_kinds_are_one_finding() {
        let mut kit = Kit::new();
        let block = kit.paragraph("After rising 30%, it could double.[1]");
        let source = kit.note("[1]", "We hold shares.", &["position"]);
        let marker = kit.marker(block, "[1]", Some(source));
        for (kind, cue) in [("past", "rising 30%"), ("forward", "could double")] {
            kit.statement(block, kind, cue, 90);
            kit.cover(Coverage::WrongNote(marker));
        }
        let [finding] = kit.run().try_into().unwrap();
        assert_eq!(
            finding.message,
            "the marker [1] leads to a note that does not cover a performance claim or a forecast"
        );
        assert_eq!(
            (finding.marker.as_deref(), finding.needs.as_deref()),
            (Some("[2]"), Some("past"))
        );
    }

    #[test]
    fn a_note_that_means_to_be_right_is_reported_at_the_note() {
        let mut kit = Kit::new();
        let block = kit.paragraph("The shares rose 30%.[1]");
        kit.statement(block, "past", "rose 30%", 90);
        let note = kit.note("[1]", "Past results.", &[]);
        kit.attempt(note, "past", &["that past results guarantee nothing"], None);
        let marker = kit.marker(block, "[1]", Some(note));
        kit.cover(Coverage::WrongNote(marker));
        assert_eq!(rules(&kit), ["note-incomplete"]);
        kit.off("note-incomplete");
        assert_eq!(rules(&kit), ["wrong-note-kind"]);
    }

    #[test]
    fn a_note_without_any_kind_is_no_disclaimer() {
        let mut kit = Kit::new();
        let block = kit.paragraph("The shares rose 30%.[1]");
        kit.statement(block, "past", "rose 30%", 90);
        let note = kit.note("[1]", "As told on the phone.", &[]);
        let marker = kit.marker(block, "[1]", Some(note));
        kit.cover(Coverage::WrongNote(marker));
        let [finding] = kit.run().try_into().unwrap();
        assert_eq!(finding.labels[2].text, "…leads to a note that is no disclaimer");
    }

    #[test]
    fn a_hidden_note_is_one_fault_and_the_remedy_of_others() {
        let mut kit = Kit::new();
        let block = kit.paragraph("The shares rose 30%.[1] They fell 2%.");
        kit.statement(block, "past", "rose 30%", 90);
        let note = kit.note("[1]", "Past results guarantee nothing.", &["past"]);
        kit.hide(note, crate::document::Hidden::ClosedDetails);
        let marker = kit.marker(block, "[1]", Some(note));
        kit.cover(Coverage::WrongNote(marker));
        kit.statement(block, "past", "fell 2%", 90);
        let found = kit.run();
        let seen: Vec<_> = found
            .iter()
            .map(|f| (f.rule.as_str(), f.help[0].as_str()))
            .collect();
        assert_eq!(
            seen,
            [
                (
                    "unmarked-past",
                    "show readers the note on line 3 and put [1] after “fell 2%.”"
                ),
                (
                    "note-hidden",
                    "move it out of <details>, or open it with <details open>"
                ),
            ]
        );
    }
}
