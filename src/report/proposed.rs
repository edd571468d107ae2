//! The text of a note is proposed once in a report: what a finding says of it refers to that place.

use crate::check::proposal::shortened;

/// A note that the report has proposed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Proposed<'r> {
    /// Its text.
    pub(super) text: &'r str,
    /// How it begins, its label as it is typed; empty if it bears none.
    pub(super) opening: &'r str,
}

/// An instruction that ends in a note's text: what to do, how the note is to begin.
fn parts<'l>(line: &'l str, text: &str) -> Option<(&'l str, &'l str)> {
    if text.is_empty() {
        return None;
    }
    let line = line.strip_suffix("</p>").unwrap_or(line);
    let head = line.strip_suffix(text)?.trim_end();
    if let Some(lead) = head.strip_suffix(':')
        && !lead.ends_with(']')
    {
        return Some((lead, ""));
    }
    let (lead, opening) = head.rsplit_once(": ")?;
    Some((lead, opening))
}

/// How the note begins that this line proposes, if it proposes this text.
pub(super) fn opening<'l>(line: &'l str, text: &str) -> Option<&'l str> {
    parts(line, text).map(|(_, opening)| opening)
}

/// A line of help that ends in a text proposed before, with a reference in place of that text; other lines as they are.
pub(super) fn refer(line: &str, proposed: &[Proposed<'_>]) -> String {
    let short = proposed.iter().find_map(|note| {
        let (lead, opening) = parts(line, note.text)?;
        if opening.is_empty() {
            return shortened(lead, "the text above");
        }
        let short = shortened(lead, "the note above")?;
        // The end of the paragraph in raw HTML is part of the note and goes without saying only with it.
        if opening == note.opening {
            Some(short)
        } else if opening.starts_with('<') {
            None
        } else {
            Some(format!("{short}, with {opening} before it"))
        }
    });
    short.unwrap_or_else(|| line.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_said_once() {
        let proposed = [
            Proposed {
                text: "Forecasts may fail.",
                opening: "[^1]:",
            },
            Proposed {
                text: "Past results prove nothing.",
                opening: "",
            },
            Proposed {
                text: "",
                opening: "[2]",
            },
            Proposed {
                text: "Targets may be missed.",
                opening: "<p><sup>1</sup>",
            },
        ];
        for (line, expected) in [
            (
                "no note: put [^1] after “year.” and add at its end: [^1]: Forecasts may fail.",
                "no note: put [^1] after “year.” and add the note above at its end",
            ),
            (
                "add at the end of the draft: [3] Forecasts may fail.",
                "add the note above at the end of the draft, with [3] before it",
            ),
            (
                "add at the end of the draft: * Past results prove nothing.",
                "add the note above at the end of the draft, with * before it",
            ),
            (
                "add to the draft: Forecasts may fail.",
                "add the text above to the draft",
            ),
            (
                "wording that may be used: Forecasts may fail.",
                "the text above may be used",
            ),
            (
                "put the warning before the link: Forecasts may fail.",
                "put the text above before the link",
            ),
            (
                "put <sup>1</sup> there and add at its end: <p><sup>1</sup> Targets may be missed.</p>",
                "put <sup>1</sup> there and add the note above at its end",
            ),
            (
                "and add at its end: <p><sup>2</sup> Targets may be missed.</p>",
                "and add at its end: <p><sup>2</sup> Targets may be missed.</p>",
            ),
            ("Forecasts may fail. Or so.", "Forecasts may fail. Or so."),
            ("take it out of the comment", "take it out of the comment"),
        ] {
            assert_eq!(refer(line, &proposed), expected);
        }
    }
}
