//! The text of a note is proposed once in a report: what a finding says of it refers to that place.

/// A note that the report has proposed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Proposed<'r> {
    /// Its text.
    pub(super) text: &'r str,
    /// The label it was proposed with; empty if none.
    pub(super) label: &'r str,
}

/// A line of help that ends in a text proposed before, with a reference in place of that text; other lines as they are.
pub(super) fn refer(line: &str, proposed: &[Proposed<'_>]) -> String {
    let known = proposed
        .iter()
        .find_map(|note| Some((note, line.strip_suffix(note.text)?)));
    let Some((note, head)) = known.filter(|(note, _)| !note.text.is_empty()) else {
        return line.to_owned();
    };
    let head = head.trim_end();
    // What stands between the instruction and the text is the label that the note is to begin with.
    let last = head.rsplit(' ').next().unwrap_or_default();
    let label = last.trim_end_matches(':');
    if label.is_empty() || label.starts_with(char::is_alphabetic) {
        return format!("{} the text above", head.trim_end_matches(':'));
    }
    let instruction = head
        .strip_suffix(last)
        .unwrap_or(head)
        .trim_end()
        .trim_end_matches(':');
    if label == note.label {
        format!("{instruction} the note above")
    } else {
        format!("{instruction} the note above, with {label} before it")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_said_once() {
        let proposed = [
            Proposed {
                text: "Forecasts may fail.",
                label: "[^1]",
            },
            Proposed {
                text: "Past results prove nothing.",
                label: "",
            },
            Proposed {
                text: "",
                label: "[2]",
            },
        ];
        for (line, expected) in [
            (
                "no note: put [^1] after “year.” and add at its end: [^1]: Forecasts may fail.",
                "no note: put [^1] after “year.” and add at its end the note above",
            ),
            (
                "add at the end of the draft: [3] Forecasts may fail.",
                "add at the end of the draft the note above, with [3] before it",
            ),
            (
                "add at the end of the draft: * Past results prove nothing.",
                "add at the end of the draft the note above, with * before it",
            ),
            (
                "add to the draft: Forecasts may fail.",
                "add to the draft the text above",
            ),
            ("Forecasts may fail. Or so.", "Forecasts may fail. Or so."),
            ("take it out of the comment", "take it out of the comment"),
        ] {
            assert_eq!(refer(line, &proposed), expected);
        }
    }
}
