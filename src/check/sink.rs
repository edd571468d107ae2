//! Takes the findings of one rule and adds what the rulebook and the settings say of it.

use super::fingerprint::Hash;
use super::view::View;
use super::wording::exception;
use crate::detect::Statement;
use crate::finding::{Finding, Level, Standing};
use crate::fix::Repair;
use crate::rules::model::{Rule, Scope};
use crate::span::SourceSpan;

/// A finding on its way out.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// The finding; its fingerprint comes last.
    pub(crate) finding: Finding,
    /// Hash of what it is about: the normalised sentence or note, and which part of it.
    pub(crate) subject: u64,
    /// Whether it is below the confidence that was asked for. It is kept until the exceptions were applied, so
    /// that an exception does not count as unused only because a run asks for surer findings.
    pub(crate) quiet: bool,
    /// The stretch of which only the first finding of the rule is shown.
    pub(crate) group: Option<Group>,
    /// What would repair it, before it is known which bytes that changes.
    pub(crate) repair: Option<Repair>,
}

/// A stretch of a draft, as [`super::once`] counts findings in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Group {
    /// How large it is.
    pub(crate) scope: Scope,
    /// Which it is: the number of a block or of a section.
    pub(crate) number: u32,
}

/// Takes the findings of one rule.
pub(crate) struct Sink<'a> {
    rule: &'a Rule,
    level: Level,
    found: &'a mut Vec<Found>,
}

impl<'a> Sink<'a> {
    pub(super) fn new(rule: &'a Rule, level: Level, found: &'a mut Vec<Found>) -> Self {
        Self { rule, level, found }
    }

    /// The rule.
    pub(crate) fn rule(&self) -> &'a Rule {
        self.rule
    }

    /// A finding of the rule, with the rule's confidence, to be filled in.
    pub(crate) fn finding(&self, span: SourceSpan, message: String) -> Finding {
        Finding {
            rule: self.rule.name.clone(),
            level: self.level,
            confidence: self.rule.confidence,
            message,
            span,
            labels: Vec::new(),
            help: Vec::new(),
            marker: None,
            needs: None,
            fix: None,
            fingerprint: String::new(),
            standing: Standing::Open,
        }
    }

    /// Takes a finding about `subject`; `part` tells several findings about one sentence apart.
    pub(crate) fn add(&mut self, mut finding: Finding, subject: u64, part: &str) -> &mut Found {
        finding
            .help
            .push(format!("more: caveat explain {}", self.rule.name));
        let subject = Hash::new().bytes(&subject.to_le_bytes()).text(part).value();
        let index = self.found.len();
        self.found.push(Found {
            finding,
            subject,
            quiet: false,
            group: None,
            repair: None,
        });
        &mut self.found[index]
    }

    /// Takes a finding about `statement`, with how to except it. It is quiet where the statement is less sure than
    /// what is asked for.
    pub(crate) fn add_statement(
        &mut self,
        view: &View<'_>,
        statement: &Statement,
        finding: Finding,
    ) -> &mut Found {
        self.add_first(view, statement, finding, Scope::Sentence)
    }

    /// The same for a rule that speaks once per stretch.
    pub(crate) fn add_first(
        &mut self,
        view: &View<'_>,
        statement: &Statement,
        mut finding: Finding,
        once: Scope,
    ) -> &mut Found {
        finding
            .help
            .push(exception(view, &self.rule.name, statement.sentence));
        let found = self.add(finding, view.sentence_hash(statement.sentence), "");
        found.quiet = statement.confidence < view.r.settings.min_confidence;
        found.group = group(view, statement, once);
        found
    }
}

/// The stretch that a statement stands in; none for its own sentence.
fn group(view: &View<'_>, statement: &Statement, scope: Scope) -> Option<Group> {
    let number = match scope {
        Scope::Sentence => return None,
        Scope::Paragraph => view.sentence(statement.sentence).block,
        Scope::Section => view.block(statement.sentence).map_or(0, |block| block.section),
        Scope::Draft => 0,
    };
    Some(Group { scope, number })
}
