//! All rules with their levels, for people and for programs.

use super::sanitize;
use super::style::Look;
use crate::config::Effective;
use crate::finding::Level;
use crate::rules::Rulebook;
use crate::rules::model::{Report, RuleSort};
use serde::Serialize;
use std::fmt::{self, Write as _};
use unicode_width::UnicodeWidthStr;

/// The table, with the level in force of each rule and who says so.
pub fn table(rulebook: &Rulebook, effective: &Effective, look: Look) -> Result<String, fmt::Error> {
    let wide = rulebook
        .rules
        .keys()
        .map(|name| name.width())
        .max()
        .unwrap_or_default();
    let saids = rulebook.rules.keys().map(|name| said(effective, name).width());
    let widest_said = saids.max().unwrap_or_default();
    let mut out = String::new();
    for rule in rulebook.rules.values() {
        let level = effective.settings.level(&rule.name);
        let shown = format!(
            "{:<7}",
            level.map_or_else(|| "off".to_owned(), |level| level.to_string())
        );
        let shown = level.map_or_else(|| look.dim(&shown), |level| look.level(level, &shown));
        let said = said(effective, &rule.name);
        let room = look.width.saturating_sub(wide + widest_said + 13).max(40);
        writeln!(
            out,
            "{:<wide$}  {shown}  {}  {}",
            rule.name,
            look.dim(&format!("{said:<widest_said$}")),
            sanitize::cropped(&rule.summary, room)
        )?;
    }
    Ok(out)
}

/// Who sets the level of a rule: a profile, the configuration, or the rule itself.
fn said<'e>(effective: &'e Effective, rule: &str) -> &'e str {
    let origin = effective.level_origin(rule).unwrap_or("rulebook");
    // Where the profiles were chosen is the same for all and no news.
    match origin.split_once(" (") {
        Some((profile, _)) if profile.starts_with("profile ") => profile,
        _ => origin,
    }
}

#[derive(Serialize)]
struct RuleJson<'r> {
    name: &'r str,
    sort: &'static str,
    statements: Vec<&'r str>,
    level: Option<Level>,
    /// Who sets it: `rulebook`, `profile eu`, `caveat.toml`.
    level_from: &'r str,
    default_level: Option<Level>,
    profiles: Vec<ProfileLevel<'r>>,
    summary: &'r str,
    why: &'r str,
    action: &'r str,
    basis: Vec<&'r str>,
}

#[derive(Serialize)]
struct ProfileLevel<'r> {
    profile: &'r str,
    /// Null: the profile turns the rule off.
    level: Option<Level>,
}

#[derive(Serialize)]
struct RulesJson<'r> {
    schema_version: u32,
    rulebook: &'r str,
    rules: Vec<RuleJson<'r>>,
}

/// The same as JSON: the level in force, the rulebook's own, and who sets it, and that of each profile which sets one (null is off).
pub fn json<'r>(rulebook: &'r Rulebook, effective: &'r Effective) -> Result<String, serde_json::Error> {
    let kind = |id: u16| {
        rulebook
            .statements
            .get(id as usize)
            .map(|kind| kind.name.as_str())
    };
    let rules = rulebook.rules.values().map(|rule| RuleJson {
        name: &rule.name,
        sort: match &rule.sort {
            RuleSort::Statements(rule) => match rule.report {
                Report::Unmarked => "unmarked",
                Report::Always => "statement",
                Report::Lacking(_) => "lacking",
            },
            RuleSort::Absent(_) => "absent",
            RuleSort::Check => "check",
        },
        statements: rule.sort.kinds().iter().filter_map(|id| kind(*id)).collect(),
        level: effective.settings.level(&rule.name),
        level_from: said(effective, &rule.name),
        default_level: rule.level,
        profiles: rulebook
            .profiles
            .values()
            .filter_map(|p| {
                Some(ProfileLevel {
                    profile: &p.name,
                    level: *p.levels.get(&rule.name)?,
                })
            })
            .collect(),
        summary: &rule.summary,
        why: &rule.why,
        action: &rule.action,
        basis: rule.basis.iter().map(|b| b.cite.as_str()).collect(),
    });
    let all = RulesJson {
        schema_version: 1,
        rulebook: &rulebook.version,
        rules: rules.collect(),
    };
    Ok(serde_json::to_string_pretty(&all)? + "\n")
}
