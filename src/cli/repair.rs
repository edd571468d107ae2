//! `--fix` and `--diff`: what is done with a draft between checking it and reporting on it.

use super::replace::replace;
use crate::baseline::Baseline;
use crate::changes::keep_changed;
use crate::finding::Finding;
use crate::fix::{self, Options};
use crate::linter::{self, Review};
use crate::report::path_text;
use crate::report::style::Look;
use crate::source::SourceFile;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Repairs {
    /// Also what an editor should look at.
    pub(super) unsafe_fixes: bool,
    /// Whether files are written.
    pub(super) write: bool,
}

/// What came of it for one draft.
#[derive(Debug, Default)]
pub(super) struct Repaired {
    /// Whether the draft is standard input, and so goes to standard output.
    pub(super) from_stdin: bool,
    /// How many findings were fixed.
    pub(super) fixed: usize,
    /// The draft before, where it is another now.
    pub(super) before: Option<SourceFile>,
    /// Fixes that were left out, and why: each a line.
    pub(super) left_out: Vec<String>,
    /// Why the file was not written.
    pub(super) failure: Option<String>,
}

/// What decides which findings of a draft count.
#[derive(Debug, Default)]
pub(super) struct Standards<'s> {
    /// Known findings.
    pub(super) baseline: Option<&'s Baseline>,
    /// The earlier version, where only what changed counts.
    pub(super) before: Option<Review<'s>>,
}

impl Standards<'_> {
    /// Takes out of a review what does not count. Returns the fingerprints of the baseline that were met.
    pub(super) fn hold(&self, review: &mut Review<'_>) -> Vec<String> {
        let met = self.baseline.map(|baseline| baseline.mark(&mut review.findings));
        if let Some(before) = &self.before {
            review.unchanged = keep_changed(review, before);
        }
        met.unwrap_or_default()
    }
}

/// Fixes a draft and hands it on to `view` as it is then, or as it was if its file cannot be written; `file` is where
/// it lies on disk.
pub(super) fn repair<T>(
    repairs: Repairs,
    review: &Review<'_>,
    file: Option<&Path>,
    standards: &Standards<'_>,
    view: impl FnOnce(&Review<'_>, &Repaired) -> T,
) -> T {
    let resolved = &review.resolved;
    // What does not count is not repaired either: known findings, and those on what has not changed.
    let known = standards.before.iter().flat_map(|before| &before.findings);
    let known: BTreeSet<&str> = known.map(|finding| finding.fingerprint.as_str()).collect();
    let counted: BTreeSet<&str> = review.findings.iter().map(|f| f.fingerprint.as_str()).collect();
    let eligible = |finding: &Finding| {
        let print = finding.fingerprint.as_str();
        !standards.baseline.is_some_and(|baseline| baseline.holds(print))
            && (!known.contains(print) || counted.contains(print))
    };
    let applied = fix::apply(
        review,
        Options {
            unsafe_fixes: repairs.unsafe_fixes,
            eligible: &eligible,
        },
    );
    let name = path_text(resolved.source.name());
    let mut repaired = Repaired {
        from_stdin: file.is_none(),
        ..Repaired::default()
    };
    let now = applied.source.as_ref().unwrap_or(resolved.source);
    let mut refused: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for finding in &applied.refused {
        let line = now.position(finding.span.start).line;
        refused.entry(&finding.rule).or_default().push(line);
    }
    // Where nothing was fixed another run would come no further.
    if applied.unfinished && applied.fixed > 0 {
        refused.clear();
        repaired.left_out.push(format!(
            "{name}: there is more to fix than is done in one run; run caveat check --fix again"
        ));
    }
    for (rule, lines) in refused {
        let first = lines.first().copied().unwrap_or_default();
        let more = match lines.len() {
            0 | 1 => String::new(),
            count => format!(", and {} more", count - 1),
        };
        repaired.left_out.push(format!(
            "{name}:{first}: {rule} was not fixed{more}: the draft would not have been right afterwards"
        ));
    }
    let Some(source) = &applied.source else {
        return view(review, &repaired);
    };
    let old = resolved.source;
    if repairs.write
        && let Some(file) = file
        && let Err(error) = replace(file, old.text(), source.text())
    {
        repaired.left_out.clear();
        repaired.failure = Some(format!("{name}: {error}"));
        return view(review, &repaired);
    }
    repaired.fixed = applied.fixed;
    repaired.before = Some(old.with_text(old.text()));
    let mut after = linter::lint(source, resolved.rulebook, resolved.settings);
    standards.hold(&mut after);
    view(&after, &repaired)
}

/// The change as a unified diff; empty where there is none.
pub(super) fn diff(review: &Review<'_>, repaired: &Repaired, look: Look) -> String {
    let Some(before) = &repaired.before else {
        return String::new();
    };
    let name = path_text(before.name());
    // Matching lines that stand once in each text first keeps the time short for long drafts.
    let diff = similar::TextDiff::configure()
        .algorithm(similar::Algorithm::Patience)
        .diff_lines(before.text(), review.resolved.source.text());
    let text = diff.unified_diff().header(&name, &name).to_string();
    if !look.color {
        return text;
    }
    let lines = text.split_inclusive('\n').map(|line| {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        // A terminal is not to be steered by a draft; a patch is not read from one.
        look.changed(&crate::report::sanitize::lines(line)) + end
    });
    lines.collect()
}
