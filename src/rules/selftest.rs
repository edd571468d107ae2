//! Runs every example of a rulebook through the program: the work behind `caveat rulebook test`.
//!
//! An example of a family of cues asks whether a statement of its kind is found, and by which words; one of a
//! mask whether none is; one of a detail whether it stands in the first sentence; one of a rule whether the rule
//! speaks. Exceptions in an example's comments hold.

use super::compose::compose;
use super::example::{self, Example};
use super::model::{CueFamily, Detail, DetailId, Rule, Rulebook, StatementKind, StatementKindId};
use crate::document::BlockKind;
use crate::finding::{Confidence, Level, Standing};
use crate::linter;
use crate::resolve::Resolved;
use crate::settings::Settings;
use crate::source::SourceFile;
use crate::span::SourceSpan;
use crate::text::SentenceId;
use std::fmt;
use std::ops::Range;

/// What the program saw in an example.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Its statements, at whatever confidence.
    pub statements: Vec<SeenStatement>,
    /// Findings that count.
    pub findings: Vec<SeenFinding>,
    /// The words of details in the first sentence, on disk; none for a detail that is there without words.
    pub details: Vec<(DetailId, Option<SourceSpan>)>,
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
    /// One entry for each family of cues, mask, detail and rule, those without examples included: statements and
    /// details in the order of the rulebook, then rules by name.
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
                "{examples} examples of {groups} cues, masks, details and rules: all as expected"
            )?,
            n => write!(
                f,
                "{examples} examples of {groups} cues, masks, details and rules: {n} not as expected"
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
    for (id, detail) in (0..).zip(&rulebook.details) {
        let mut group = Tried::new(format!("detail {}", detail.name), &settings, look);
        for text in &detail.has {
            group.example(text, |seen, example, source| {
                has_detail(detail, id, seen, example, source)
            });
        }
        for text in &detail.lacks {
            group.example(text, |seen, _, source| lacks_detail(detail, id, seen, source));
        }
        groups.push(group.done);
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

/// What the program sees in `source`. The profiles that an example names in its front matter hold for it.
fn look(source: &SourceFile, rulebook: &Rulebook, settings: &Settings) -> Seen {
    let document = crate::markdown::read(source);
    let named = document.front_matter.as_ref().map_or(&[][..], |f| &f.profiles);
    let profiles: Vec<&str> = named.iter().map(|(name, _)| name.as_str()).collect();
    let mut settings = settings.clone();
    if !profiles.is_empty() {
        let on = settings.levels.clone();
        settings.take(&compose(rulebook, &profiles));
        for (rule, level) in on {
            settings.levels.entry(rule).or_insert(level);
        }
    }
    let review = linter::lint_document(source, document, rulebook, &settings);
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
        details: seen_details(&review.resolved),
    }
}

/// The details of the first sentence that is none of the front matter's.
fn seen_details(resolved: &Resolved<'_>) -> Vec<(DetailId, Option<SourceSpan>)> {
    let document = &resolved.document;
    let first = resolved.sentences.iter().position(|sentence| {
        let block = document.blocks.get(sentence.block as usize);
        !block.is_some_and(|block| matches!(block.kind, BlockKind::FrontMatter(_)))
    });
    let first = first.unwrap_or(0) as SentenceId;
    let hits = resolved.details.hits.iter().filter(|hit| hit.sentence == first);
    let mut seen: Vec<_> = hits
        .map(|hit| (hit.detail, Some(document.source_of(hit.text))))
        .collect();
    let all = 0..resolved.rulebook.details.len() as DetailId;
    let sentence: Vec<_> = std::iter::once(first..first + 1).collect();
    seen.extend(
        all.filter(|&id| resolved.details.stands_in(id, &sentence))
            .map(|id| (id, None)),
    );
    seen
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

fn has_detail(
    detail: &Detail,
    id: DetailId,
    seen: &Seen,
    example: &Example,
    source: &SourceFile,
) -> Option<Mismatch> {
    let own = || seen.details.iter().filter(|(found, _)| *found == id);
    let words: Vec<Range<usize>> = own()
        .filter_map(|(_, words)| Some(words.as_ref()?.range()))
        .collect();
    let fits = own().next().is_some() && example.marked.iter().all(|mark| words.contains(mark));
    (!fits).then(|| {
        let at = marked(example).map_or_else(String::new, |words| format!(" by {words}"));
        (
            format!("{} in the first sentence{at}", detail.name),
            shown_details(id, seen, source),
        )
    })
}

fn lacks_detail(detail: &Detail, id: DetailId, seen: &Seen, source: &SourceFile) -> Option<Mismatch> {
    seen.details.iter().any(|(found, _)| *found == id).then(|| {
        (
            format!("no {} in the first sentence", detail.name),
            shown_details(id, seen, source),
        )
    })
}

fn shown_details(id: DetailId, seen: &Seen, source: &SourceFile) -> String {
    let own: Vec<_> = seen.details.iter().filter(|(found, _)| *found == id).collect();
    let words: Vec<String> = own
        .iter()
        .filter_map(|(_, words)| Some(format!("«{}»", source.slice((*words)?))))
        .collect();
    match (own.is_empty(), words.is_empty()) {
        (true, _) => "nothing of the kind".to_owned(),
        (false, true) => "the detail, without words of its own".to_owned(),
        (false, false) => words.join(", "),
    }
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
mod tests;
