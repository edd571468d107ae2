//! Markers whose numbers do not ascend.

use super::sink::{Found, Sink};
use super::view::View;
use crate::finding::Label;
use crate::fix::Repair;
use crate::notes::{self, Marker, Series};
use std::collections::{BTreeMap, BTreeSet};

/// Numbers from here on are years and the like, not the numbers of notes.
const HIGHEST: u32 = 1000;

/// Where a label stands in its series: `[2]` is the second, `**` as well. Names have no place.
pub(crate) fn rank(label: &notes::Label) -> Option<(Series, char, u32)> {
    let value = label.value.as_str();
    match label.series {
        Series::Symbol => {
            let first = value.chars().next()?;
            let same = value.chars().all(|c| c == first);
            let step = u32::from(first == '‡');
            // One sign counts by how often it is repeated; the double dagger follows the dagger.
            let sign = if first == '‡' { '†' } else { first };
            same.then(|| (Series::Symbol, sign, step + value.chars().count() as u32))
        }
        series => value
            .parse()
            .ok()
            .filter(|&n| n < HIGHEST)
            .map(|n| (series, '0', n)),
    }
}

/// First uses of a marker before one with a smaller number, or with the number before it left out.
pub(super) fn out_of_order(view: &View<'_>, sink: &mut Sink<'_>) {
    let mut first: BTreeMap<(Series, char, u32), &Marker> = BTreeMap::new();
    for marker in &view.r.notes.markers {
        if let Some(rank) = rank(&marker.label) {
            first.entry(rank).or_insert(marker);
        }
    }
    let mut said = BTreeSet::new();
    // Within a series the map is sorted by number, so the smaller numbers are those already seen.
    let mut below: Option<((Series, char), Seen<'_>)> = None;
    for (&(series, sign, number), &marker) in &first {
        let seen = match below.take() {
            Some((of, seen)) if of == (series, sign) => Some(seen),
            _ => None,
        };
        // A marker without a note is reported as such; its number says nothing.
        if marker.note.is_some() {
            let renumber = Repair::Renumber { series, sign };
            // One repair puts the whole series in order: it is the first finding's.
            if let Some(found) = add(view, marker, number, seen.as_ref(), sink)
                && said.insert((series, sign))
            {
                found.repair = Some(renumber);
            }
        }
        let latest = match &seen {
            Some(seen) if seen.latest.text.start > marker.text.start => seen.latest,
            _ => marker,
        };
        below = Some(((series, sign), Seen { number, latest }));
    }
}

/// What is known of the smaller numbers of a series.
struct Seen<'a> {
    /// The next smaller number.
    number: u32,
    /// Of all smaller numbers the one that is used last.
    latest: &'a Marker,
}

fn add<'s>(
    view: &View<'_>,
    marker: &Marker,
    number: u32,
    seen: Option<&Seen<'_>>,
    sink: &'s mut Sink<'_>,
) -> Option<&'s mut Found> {
    let written = marker.label.written();
    let later = seen
        .map(|s| s.latest)
        .filter(|latest| latest.text.start > marker.text.start);
    let skips = marker.label.series != Series::Symbol && number > seen.map_or(0, |s| s.number) + 1;
    let (message, help) = if let Some(later) = later {
        let later = later.label.written();
        (
            format!("{written} stands before {later}"),
            "number the markers in the order in which they stand".to_owned(),
        )
    } else if skips {
        let missing = match seen {
            Some(seen) => format!(
                "{written} follows {}: a number is left out",
                rewritten(marker, seen.number)
            ),
            None => format!(
                "the first marker of its kind is {written}, not {}",
                rewritten(marker, 1)
            ),
        };
        (
            missing,
            "number the markers without gaps, beginning with 1".to_owned(),
        )
    } else {
        return None;
    };
    let mut finding = sink.finding(marker.source, message);
    finding.labels.push(Label {
        span: marker.source,
        text: format!("{written} is used here first"),
    });
    if let Some(later) = later {
        finding.labels.push(Label {
            span: later.source,
            text: format!("{} is used here first", later.label.written()),
        });
    }
    finding.help.push(help);
    let sentence = view.sentence_at(marker.text.start);
    let subject = sentence.map_or(0, |s| view.sentence_hash(s));
    Some(sink.add(finding, subject, &written))
}

fn rewritten(marker: &Marker, number: u32) -> String {
    let mut label = marker.label.clone();
    label.value = number.to_string();
    label.written()
}

#[cfg(test)]
mod tests {
    use super::super::testkit::{Kit, labels};

    fn messages(markers: &[&str]) -> Vec<String> {
        let mut kit = Kit::new();
        let text: Vec<String> = markers.iter().map(|m| format!("Sales fell.{m}")).collect();
        let block = kit.paragraph(&text.join(" "));
        for marker in markers {
            let note = kit.note(marker, "Company report.", &["source"]);
            kit.marker(block, marker, Some(note));
        }
        kit.run_rule("marker-out-of-order")
            .into_iter()
            .map(|f| f.message)
            .collect()
    }

    #[test]
    fn numbers_ascend_from_one_without_gaps() {
        let table: [(&[&str], &[&str]); 12] = [
            (&["[1]", "[2]", "[1]", "[3]"], &[]),
            (&["[2]", "[1]"], &["[2] stands before [1]"]),
            (&["[3]", "[1]", "[2]"], &["[3] stands before [2]"]),
            (&["[1]", "[3]"], &["[3] follows [1]: a number is left out"]),
            (&["[2]", "[3]"], &["the first marker of its kind is [2], not [1]"]),
            (&["**", "*"], &["** stands before *"]),
            (&["*", "**", "***"], &[]),
            (&["‡", "†"], &["‡ stands before †"]),
            (&["*", "[1]", "**", "[2]"], &[]),
            (&["[^past]", "[^fls]"], &[]),
            (&["[1]", "[2024]"], &[]),
            (&["**"], &[]),
        ];
        for (markers, expected) in table {
            assert_eq!(messages(markers), expected, "{markers:?}");
        }
    }

    #[test]
    fn both_places_are_shown() {
        let mut kit = Kit::new();
        let block = kit.paragraph("Sales fell.[2] Costs rose.[1]");
        for label in ["[2]", "[1]"] {
            let note = kit.note(label, "Company report.", &["source"]);
            kit.marker(block, label, Some(note));
        }
        let [finding] = kit.run().try_into().unwrap();
        assert_eq!(finding.span.start, 11);
        assert_eq!(
            labels(&kit, &finding),
            [
                ("[2]", "[2] is used here first"),
                ("[1]", "[1] is used here first")
            ]
        );
    }

    #[test]
    fn a_marker_without_a_note_says_nothing_of_order() {
        let mut kit = Kit::new();
        let block = kit.paragraph("Sales fell.[2] Costs rose.[1] Margins held.[3]");
        kit.marker(block, "[2]", None);
        for label in ["[1]", "[3]"] {
            let note = kit.note(label, "Company report.", &["source"]);
            kit.marker(block, label, Some(note));
        }
        assert_eq!(kit.run_rule("marker-out-of-order"), []);
    }
}
