//! Runs every example of a rulebook through the program: the work behind `caveat rulebook test`.
//!
//! An example of a family of cues asks whether a statement of its kind is found, and by which words; one of a
//! mask whether none is; one of a rule whether the rule speaks. Exceptions in an example's comments hold.

use super::example::{self, Example};
use super::model::{CueFamily, Rule, Rulebook, StatementKind, StatementKindId};
use crate::finding::{Confidence, Level, Standing};
use crate::linter;
use crate::settings::Settings;
use crate::source::SourceFile;
use crate::span::SourceSpan;
use std::fmt;
use std::ops::Range;

/// What the program saw in an example.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Its statements, at whatever confidence.
    pub statements: Vec<SeenStatement>,
    /// Findings that count.
    pub findings: Vec<SeenFinding>,
}

/// A statement in an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenStatement {
    /// Its kind.
    pub kind: StatementKindId,
    /// How sure the cues make us.
    pub confidence: Confidence,
    /// Id and words, on disk, of each cue.
    pub cues: Vec<(String, SourceSpan)>,
}

/// A finding in an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenFinding {
    /// Name of the rule.
    pub rule: String,
    /// Its first label on disk, or where it has none its place.
    pub words: SourceSpan,
}

/// What the examples gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// One entry for each family of cues, mask and rule, those without examples included: statements in the
    /// order of the rulebook, then rules by name.
    pub groups: Vec<Group>,
}

/// The examples of one family of cues, mask or rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// As a person would call it: `rule wrong-note-kind`, `statement forward-looking, cue expects`.
    pub name: String,
    /// How many examples there are.
    pub examples: usize,
    /// Those that did not give what they should.
    pub failures: Vec<Failure>,
}

/// An example that did not give what it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The example as it stands in the rulebook.
    pub example: String,
    /// What it should give.
    pub expected: String,
    /// What it gave.
    pub found: String,
}

impl Outcome {
    /// How many examples were run.
    pub fn examples(&self) -> usize {
        self.groups.iter().map(|group| group.examples).sum()
    }

    /// How many did not give what they should.
    pub fn failures(&self) -> usize {
        self.groups.iter().map(|group| group.failures.len()).sum()
    }

    /// The groups that have no example.
    pub fn untried(&self) -> impl Iterator<Item = &Group> {
        self.groups.iter().filter(|group| group.examples == 0)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for group in self.groups.iter().filter(|group| !group.failures.is_empty()) {
            writeln!(
                f,
                "{}: {} of {} examples failed",
                group.name,
                group.failures.len(),
                group.examples
            )?;
            for failure in &group.failures {
                writeln!(f)?;
                for line in failure.example.trim_end().lines() {
                    writeln!(f, "    {line}")?;
                }
                writeln!(f, "  expected: {}", failure.expected)?;
                writeln!(f, "  found:    {}", failure.found)?;
            }
            writeln!(f)?;
        }
        let (examples, failures) = (self.examples(), self.failures());
        let groups = self.groups.len();
        match failures {
            0 => write!(
                f,
                "{examples} examples of {groups} cues, masks and rules: all as expected"
            )?,
            n => write!(
                f,
                "{examples} examples of {groups} cues, masks and rules: {n} not as expected"
            )?,
        }
        match self.untried().count() {
            0 => Ok(()),
            n => write!(f, "; {n} without examples"),
        }
    }
}

/// Runs every example through the program.
pub fn run(rulebook: &Rulebook) -> Outcome {
    run_with(rulebook, &|source, settings| look(source, rulebook, settings))
}

/// Runs every example through `look`.
pub fn run_with(rulebook: &Rulebook, look: &dyn Fn(&SourceFile, &Settings) -> Seen) -> Outcome {
    let mut settings = Settings::of(rulebook);
    settings.min_confidence = Confidence::Low;
    let mut groups = Vec::new();
    for (kind, statement) in (0..).zip(&rulebook.statements) {
        for family in &statement.cues {
            let name = format!("statement {}, cue {}", statement.name, family.id);
            let mut group = Tried::new(name, &settings, look);
            for text in &family.flag {
                group.example(text, |seen, example, source| {
                    flags_cue(rulebook, kind, family, seen, example, source)
                });
            }
            for text in &family.pass {
                group.example(text, |seen, _, source| {
                    passes_statement(rulebook, kind, statement, seen, source)
                });
            }
            groups.push(group.done);
        }
        for mask in &statement.masks {
            let name = format!("statement {}, mask {}", statement.name, mask.id);
            let mut group = Tried::new(name, &settings, look);
            for text in &mask.pass {
                group.example(text, |seen, _, source| {
                    passes_statement(rulebook, kind, statement, seen, source)
                });
            }
            groups.push(group.done);
        }
    }
    for rule in rulebook.rules.values() {
        let mut settings = settings.clone();
        settings
            .levels
            .entry(rule.name.clone())
            .or_insert(rule.level.unwrap_or(Level::Warning));
        let mut group = Tried::new(format!("rule {}", rule.name), &settings, look);
        for text in &rule.flag {
            group.example(text, |seen, example, source| {
                flags_rule(rule, seen, example, source)
            });
        }
        for text in &rule.pass {
            group.example(text, |seen, _, source| passes_rule(rule, seen, source));
        }
        groups.push(group.done);
    }
    Outcome { groups }
}

/// What the program sees in `source`.
fn look(source: &SourceFile, rulebook: &Rulebook, settings: &Settings) -> Seen {
    let review = linter::lint(source, rulebook, settings);
    let document = &review.resolved.document;
    let statements = review.resolved.statements.iter().map(|statement| SeenStatement {
        kind: statement.kind,
        confidence: statement.confidence,
        cues: statement
            .cues
            .iter()
            .map(|cue| (cue.id.clone(), document.source_of(cue.text)))
            .collect(),
    });
    let findings = review
        .findings
        .iter()
        .filter(|finding| finding.standing == Standing::Open);
    let findings = findings.map(|finding| SeenFinding {
        rule: finding.rule.clone(),
        words: finding.labels.first().map_or(finding.span, |label| label.span),
    });
    Seen {
        statements: statements.collect(),
        findings: findings.collect(),
    }
}

/// What should have been and what was.
type Mismatch = (String, String);

/// A group while its examples are run.
struct Tried<'a> {
    done: Group,
    settings: &'a Settings,
    look: &'a dyn Fn(&SourceFile, &Settings) -> Seen,
}

impl<'a> Tried<'a> {
    fn new(name: String, settings: &'a Settings, look: &'a dyn Fn(&SourceFile, &Settings) -> Seen) -> Self {
        Self {
            done: Group {
                name,
                examples: 0,
                failures: Vec::new(),
            },
            settings,
            look,
        }
    }

    fn example(&mut self, text: &str, judge: impl FnOnce(&Seen, &Example, &SourceFile) -> Option<Mismatch>) {
        self.done.examples += 1;
        let mismatch = match example::parse(text) {
            Ok(example) => {
                let source = SourceFile::new("example.md", example.draft.clone());
                judge(&(self.look)(&source, self.settings), &example, &source)
            }
            Err(at) => Some((
                "`«` and `»` in pairs".to_owned(),
                format!("one without its partner at byte {at}"),
            )),
        };
        if let Some((expected, found)) = mismatch {
            self.done.failures.push(Failure {
                example: text.to_owned(),
                expected,
                found,
            });
        }
    }
}

fn flags_cue(
    rulebook: &Rulebook,
    kind: StatementKindId,
    family: &CueFamily,
    seen: &Seen,
    example: &Example,
    source: &SourceFile,
) -> Option<Mismatch> {
    let hits: Vec<Range<usize>> = (seen.statements.iter().filter(|s| s.kind == kind))
        .flat_map(|s| s.cues.iter().filter(|(id, _)| *id == family.id))
        .map(|(_, words)| words.range())
        .collect();
    let what = rulebook
        .statements
        .get(usize::from(kind))
        .map_or("", |s| s.name.as_str());
    (!fits(example, &hits)).then(|| {
        let by = marked(example).map_or_else(String::new, |words| format!(" by {words}"));
        let expected = format!("a {what} statement with the cue {}{by}", family.id);
        (expected, seen_statements(rulebook, seen, source))
    })
}

fn passes_statement(
    rulebook: &Rulebook,
    kind: StatementKindId,
    statement: &StatementKind,
    seen: &Seen,
    source: &SourceFile,
) -> Option<Mismatch> {
    seen.statements.iter().any(|s| s.kind == kind).then(|| {
        (
            format!("no {} statement", statement.name),
            seen_statements(rulebook, seen, source),
        )
    })
}

fn flags_rule(rule: &Rule, seen: &Seen, example: &Example, source: &SourceFile) -> Option<Mismatch> {
    let hits: Vec<Range<usize>> = seen
        .findings
        .iter()
        .filter(|f| f.rule == rule.name)
        .map(|f| f.words.range())
        .collect();
    (!fits(example, &hits)).then(|| {
        let at = marked(example).map_or_else(String::new, |words| format!(" at {words}"));
        (
            format!("a finding of {}{at}", rule.name),
            seen_findings(seen, source),
        )
    })
}

fn passes_rule(rule: &Rule, seen: &Seen, source: &SourceFile) -> Option<Mismatch> {
    seen.findings.iter().any(|f| f.rule == rule.name).then(|| {
        (
            format!("no finding of {}", rule.name),
            seen_findings(seen, source),
        )
    })
}

/// Whether there is a hit, and one for every marked stretch where there are any.
fn fits(example: &Example, hits: &[Range<usize>]) -> bool {
    !hits.is_empty() && example.marked.iter().all(|mark| hits.contains(mark))
}

/// The marked words of an example, for a message.
fn marked(example: &Example) -> Option<String> {
    let words = example
        .marked
        .iter()
        .filter_map(|mark| example.draft.get(mark.clone()));
    let words: Vec<String> = words.map(|words| format!("«{words}»")).collect();
    (!words.is_empty()).then(|| words.join(" and "))
}

fn seen_statements(rulebook: &Rulebook, seen: &Seen, source: &SourceFile) -> String {
    let statement = |statement: &SeenStatement| {
        let name = rulebook
            .statements
            .get(usize::from(statement.kind))
            .map_or("?", |s| s.name.as_str());
        let cue = |(id, words): &(String, SourceSpan)| format!("{id} «{}»", source.slice(*words));
        let cues: Vec<String> = statement.cues.iter().map(cue).collect();
        format!(
            "{name} ({} confidence: {})",
            statement.confidence,
            cues.join(", ")
        )
    };
    let all: Vec<String> = seen.statements.iter().map(statement).collect();
    if all.is_empty() {
        "no statement".to_owned()
    } else {
        all.join("; ")
    }
}

fn seen_findings(seen: &Seen, source: &SourceFile) -> String {
    let finding = |f: &SeenFinding| format!("{} «{}»", f.rule, source.slice(f.words));
    let all: Vec<String> = seen.findings.iter().map(finding).collect();
    if all.is_empty() {
        "no finding".to_owned()
    } else {
        all.join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::validate::validate;

    fn small() -> Rulebook {
        let text = include_str!("../../fixtures/rules/small.toml");
        validate(
            vec![SourceFile::new("small.toml", text)],
            &["marker-without-note"],
        )
        .unwrap()
    }

    /// Name of a group, its examples, and what its failures should have given and gave.
    type Report<'a> = (&'a str, usize, Vec<(&'a str, &'a str)>);

    /// A program that knows one forecast and one marker.
    fn toy(source: &SourceFile, settings: &Settings) -> Seen {
        let mut seen = Seen::default();
        if let Some(at) = source.text().find("The company expects") {
            let words = SourceSpan::from_usize(at, at + "The company expects".len());
            let cues = vec![("expects".to_owned(), words)];
            seen.statements.push(SeenStatement {
                kind: 1,
                confidence: Confidence::High,
                cues,
            });
            seen.findings.push(SeenFinding {
                rule: "unmarked-forward-looking".into(),
                words,
            });
        }
        if let (Some(at), Some(_)) = (source.text().find("[^1]"), settings.level("marker-without-note")) {
            let words = SourceSpan::from_usize(at, at + 4);
            seen.findings.push(SeenFinding {
                rule: "marker-without-note".into(),
                words,
            });
        }
        seen
    }

    #[test]
    fn every_example_is_run_and_failures_say_what_was_found() {
        let mut book = small();
        book.statements[1].cues[0]
            .flag
            .push("The «company expects» a loss.".into());
        book.statements[1].cues[0].flag.push("Sales will fall.".into());
        book.statements[1].cues[0]
            .pass
            .push("The company expects nothing.".into());
        book.statements[1].masks[0]
            .pass
            .push("The company expects nothing.".into());
        book.rules.get_mut("price-target").unwrap().flag.clear();
        let outcome = run_with(&book, &toy);
        let found: Vec<Report<'_>> = outcome
            .groups
            .iter()
            .map(|g| {
                let failures = g.failures.iter().map(|f| (f.expected.as_str(), f.found.as_str()));
                (g.name.as_str(), g.examples, failures.collect())
            })
            .collect();
        let seen = "forward-looking (high confidence: expects «The company expects»)";
        assert_eq!(
            found,
            [
                (
                    "statement price-target, cue target-of",
                    2,
                    vec![(
                        "a price-target statement with the cue target-of by «target of $180»",
                        "no statement"
                    )]
                ),
                (
                    "statement forward-looking, cue expects",
                    5,
                    vec![
                        (
                            "a forward-looking statement with the cue expects by «company expects»",
                            seen
                        ),
                        ("a forward-looking statement with the cue expects", "no statement"),
                        ("no forward-looking statement", seen),
                    ]
                ),
                ("statement forward-looking, cue outlook-item", 0, vec![]),
                ("statement forward-looking, cue past-year", 1, vec![]),
                ("statement forward-looking, cue noun", 0, vec![]),
                (
                    "statement forward-looking, mask expected-value",
                    2,
                    vec![("no forward-looking statement", seen)]
                ),
                ("rule marker-without-note", 2, vec![]),
                ("rule price-target", 1, vec![]),
                (
                    "rule unmarked-forward-looking",
                    3,
                    vec![(
                        "no finding of unmarked-forward-looking",
                        "unmarked-forward-looking «The company expects»"
                    )]
                ),
            ]
        );
        assert_eq!(
            (outcome.examples(), outcome.failures(), outcome.untried().count()),
            (16, 6, 2)
        );
        let shown = outcome.to_string();
        for part in [
            "statement forward-looking, cue expects: 3 of 5 examples failed\n\n    The «company expects» a loss.\n",
            "  expected: no forward-looking statement\n  found:    forward-looking (high",
            "16 examples of 9 cues, masks and rules: 6 not as expected; 2 without examples",
        ] {
            assert!(shown.contains(part), "{part} in\n{shown}");
        }
    }

    #[test]
    fn a_rule_that_is_off_is_on_for_its_own_examples() {
        let book = small();
        let mut settings = Settings::of(&book);
        assert_eq!(settings.level("price-target"), None);
        settings.levels.clear();
        let asked = std::cell::RefCell::new(Vec::new());
        run_with(&book, &|source, settings| {
            assert_eq!(settings.min_confidence, Confidence::Low);
            asked
                .borrow_mut()
                .push((source.text().to_owned(), settings.level("price-target")));
            Seen::default()
        });
        let asked = asked.into_inner();
        let level = |text: &str| asked.iter().find(|(t, _)| t == text).map(|(_, level)| *level);
        assert_eq!(
            level("The shares have a target of $180."),
            Some(Some(Level::Info))
        );
        assert_eq!(level("Sales rose."), Some(None));
    }

    #[test]
    fn the_examples_of_the_built_in_rulebook_hold() {
        let outcome = run(crate::rules::builtin::builtin());
        assert_eq!(outcome.failures(), 0, "\n{outcome}");
    }
}
