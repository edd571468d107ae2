//! Which statements a rule speaks of.

use super::view::View;
use crate::detect::{self, Statement};
use crate::resolve::Coverage;
use crate::rules::model::{Scope, Selection};

/// The statements of a selection, one per sentence: of several the surest, then the first.
pub(super) fn chosen<'a>(
    view: &View<'a>,
    selection: &Selection,
    speaks: impl Fn(&Statement, &Coverage) -> bool,
) -> Vec<(&'a Statement, &'a Coverage)> {
    let mut found: Vec<(&Statement, &Coverage)> = Vec::new();
    for (statement, coverage) in view.statements() {
        if !selection.kinds.contains(&statement.kind)
            || !speaks(statement, coverage)
            || !fits(view, selection, statement)
        {
            continue;
        }
        match found
            .last_mut()
            .filter(|(last, _)| last.sentence == statement.sentence)
        {
            Some(last) if last.0.confidence < statement.confidence => *last = (statement, coverage),
            Some(_) => {}
            None => found.push((statement, coverage)),
        }
    }
    found
}

/// Whether what stands in and around its sentence makes a statement one of the selection.
fn fits(view: &View<'_>, selection: &Selection, statement: &Statement) -> bool {
    if !selection.places.is_empty()
        && !view.block(statement.sentence).is_some_and(|block| {
            selection
                .places
                .iter()
                .any(|&place| detect::stands_in(block, place))
        })
    {
        return false;
    }
    let contexts = view
        .r
        .contexts
        .get(statement.sentence as usize)
        .copied()
        .unwrap_or_default();
    if !detect::counts_in(&selection.context, &selection.not_in, contexts) {
        return false;
    }
    if selection.having.is_empty() && selection.excepting.is_empty() {
        return true;
    }
    let around = view.around(statement.sentence, Scope::Sentence);
    let any = |details: &[u16]| {
        details
            .iter()
            .any(|&detail| view.r.details.stands_in(detail, &around))
    };
    (selection.having.is_empty() || any(&selection.having)) && !any(&selection.excepting)
}

/// Whether the draft is one that a selection without statements is about: its contexts hold somewhere in it.
pub(super) fn holds(view: &View<'_>, selection: &Selection) -> bool {
    (0..view.r.contexts.len()).any(|sentence| holds_at(view, selection, sentence))
}

/// Whether the contexts of a selection hold for a sentence.
pub(super) fn holds_at(view: &View<'_>, selection: &Selection, sentence: usize) -> bool {
    let contexts = view.r.contexts.get(sentence).copied().unwrap_or_default();
    detect::counts_in(&selection.context, &selection.not_in, contexts)
}
