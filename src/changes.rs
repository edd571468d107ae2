//! What of a review is new, measured against an earlier version of the draft.
//!
//! The unit is the sentence: a paragraph is one line in most drafts, and lines would re-open all of it. A changed
//! note re-opens every statement that leads to it, because what those say changes with it.

use crate::check::fingerprint::{Fold, Hash};
use crate::finding::Standing;
use crate::linter::Review;
use crate::notes::NoteId;
use crate::resolve::{Coverage, Resolved};
use crate::span::SourceSpan;
use std::collections::BTreeSet;

/// Leaves in `review` only those findings that `before` did not have, and those whose sentence or note has changed
/// since. Both must have been checked under one name and with the same settings. Returns how many were left out.
pub fn keep_changed(review: &mut Review<'_>, before: &Review<'_>) -> usize {
    // What an exception let pass before counts as new where the exception is gone.
    let open = before.findings.iter().filter(|f| f.standing == Standing::Open);
    let known: BTreeSet<&str> = open.map(|f| f.fingerprint.as_str()).collect();
    let units = Units::new(&review.resolved, &texts(&before.resolved));
    let count = review.findings.len();
    review
        .findings
        .retain(|finding| !known.contains(finding.fingerprint.as_str()) || units.changed(finding.span));
    count - review.findings.len()
}

/// Hashes of all sentences and notes, markers included.
fn texts(resolved: &Resolved<'_>) -> BTreeSet<u64> {
    let sentences = resolved
        .sentences
        .iter()
        .map(|s| resolved.document.source_of(s.text));
    let notes = resolved.notes.notes.iter().map(|note| note.source);
    sentences.chain(notes).map(|span| hash(resolved, span)).collect()
}

fn hash(resolved: &Resolved<'_>, span: SourceSpan) -> u64 {
    Hash::new()
        .folded(resolved.source.slice(span), &mut Fold::default())
        .value()
}

/// Sentences and notes in the order in which they stand, each with whether it changed.
struct Units {
    sentences: Vec<(SourceSpan, bool)>,
    notes: Vec<(SourceSpan, bool)>,
}

impl Units {
    fn new(resolved: &Resolved<'_>, before: &BTreeSet<u64>) -> Self {
        let notes: Vec<(SourceSpan, bool)> = resolved
            .notes
            .notes
            .iter()
            .map(|note| (note.source, !before.contains(&hash(resolved, note.source))))
            .collect();
        let is_new = |id: NoteId| notes.get(id as usize).is_some_and(|note| note.1);
        let mut sentences: Vec<(SourceSpan, bool)> = resolved
            .sentences
            .iter()
            .map(|sentence| {
                let span = resolved.document.source_of(sentence.text);
                let led = resolved.notes.markers_in(sentence.text).iter();
                let led = led.filter_map(|marker| marker.note).any(is_new);
                (span, led || !before.contains(&hash(resolved, span)))
            })
            .collect();
        // A marker further off leads to a note as well.
        for (statement, coverage) in resolved.statements.iter().zip(&resolved.coverage) {
            let marker = match coverage {
                Coverage::WrongNote(marker) | Coverage::TooFar(marker) | Coverage::Unresolved(marker) => {
                    *marker
                }
                Coverage::Covered { .. } | Coverage::NoMarker => continue,
            };
            let note = resolved
                .notes
                .markers
                .get(marker as usize)
                .and_then(|marker| marker.note);
            if let (true, Some(sentence)) = (
                note.is_some_and(is_new),
                sentences.get_mut(statement.sentence as usize),
            ) {
                sentence.1 = true;
            }
        }
        let mut units = Self { sentences, notes };
        units.sentences.sort_by_key(|unit| unit.0.start);
        units.notes.sort_by_key(|unit| unit.0.start);
        units
    }

    /// Whether a sentence or note that `span` touches has changed.
    fn changed(&self, span: SourceSpan) -> bool {
        [&self.sentences, &self.notes].into_iter().any(|units| {
            let end = units.partition_point(|unit| unit.0.start < span.end.max(span.start + 1));
            units
                .iter()
                .take(end)
                .rev()
                .take_while(|unit| unit.0.end > span.start)
                .any(|unit| unit.1)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linter::lint;
    use crate::rules::builtin::builtin;
    use crate::settings::Settings;
    use crate::source::SourceFile;

    /// Rules and first words of the findings that are left.
    fn left(before: &str, after: &str) -> Vec<(String, String)> {
        let rulebook = builtin();
        let settings = Settings::of(rulebook);
        let (before, after) = (SourceFile::new("a.md", before), SourceFile::new("a.md", after));
        let before = lint(&before, rulebook, &settings);
        let mut review = lint(&after, rulebook, &settings);
        keep_changed(&mut review, &before);
        review
            .findings
            .iter()
            .map(|f| {
                let words = after.slice(f.span).split_whitespace().take(2);
                (f.rule.clone(), words.collect::<Vec<_>>().join(" "))
            })
            .collect()
    }

    fn pairs(found: &[(String, String)]) -> Vec<(&str, &str)> {
        found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect()
    }

    const DRAFT: &str = "Profits should climb next year. Margins should widen in 2027.\n\nThe shares could double.[1]\n\n\
        [1] Past performance is no guarantee of future results.\n";

    #[test]
    fn what_did_not_change_is_left_out() {
        assert_eq!(left(DRAFT, DRAFT), []);
        let moved = format!("A new first line.\n\n{DRAFT}");
        assert_eq!(left(DRAFT, &moved), []);
    }

    #[test]
    fn only_the_changed_sentence_of_a_paragraph_is_reported() {
        let after = DRAFT.replace("in 2027", "in 2028");
        let found = left(DRAFT, &after);
        assert_eq!(pairs(&found), [("unmarked-forward-looking", "Margins should")]);
    }

    #[test]
    fn a_changed_note_reopens_the_statement_that_leads_to_it() {
        let after = DRAFT.replace("is no guarantee of", "does not guarantee");
        let found = left(DRAFT, &after);
        assert_eq!(pairs(&found), [("wrong-note-kind", "The shares")]);
    }

    #[test]
    fn a_finding_that_a_change_elsewhere_brings_is_reported() {
        let after = DRAFT.replace("[1] Past performance is no guarantee of future results.\n", "");
        let found = left(DRAFT, &after);
        assert_eq!(pairs(&found), [("marker-without-note", "[1]")]);
    }

    #[test]
    fn what_an_exception_no_longer_lets_pass_is_new() {
        let excepted = DRAFT.replace(
            "Profits",
            "<!-- caveat-ignore-file unmarked-forward-looking: quoted -->\n\nProfits",
        );
        let found = left(&excepted, DRAFT);
        assert_eq!(pairs(&found).len(), 2, "{found:?}");
    }

    #[test]
    fn all_of_a_new_draft_is_new() {
        assert_eq!(left("", DRAFT).len(), 3);
    }
}
