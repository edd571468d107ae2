//! Labels that notes bear: ones that no marker shows, and ones that a reader can take for another's.

use super::sink::Sink;
use super::view::View;
use crate::finding::Label;
use crate::fix::Repair;
use crate::notes::{self, NoteId, Series};
use crate::span::SourceSpan;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// Labels of notes that no marker shows. A note to which none leads at all is one fault, by its first label.
pub(super) fn without_marker(view: &View<'_>, sink: &mut Sink<'_>) {
    let markers = &view.r.notes.markers;
    let shown: BTreeSet<&notes::Label> = markers.iter().map(|m| &m.label).collect();
    // A marker can be written in another way than its note (`¹` leads to `[1]`).
    let led: BTreeSet<(NoteId, &str)> = markers
        .iter()
        .filter_map(|m| Some((m.note?, m.label.value.as_str())))
        .collect();
    for (id, note) in view.r.notes.notes.iter().enumerate() {
        let id = id as NoteId;
        // A label that is shown but leads to another note is borne twice, which is a fault of its own.
        let is_idle =
            |label: &notes::Label| !led.contains(&(id, label.value.as_str())) && !shown.contains(label);
        let Some((label, span)) = note.labels.iter().find(|(label, _)| is_idle(label)) else {
            continue;
        };
        let written = label.written();
        let message = if view.is_led_to(id) {
            format!("no marker shows the label {written} of this note")
        } else {
            format!("no marker leads to the note {written}")
        };
        let mut finding = sink.finding(*span, message);
        finding.labels.push(Label {
            span: *span,
            text: format!("no {written} stands in the text"),
        });
        finding.help.push(if label.series == Series::Bare {
            format!(
                "write [{written}] here and behind the sentence that the note belongs to, or delete the note"
            )
        } else {
            format!("put {written} behind the sentence that the note belongs to, or delete the note")
        });
        sink.add(finding, view.note_hash(note), "");
    }
}

/// A label in use: where it stands first and which note it is about.
#[derive(Clone, Copy)]
struct Use<'a> {
    label: &'a notes::Label,
    span: SourceSpan,
    note: Option<NoteId>,
    is_marker: bool,
}

/// Labels that stand for two notes, and numbers that stand in two ways of writing for different notes.
pub(super) fn ambiguous(view: &View<'_>, sink: &mut Sink<'_>) {
    twice_borne(view, sink);
    look_alike(view, sink);
}

fn twice_borne(view: &View<'_>, sink: &mut Sink<'_>) {
    let mut first: BTreeMap<&notes::Label, (NoteId, SourceSpan)> = BTreeMap::new();
    for (id, note) in view.r.notes.notes.iter().enumerate() {
        for (label, span) in &note.labels {
            match first.entry(label) {
                Entry::Vacant(entry) => {
                    entry.insert((id as NoteId, *span));
                }
                Entry::Occupied(entry) if entry.get().0 != id as NoteId => {
                    let written = label.written();
                    let mut finding = sink.finding(*span, format!("two notes begin with {written}"));
                    finding.labels.push(Label {
                        span: *span,
                        text: format!("{written} again"),
                    });
                    finding.labels.push(Label {
                        span: entry.get().1,
                        text: format!("{written} stands here first"),
                    });
                    finding.help.push(match view.relabelled(id as NoteId) {
                        Some(label) => format!(
                            "relabel the second note {}, and put {} behind the sentences it belongs to",
                            label.written(),
                            label.written()
                        ),
                        None => format!("take {written} off one of the two notes"),
                    });
                    let repair = view.relabelled(id as NoteId).map(|to| Repair::Relabel {
                        note: id as NoteId,
                        from: label.clone(),
                        to: to.clone(),
                    });
                    sink.add(finding, view.note_hash(note), &written).repair = repair;
                }
                Entry::Occupied(_) => {}
            }
        }
    }
}

/// Whether a reader takes equal numbers in this series for the same. Markdown shows `[^1]` in its own way and
/// keeps it apart, and `*` is no number.
pub(crate) fn looks_alike(series: Series) -> bool {
    matches!(
        series,
        Series::Bracket | Series::Paren | Series::Superscript | Series::Bare
    )
}

fn look_alike(view: &View<'_>, sink: &mut Sink<'_>) {
    let mut uses: Vec<Use<'_>> = Vec::new();
    for (id, note) in view.r.notes.notes.iter().enumerate() {
        let borne = note.labels.iter();
        uses.extend(borne.map(|(label, span)| Use {
            label,
            span: *span,
            note: Some(id as NoteId),
            is_marker: false,
        }));
    }
    let markers = view.r.notes.markers.iter();
    uses.extend(markers.map(|m| Use {
        label: &m.label,
        span: m.source,
        note: m.note,
        is_marker: true,
    }));
    uses.retain(|u| looks_alike(u.label.series));
    uses.sort_by_key(|u| u.span.start);
    // Per number the first use in each series, in order of place; there are four series, so each list is short.
    let mut by_value: BTreeMap<&str, Vec<Use<'_>>> = BTreeMap::new();
    for one in uses {
        let seen = by_value.entry(&one.label.value).or_default();
        if seen.iter().any(|s| s.label.series == one.label.series) {
            continue;
        }
        let other = seen
            .iter()
            .find(|s| s.note.is_none() || s.note != one.note)
            .copied();
        seen.push(one);
        if let Some(other) = other {
            add_look_alike(view, one, other, sink);
        }
    }
}

/// A number of its own for the later of two notes, where it is clear which markers lead to which.
fn renumbered(view: &View<'_>, one: Use<'_>, other: Use<'_>) -> Option<Repair> {
    let note = one.note?;
    // A marker that leads nowhere can be meant for this very note.
    other.note?;
    let to = if one.label.series == Series::Bare && !view.is_led_to(note) {
        // A bare digit that no marker shows says nothing: the note is labelled as the others are.
        view.another_label()
    } else {
        notes::Label {
            series: one.label.series,
            value: view.another_number(),
        }
    };
    Some(Repair::Relabel {
        note,
        from: one.label.clone(),
        to,
    })
}

fn add_look_alike(view: &View<'_>, one: Use<'_>, other: Use<'_>, sink: &mut Sink<'_>) {
    let (written, before) = (one.label.written(), other.label.written());
    let mut finding = sink.finding(
        one.span,
        format!("{written} and {before} can be taken for the same"),
    );
    finding.labels.push(Label {
        span: one.span,
        text: format!("{written} here"),
    });
    finding.labels.push(Label {
        span: other.span,
        text: format!("{before} here, for another note"),
    });
    finding.help.push(match (one.is_marker, other.is_marker) {
        (false, true) if other.note.is_none() => {
            format!(
                "if {before} is meant to lead to this note, begin the note with {before}; else renumber it"
            )
        }
        _ => format!("renumber {written} or {before}, or write all markers and notes in one way"),
    });
    let note = one.note.and_then(|n| view.note(n));
    let subject = note.map_or(0, |(note, _)| view.note_hash(note));
    let repair = renumbered(view, one, other);
    if let Some(Repair::Relabel { to, .. }) = &repair {
        finding.help.push(format!("{} is free", to.written()));
    }
    sink.add(finding, subject, &format!("{written} {before}")).repair = repair;
}

#[cfg(test)]
mod tests {
    use super::super::testkit::{Kit, labels};

    #[test]
    fn a_note_that_nothing_leads_to_is_reported_at_its_label() {
        let mut kit = Kit::new();
        let block = kit.paragraph("Sales fell.[1]");
        let note = kit.note("[1]", "Company report.", &["source"]);
        kit.marker(block, "[1]", Some(note));
        kit.note("[^old]", "Forecasts may be wrong.", &["forward"]);
        kit.general("Past results guarantee nothing.", &["past"]);
        let [finding] = kit.run().try_into().unwrap();
        assert_eq!(finding.rule, "note-without-marker");
        assert_eq!(finding.message, "no marker leads to the note [^old]");
        assert_eq!(
            labels(&kit, &finding),
            [("[^old]", "no [^old] stands in the text")]
        );
        assert_eq!(
            finding.help[0],
            "put [^old] behind the sentence that the note belongs to, or delete the note"
        );
    }

    #[test]
    fn one_label_for_two_notes() {
        let mut kit = Kit::new();
        let block = kit.paragraph("Sales fell.[1]");
        let first = kit.note("[1]", "Company report.", &["source"]);
        kit.note("[1]", "Another report.", &["source"]);
        kit.marker(block, "[1]", Some(first));
        let [finding] = kit.run_rule("ambiguous-note-label").try_into().unwrap();
        assert_eq!(finding.message, "two notes begin with [1]");
        assert_eq!(
            labels(&kit, &finding),
            [("[1]", "[1] again"), ("[1]", "[1] stands here first")]
        );
        assert!(finding.labels[0].span.start > finding.labels[1].span.start);
    }

    #[test]
    fn one_number_in_two_ways_of_writing() {
        // Labels of the first and the second note, and what is said.
        let table = [
            ("[1]", "1", Some("1 and [1] can be taken for the same")),
            ("[1]", "(1)", Some("(1) and [1] can be taken for the same")),
            ("[1]", "¹", Some("¹ and [1] can be taken for the same")),
            ("[1]", "[2]", None),
            ("[1]", "[^1]", None),
            ("*", "**", None),
        ];
        for (first, second, message) in table {
            let mut kit = Kit::new();
            let text = format!("Sales fell.{first} Costs rose.{second}");
            let block = kit.paragraph(&text);
            for label in [first, second] {
                let note = kit.note(label, "Company report.", &["source"]);
                kit.marker(block, label, Some(note));
            }
            let found = kit.run_rule("ambiguous-note-label");
            assert_eq!(
                found.first().map(|f| f.message.as_str()),
                message,
                "{first} {second}"
            );
            assert_eq!(found.len(), usize::from(message.is_some()));
            if let Some(finding) = found.first() {
                assert_eq!(kit.at(finding.span), second);
                assert_eq!(kit.at(finding.labels[1].span), first);
            }
        }
    }

    #[test]
    fn two_ways_of_writing_for_one_note_are_clear() {
        let mut kit = Kit::new();
        let block = kit.paragraph("Sales fell.[1] Costs rose.¹");
        let note = kit.note("[1]", "Company report.", &["source"]);
        kit.marker(block, "[1]", Some(note));
        kit.marker(block, "¹", Some(note));
        assert_eq!(kit.run_rule("ambiguous-note-label"), []);
    }

    #[test]
    fn a_marker_in_brackets_beside_a_bare_note() {
        let mut kit = Kit::new();
        let block = kit.paragraph("Sales fell.[1]");
        kit.marker(block, "[1]", None);
        kit.note("1", "Company report.", &["source"]);
        let [finding] = kit.run_rule("ambiguous-note-label").try_into().unwrap();
        assert_eq!(
            finding.help[0],
            "if [1] is meant to lead to this note, begin the note with [1]; else renumber it"
        );
    }

    #[test]
    fn the_second_of_two_notes_gets_the_label_of_the_marker_that_leads_nowhere() {
        let mut kit = Kit::new();
        let block = kit.paragraph("The shares rose 30%.[1] Margins should widen.[2]");
        let past = kit.note("[1]", "Past results guarantee nothing.", &["past"]);
        kit.note("[1]", "Forecasts may be wrong.", &["forward"]);
        kit.marker(block, "[1]", Some(past));
        let marker = kit.marker(block, "[2]", None);
        kit.statement(block, "forward", "should", 90);
        kit.cover(crate::resolve::Coverage::Unresolved(marker));
        let found = kit.run();
        let seen: Vec<_> = found
            .iter()
            .map(|f| (f.rule.as_str(), f.help[0].as_str()))
            .collect();
        assert_eq!(
            seen,
            [
                ("marker-without-note", "relabel the note on line 5 [2]"),
                (
                    "ambiguous-note-label",
                    "relabel the second note [2], and put [2] behind the sentences it belongs to"
                ),
            ]
        );
    }
}
