//! What is counted over all drafts, and the sentences that say it.

use super::counted;
use crate::finding::{Applicability, Confidence, Finding, Level, Standing};
use crate::linter::Review;
use crate::resolve::{Coverage, Resolved};
use std::collections::BTreeMap;

/// Counts over drafts; those of several drafts add up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Drafts that were checked.
    pub files: usize,
    /// Drafts with findings that count.
    pub files_with_findings: usize,
    /// Files that could not be read.
    pub unreadable: usize,
    /// Findings that count, by level.
    pub levels: BTreeMap<Level, usize>,
    /// Findings that count and are at or above the level at which the run fails.
    pub failing: usize,
    /// Findings that a comment in the draft excepts.
    pub suppressed: usize,
    /// Findings of the baseline.
    pub baselined: usize,
    /// Findings on what has not changed, where only changes count.
    pub unchanged: usize,
    /// Drafts by the language other than English that they are in: only their English parts were searched for
    /// statements.
    pub foreign: BTreeMap<String, usize>,
    /// Findings that were there and were fixed.
    pub fixed: usize,
    /// Findings that count and have a safe fix, and those that have another.
    pub fixable: (usize, usize),
    /// Findings that count, by rule.
    pub rules: BTreeMap<String, (Level, usize)>,
    /// Statements.
    pub statements: Statements,
}

/// Counts of statements by what covers them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statements {
    /// A marker leads to a fitting note.
    pub marked: usize,
    /// A fitting note stands in the draft, and the policy asks for no marker.
    pub by_note: usize,
    /// The site's template supplies the note.
    pub by_template: usize,
    /// No note can or need cover a statement of this kind.
    pub without_duty: usize,
    /// None of these.
    pub open: usize,
}

impl Statements {
    /// All of them.
    pub fn total(self) -> usize {
        self.marked + self.by_note + self.by_template + self.without_duty + self.open
    }

    fn of(resolved: &Resolved<'_>, least: Confidence) -> Self {
        let mut counts = Self::default();
        for (statement, coverage) in resolved.statements.iter().zip(&resolved.coverage) {
            let kind = resolved.rulebook.statements.get(statement.kind as usize);
            if statement.confidence < least || kind.is_some_and(|kind| kind.unregistered) {
                continue;
            }
            *match coverage {
                Coverage::Covered { marker: Some(_), .. } => &mut counts.marked,
                Coverage::Covered {
                    marker: None,
                    note: Some(_),
                    ..
                } => &mut counts.by_note,
                Coverage::Covered {
                    marker: None,
                    note: None,
                    ..
                } => &mut counts.by_template,
                _ if kind.is_some_and(|kind| kind.needs.is_empty()) => &mut counts.without_duty,
                _ => &mut counts.open,
            } += 1;
        }
        counts
    }

    fn add(&mut self, other: Self) {
        self.marked += other.marked;
        self.by_note += other.by_note;
        self.by_template += other.by_template;
        self.without_duty += other.without_duty;
        self.open += other.open;
    }

    /// The last line of the register.
    pub fn register(self) -> String {
        let found = format!("{} found", counted(self.total(), "statement"));
        let parts = [
            (self.marked, "marked"),
            (self.by_note, "covered by a note without a marker"),
            (self.by_template, "covered by what the site adds"),
            (self.without_duty, "of kinds that need no note"),
            (self.open, "not covered"),
        ];
        let parts = parts
            .iter()
            .filter(|part| part.0 > 0)
            .map(|(count, words)| format!("{count} {words}"));
        let parts: Vec<String> = parts.collect();
        if parts.is_empty() {
            found
        } else {
            format!("{found}: {}", parts.join(", "))
        }
    }

    /// `37 statements found, all marked`, as far as that is true.
    pub fn in_words(self) -> String {
        let total = self.total();
        if total == 0 {
            return "no statements found".to_owned();
        }
        let found = format!("{} found", counted(total, "statement"));
        let parts = [
            (self.marked, "marked"),
            (
                self.by_note,
                "covered by a note without a marker, as the settings allow",
            ),
            (self.by_template, "covered by what the site's template adds"),
            (self.without_duty, "of kinds that need no note"),
            (
                self.open,
                "not covered, which the settings or an exception let pass",
            ),
        ];
        match parts.iter().find(|part| part.0 == total) {
            Some((_, words)) if total == 1 => format!("{found}, {words}"),
            Some((_, words)) => format!("{found}, all {words}"),
            None => {
                let parts = parts
                    .iter()
                    .filter(|part| part.0 > 0)
                    .map(|(count, words)| format!("{count} {words}"));
                format!("{found}: {}", parts.collect::<Vec<_>>().join("; "))
            }
        }
    }
}

impl Tally {
    /// The counts of one draft; `fail_on` is the level from which on a finding fails the run, if any does.
    pub fn of(review: &Review<'_>, fail_on: Option<Level>) -> Self {
        let resolved = &review.resolved;
        let mut tally = Self {
            files: 1,
            unchanged: review.unchanged,
            statements: Statements::of(resolved, resolved.settings.min_confidence),
            ..Self::default()
        };
        if let Some(language) = resolved
            .languages
            .main()
            .filter(|_| !resolved.languages.is_english())
        {
            tally.foreign.insert(language.name().to_owned(), 1);
        }
        for finding in &review.findings {
            tally.count(finding, fail_on);
        }
        tally.files_with_findings = usize::from(!tally.rules.is_empty());
        tally
    }

    fn count(&mut self, finding: &Finding, fail_on: Option<Level>) {
        match finding.standing {
            Standing::Suppressed { .. } => self.suppressed += 1,
            Standing::Baselined => self.baselined += 1,
            Standing::Open => {
                *self.levels.entry(finding.level).or_default() += 1;
                let rule = self
                    .rules
                    .entry(finding.rule.clone())
                    .or_insert((finding.level, 0));
                // One rule can have two levels where an override sets one: the graver is shown.
                rule.0 = rule.0.max(finding.level);
                rule.1 += 1;
                match finding.fix.as_ref().map(|fix| fix.applicability) {
                    Some(Applicability::Safe) => self.fixable.0 += 1,
                    Some(Applicability::Unsafe) => self.fixable.1 += 1,
                    None => {}
                }
                self.failing += usize::from(fail_on.is_some_and(|least| finding.level >= least));
            }
        }
    }

    /// Adds the counts of another draft.
    pub fn add(&mut self, other: &Self) {
        self.files += other.files;
        self.files_with_findings += other.files_with_findings;
        self.unreadable += other.unreadable;
        self.failing += other.failing;
        self.suppressed += other.suppressed;
        self.baselined += other.baselined;
        self.unchanged += other.unchanged;
        self.fixed += other.fixed;
        self.fixable.0 += other.fixable.0;
        self.fixable.1 += other.fixable.1;
        self.statements.add(other.statements);
        for (language, count) in &other.foreign {
            *self.foreign.entry(language.clone()).or_default() += count;
        }
        for (level, count) in &other.levels {
            *self.levels.entry(*level).or_default() += count;
        }
        for (rule, (level, count)) in &other.rules {
            let entry = self.rules.entry(rule.clone()).or_insert((*level, 0));
            entry.0 = entry.0.max(*level);
            entry.1 += count;
        }
    }

    /// How many findings of `level` count.
    pub fn level(&self, level: Level) -> usize {
        self.levels.get(&level).copied().unwrap_or_default()
    }

    /// The last line of a report.
    pub fn in_words(&self) -> String {
        let files = counted(self.files, "file");
        let mut text = if self.levels.is_empty() {
            format!("{files} checked, {}.", self.statements.in_words())
        } else {
            let words = [
                (Level::Error, "to fix"),
                (Level::Warning, "to check"),
                (Level::Info, "for information"),
            ];
            let counts = words.iter().filter(|(level, _)| self.level(*level) > 0);
            let counts: Vec<String> = counts
                .map(|(level, words)| format!("{} {words}", self.level(*level)))
                .collect();
            let of = if self.files == 1 {
                files
            } else {
                format!("{} of {files}", self.files_with_findings)
            };
            format!("{} in {of}.{}", counts.join(", "), self.changes())
        };
        if self.fixed > 0 {
            text.insert_str(0, &format!("{} fixed. ", counted(self.fixed, "finding")));
        }
        let asides = [
            (self.suppressed, "finding", "excepted by a comment"),
            (self.baselined, "finding", "known from the baseline"),
            (self.unchanged, "finding", "on what has not changed left out"),
            (self.unreadable, "file", "could not be checked"),
        ];
        for (count, noun, what) in asides.into_iter().filter(|aside| aside.0 > 0) {
            text.push_str(&[" ", &counted(count, noun), " ", what, "."].concat());
        }
        if let Some(foreign) = self.foreign_in_words() {
            text.push(' ');
            text.push_str(&foreign);
        }
        text
    }

    /// What was not looked at because of its language: a clean result must not hide it.
    pub fn foreign_in_words(&self) -> Option<String> {
        let count = self.foreign.values().sum();
        if count == 0 {
            return None;
        }
        let names: Vec<&str> = self.foreign.keys().map(String::as_str).collect();
        Some(format!(
            "{} in {}: statements are found in English only, so only the English in it was searched for them.",
            counted(count, "file"),
            names.join(", ")
        ))
    }

    /// What was changed, and what a run with `--fix` would.
    fn changes(&self) -> String {
        let nothing = if self.fixed == 0 {
            " Nothing was changed."
        } else {
            ""
        };
        let all = self.levels.values().sum::<usize>();
        let fixes = match self.fixable {
            (0, 0) => String::new(),
            (safe, 0) if safe == all => " --fix repairs this.".to_owned(),
            (safe, 0) => format!(" --fix repairs {safe}."),
            (0, other) => format!(" --fix --unsafe-fixes repairs {other}."),
            (safe, other) => format!(" --fix repairs {safe}, with --unsafe-fixes {other} more."),
        };
        format!("{nothing}{fixes}")
    }

    /// Counts per rule, the most frequent first: one line each.
    pub fn statistics(&self) -> String {
        let mut rules: Vec<_> = self.rules.iter().collect();
        rules.sort_by(|a, b| b.1.1.cmp(&a.1.1).then(a.0.cmp(b.0)));
        let width = rules
            .iter()
            .map(|(_, (_, count))| count.to_string().len())
            .max()
            .unwrap_or(1);
        let line = |(rule, (level, count)): (&String, &(Level, usize))| {
            format!("{count:>width$}  {level:<7}  {rule}\n")
        };
        rules.into_iter().map(line).collect::<Vec<_>>().concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clean_run_says_truthfully_what_it_saw() {
        let all = |marked, by_note, by_template, without_duty, open| {
            Statements {
                marked,
                by_note,
                by_template,
                without_duty,
                open,
            }
            .in_words()
        };
        assert_eq!(all(0, 0, 0, 0, 0), "no statements found");
        assert_eq!(all(37, 0, 0, 0, 0), "37 statements found, all marked");
        assert_eq!(all(1, 0, 0, 0, 0), "1 statement found, marked");
        assert_eq!(
            all(0, 3, 0, 0, 0),
            "3 statements found, all covered by a note without a marker, as the settings allow"
        );
        assert_eq!(
            all(2, 0, 1, 1, 3),
            "7 statements found: 2 marked; 1 covered by what the site's template adds; 1 of kinds that need no note; \
             3 not covered, which the settings or an exception let pass"
        );
    }

    #[test]
    fn the_last_line_counts_what_is_left_to_do() {
        let mut tally = Tally {
            files: 14,
            files_with_findings: 2,
            ..Tally::default()
        };
        tally.levels = BTreeMap::from([(Level::Error, 3), (Level::Warning, 1)]);
        assert_eq!(
            tally.in_words(),
            "3 to fix, 1 to check in 2 of 14 files. Nothing was changed."
        );
        tally = Tally {
            files: 1,
            files_with_findings: 1,
            suppressed: 1,
            unreadable: 2,
            ..Tally::default()
        };
        tally.levels = BTreeMap::from([(Level::Info, 1)]);
        assert_eq!(
            tally.in_words(),
            "1 for information in 1 file. Nothing was changed. 1 finding excepted by a comment. \
             2 files could not be checked."
        );
    }

    #[test]
    fn statistics_begin_with_the_most_frequent_rule() {
        let rules = BTreeMap::from([
            ("a-rule".to_owned(), (Level::Warning, 2)),
            ("b-rule".to_owned(), (Level::Error, 12)),
            ("c-rule".to_owned(), (Level::Info, 2)),
        ]);
        let tally = Tally {
            rules,
            ..Tally::default()
        };
        assert_eq!(
            tally.statistics(),
            "12  error    b-rule\n 2  warning  a-rule\n 2  info     c-rule\n"
        );
    }
}
