//! Marks the findings that exceptions except.

use crate::check::Found;
use crate::finding::Standing;
use crate::span::SourceSpan;
use std::collections::BTreeMap;
use std::sync::Arc;

/// An exception from one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Exception {
    /// The rule's name.
    pub(super) rule: String,
    /// Where the comment names it.
    pub(super) name: SourceSpan,
    /// The comment.
    pub(super) comment: SourceSpan,
    /// What begins in here is excepted.
    pub(super) scope: SourceSpan,
    /// Why.
    pub(super) reason: Arc<str>,
}

/// Marks what the exceptions reach, each finding with the reason of the narrowest one; gives for each exception
/// whether it reaches anything. `found` is sorted by place.
///
/// Exceptions can lie inside each other to any depth, so that trying each finding against each exception would
/// take the product of the two. Instead the narrowest goes first and later ones jump over what is marked.
pub(super) fn mark(exceptions: &[Exception], found: &mut [Found]) -> Vec<bool> {
    let mut by_rule: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, exception) in exceptions.iter().enumerate() {
        by_rule.entry(&exception.rule).or_default().push(index);
    }
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, one) in found.iter().enumerate() {
        if let Some((&rule, _)) = by_rule.get_key_value(one.finding.rule.as_str()) {
            places.entry(rule).or_default().push(index);
        }
    }
    let mut used = vec![false; exceptions.len()];
    for (rule, mut indices) in by_rule {
        let Some(places) = places.get(rule) else { continue };
        indices.sort_by_key(|&i| (exceptions[i].scope.len(), exceptions[i].scope.start));
        let mut unmarked = Unmarked::new(places.len());
        for index in indices {
            let exception = &exceptions[index];
            let begins = |offset: u32| places.partition_point(|&p| found[p].finding.span.start < offset);
            let (from, to) = (begins(exception.scope.start), begins(exception.scope.end));
            used[index] = from < to;
            let mut next = unmarked.from(from);
            while next < to {
                found[places[next]].finding.standing = Standing::Suppressed {
                    reason: Arc::clone(&exception.reason),
                };
                unmarked.mark(next);
                next = unmarked.from(next);
            }
        }
    }
    used
}

/// The places that are not marked yet, as jumps over those that are.
struct Unmarked {
    next: Vec<usize>,
}

impl Unmarked {
    fn new(len: usize) -> Self {
        Self {
            next: (0..=len).collect(),
        }
    }

    /// The first unmarked place from `place` on; the number of places if there is none.
    fn from(&mut self, place: usize) -> usize {
        let mut root = place;
        while self.next[root] != root {
            root = self.next[root];
        }
        let mut at = place;
        while self.next[at] != root {
            at = std::mem::replace(&mut self.next[at], root);
        }
        root
    }

    fn mark(&mut self, place: usize) {
        self.next[place] = place + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Confidence, Finding, Level};

    fn found(rule: &str, start: u32) -> Found {
        let finding = Finding {
            rule: rule.to_owned(),
            level: Level::Error,
            confidence: Confidence::High,
            message: String::new(),
            span: SourceSpan::new(start, start + 5),
            labels: Vec::new(),
            help: Vec::new(),
            marker: None,
            needs: None,
            fix: None,
            fingerprint: String::new(),
            standing: Standing::Open,
        };
        Found {
            finding,
            subject: 0,
            quiet: false,
            group: None,
            repair: None,
        }
    }

    fn exception(rule: &str, scope: (u32, u32)) -> Exception {
        Exception {
            rule: rule.to_owned(),
            name: SourceSpan::default(),
            comment: SourceSpan::default(),
            scope: SourceSpan::new(scope.0, scope.1),
            reason: format!("{}-{}", scope.0, scope.1).into(),
        }
    }

    #[test]
    fn the_narrowest_reason_wins_and_every_reach_counts_as_used() {
        let mut all = vec![
            found("a", 0),
            found("b", 3),
            found("a", 10),
            found("a", 20),
            found("a", 30),
        ];
        let exceptions = [
            exception("a", (0, 25)),
            exception("a", (8, 12)),
            exception("a", (21, 30)),
            exception("c", (0, 99)),
        ];
        assert_eq!(mark(&exceptions, &mut all), [true, true, false, false]);
        let reasons: Vec<_> = all
            .iter()
            .map(|f| match &f.finding.standing {
                Standing::Suppressed { reason } => &**reason,
                _ => "",
            })
            .collect();
        assert_eq!(reasons, ["0-25", "", "8-12", "0-25", ""]);
    }

    #[test]
    fn deep_nesting_takes_no_longer_than_its_length() {
        const DEPTH: u32 = 100_000;
        let mut all: Vec<_> = (0..DEPTH).map(|i| found("a", DEPTH + i)).collect();
        let exceptions: Vec<_> = (0..DEPTH).map(|i| exception("a", (i, 4 * DEPTH - i))).collect();
        assert!(mark(&exceptions, &mut all).iter().all(|&used| used));
        assert!(all.iter().all(|f| f.finding.standing != Standing::Open));
    }
}
