//! Markers of the right kind that stand away from the statement they are meant for.

use super::sink::Sink;
use super::view::View;
use super::wording::{cue_label, place};
use crate::detect::Statement;
use crate::document::BlockKind;
use crate::finding::Label;
use crate::fix::Repair;
use crate::notes::Marker;
use crate::resolve::Coverage;

/// Statements whose marker stands in another sentence.
pub(super) fn too_far(view: &View<'_>, sink: &mut Sink<'_>) {
    let mut last: Option<(u32, bool)> = None;
    for (statement, coverage) in view.statements() {
        let marker = match coverage {
            Coverage::Covered {
                marker: Some(marker),
                distance: 1..,
                ..
            }
            | Coverage::TooFar(marker) => *marker,
            _ => continue,
        };
        let Some(marker) = view.marker(marker) else {
            continue;
        };
        let asked_for = view.is_asked_for(statement.confidence);
        // One finding per sentence; an unsure statement does not stand in for a sure one behind it.
        if last.is_some_and(|(sentence, sure)| sentence == statement.sentence && (sure || !asked_for))
            || is_of_the_same_table(view, statement, marker)
        {
            continue;
        }
        last = Some((statement.sentence, asked_for));
        add(view, statement, marker, sink);
    }
}

/// Whether the marker stands in the header or caption of the table that the statement is a row of: that is as
/// near as it can be to all rows at once.
fn is_of_the_same_table(view: &View<'_>, statement: &Statement, marker: &Marker) -> bool {
    let Some(BlockKind::TableRow { table, .. }) = view.block(statement.sentence).map(|b| b.kind) else {
        return false;
    };
    let table = view.r.document.tables.get(table as usize);
    table.is_some_and(|t| t.header == Some(marker.block) || t.caption == Some(marker.block))
}

fn add(view: &View<'_>, statement: &Statement, marker: &Marker, sink: &mut Sink<'_>) {
    let written = marker.label.written();
    let noun = &view.kind(statement).noun;
    let here = i64::from(statement.sentence);
    let there = view.sentence_at(marker.text.start).map_or(here, i64::from);
    let where_to = match there - here {
        0 => "apart from it".to_owned(),
        1 => "in the next sentence".to_owned(),
        -1 => "in the sentence before".to_owned(),
        further @ 2.. => format!("{further} sentences further on"),
        before => format!("{} sentences before it", -before),
    };
    let message = format!("the marker {written} for {noun} stands {where_to}");
    let mut finding = sink.finding(view.on_disk(view.sentence(statement.sentence).text), message);
    finding.confidence = sink.rule().confidence.min(statement.confidence);
    finding.labels.push(cue_label(view, statement));
    finding.labels.push(Label {
        span: marker.source,
        text: format!("{written} stands here"),
    });
    if view.can_bear_marker(statement.sentence) {
        let place = place(view, statement.sentence);
        finding.help.push(format!("put {written} {place} too"));
        finding.marker = Some(written);
    }
    sink.add_statement(view, statement, finding).repair = Repair::again(view, statement.sentence, marker);
}

#[cfg(test)]
mod tests {
    use super::super::testkit::{Kit, labels};
    use crate::resolve::Coverage;

    fn draft(text: &str, distance: u32) -> Kit {
        let mut kit = Kit::new();
        let block = kit.paragraph(text);
        kit.statement(block, "forward", "should", 90);
        let note = kit.note("[1]", "Forecasts may be wrong.", &["forward"]);
        let marker = kit.marker(block, "[1]", Some(note));
        kit.cover(Coverage::Covered {
            marker: Some(marker),
            note: Some(note),
            distance,
        });
        kit
    }

    #[test]
    fn the_distance_is_told_in_sentences() {
        let table = [
            ("Margins should widen.[1]", 0, None),
            (
                "Margins should widen. We wait.[1]",
                1,
                Some("the marker [1] for a forecast stands in the next sentence"),
            ),
            (
                "Margins should widen. We wait. It is early.[1]",
                2,
                Some("the marker [1] for a forecast stands 2 sentences further on"),
            ),
            (
                "So it is.[1] Margins should widen.",
                1,
                Some("the marker [1] for a forecast stands in the sentence before"),
            ),
        ];
        for (text, distance, message) in table {
            let found = draft(text, distance).run_rule("marker-too-far");
            assert_eq!(found.first().map(|f| f.message.as_str()), message, "{text}");
        }
    }

    #[test]
    fn the_marker_is_to_be_repeated() {
        let kit = draft("Margins should widen. We wait.[1]", 1);
        let [finding] = kit.run().try_into().unwrap();
        assert_eq!(kit.at(finding.span), "Margins should widen.");
        assert_eq!(
            labels(&kit, &finding),
            [
                ("should", "read as a forecast: “should”"),
                ("[1]", "[1] stands here")
            ]
        );
        assert_eq!(finding.help[0], "put [1] after “should widen.” too");
        assert_eq!(finding.marker.as_deref(), Some("[1]"));
        assert_eq!(finding.level, crate::finding::Level::Warning);
    }

    #[test]
    fn a_header_covers_the_rows_below_it() {
        let mut kit = Kit::new();
        let [header, row] = kit.table(["Fund\tReturn[1]", "Fund A\tshould make 9%"]);
        kit.statement(row, "forward", "should", 90);
        let note = kit.note("[1]", "Forecasts may be wrong.", &["forward"]);
        let marker = kit.marker(header, "[1]", Some(note));
        kit.cover(Coverage::Covered {
            marker: Some(marker),
            note: Some(note),
            distance: 1,
        });
        assert_eq!(kit.run(), []);
    }
}
