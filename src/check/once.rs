//! Rules that speak once per paragraph, section or draft.
//!
//! It is decided after the exceptions were applied: an exception of the first statement must not hide the others.

use super::sink::{Found, Group};
use crate::finding::{Label, Standing};
use crate::rules::model::Scope;
use std::collections::BTreeMap;
use std::fmt::Write;

/// So many of the others are shown.
const SHOWN: usize = 3;

/// Keeps the first open finding of each rule in each stretch, with a word on how many more there are. `found` is
/// sorted by place.
pub(super) fn fold(found: &mut Vec<Found>) {
    let mut firsts: BTreeMap<(String, Group), usize> = BTreeMap::new();
    let mut others: BTreeMap<usize, Vec<Label>> = BTreeMap::new();
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    let mut dropped = vec![false; found.len()];
    for (at, one) in found.iter().enumerate() {
        let Some(group) = one
            .group
            .filter(|_| !one.quiet && one.finding.standing == Standing::Open)
        else {
            continue;
        };
        let key = (one.finding.rule.clone(), group);
        let Some(&first) = firsts.get(&key) else {
            firsts.insert(key, at);
            continue;
        };
        *counts.entry(first).or_default() += 1;
        let labels = others.entry(first).or_default();
        if labels.len() < SHOWN {
            let span = one
                .finding
                .labels
                .first()
                .map_or(one.finding.span, |label| label.span);
            labels.push(Label {
                span,
                text: "and here".to_owned(),
            });
        }
        if let Some(dropped) = dropped.get_mut(at) {
            *dropped = true;
        }
    }
    for (first, count) in counts {
        let Some(one) = found.get_mut(first) else { continue };
        let stretch = match one.group.map(|group| group.scope) {
            Some(Scope::Paragraph) => "paragraph",
            Some(Scope::Section) => "section",
            _ => "draft",
        };
        let verb = if count == 1 { "does" } else { "do" };
        // Writing to a text cannot fail.
        let _ = write!(one.finding.message, "; so {verb} {count} more in this {stretch}");
        one.finding
            .labels
            .extend(others.remove(&first).unwrap_or_default());
    }
    let mut at = 0;
    found.retain(|_| {
        let keep = dropped.get(at) != Some(&true);
        at += 1;
        keep
    });
}
