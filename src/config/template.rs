//! The configuration that `caveat init` writes.

use crate::rules::Rulebook;
use std::fmt::Write as _;

/// A commented `caveat.toml` that sets nothing but the profiles named.
pub fn template(rulebook: &Rulebook, profiles: &[String]) -> String {
    let mut names = String::new();
    for profile in rulebook.profiles.values() {
        // Writing to a string cannot fail.
        let _ = writeln!(
            names,
            "#   {:<12} {}",
            profile.name,
            profile.summary.replace('\n', " ")
        );
    }
    let chosen: Vec<String> = profiles.iter().map(|name| format!("\"{name}\"")).collect();
    let line = format!("profiles = [{}]", chosen.join(", "));
    let rule = rulebook
        .rules
        .keys()
        .next()
        .map_or("unmarked-forward-looking", String::as_str);
    // A text that the configuration would accept, since an editor removes the sign before it.
    let note = rulebook
        .notes
        .iter()
        .find_map(|kind| Some((&kind.name, kind.text.as_ref()?)));
    let (kind, text) = note.map_or(("past", ""), |(name, text)| (name.as_str(), text.as_str()));
    format!(
        r#"# Settings for caveat. Everything here is optional; a line that begins with # does nothing.
# "caveat config" shows what is in force for a draft and where it comes from.

# Whose rules apply; of several the strictest holds. To choose from:
{names}{line}

# How far a marker reaches: "sentence", "paragraph" (also the paragraph, list or table that it closes),
# "section", or "document" (one right note anywhere is enough, and no marker is needed).
# coverage = "paragraph"

# How sure the wording must make us: "low", "medium" or "high".
# min-confidence = "medium"

# What makes the run fail: "error", "warning", "info" or "never".
# fail-on = "error"

# Which files are drafts, and which are not. A name without a slash holds in every folder.
# include = ["posts/**/*.md"]
# exclude = ["archive", "*.draft.md"]

# Files whose notes stand on every page of the site, and kinds of note that its template adds.
# site-notes = ["layouts/footer.md"]
# template-supplies = ["{kind}"]

# Rulebooks of the house, laid over the built-in one.
# rulebooks = ["house-rules.toml"]

# [levels]
# {rule} = "warning"      # "error", "warning", "info" or "off"

# The house's approved wording.
# [notes.{kind}]
# text = "{text}"

# [publisher]
# name = "…"
# currency = "EUR"

# Different settings for some drafts.
# [[overrides]]
# paths = ["posts/archive/**"]
# fail-on = "never"
"#
    )
}
