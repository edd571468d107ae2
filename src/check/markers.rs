//! Markers that lead nowhere.

use super::fitting::{Fitting, Flaw, Way};
use super::proposal::AT_END;
use super::sink::Sink;
use super::view::View;
use super::wording::{opening, repair, typed, with_article, would_cover};
use crate::finding::{Finding, Label};
use crate::fix::{Mark, Repair, To};
use crate::notes::{self, Marker, NoteId, Series};
use crate::resolve::Coverage;
use crate::rules::model::NoteKindId;
use std::collections::{BTreeMap, BTreeSet};

/// Name of the rule.
pub(super) const WITHOUT_NOTE: &str = "marker-without-note";

/// Named labels that a misspelt one is compared with at most: comparing is not cheap, and a draft with more
/// names than this is no commentary.
const NAMES: usize = 64;
/// In bytes; a longer label is no slip of the hand.
const LONGEST: usize = 64;

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

fn add(view: &View<'_>, marker: &Marker, needs: &[NoteKindId], known: &Known, sink: &mut Sink<'_>) {
    let written = marker.label.written();
    let mut finding = sink.finding(
        marker.source,
        format!("the marker {written} has no note in this draft"),
    );
    finding.labels.push(Label {
        span: marker.source,
        text: format!("no note begins with {written}"),
    });
    let sentence = view.sentence_at(marker.text.start);
    let html = sentence.is_some_and(|s| view.is_html(s));
    let opening = opening(&marker.label, html);
    let fitting = view.fitting(needs, html);
    let near = known.nearest(view, &marker.label, needs);
    let kind = needs
        .first()
        .and_then(|&kind| Some((kind, view.r.rulebook.notes.get(kind as usize)?)));
    let mut instead = true;
    let mut repair = None;
    if let Some(way) = near.filter(|way| is_right(view, way, needs)) {
        repair = replace(view, marker, (&way.label, way.note), html, &mut finding);
    } else if let Some(fitting) = fitting {
        (instead, repair) = lead(view, marker, fitting, html, &mut finding);
    } else {
        if let Some(way) = near {
            finding.labels.push(Label {
                span: way.span,
                text: format!("did you mean {}?", way.label.written()),
            });
        }
        instead = false;
        if let Some((id, kind)) = kind {
            repair = Some(Repair::Lead(Mark {
                label: marker.label.clone(),
                to: To::New(id),
                html,
            }));
            let text = view.r.text_for(id);
            finding.help.push(match text {
                Some(text) => format!("{AT_END}: {opening} {text}"),
                None => format!("{AT_END} {} that begins with {opening}", with_article(&kind.noun)),
            });
        }
    }
    if finding.help.is_empty() {
        finding.help.push(format!(
            "add its note at the end of the draft, beginning with {opening}, or delete the marker"
        ));
    } else if instead {
        finding.help.push(format!(
            "or add its note at the end of the draft, beginning with {opening}, or delete the marker"
        ));
    }
    finding.needs = kind.map(|(_, kind)| kind.name.clone());
    let subject = sentence.map_or(0, |s| view.sentence_hash(s));
    sink.add(finding, subject, &written).repair = repair;
}

/// Whether a label leads to a note of a kind that the sentence needs.
fn is_right(view: &View<'_>, way: &Way, needs: &[NoteKindId]) -> bool {
    // A bare digit typed into running text would be read as a figure.
    way.label.series != Series::Bare
        && view
            .note(way.note)
            .is_some_and(|(_, reading)| needs.iter().any(|k| reading.kinds.contains(k)))
}

/// Proposes a label that leads to a note of the right kind.
fn replace(
    view: &View<'_>,
    marker: &Marker,
    (label, id): (&notes::Label, NoteId),
    html: bool,
    finding: &mut Finding,
) -> Option<Repair> {
    let (note, _) = view.note(id)?;
    let line = view.r.source.position(note.source.start).line;
    // Where one note bears several labels already, that is the author's way: the marker keeps its number.
    let joins = |l: &notes::Label| l.series == marker.label.series && l.series != Series::Footnote;
    let joined = note.labels.len() > 1 && note.labels.iter().all(|(l, _)| joins(l));
    let repair = if joined {
        finding.help.push(format!(
            "add {} to the labels of the note on line {line}",
            marker.label.written()
        ));
        Repair::Join {
            note: id,
            label: marker.label.clone(),
        }
    } else {
        finding.help.push(format!(
            "put {} instead (it leads to the note on line {line})",
            typed(label, html)
        ));
        Repair::Replace {
            marker: marker.source,
            from: marker.label.clone(),
            to: label.clone(),
            html,
        }
    };
    let label = typed(if joined { &marker.label } else { label }, html);
    finding.labels.push(Label {
        span: note.source,
        text: format!("this note would cover the sentence: {label}"),
    });
    finding.marker = Some(label);
    Some(repair)
}

/// Proposes a note of the right kind; gives whether the marker is to be replaced, and the repair.
fn lead(
    view: &View<'_>,
    marker: &Marker,
    fitting: &Fitting,
    html: bool,
    finding: &mut Finding,
) -> (bool, Option<Repair>) {
    let line = fitting.line;
    if fitting.flaw.is_none()
        && let Some(label) = &fitting.label
    {
        return (true, replace(view, marker, (label, fitting.note), html, finding));
    }
    let opening = opening(&marker.label, html);
    let to = match fitting.flaw {
        None => Some(To::Labelled(fitting.note)),
        Some(Flaw::Twin) => Some(To::Relabelled(fitting.note)),
        Some(Flaw::Hidden | Flaw::Incomplete) => None,
    };
    let led = to.map(|to| {
        Repair::Lead(Mark {
            label: marker.label.clone(),
            to,
            html,
        })
    });
    let repair = repair(fitting.flaw);
    let (instruction, instead) = match &fitting.label {
        Some(label) => {
            let label = typed(label, html);
            finding.marker = Some(label.clone());
            (
                format!("put {label} instead and {repair} the note on line {line}"),
                true,
            )
        }
        None if fitting.flaw == Some(Flaw::Twin) => {
            let opening = opening.trim_end_matches(':');
            (format!("relabel the note on line {line} {opening}"), false)
        }
        None if repair.is_empty() => (format!("put {opening} before the note on line {line}"), false),
        None => (
            format!("put {opening} before the note on line {line} and {repair} it"),
            false,
        ),
    };
    finding.help.push(instruction);
    finding
        .labels
        .extend(view.note(fitting.note).map(|(note, _)| Label {
            span: note.source,
            text: would_cover(fitting, note, "the sentence"),
        }));
    (instead, led)
}

/// The labels that lead to notes, to find the one that was meant.
struct Known {
    numbers: BTreeMap<(Series, u32), Way>,
    names: Vec<Way>,
}

impl Known {
    fn new(view: &View<'_>) -> Self {
        let mut known = Self {
            numbers: BTreeMap::new(),
            names: Vec::new(),
        };
        for way in view.ways() {
            match way.label.value.parse() {
                Ok(number) => {
                    known.numbers.entry((way.label.series, number)).or_insert(way);
                }
                Err(_) if known.names.len() < NAMES && way.label.value.len() <= LONGEST => {
                    known.names.push(way);
                }
                Err(_) => {}
            }
        }
        known
    }

    /// The label that was most likely meant, one that leads to a note of the right kind first: the same value
    /// written in another way, the number just before or after, or a name that is almost the same.
    fn nearest(&self, view: &View<'_>, label: &notes::Label, needs: &[NoteKindId]) -> Option<&Way> {
        const SERIES: [Series; 6] = [
            Series::Footnote,
            Series::Bracket,
            Series::Paren,
            Series::Symbol,
            Series::Superscript,
            Series::Bare,
        ];
        let Ok(number) = label.value.parse::<u32>() else {
            if label.value.len() > LONGEST {
                return None;
            }
            return self
                .names
                .iter()
                .filter(|known| known.label.series == label.series || known.label.value == label.value)
                .map(|known| {
                    (
                        strsim::damerau_levenshtein(&known.label.value, &label.value),
                        known,
                    )
                })
                .filter(|(distance, known)| *distance <= 2 && *distance < known.label.value.chars().count())
                .min_by_key(|(distance, known)| (!is_right(view, known, needs), *distance))
                .map(|(_, known)| known);
        };
        let same = SERIES
            .iter()
            .find_map(|&series| self.numbers.get(&(series, number)));
        let before = number
            .checked_sub(1)
            .and_then(|n| self.numbers.get(&(label.series, n)));
        let after = number
            .checked_add(1)
            .and_then(|n| self.numbers.get(&(label.series, n)));
        let near = [same, before, after];
        let mut right = near.iter().flatten().filter(|way| is_right(view, way, needs));
        right
            .next()
            .copied()
            .or_else(|| near.into_iter().flatten().next())
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
