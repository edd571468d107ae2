//! The rules whose logic is code, and the two sorts of rule that are data.
//!
//! A check reads a [`View`] and hands its findings to a [`Sink`], which adds what the rulebook and the settings
//! say of the rule. What a check looks at was decided before: no check matches words against the rulebook.

mod absent;
mod altered;
#[cfg(test)]
mod duties;
mod fingerprint;
mod fitting;
mod fresh;
mod kinds;
mod labels;
mod lacking;
mod markers;
mod notes;
mod once;
mod order;
mod placement;
pub(crate) mod proposal;
mod reach;
mod scope;
mod select;
mod sink;
mod statements;
#[cfg(test)]
pub(crate) mod testkit;
mod texts;
mod view;
mod wording;

pub(crate) use sink::{Found, Sink};
pub(crate) use view::View;

use crate::finding::Finding;
use crate::resolve::Resolved;
use crate::rules::model::{Report, RuleSort};
use crate::suppress::{self, Fault};

/// A rule whose logic is code.
struct Check {
    /// The rule's name in the rulebook.
    name: &'static str,
    /// What finds its faults.
    logic: Logic,
}

/// Where the findings of a rule in code come from.
enum Logic {
    /// From the draft.
    Draft(fn(&View<'_>, &mut Sink<'_>)),
    /// From the exceptions in the draft, once it is known what they except.
    Exceptions(Fault),
}

/// Every rule whose logic is code, sorted by name.
const CHECKS: &[Check] = &[
    Check {
        name: "ambiguous-note-label",
        logic: Logic::Draft(labels::ambiguous),
    },
    Check {
        name: kinds::PARTLY,
        logic: Logic::Draft(kinds::partly_covered),
    },
    Check {
        name: "footnote-not-permitted",
        logic: Logic::Draft(placement::footnotes),
    },
    Check {
        name: "marker-out-of-order",
        logic: Logic::Draft(order::out_of_order),
    },
    Check {
        name: "marker-too-far",
        logic: Logic::Draft(reach::too_far),
    },
    Check {
        name: markers::WITHOUT_NOTE,
        logic: Logic::Draft(markers::without_note),
    },
    Check {
        name: notes::BEHIND_LINK,
        logic: Logic::Draft(notes::behind_link),
    },
    Check {
        name: notes::HIDDEN,
        logic: Logic::Draft(notes::hidden),
    },
    Check {
        name: notes::INCOMPLETE,
        logic: Logic::Draft(notes::incomplete),
    },
    Check {
        name: "note-too-small",
        logic: Logic::Draft(notes::too_small),
    },
    Check {
        name: "note-without-marker",
        logic: Logic::Draft(labels::without_marker),
    },
    Check {
        name: altered::ALTERED,
        logic: Logic::Draft(altered::altered),
    },
    Check {
        name: "suppression-unclosed",
        logic: Logic::Exceptions(Fault::Unclosed),
    },
    Check {
        name: "suppression-unknown-rule",
        logic: Logic::Exceptions(Fault::UnknownRule),
    },
    Check {
        name: "suppression-unused",
        logic: Logic::Exceptions(Fault::Unused),
    },
    Check {
        name: "suppression-without-reason",
        logic: Logic::Exceptions(Fault::WithoutReason),
    },
    Check {
        name: "wrong-note-kind",
        logic: Logic::Draft(kinds::wrong_kind),
    },
];

/// The names of the rules whose logic is code, sorted: what a `[rule.…]` without `statement` may be called.
pub fn names() -> Vec<&'static str> {
    CHECKS.iter().map(|c| c.name).collect()
}

/// Whether `rule` is about exceptions themselves, and so cannot be excepted.
pub(crate) fn is_about_exceptions(rule: &str) -> bool {
    check(rule).is_some_and(|c| matches!(c.logic, Logic::Exceptions(_)))
}

fn check(rule: &str) -> Option<&'static Check> {
    CHECKS.get(CHECKS.binary_search_by(|c| c.name.cmp(rule)).ok()?)
}

/// All findings of a draft, sorted by place and rule, with suppressions applied.
pub fn run(resolved: &Resolved<'_>) -> Vec<Finding> {
    let view = View::new(resolved);
    let mut found = Vec::new();
    let mut about_exceptions = Vec::new();
    for rule in resolved.rulebook.rules.values() {
        let Some(level) = resolved.settings.level(&rule.name) else {
            continue;
        };
        let mut sink = Sink::new(rule, level, &mut found);
        match &rule.sort {
            RuleSort::Statements(what) => match &what.report {
                Report::Unmarked => statements::unmarked(&view, what, &mut sink),
                Report::Always => statements::every(&view, what, &mut sink),
                Report::Lacking(demand) => lacking::lacking(&view, what, demand, &mut sink),
            },
            RuleSort::Absent(what) => absent::absent(&view, what, &mut sink),
            RuleSort::Check => match check(&rule.name).map(|c| &c.logic) {
                Some(Logic::Draft(run)) => run(&view, &mut sink),
                Some(Logic::Exceptions(fault)) => about_exceptions.push((rule, level, *fault)),
                // Loading a rulebook refuses a rule that neither names a statement nor stands in the table.
                None => {}
            },
        }
    }
    sort(&mut found);
    let faults = suppress::apply(&view, &mut found);
    once::fold(&mut found);
    for (rule, level, fault) in about_exceptions {
        let mut sink = Sink::new(rule, level, &mut found);
        suppress::report(&view, &faults, fault, &mut sink);
    }
    sort(&mut found);
    fingerprint::assign(resolved.source.name(), &mut found);
    found
        .into_iter()
        .filter(|f| !f.quiet)
        .map(|f| f.finding)
        .collect()
}

fn sort(found: &mut [Found]) {
    found.sort_by(|a, b| {
        let key = |f: &Found| (f.finding.span.start, f.finding.span.end);
        (key(a).0, &a.finding.rule, key(a).1).cmp(&(key(b).0, &b.finding.rule, key(b).1))
    });
}

#[cfg(test)]
mod tests {
    use super::testkit::Kit;
    use super::*;

    #[test]
    fn the_table_is_sorted_and_names_each_rule_once() {
        let names = names();
        let mut sorted = names.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(names, sorted);
        assert!(is_about_exceptions("suppression-unused"));
        assert!(!is_about_exceptions("wrong-note-kind"));
        assert!(!is_about_exceptions("no-such-rule"));
    }

    #[test]
    fn findings_are_sorted_by_place_then_rule() {
        let mut kit = Kit::new();
        let two = kit.paragraph("Sales could climb.[7] Margins should widen.");
        kit.marker(two, "[7]", None);
        kit.statement(two, "forward", "should", 90);
        let found = kit.run();
        let seen: Vec<_> = found.iter().map(|f| (f.rule.as_str(), f.span.start)).collect();
        assert_eq!(seen, [("marker-without-note", 18), ("unmarked-forward", 22)]);
    }

    #[test]
    fn a_rule_that_is_off_says_nothing() {
        let mut kit = Kit::new();
        let block = kit.paragraph("Margins should widen.");
        kit.statement(block, "forward", "should", 90);
        kit.off("unmarked-forward");
        assert_eq!(kit.run(), []);
    }

    #[test]
    fn nothing_gives_nothing() {
        assert_eq!(Kit::new().run(), []);
    }
}
