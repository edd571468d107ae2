//! Rules and their legal basis.

use super::{Checker, Names};
use crate::finding::{Confidence, Level};
use crate::rules::model::{Basis, Rule};
use crate::rules::raw::{self, FileId, Named, Text};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;

pub(super) const LEVELS: [(&str, Option<Level>); 4] = [
    ("error", Some(Level::Error)),
    ("warning", Some(Level::Warning)),
    ("info", Some(Level::Info)),
    ("off", None),
];
const CONFIDENCES: [(&str, Confidence); 3] = [
    ("low", Confidence::Low),
    ("medium", Confidence::Medium),
    ("high", Confidence::High),
];

impl Checker<'_> {
    pub(super) fn rules(&mut self, rules: Named<raw::Rule>, names: &Names) -> BTreeMap<String, Rule> {
        let mut made = BTreeMap::new();
        for (name, rule) in rules.0 {
            let rule = self.rule(name, rule, names);
            made.insert(rule.name.clone(), rule);
        }
        made
    }

    fn rule(&mut self, name: Text, mut rule: raw::Rule, names: &Names) -> Rule {
        let called = format!("[rule.{}]", name.get_ref());
        let (file, span) = (rule.file, name.span());
        if rule.only_level() {
            let message = format!("{called} replaces the whole rule and says only its level");
            let help = "to change the level alone, write it in caveat.toml under [levels]".to_owned();
            self.problem(file, span.clone(), message, Some(help));
            self.damaged.insert((file, span.start + self.bom(file)));
        }
        let sort = self.sort(&name, &mut rule, &called, names);
        let level = rule
            .level
            .as_ref()
            .and_then(|level| self.choice(file, "level", level, &LEVELS));
        if rule.level.is_none() {
            self.missing(
                file,
                &span,
                &called,
                "level",
                Some("level: error, warning, info or off"),
            );
        }
        let confidence = rule.confidence.as_ref();
        let confidence = confidence.and_then(|c| self.choice(file, "confidence", c, &CONFIDENCES));
        if rule.confidence.is_none() {
            self.missing(
                file,
                &span,
                &called,
                "confidence",
                Some("confidence: low, medium or high"),
            );
        }
        for (key, examples) in [("flag", &rule.flag), ("pass", &rule.pass)] {
            if examples.is_empty() {
                let help = "every rule has examples on both sides; `caveat rulebook test` runs them";
                self.missing(file, &span, &called, key, Some(help));
            }
        }
        let basis = std::mem::take(&mut rule.basis)
            .into_iter()
            .map(|b| self.basis(file, b))
            .collect();
        Rule {
            sort,
            summary: self.text(file, &span, &called, "summary", rule.summary),
            why: self.text(file, &span, &called, "why", rule.why),
            action: self.text(file, &span, &called, "action", rule.action),
            triggers: self.text(file, &span, &called, "triggers", rule.triggers),
            satisfied_by: self.text(file, &span, &called, "satisfied-by", rule.satisfied_by),
            basis,
            level: level.flatten(),
            confidence: confidence.unwrap_or(Confidence::Low),
            flag: self.examples(file, rule.flag),
            pass: self.examples(file, rule.pass),
            name: name.into_inner(),
        }
    }

    pub(super) fn bom(&self, file: FileId) -> usize {
        self.sources.get(usize::from(file)).map_or(0, |s| s.bom())
    }

    fn basis(&mut self, file: FileId, basis: Spanned<raw::Basis>) -> Basis {
        let span = basis.span();
        let mut basis = basis.into_inner();
        basis.file = file;
        self.basis_of("an entry of `basis`", &span, basis)
    }

    /// A legal basis, of a rule or of a prescribed text.
    pub(super) fn basis_of(&mut self, called: &str, span: &Range<usize>, basis: raw::Basis) -> Basis {
        let file = basis.file;
        let checked = self.text(file, span, called, "checked", basis.checked.clone());
        if let Some(text) = &basis.checked {
            let date = checked.parse::<jiff::civil::Date>();
            // The parser takes more spellings than the one that sorts and compares as text.
            if !date.is_ok_and(|date| date.to_string() == checked) {
                let message = format!("`{checked}` is no date");
                let help = "write the day on which the text was read as 2026-11-22".to_owned();
                self.problem(file, text.span(), message, Some(help));
            }
        }
        if let Some(url) = &basis.url
            && !(url.get_ref().starts_with("https://") || url.get_ref().starts_with("http://"))
        {
            let message = format!("`{}` is no address on the web", url.get_ref());
            self.problem(
                file,
                url.span(),
                message,
                Some("begin it with https://".to_owned()),
            );
        }
        if basis.verified.is_none() {
            let help = "say whether the wording was read at its source; if not, users are told so";
            self.missing(file, span, called, "verified", Some(help));
        }
        Basis {
            cite: self.text(file, span, called, "cite", basis.cite),
            url: basis.url.map(Spanned::into_inner),
            checked,
            verified: basis.verified.is_some_and(Spanned::into_inner),
        }
    }
}

impl raw::Rule {
    fn only_level(&self) -> bool {
        self.level.is_some()
            && self.summary.is_none()
            && self.why.is_none()
            && self.action.is_none()
            && self.statement.is_none()
            && self.report.is_none()
            && self.triggers.is_none()
            && self.satisfied_by.is_none()
            && self.flag.is_empty()
            && self.pass.is_empty()
    }
}
