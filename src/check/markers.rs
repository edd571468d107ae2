//! Markers that lead nowhere.

use super::sink::Sink;
use super::view::{Fitting, View};
use super::wording::opening;
use crate::finding::Label;
use crate::notes::{self, Marker, Series};
use crate::resolve::Coverage;
use crate::rules::model::NoteKindId;
use crate::span::SourceSpan;
use std::collections::{BTreeMap, BTreeSet};

/// Name of the rule.
pub(super) const WITHOUT_NOTE: &str = "marker-without-note";

/// Named labels that a misspelt one is compared with at most: comparing is not cheap, and a draft with more
/// names than this is no commentary.
const NAMES: usize = 64;

/// Markers to which no note in the draft belongs.
pub(super) fn without_note(view: &View<'_>, sink: &mut Sink<'_>) {
    let dangling = || view.r.notes.markers.iter().filter(|m| m.note.is_none());
    if dangling().next().is_none() {
        return;
    }
    let known = Known::new(view);
    let needs = needs_of_sentences(view);
    // The same marker twice in a sentence is one fault.
    let mut said = BTreeSet::new();
    for marker in dangling() {
        let sentence = view.sentence_at(marker.text.start);
        if !said.insert((sentence.unwrap_or(u32::MAX), &marker.label)) {
            continue;
        }
        let needs = sentence.and_then(|s| needs.get(&s)).copied().unwrap_or_default();
        add(view, marker, needs, &known, sink);
    }
}

/// What the first asked-for statement that relies on a dangling marker needs, per sentence.
fn needs_of_sentences<'a>(view: &View<'a>) -> BTreeMap<u32, &'a [NoteKindId]> {
    let mut needs = BTreeMap::new();
    for (statement, coverage) in view.statements() {
        if matches!(coverage, Coverage::Unresolved(_)) && view.is_asked_for(statement.confidence) {
            needs
                .entry(statement.sentence)
                .or_insert(view.kind(statement).needs.as_slice());
        }
    }
    needs
}

fn add(view: &View<'_>, marker: &Marker, needs: &[NoteKindId], known: &Known<'_>, sink: &mut Sink<'_>) {
    let written = marker.label.written();
    let mut finding = sink.finding(
        marker.source,
        format!("the marker {written} has no note in this draft"),
    );
    finding.labels.push(Label {
        span: marker.source,
        text: format!("no note begins with {written}"),
    });
    let fitting = view.fitting(needs);
    if let Some(Fitting {
        label: Some(label),
        note,
        line,
    }) = fitting
    {
        let label = label.written();
        finding.help.push(format!(
            "put {label} instead (it leads to the note on line {line})"
        ));
        finding.labels.extend(view.note(*note).map(|(note, _)| Label {
            span: note.source,
            text: format!("this note would cover the sentence: {label}"),
        }));
        finding.marker = Some(label);
    } else if let Some((label, span)) = known.nearest(&marker.label) {
        finding.labels.push(Label {
            span,
            text: format!("did you mean {}?", label.written()),
        });
    }
    let kind = needs
        .first()
        .and_then(|&kind| Some((kind, view.r.rulebook.notes.get(kind as usize)?)));
    let opening = opening(&marker.label);
    let text = kind.and_then(|(kind, _)| view.r.settings.text_for(view.r.rulebook, kind));
    finding.help.push(match (kind, text) {
        (Some(_), Some(text)) if fitting.is_none() => {
            format!("add at the end of the draft: {opening} {text}")
        }
        (Some((_, kind)), _) if fitting.is_none() => {
            format!(
                "add at the end of the draft a {} that begins with {opening}",
                kind.noun
            )
        }
        _ => {
            format!("or add its note at the end of the draft, beginning with {opening}, or delete the marker")
        }
    });
    finding.needs = kind.map(|(_, kind)| kind.name.clone());
    let sentence = view.sentence_at(marker.text.start);
    let subject = sentence.map_or(0, |s| view.sentence_hash(s));
    sink.add(finding, subject, &written);
}

/// The labels that notes bear, to find the one that was meant.
struct Known<'a> {
    numbers: BTreeMap<(Series, u32), (&'a notes::Label, SourceSpan)>,
    names: Vec<(&'a notes::Label, SourceSpan)>,
}

impl<'a> Known<'a> {
    fn new(view: &View<'a>) -> Self {
        let mut known = Self {
            numbers: BTreeMap::new(),
            names: Vec::new(),
        };
        for (label, span) in view.r.notes.notes.iter().flat_map(|n| &n.labels) {
            match label.value.parse() {
                Ok(number) => {
                    known
                        .numbers
                        .entry((label.series, number))
                        .or_insert((label, *span));
                }
                Err(_) if known.names.len() < NAMES => known.names.push((label, *span)),
                Err(_) => {}
            }
        }
        known
    }

    /// The label that was most likely meant: the same value written in another way, the number just before or
    /// after, or a name that is almost the same.
    fn nearest(&self, label: &notes::Label) -> Option<(&'a notes::Label, SourceSpan)> {
        const SERIES: [Series; 6] = [
            Series::Footnote,
            Series::Bracket,
            Series::Paren,
            Series::Symbol,
            Series::Superscript,
            Series::Bare,
        ];
        let Ok(number) = label.value.parse::<u32>() else {
            return self
                .names
                .iter()
                .filter(|(known, _)| known.series == label.series || known.value == label.value)
                .map(|known| (strsim::damerau_levenshtein(&known.0.value, &label.value), known))
                .filter(|(distance, known)| *distance <= 2 && *distance < known.0.value.chars().count())
                .min_by_key(|(distance, _)| *distance)
                .map(|(_, known)| *known);
        };
        if let Some(known) = SERIES
            .iter()
            .find_map(|&series| self.numbers.get(&(series, number)))
        {
            return Some(*known);
        }
        let before = number
            .checked_sub(1)
            .and_then(|n| self.numbers.get(&(label.series, n)));
        let after = number
            .checked_add(1)
            .and_then(|n| self.numbers.get(&(label.series, n)));
        before.or(after).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::super::testkit::{Kit, labels};
    use crate::resolve::Coverage;

    #[test]
    fn a_claim_that_relies_on_it_is_told_of_the_note_that_would_do() {
        let mut kit = Kit::new();
        let block = kit.paragraph("Margins should widen.[4] Quiet.[1]");
        kit.statement(block, "forward", "should", 90);
        let note = kit.note("[1]", "Forecasts may be wrong.", &["forward"]);
        let marker = kit.marker(block, "[4]", None);
        kit.marker(block, "[1]", Some(note));
        kit.cover(Coverage::Unresolved(marker));
        let [finding] = kit.run_rule("marker-without-note").try_into().unwrap();
        assert_eq!(finding.message, "the marker [4] has no note in this draft");
        assert_eq!(
            labels(&kit, &finding),
            [
                ("[4]", "no note begins with [4]"),
                (
                    "[1] Forecasts may be wrong.",
                    "this note would cover the sentence: [1]"
                ),
            ]
        );
        assert_eq!(
            finding.help,
            [
                "put [1] instead (it leads to the note on line 3)",
                "or add its note at the end of the draft, beginning with [4], or delete the marker",
                "more: caveat explain marker-without-note",
            ]
        );
        assert_eq!(
            (finding.marker.as_deref(), finding.needs.as_deref()),
            (Some("[1]"), Some("forward"))
        );
    }

    #[test]
    fn without_such_a_note_the_text_to_add_is_given() {
        let mut kit = Kit::new();
        let block = kit.paragraph("Margins should widen.[^fls]");
        kit.statement(block, "forward", "should", 90);
        let marker = kit.marker(block, "[^fls]", None);
        kit.cover(Coverage::Unresolved(marker));
        let [finding] = kit.run_rule("marker-without-note").try_into().unwrap();
        assert_eq!(
            finding.help[0],
            "add at the end of the draft: [^fls]: Forecasts are based on assumptions and may be wrong."
        );
        assert_eq!(finding.marker, None);
    }

    #[test]
    fn the_label_that_was_meant_is_shown() {
        // The note's label, the marker, and what the second label says.
        let table = [
            ("[^fls]", "[^flss]", Some("did you mean [^fls]?")),
            ("[^fls]", "[^past]", None),
            ("[1]", "[2]", Some("did you mean [1]?")),
            ("[3]", "[2]", Some("did you mean [3]?")),
            ("1", "[1]", Some("did you mean 1?")),
            ("[9]", "[2]", None),
            ("*", "**", None),
        ];
        for (label, marker, meant) in table {
            let mut kit = Kit::new();
            let text = format!("Sales fell.{marker}");
            let block = kit.paragraph(&text);
            kit.marker(block, marker, None);
            kit.note(label, "Nothing much.", &[]);
            let [finding] = kit.run_rule("marker-without-note").try_into().unwrap();
            assert_eq!(
                finding.labels.get(1).map(|l| l.text.as_str()),
                meant,
                "{label} {marker}"
            );
        }
    }

    #[test]
    fn the_same_marker_twice_in_a_sentence_is_one_fault() {
        let mut kit = Kit::new();
        let block = kit.paragraph("Sales[4] fell[4] today[5]. Costs fell[4].");
        for label in ["[4]", "[4]", "[5]", "[4]"] {
            kit.marker(block, label, None);
        }
        let found = kit.run();
        let at: Vec<_> = found.iter().map(|f| (f.span.start, kit.at(f.span))).collect();
        assert_eq!(at, [(5, "[4]"), (22, "[5]"), (37, "[4]")]);
        let mut prints: Vec<_> = found.iter().map(|f| &f.fingerprint).collect();
        prints.dedup();
        assert_eq!(prints.len(), 3);
    }
}
