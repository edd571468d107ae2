//! The two sorts of rule that are data: statements that no note covers, and statements that are reported
//! wherever they stand.

use super::markers::WITHOUT_NOTE;
use super::notes::{BEHIND_LINK, is_pointer};
use super::proposal::TO_DRAFT;
use super::select::chosen;
use super::sink::Sink;
use super::view::View;
use super::wording::{
    cue_label, described, list, notes_of, place, remedy, this_sentence, uncapitalised, with_article,
    without_stop,
};
use crate::detect::Statement;
use crate::finding::{Finding, Label};
use crate::fix::Repair;
use crate::resolve::Coverage;
use crate::rules::model::{CoveragePolicy, Placement, StatementRule};

/// Statements that no marker leads to a fitting note.
pub(super) fn unmarked(view: &View<'_>, rule: &StatementRule, sink: &mut Sink<'_>) {
    // A marker that leads nowhere is one fault; it is said where the marker stands.
    let dangling_is_said = view.r.settings.level(WITHOUT_NOTE).is_some();
    let speaks = |coverage: &Coverage| match coverage {
        Coverage::NoMarker | Coverage::TooFar(_) => true,
        Coverage::Unresolved(_) => !dangling_is_said,
        Coverage::Covered { .. } | Coverage::WrongNote(_) => false,
    };
    for (statement, coverage) in chosen(view, &rule.of, |_, coverage| speaks(coverage)) {
        // A note that only points to the warning is one fault; it is said at the note. So is a forecast that is told
        // as a price target.
        if points_elsewhere(view, statement) || view.is_told_as_another(statement) {
            continue;
        }
        let span = view.on_disk(view.sentence(statement.sentence).text);
        let mut finding = sink.finding(span, fact(view, statement, coverage));
        finding.confidence = statement.confidence;
        finding.labels.push(cue_label(view, statement));
        let repair = match coverage {
            Coverage::TooFar(marker) => move_marker(view, statement, *marker, &mut finding),
            _ if view.r.settings.coverage == CoveragePolicy::Document => {
                add_note(view, statement, &mut finding)
            }
            _ if belongs_beside(view, statement) => {
                add_beside(view, statement, &mut finding);
                None
            }
            _ => add_marker(view, statement, &mut finding),
        };
        finding.labels.extend(sources(view, statement));
        sink.add_first(view, statement, finding, rule.once).repair = repair;
    }
}

/// Every statement.
pub(super) fn every(view: &View<'_>, rule: &StatementRule, sink: &mut Sink<'_>) {
    for (statement, _) in chosen(view, &rule.of, |_, _| true) {
        let this = this_sentence(view, statement.sentence);
        let span = view.on_disk(view.sentence(statement.sentence).text);
        let mut finding = sink.finding(span, format!("{this} contains {}", view.kind(statement).noun));
        finding.confidence = statement.confidence;
        finding.labels.push(cue_label(view, statement));
        finding
            .help
            .push(uncapitalised(without_stop(&sink.rule().action)));
        sink.add_first(view, statement, finding, rule.once);
    }
}

/// Whether a marker of the sentence leads to a note that only points elsewhere and is reported for that.
fn points_elsewhere(view: &View<'_>, statement: &Statement) -> bool {
    let markers = view.r.notes.markers_in(view.sentence(statement.sentence).text);
    view.r.settings.level(BEHIND_LINK).is_some()
        && markers.iter().filter_map(|m| m.note).any(|id| {
            view.note(id)
                .is_some_and(|(note, reading)| note.hidden.is_none() && is_pointer(view, note, reading))
        })
}

fn fact(view: &View<'_>, statement: &Statement, coverage: &Coverage) -> String {
    let kind = view.kind(statement);
    let this = this_sentence(view, statement.sentence);
    let contains = format!("{this} contains {}", kind.noun);
    if kind.needs.is_empty() {
        return format!("{contains}, which no note can cover");
    }
    let notes = notes_of(view, &kind.needs);
    match coverage {
        Coverage::TooFar(marker) => match view.marker(*marker) {
            Some(marker) => format!(
                "{contains} but its marker {} stands too far away",
                marker.label.written()
            ),
            None => format!("{contains} but its marker stands too far away"),
        },
        _ if view.r.settings.coverage == CoveragePolicy::Document => {
            format!("{contains} but the draft shows no reader {notes}")
        }
        _ if belongs_beside(view, statement) => {
            let nouns: Vec<String> = view.nouns(&kind.needs).into_iter().map(str::to_owned).collect();
            format!("{contains} but no {} stands beside it", list(&nouns, "or"))
        }
        _ => format!("{contains} but no marker leads to {notes}"),
    }
}

fn add_marker(view: &View<'_>, statement: &Statement, finding: &mut Finding) -> Option<Repair> {
    let remedy = remedy(view, statement);
    finding.labels.extend(remedy.note);
    finding.help.extend(remedy.help);
    finding.marker = remedy.marker;
    finding.needs = remedy.needs;
    Some(Repair::mark(statement.sentence, vec![remedy.mark?]))
}

/// Under the policy that asks for no marker a note is all that is missing.
fn add_note(view: &View<'_>, statement: &Statement, finding: &mut Finding) -> Option<Repair> {
    let needs = &view.kind(statement).needs;
    let kind = needs.first().copied()?;
    let note = view.r.rulebook.notes.get(kind as usize)?;
    finding.needs = Some(note.name.clone());
    finding.help.push(match view.r.text_for(kind) {
        Some(text) => format!("{TO_DRAFT}: {text}"),
        None => format!("add {} to the draft", with_article(&note.noun)),
    });
    Some(Repair::Note(kind))
}

/// Whether the note for a statement has its place beside it, so that no marker is asked for.
fn belongs_beside(view: &View<'_>, statement: &Statement) -> bool {
    let needs = &view.kind(statement).needs;
    needs
        .first()
        .is_some_and(|&kind| view.r.settings.placement(kind) == Placement::Body)
}

fn add_beside(view: &View<'_>, statement: &Statement, finding: &mut Finding) {
    let kind = view.kind(statement).needs.first().copied();
    let note = kind.and_then(|kind| Some((kind, view.r.rulebook.notes.get(usize::from(kind))?)));
    let Some((kind, note)) = note else { return };
    finding.needs = Some(note.name.clone());
    finding
        .help
        .push(match view.r.settings.text_for(view.r.rulebook, kind) {
            Some(text) => format!("write right behind it, in the text: {text}"),
            None => format!("write {} right behind it, in the text", with_article(&note.noun)),
        });
}

fn move_marker(view: &View<'_>, statement: &Statement, marker: u32, finding: &mut Finding) -> Option<Repair> {
    let marker = view.marker(marker)?;
    let written = marker.label.written();
    finding.labels.push(Label {
        span: marker.source,
        text: format!("{written} stands here"),
    });
    finding.needs = view
        .kind(statement)
        .needs
        .iter()
        .filter(|&kind| {
            marker
                .note
                .and_then(|n| view.note(n))
                .is_some_and(|(_, r)| r.kinds.contains(kind))
        })
        .find_map(|&kind| view.r.rulebook.notes.get(kind as usize))
        .map(|kind| kind.name.clone());
    if !view.can_bear_marker(statement.sentence) {
        return None;
    }
    let place = place(view, statement.sentence);
    finding.help.push(format!(
        "put {written} {place} too: where it stands now it does not reach this sentence"
    ));
    finding.marker = Some(written);
    Repair::again(view, statement.sentence, marker)
}

/// The markers of the sentence that lead to a source: they are no disclaimer, and the author should know why
/// the sentence is reported although it has a marker.
fn sources(view: &View<'_>, statement: &Statement) -> Option<Label> {
    let markers = view.r.notes.markers_in(view.sentence(statement.sentence).text);
    markers.iter().find_map(|marker| {
        let (_, reading) = view.note(marker.note?)?;
        let source = !reading.kinds.is_empty() && !view.is_disclaimer(reading);
        source.then(|| Label {
            span: marker.source,
            text: format!(
                "{} leads to {}, which does not count",
                marker.label.written(),
                described(view, reading)
            ),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::testkit::{Kit, labels};
    use crate::finding::Confidence;
    use crate::resolve::Coverage;

    #[test]
    fn a_forecast_is_told_which_marker_to_type_and_where() {
        let mut kit = Kit::new();
        let block = kit.paragraph("Sales fell. Cloud revenue could climb in fiscal 2026. It is early.");
        kit.statement(block, "forward", "could climb", 90);
        kit.cue("in fiscal 2026", 20);
        let note = kit.note("[1]", "Forecasts may be wrong.", &["forward"]);
        kit.marker_elsewhere("[1]", Some(note));
        let [finding] = kit.run().try_into().unwrap();
        assert_eq!(finding.rule, "unmarked-forward");
        assert_eq!(
            finding.message,
            "this sentence contains a forecast but no marker leads to a forward-looking note"
        );
        assert_eq!(kit.at(finding.span), "Cloud revenue could climb in fiscal 2026.");
        assert_eq!(
            labels(&kit, &finding),
            [
                (
                    "could climb",
                    "read as a forecast: “could climb”, “in fiscal 2026”"
                ),
                ("[1] Forecasts may be wrong.", "this note would cover it: [1]"),
            ]
        );
        assert_eq!(
            finding.help,
            [
                "put [1] after “fiscal 2026.” (it leads to the note on line 3)",
                "an exception? put above the paragraph: <!-- caveat-ignore unmarked-forward: reason -->",
                "more: caveat explain unmarked-forward",
            ]
        );
        assert_eq!(finding.marker.as_deref(), Some("[1]"));
        assert_eq!(finding.needs.as_deref(), Some("forward"));
        assert_eq!(finding.confidence, Confidence::High);
    }

    #[test]
    fn without_a_note_its_text_is_proposed_and_two_kinds_get_two_labels() {
        let mut kit = Kit::new();
        let block = kit.paragraph("Margins should widen. The shares rose 30%.");
        kit.statement(block, "forward", "should", 90);
        kit.statement(block, "past", "rose 30%", 90);
        let found = kit.run();
        let first: Vec<_> = found
            .iter()
            .map(|f| (f.marker.as_deref(), f.help[0].as_str()))
            .collect();
        assert_eq!(
            first,
            [
                (
                    Some("[^1]"),
                    "this draft has no forward-looking note: put [^1] after “should widen.” and add at its end: \
                     [^1]: Forecasts are based on assumptions and may be wrong."
                ),
                (
                    Some("[^2]"),
                    "this draft has no past-performance note: put [^2] after “rose 30%.” and add at its end: \
                     [^2]: Past results do not guarantee future ones."
                ),
            ]
        );
    }

    #[test]
    fn the_new_label_is_the_first_free_one_of_the_drafts_own_series() {
        let mut kit = Kit::new();
        let block = kit.paragraph("Margins should widen.");
        kit.statement(block, "forward", "should", 90);
        let past = kit.note("[1]", "Past results guarantee nothing.", &["past"]);
        kit.marker_elsewhere("[1]", Some(past));
        let found = kit.run_rule("unmarked-forward");
        assert_eq!(found[0].marker.as_deref(), Some("[2]"));
        assert!(
            found[0].help[0]
                .ends_with("at its end: [2] Forecasts are based on assumptions and may be wrong.")
        );
    }

    #[test]
    fn a_general_disclaimer_is_given_a_label() {
        let mut kit = Kit::new();
        let block = kit.paragraph("Margins should widen.");
        kit.statement(block, "forward", "should", 90);
        kit.general("Forecasts may be wrong.", &["forward"]);
        let [finding] = kit.run().try_into().unwrap();
        assert_eq!(
            finding.help[0],
            "put [^1] after “should widen.” and [^1]: before the note on line 3"
        );
        assert_eq!(
            finding.labels[1].text,
            "this note would cover it, but it has no label"
        );
    }

    #[test]
    fn a_source_in_the_sentence_does_not_count() {
        let mut kit = Kit::new();
        let block = kit.paragraph("The shares rose 30%.[1]");
        kit.statement(block, "past", "rose 30%", 90);
        let source = kit.note("[1]", "Prices: the exchange", &["source"]);
        kit.marker(block, "[1]", Some(source));
        let [finding] = kit.run().try_into().unwrap();
        assert_eq!(
            labels(&kit, &finding)[1],
            ("[1]", "[1] leads to a source note, which does not count")
        );
        assert!(
            finding.help[0].contains("put [2] beside [1] and"),
            "{:?}",
            finding.help
        );
    }

    #[test]
    fn a_marker_too_far_away_is_to_be_repeated() {
        let mut kit = Kit::new();
        let block = kit.paragraph("Margins should widen. It is early. We wait.[1]");
        kit.statement(block, "forward", "should", 90);
        let note = kit.note("[1]", "Forecasts may be wrong.", &["forward"]);
        let marker = kit.marker(block, "[1]", Some(note));
        kit.cover(Coverage::TooFar(marker));
        let [finding] = kit.run_rule("unmarked-forward").try_into().unwrap();
        assert_eq!(
            finding.message,
            "this sentence contains a forecast but its marker [1] stands too far away"
        );
        assert_eq!(labels(&kit, &finding)[1], ("[1]", "[1] stands here"));
        assert_eq!(
            finding.help[0],
            "put [1] after “should widen.” too: where it stands now it does not reach this sentence"
        );
        assert_eq!(
            (finding.marker.as_deref(), finding.needs.as_deref()),
            (Some("[1]"), Some("forward"))
        );
    }

    #[test]
    fn a_marker_that_leads_nowhere_is_said_once() {
        let mut kit = Kit::new();
        let block = kit.paragraph("Margins should widen.[7]");
        kit.statement(block, "forward", "should", 90);
        let marker = kit.marker(block, "[7]", None);
        kit.cover(Coverage::Unresolved(marker));
        let rules = |kit: &Kit| kit.run().into_iter().map(|f| f.rule).collect::<Vec<_>>();
        assert_eq!(rules(&kit), ["marker-without-note"]);
        kit.off("marker-without-note");
        assert_eq!(rules(&kit), ["unmarked-forward"]);
    }

    #[test]
    fn covered_and_unsure_statements_are_no_findings() {
        let mut kit = Kit::new();
        let block = kit.paragraph("Margins should widen.[1] Sales could rise.");
        kit.statement(block, "forward", "should", 90);
        let note = kit.note("[1]", "Forecasts may be wrong.", &["forward"]);
        let marker = kit.marker(block, "[1]", Some(note));
        kit.cover(Coverage::Covered {
            marker: Some(marker),
            note: Some(note),
            distance: 0,
        });
        kit.statement(block, "forward", "could", 20);
        assert_eq!(kit.run(), []);
        kit.settings.min_confidence = Confidence::Low;
        assert_eq!(
            kit.run()
                .into_iter()
                .map(|f| (f.rule, f.confidence))
                .collect::<Vec<_>>(),
            [("unmarked-forward".to_owned(), Confidence::Low)]
        );
    }

    #[test]
    fn front_matter_bears_no_marker() {
        let mut kit = Kit::new();
        let block = kit.title("Shares should double");
        kit.statement(block, "forward", "should", 90);
        let [finding] = kit.run().try_into().unwrap();
        assert_eq!(
            finding.message,
            "this title contains a forecast but no marker leads to a forward-looking note"
        );
        assert_eq!(
            finding.help[..2],
            [
                "no marker can stand here: reword this title so that it does not contain a forecast",
                "an exception? put below the front matter: <!-- caveat-ignore-file unmarked-forward: reason -->",
            ]
        );
        assert_eq!((finding.marker, finding.needs.as_deref()), (None, None));
    }

    #[test]
    fn statements_that_no_note_can_cover_are_reported_always() {
        let mut kit = Kit::new();
        let block = kit.paragraph("You cannot lose. You cannot lose.");
        kit.statement(block, "promise", "cannot lose", 90);
        let [finding] = kit.run().try_into().unwrap();
        assert_eq!(finding.message, "this sentence contains a promise of profit");
        assert_eq!(
            labels(&kit, &finding),
            [("cannot lose", "read as a promise of profit: “cannot lose”")]
        );
        assert_eq!(finding.help[0], "do it in the words of “promise-made”");
        assert_eq!((finding.marker, finding.needs), (None, None));
    }

    #[test]
    fn a_cue_of_context_alone_is_the_whole_sentence() {
        let mut kit = Kit::new();
        let block = kit.paragraph("Higher rates for longer.");
        kit.statement(block, "forward", "", 60);
        let [finding] = kit.run().try_into().unwrap();
        assert_eq!(
            labels(&kit, &finding),
            [(
                "Higher rates for longer.",
                "read as a forecast because of what stands around it"
            )]
        );
        assert_eq!(finding.confidence, Confidence::Medium);
    }

    #[test]
    fn where_no_marker_is_asked_for_a_note_is() {
        let mut kit = Kit::new();
        kit.settings.coverage = crate::rules::model::CoveragePolicy::Document;
        let block = kit.paragraph("Margins should widen.");
        kit.statement(block, "forward", "should", 90);
        let [finding] = kit.run().try_into().unwrap();
        assert_eq!(
            finding.message,
            "this sentence contains a forecast but the draft shows no reader a forward-looking note"
        );
        assert_eq!(
            finding.help[0],
            "add to the draft: Forecasts are based on assumptions and may be wrong."
        );
        assert_eq!(finding.marker, None);
    }
}
