//! All rules with their levels, for people and for programs.

use super::sanitize;
use super::style::Look;
use crate::finding::Level;
use crate::rules::Rulebook;
use crate::rules::model::RuleSort;
use crate::settings::Settings;
use serde::Serialize;
use std::fmt::{self, Write as _};
use unicode_width::UnicodeWidthStr;

/// The table; levels are those of `settings`.
pub fn table(rulebook: &Rulebook, settings: &Settings, look: Look) -> Result<String, fmt::Error> {
    let wide = rulebook
        .rules
        .keys()
        .map(|name| name.width())
        .max()
        .unwrap_or_default();
    let mut out = String::new();
    for rule in rulebook.rules.values() {
        let level = settings.level(&rule.name);
        let shown = format!(
            "{:<7}",
            level.map_or_else(|| "off".to_owned(), |level| level.to_string())
        );
        let shown = level.map_or_else(|| look.dim(&shown), |level| look.level(level, &shown));
        let room = look.width.saturating_sub(wide + 11).max(40);
        writeln!(
            out,
            "{:<wide$}  {shown}  {}",
            rule.name,
            sanitize::cropped(&rule.summary, room)
        )?;
    }
    Ok(out)
}

#[derive(Serialize)]
struct RuleJson<'r> {
    name: &'r str,
    sort: &'static str,
    statement: Option<&'r str>,
    level: Option<Level>,
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

/// The same as JSON: the level in force, the rulebook's own, and that of each profile which sets one (null is off).
pub fn json(rulebook: &Rulebook, settings: &Settings) -> Result<String, serde_json::Error> {
    let kind = |id: u16| {
        rulebook
            .statements
            .get(id as usize)
            .map(|kind| kind.name.as_str())
    };
    let rules = rulebook.rules.values().map(|rule| RuleJson {
        name: &rule.name,
        sort: match rule.sort {
            RuleSort::Unmarked(_) => "unmarked",
            RuleSort::Statement(_) => "statement",
            RuleSort::Check => "check",
        },
        statement: match rule.sort {
            RuleSort::Unmarked(id) | RuleSort::Statement(id) => kind(id),
            RuleSort::Check => None,
        },
        level: settings.level(&rule.name),
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
