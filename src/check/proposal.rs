//! The ends of instructions that a proposed wording follows (`add to the draft: Past …`), and how each reads where
//! the wording was shown before. Checks write the long form; a report that has shown the wording writes the short one.

/// Behind "put [1] after … and".
pub(crate) const AT_ITS_END: &str = "add at its end";
/// For a marker without a note.
pub(crate) const AT_END: &str = "add at the end of the draft";
/// Where no marker is asked for.
pub(crate) const TO_DRAFT: &str = "add to the draft";
/// For a note that lacks wording.
pub(crate) const WORDING: &str = "wording that may be used";
/// For a note that only points elsewhere.
pub(crate) const BEFORE_LINK: &str = "put the warning before the link";

/// Each end with its two parts around "the note above".
const SHORT: [(&str, &str, &str); 5] = [
    (AT_ITS_END, "add ", " at its end"),
    (AT_END, "add ", " at the end of the draft"),
    (TO_DRAFT, "add ", " to the draft"),
    (WORDING, "", " may be used"),
    (BEFORE_LINK, "put ", " before the link"),
];

/// `lead`, which stands before a wording, with `what` in the place of that wording.
pub(crate) fn shortened(lead: &str, what: &str) -> Option<String> {
    SHORT.iter().find_map(|(end, before, after)| {
        let head = lead.strip_suffix(end)?;
        Some(format!("{head}{before}{what}{after}"))
    })
}
