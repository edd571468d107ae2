//! Statements that do not say what such a statement must say.

use super::select::chosen;
use super::sink::Sink;
use super::view::View;
use super::wording::{cue_label, list, this_sentence, uncapitalised, without_stop};
use crate::detect::Statement;
use crate::rules::model::{Demand, Scope, StatementRule};

/// Statements without the details that are asked for.
pub(super) fn lacking(view: &View<'_>, rule: &StatementRule, demand: &Demand, sink: &mut Sink<'_>) {
    for (statement, _) in chosen(view, &rule.of, |_, _| true) {
        let missing = missing(view, statement, demand);
        let found = demand.details.len() - missing.len();
        if missing.is_empty() || found >= usize::from(demand.at_least) {
            continue;
        }
        let this = this_sentence(view, statement.sentence);
        let noun = &view.kind(statement).noun;
        let without = without(&missing, found, usize::from(demand.at_least));
        let message = match beyond(demand.scope) {
            None => format!("{this} contains {noun} without {without}"),
            Some(stretch) => format!("{this} contains {noun} and nothing in {stretch} says {without}"),
        };
        report(view, statement, message, rule.once, sink);
    }
}

/// Reports a statement with what its rule says is to be done; of several in a stretch the first.
pub(super) fn report(
    view: &View<'_>,
    statement: &Statement,
    message: String,
    once: Scope,
    sink: &mut Sink<'_>,
) {
    let span = view.on_disk(view.sentence(statement.sentence).text);
    let mut finding = sink.finding(span, message);
    finding.confidence = statement.confidence.min(sink.rule().confidence);
    finding.labels.push(cue_label(view, statement));
    finding
        .help
        .push(uncapitalised(without_stop(&sink.rule().action)));
    sink.add_first(view, statement, finding, once);
}

/// What the details say that are not found.
fn missing(view: &View<'_>, statement: &Statement, demand: &Demand) -> Vec<String> {
    let around = view.around(statement.sentence, demand.scope);
    let stands = |detail: u16| match demand.scope {
        Scope::Draft => view.r.details.stands_anywhere(detail),
        _ => view.r.details.stands_in(detail, &around),
    };
    let details = demand.details.iter().filter(|&&detail| !stands(detail));
    details
        .filter_map(|&detail| view.r.rulebook.details.get(usize::from(detail)))
        .map(|detail| detail.says.clone())
        .collect()
}

/// "the period it is for and its source": what is missing of what is asked for.
pub(super) fn without(missing: &[String], found: usize, at_least: usize) -> String {
    match at_least.saturating_sub(found) {
        needed if needed >= missing.len() => list(missing, "and"),
        1 => list(missing, "or"),
        needed => format!("{needed} of these: {}", list(missing, "and")),
    }
}

/// Where was looked, if not in the sentence alone.
fn beyond(scope: Scope) -> Option<&'static str> {
    match scope {
        Scope::Sentence => None,
        Scope::Paragraph => Some("its paragraph"),
        Scope::Section => Some("its section"),
        Scope::Draft => Some("the draft"),
    }
}
