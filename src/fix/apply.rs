//! Carries fixes out, step by step, and keeps a step only if the draft is better for it.

use super::text::{Moves, carry_out};
use crate::document::{BlockKind, InlineKind};
use crate::finding::{Applicability, Edit, Finding, Level, Standing};
use crate::linter::{Review, lint};
use crate::resolve::Coverage;
use crate::rules::Rulebook;
use crate::settings::Settings;
use crate::source::SourceFile;
use crate::span::SourceSpan;
use std::collections::{BTreeMap, BTreeSet};

/// A draft is checked at most so many times: what is still open then stays as it is. A draft without surprises takes
/// one time for each kind of note it lacks, and two more.
const MOST: usize = 64;
/// In bytes; a longer edit adds words and not only labels.
const LABELS: usize = 24;
/// The rule whose fix touches every marker of a series: it comes when nothing else is left to do.
const LAST: &str = "marker-out-of-order";

/// Which fixes are carried out.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Also those that an editor should look at.
    pub unsafe_fixes: bool,
    /// Whether a finding is to be fixed at all.
    pub eligible: &'a dyn Fn(&Finding) -> bool,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Applied {
    /// The draft as it is now; none where nothing was changed.
    pub source: Option<SourceFile>,
    /// How many findings were fixed.
    pub fixed: usize,
    /// Findings in the draft as it is now whose fix would not have made it better.
    pub refused: Vec<Finding>,
    /// Whether the draft was checked as often as it may be before all was tried. If something was fixed, another run
    /// goes on.
    pub unfinished: bool,
}

/// What of a draft's form no fix may change.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Shape {
    /// Headings, rows of tables, stretches of code.
    firm: [usize; 3],
    /// Items of lists, emphasis and the like, links: a new note may bring some.
    loose: [usize; 3],
    line_paragraphs: bool,
    statements: usize,
}

impl Shape {
    fn of(review: &Review<'_>) -> Self {
        let document = &review.resolved.document;
        let blocks = |fits: fn(&BlockKind) -> bool| document.blocks.iter().filter(|b| fits(&b.kind)).count();
        let inlines =
            |fits: fn(&InlineKind) -> bool| document.inlines.iter().filter(|i| fits(&i.kind)).count();
        Self {
            firm: [
                blocks(|k| matches!(k, BlockKind::Heading { .. })),
                blocks(|k| matches!(k, BlockKind::TableRow { .. })),
                inlines(|k| matches!(k, InlineKind::Code)),
            ],
            loose: [
                // An item whose bullet is a note's star is a note, whatever the parser calls it.
                blocks(|k| matches!(k, BlockKind::ListItem { .. }))
                    .saturating_sub(review.resolved.notes.notes.iter().filter(|n| n.bullet).count()),
                inlines(|k| matches!(k, InlineKind::Emphasis | InlineKind::Strong | InlineKind::Strike)),
                inlines(|k| matches!(k, InlineKind::Link { .. } | InlineKind::Url { .. })),
            ],
            line_paragraphs: document.line_paragraphs,
            statements: review.resolved.statements.len(),
        }
    }

    fn allows(&self, after: &Self, words: bool) -> bool {
        let loose = self.loose.iter().zip(&after.loose);
        self.firm == after.firm
            && self.line_paragraphs == after.line_paragraphs
            // What a new note says bears on how unsure sentences elsewhere are read.
            && (words || self.statements <= after.statements)
            && loose.into_iter().all(|(old, new)| old == new || (words && old < new))
    }
}

/// A draft on the way.
struct State {
    source: SourceFile,
    findings: Vec<Finding>,
    /// Where statements stand that are open but less sure than what is asked for. What is said elsewhere in the draft,
    /// a new note included, can make them surer: then they are found, and no fix has made them.
    unsure: Vec<u32>,
    shape: Shape,
}

/// Where the open statements stand that are less sure than what is asked for.
fn unsure(review: &Review<'_>) -> Vec<u32> {
    let r = &review.resolved;
    let statements = r.statements.iter().zip(&r.coverage);
    let open = statements.filter(|(statement, coverage)| {
        statement.confidence < r.settings.min_confidence && !matches!(coverage, Coverage::Covered { .. })
    });
    let sentences = open.filter_map(|(s, _)| r.sentences.get(s.sentence as usize));
    sentences.map(|s| r.document.source_of(s.text).start).collect()
}

struct Run<'a> {
    rulebook: &'a Rulebook,
    settings: &'a Settings,
    options: Options<'a>,
    /// How many times the draft may still be checked.
    left: usize,
    /// Fingerprints of findings whose fix was tried alone and did not help.
    refused: BTreeSet<String>,
    /// How many of the refused fixes would have put in the same words. Where two did not help, neither will the
    /// others: the note goes to a place where it is none.
    spoilt: BTreeMap<String, u32>,
    /// The draft became another since some fix was refused.
    moved: bool,
}

/// Carries out the fixes of a draft's findings, and those of the findings that come up on the way, until none is
/// left that makes it better. The result depends on the draft and the settings alone.
pub fn apply(review: &Review<'_>, options: Options<'_>) -> Applied {
    apply_within(review, options, MOST)
}

/// The same with at most so many checks of the draft.
fn apply_within(review: &Review<'_>, options: Options<'_>, most: usize) -> Applied {
    let resolved = &review.resolved;
    let mut run = Run {
        rulebook: resolved.rulebook,
        settings: resolved.settings,
        options,
        left: most,
        refused: BTreeSet::new(),
        spoilt: BTreeMap::new(),
        moved: false,
    };
    let mut state = State {
        source: resolved.source.with_text(resolved.source.text()),
        findings: review.findings.clone(),
        unsure: unsure(review),
        shape: Shape::of(review),
    };
    let mut fixed = 0;
    loop {
        while let Some((next, count)) = run.step(&state) {
            state = next;
            fixed += count;
            run.moved |= !run.refused.is_empty();
        }
        // What did not help before may help now: a second run would find it out.
        if !run.moved || run.left == 0 {
            break;
        }
        run.moved = false;
        run.refused.clear();
        run.spoilt.clear();
    }
    let unfinished = run.left == 0 && (run.moved || state.findings.iter().any(|f| run.hopes_for(f)));
    let wanted = state.findings.iter().filter(|f| run.wants(f));
    Applied {
        refused: wanted.cloned().collect(),
        unfinished,
        fixed,
        source: (fixed > 0).then_some(state.source),
    }
}

impl Run<'_> {
    fn wants(&self, finding: &Finding) -> bool {
        let fits = |a| self.options.unsafe_fixes || a == Applicability::Safe;
        finding.standing == Standing::Open
            && finding.fix.as_ref().is_some_and(|fix| fits(fix.applicability))
            && (self.options.eligible)(finding)
    }

    /// Whether the fix of a finding is still to be tried.
    fn hopes_for(&self, finding: &Finding) -> bool {
        let spoilt = |edit: &Edit| self.spoilt.get(&edit.text).is_some_and(|count| *count > 1);
        self.wants(finding)
            && !self.refused.contains(&finding.fingerprint)
            && (self.spoilt.is_empty() || finding.fix.iter().all(|fix| !fix.edits.iter().any(spoilt)))
    }

    fn refuse(&mut self, finding: &Finding) {
        self.refused.insert(finding.fingerprint.clone());
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
        for edit in edits.filter(|edit| edit.text.len() > LABELS) {
            *self.spoilt.entry(edit.text.clone()).or_default() += 1;
        }
    }

    /// The draft with as many fixes as go together, and how many those are; nothing where none is left.
    fn step(&mut self, state: &State) -> Option<(State, usize)> {
        loop {
            let open: Vec<&Finding> = state.findings.iter().filter(|f| self.hopes_for(f)).collect();
            let (last, first): (Vec<_>, Vec<_>) = open.into_iter().partition(|f| f.rule == LAST);
            let mut batch = together(if first.is_empty() { last } else { first });
            while !batch.is_empty() {
                if self.left == 0 {
                    return None;
                }
                let suspects = match self.attempt(state, &batch) {
                    Ok(next) => return Some((next, batch.len())),
                    Err(suspects) => suspects,
                };
                if let [only] = batch.as_slice() {
                    self.refuse(only);
                    break;
                }
                if suspects.is_empty() || suspects.len() == batch.len() {
                    batch.truncate(batch.len() / 2);
                } else {
                    let mut index = 0..;
                    batch.retain(|_| index.next().is_some_and(|i| !suspects.contains(&i)));
                }
            }
            if self.refused.is_empty() {
                return None;
            }
            if !state.findings.iter().any(|f| self.hopes_for(f)) {
                return None;
            }
        }
    }

    /// The draft with these fixes carried out, or those among them that did not help.
    fn attempt(&mut self, state: &State, batch: &[&Finding]) -> Result<State, BTreeSet<usize>> {
        self.left -= 1;
        let mut edits: Vec<&Edit> = batch
            .iter()
            .filter_map(|f| f.fix.as_ref())
            .flat_map(|fix| &fix.edits)
            .collect();
        edits.sort_by_key(|e| (e.span.start, e.span.end));
        edits.dedup();
        let old = state.source.text();
        let (text, moves) = carry_out(old, &edits).ok_or_else(BTreeSet::new)?;
        // Offsets are 32 bits wide.
        if u32::try_from(text.len()).is_err() {
            return Err(BTreeSet::new());
        }
        let source = state.source.with_text(text);
        let review = lint(&source, self.rulebook, self.settings);
        let still = still_there(batch, &review.findings, &moves);
        let words = edits
            .iter()
            .any(|e| e.text.len() > LABELS || state.source.slice(e.span).contains('<'));
        let shape = Shape::of(&review);
        if !still.is_empty()
            || !state.shape.allows(&shape, words)
            || has_new_error(state, &review.findings, &moves)
        {
            return Err(still);
        }
        let unsure = unsure(&review);
        let findings = review.findings;
        Ok(State {
            source,
            findings,
            unsure,
            shape,
        })
    }
}

/// The findings whose fixes can be carried out at once, the first of those that touch each other before the others.
/// What several want done at one place in the same words is done once.
fn together(wanted: Vec<&Finding>) -> Vec<&Finding> {
    let mut taken: BTreeMap<u32, (u32, &Edit)> = BTreeMap::new();
    let mut batch = Vec::new();
    for finding in wanted {
        let Some(fix) = &finding.fix else { continue };
        let free = |edit: &Edit| {
            let span = edit.span;
            let before = taken.range(..=span.end).next_back();
            // Taken stretches do not touch, so that only the last that begins before the end can.
            before.is_none_or(|(_, (end, known))| *end < span.start || *known == edit)
                && taken
                    .range(..span.start)
                    .next_back()
                    .is_none_or(|(_, (end, _))| *end < span.start)
        };
        if fix.edits.iter().all(free) {
            for edit in &fix.edits {
                taken.insert(edit.span.start, (edit.span.end, edit));
            }
            batch.push(finding);
        }
    }
    batch
}

fn open(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|f| f.standing == Standing::Open)
}

/// Which of the findings, by index, stand where they stood.
fn still_there(batch: &[&Finding], after: &[Finding], moves: &Moves) -> BTreeSet<usize> {
    let after: BTreeSet<(&str, u32)> = open(after).map(|f| (f.rule.as_str(), f.span.start)).collect();
    let remains = |f: &Finding| {
        let starts = moves.both(f.span.start);
        starts
            .iter()
            .any(|start| after.contains(&(f.rule.as_str(), *start)))
    };
    let batch = batch.iter().enumerate();
    batch
        .filter(|(_, f)| remains(f))
        .map(|(index, _)| index)
        .collect()
}

/// Whether at some place there are more errors than there were. One error may take another's place: a sentence whose
/// forecast is covered now can lack a note for its figure as it did before.
fn has_new_error(before: &State, after: &[Finding], moves: &Moves) -> bool {
    let errors = |f: &&Finding| f.level == Level::Error;
    let mut known: BTreeMap<u32, usize> = BTreeMap::new();
    let starts = open(&before.findings).filter(errors).map(|f| f.span.start);
    for start in starts.chain(before.unsure.iter().copied()) {
        let [one, other] = moves.both(start);
        *known.entry(one).or_default() += 1;
        if other != one {
            *known.entry(other).or_default() += 1;
        }
    }
    let starts = open(after).filter(errors).map(|f: &Finding| f.span);
    let mut new = starts.map(|span: SourceSpan| span.start);
    new.any(|start| match known.get_mut(&start) {
        Some(left @ 1..) => {
            *left -= 1;
            false
        }
        _ => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::builtin::builtin;

    #[test]
    fn a_run_that_ends_before_all_is_done_says_so() {
        // One step puts the marker and the note there, the next numbers the notes anew.
        let text = "The shares have gained 30% since January.\n\nGravel was dear.[^1]\n\n[^1]: Source: our own \
                    inquiries.\n";
        let settings = Settings::of(builtin());
        let options = Options {
            unsafe_fixes: true,
            eligible: &|_| true,
        };
        let run = |source: &SourceFile, most: usize| {
            let review = lint(source, builtin(), &settings);
            let Applied {
                source,
                fixed,
                unfinished,
                ..
            } = apply_within(&review, options, most);
            (source, fixed, unfinished)
        };
        let draft = SourceFile::new("a.md", text);
        let (all, ..) = run(&draft, MOST);
        let all = all.unwrap();
        assert_eq!(run(&all, MOST).1, 0);
        let (none, fixed, unfinished) = run(&draft, 0);
        assert!(none.is_none() && fixed == 0 && unfinished);
        let (some, fixed, unfinished) = run(&draft, 1);
        assert!(fixed > 0 && unfinished, "{some:?}");
        let some = some.unwrap();
        assert_ne!(some.text(), all.text());
        let (rest, _, unfinished) = run(&some, MOST);
        assert_eq!((rest.unwrap().text(), unfinished), (all.text(), false));
    }
}
