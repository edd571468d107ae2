//! Stands in for the rulebook's loader until it is there; nothing but `rulebook_api` knows of it.

use super::rulebook_api::Errors;
use crate::finding::{Confidence, Level};
use crate::rules::Rulebook;
use crate::rules::matcher::Matcher;
use crate::rules::model::{CoveragePolicy, NoteKind, Profile, Rule, RuleSort, StatementKind};
use crate::source::SourceFile;
use std::collections::BTreeMap;

pub(super) fn load(house: &[SourceFile]) -> Result<Rulebook, Errors> {
    for file in house {
        if let Err(error) = file.text().parse::<toml::Table>() {
            let at = file.position(error.span().map_or(0, |span| span.start as u32));
            let message = format!(
                "{}:{}:{}: {}",
                file.name().display(),
                at.line,
                at.column,
                error.message()
            );
            return Err(Box::new(miette::MietteDiagnostic::new(message)));
        }
    }
    let note = |name: &str, noun: &str, text: &str| NoteKind {
        name: name.to_owned(),
        noun: noun.to_owned(),
        disclaimer: true,
        text: Some(text.to_owned()),
        ..NoteKind::default()
    };
    let kind = |name: &str, noun: &str, needs| StatementKind {
        name: name.to_owned(),
        noun: noun.to_owned(),
        needs,
        claim: true,
        thresholds: [20, 50, 80],
        ..StatementKind::default()
    };
    let rule = |name: &str, sort, level| Rule {
        name: name.to_owned(),
        sort,
        summary: format!("Stands for {name}."),
        why: String::new(),
        action: String::new(),
        triggers: String::new(),
        satisfied_by: String::new(),
        basis: Vec::new(),
        level,
        confidence: Confidence::High,
        flag: Vec::new(),
        pass: Vec::new(),
    };
    let rules = [
        rule(
            "unmarked-forward-looking",
            RuleSort::Unmarked(0),
            Some(Level::Error),
        ),
        rule(
            "unmarked-past-performance",
            RuleSort::Unmarked(1),
            Some(Level::Error),
        ),
        rule("unresolved-marker", RuleSort::Check, Some(Level::Error)),
        rule("marker-out-of-order", RuleSort::Check, None),
    ];
    let profile = |name: &str, coverage| Profile {
        name: name.to_owned(),
        summary: format!("Stands for {name}."),
        coverage,
        levels: BTreeMap::new(),
    };
    let profiles = [
        profile("default", Some(CoveragePolicy::Paragraph)),
        profile("eu", None),
        profile("uk", Some(CoveragePolicy::Section)),
    ];
    Ok(Rulebook {
        version: "stand-in".to_owned(),
        statements: vec![
            kind("forward-looking", "a forecast", vec![1]),
            kind("past-performance", "a performance claim", vec![0]),
        ],
        notes: vec![
            note(
                "past",
                "past-performance note",
                "Past performance is no guide to the future.",
            ),
            note("forward", "forward-looking note", "Forecasts may not come true."),
        ],
        contexts: Vec::new(),
        rules: rules.into_iter().map(|rule| (rule.name.clone(), rule)).collect(),
        profiles: profiles.into_iter().map(|p| (p.name.clone(), p)).collect(),
        matcher: Matcher::default(),
    })
}

pub(super) fn merged(house: &[SourceFile]) -> Result<String, Errors> {
    load(house).map(|rulebook| format!("version = \"{}\"\n", rulebook.version))
}

pub(super) fn test(rulebook: &Rulebook) -> (String, bool) {
    let count: usize = rulebook
        .rules
        .values()
        .map(|rule| rule.flag.len() + rule.pass.len())
        .sum();
    (format!("{count} examples"), true)
}

pub(super) fn explain(rulebook: &Rulebook, name: &str, width: usize) -> Option<String> {
    let rule = rulebook.rules.get(name)?;
    Some(format!(
        "{}\n\n{}\n",
        rule.name,
        crate::report::sanitize::cropped(&rule.summary, width)
    ))
}

pub(super) fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let near = known
        .into_iter()
        .map(|known| (strsim::damerau_levenshtein(name, known), known));
    near.filter(|(far, known)| *far <= (known.len().max(name.len()) / 3).max(1))
        .min()
        .map(|(_, known)| known)
}
