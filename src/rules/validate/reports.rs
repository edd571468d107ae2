//! What a rule reports: statements of some kinds, what the draft as a whole lacks, or what code decides.

use super::statements::PLACES;
use super::{Checker, Names};
use crate::rules::model::{AbsentRule, Demand, Report, RuleSort, Scope, Selection, StatementRule};
use crate::rules::raw::{self, OneOrMany, Text};
use std::ops::Range;
use toml::Spanned;

/// The words of `report`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    Unmarked,
    Always,
    Lacking,
    Absent,
}

const REPORTS: [(&str, Word); 4] = [
    ("unmarked", Word::Unmarked),
    ("always", Word::Always),
    ("lacking", Word::Lacking),
    ("absent", Word::Absent),
];
const SCOPES: [(&str, Scope); 4] = [
    ("sentence", Scope::Sentence),
    ("paragraph", Scope::Paragraph),
    ("section", Scope::Section),
    ("draft", Scope::Draft),
];

impl Checker<'_> {
    pub(super) fn sort(
        &mut self,
        name: &Text,
        rule: &mut raw::Rule,
        called: &str,
        names: &Names,
    ) -> RuleSort {
        let file = rule.file;
        let word = match &rule.report {
            Some(report) => self
                .choice(file, "report", report, &REPORTS)
                .unwrap_or(Word::Unmarked),
            None => Word::Unmarked,
        };
        let of_statements = rule.statement.is_some();
        if !of_statements && word != Word::Absent {
            self.check(name, rule, called);
            return RuleSort::Check;
        }
        self.keys_without_effect(rule, called, word);
        let kinds = rule.statement.take().map(OneOrMany::texts).unwrap_or_default();
        let selection = Selection {
            kinds: self.resolve_all(file, "statement", &kinds, &names.statements),
            having: self.resolve_all(file, "detail", &rule.having, &names.details),
            excepting: self.resolve_all(file, "detail", &rule.excepting, &names.details),
            context: self.resolve_all(file, "context", &rule.context, &names.contexts),
            not_in: self.resolve_all(file, "context", &rule.not_in, &names.contexts),
            places: rule
                .places
                .iter()
                .filter_map(|p| self.choice(file, "in", p, &PLACES))
                .collect(),
        };
        let span = name.span();
        if of_statements && kinds.is_empty() {
            self.missing(
                file,
                &span,
                called,
                "statement",
                Some("name at least one kind of statement"),
            );
        }
        let report = match word {
            Word::Absent => return self.absent(rule, called, &span, selection, names),
            Word::Unmarked => Report::Unmarked,
            Word::Always => Report::Always,
            Word::Lacking => {
                if rule.requires.is_empty() {
                    let help = "name the details that such a statement must have";
                    self.missing(file, &span, called, "requires", Some(help));
                }
                Report::Lacking(self.demand(rule, &rule.requires, "requires", Scope::Sentence, names))
            }
        };
        let once = rule.once.as_ref();
        RuleSort::Statements(StatementRule {
            of: selection,
            report,
            once: once
                .and_then(|o| self.choice(file, "once", o, &SCOPES))
                .unwrap_or_default(),
        })
    }

    /// A rule whose logic is code must be one of those there are.
    fn check(&mut self, name: &Text, rule: &raw::Rule, called: &str) {
        let file = rule.file;
        if let Some(report) = &rule.report {
            let message = format!("`report` of {called} has no effect without `statement`");
            self.problem(file, report.span(), message, None);
            return;
        }
        if !self.checks.contains(&name.get_ref().as_str()) {
            let message = format!("{called} has no `statement`, and the program has no check of that name");
            let help = crate::suggest::did_you_mean(name.get_ref(), self.checks.iter().copied())
                .unwrap_or_else(|| "name the kind of statement that it is about".to_owned());
            let damaged = self.damaged.contains(&(file, name.span().start + self.bom(file)));
            if !damaged {
                self.problem(file, name.span(), message, Some(help));
            }
            return;
        }
        for (key, span) in rule.conditions().into_iter().flatten() {
            let message = format!("`{key}` of {called} has no effect: the rule's logic is code");
            self.problem(file, span, message, None);
        }
    }

    fn absent(
        &mut self,
        rule: &raw::Rule,
        called: &str,
        span: &Range<usize>,
        of: Selection,
        names: &Names,
    ) -> RuleSort {
        let file = rule.file;
        if rule.statement.is_none() && of.kinds.is_empty() && rule.context.is_empty() {
            let help = "a rule about what is absent is set off by a `statement` or by a `context`";
            self.missing(file, span, called, "statement", Some(help));
        }
        if rule.notes.is_empty() && rule.details.is_empty() && rule.texts.is_none() {
            let help = "say what is to be there: one of `notes`, `details` and `texts`";
            self.missing(file, span, called, "notes", Some(help));
        }
        if let Some(topic) = rule
            .texts
            .as_ref()
            .filter(|t| !names.topics.contains(t.get_ref()))
        {
            let message = format!("there is no prescribed text on `{}`", topic.get_ref());
            let help = super::nearest_or_list(topic.get_ref(), names.topics.iter());
            self.problem(file, topic.span(), message, help);
        }
        let demand = self.demand(rule, &rule.details, "details", Scope::Draft, names);
        RuleSort::Absent(AbsentRule {
            of,
            notes: self.resolve_all(file, "kind of note", &rule.notes, &names.notes),
            details: (!demand.details.is_empty()).then_some(demand),
            topic: rule.texts.as_ref().map(|t| t.get_ref().clone()),
        })
    }

    /// So many of `details`; all where the file is silent.
    fn demand(
        &mut self,
        rule: &raw::Rule,
        details: &[Text],
        key: &str,
        scope: Scope,
        names: &Names,
    ) -> Demand {
        let file = rule.file;
        let found = self.resolve_all(file, "detail", details, &names.details);
        let all = u16::try_from(found.len()).unwrap_or(u16::MAX);
        let scope = match &rule.scope {
            Some(text) => self.choice(file, "scope", text, &SCOPES).unwrap_or(scope),
            None => scope,
        };
        let at_least = match (&rule.at_least, details.len()) {
            (None, _) => all,
            (Some(given), 0) => {
                let message = format!("`at-least` has no effect without `{key}`");
                self.problem(file, given.span(), message, None);
                all
            }
            (Some(given), total) => match usize::try_from(*given.get_ref()) {
                Ok(n) if (1..=total).contains(&n) => u16::try_from(n).unwrap_or(all).min(all),
                _ => {
                    let message =
                        format!("`at-least` must be from 1 to {total}, the number of details in `{key}`");
                    self.problem(file, given.span(), message, None);
                    all
                }
            },
        };
        Demand {
            details: found,
            at_least,
            scope,
        }
    }

    /// Says which keys do nothing in a rule that reports what `word` says.
    fn keys_without_effect(&mut self, rule: &raw::Rule, called: &str, word: Word) {
        let (lacking, absent) = (word == Word::Lacking, word == Word::Absent);
        let first = |list: &[Text]| list.first().map(Spanned::span);
        let spans: [(&str, Option<Range<usize>>, bool, &str); 7] = [
            ("requires", first(&rule.requires), lacking, "lacking"),
            (
                "scope",
                rule.scope.as_ref().map(Spanned::span),
                lacking,
                "lacking",
            ),
            (
                "at-least",
                rule.at_least.as_ref().map(Spanned::span),
                lacking || absent,
                "lacking",
            ),
            ("notes", first(&rule.notes), absent, "absent"),
            ("details", first(&rule.details), absent, "absent"),
            ("texts", rule.texts.as_ref().map(Spanned::span), absent, "absent"),
            ("once", rule.once.as_ref().map(Spanned::span), !absent, "lacking"),
        ];
        for (key, span, fits, report) in spans {
            if let Some(span) = span.filter(|_| !fits) {
                let message = if absent && key == "once" {
                    format!("`{key}` of {called} has no effect: such a rule has one finding per draft")
                } else {
                    format!("`{key}` of {called} has no effect without `report = \"{report}\"`")
                };
                self.problem(rule.file, span, message, None);
            }
        }
        let of_statements = [
            ("having", first(&rule.having)),
            ("excepting", first(&rule.excepting)),
        ];
        if rule.statement.is_none() {
            for (key, span) in of_statements {
                if let Some(span) = span {
                    let message = format!("`{key}` of {called} has no effect without `statement`");
                    self.problem(rule.file, span, message, None);
                }
            }
        }
    }
}

type Place<'k> = Option<(&'k str, Range<usize>)>;

impl raw::Rule {
    /// The keys that are given although only rules about statements have them.
    fn conditions(&self) -> [Place<'static>; 12] {
        fn list(key: &'static str, texts: &[Text]) -> Place<'static> {
            texts.first().map(|text| (key, text.span()))
        }
        fn one<T>(key: &'static str, value: Option<&Spanned<T>>) -> Place<'static> {
            value.map(|value| (key, value.span()))
        }
        [
            list("requires", &self.requires),
            one("at-least", self.at_least.as_ref()),
            one("scope", self.scope.as_ref()),
            list("having", &self.having),
            list("excepting", &self.excepting),
            one("once", self.once.as_ref()),
            list("context", &self.context),
            list("not-in", &self.not_in),
            list("in", &self.places),
            list("notes", &self.notes),
            list("details", &self.details),
            one("texts", self.texts.as_ref()),
        ]
    }
}
