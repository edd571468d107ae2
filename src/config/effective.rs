//! What is asked of one draft, and who asks it: rulebook, profiles, configuration, overrides, front matter, command
//! line, in this order.

use super::model::{Config, FailOn, Layer, Publisher, Words};
use super::workspace::{Loaded, proposal};
use crate::document::FrontMatter;
use crate::finding::{Confidence, Level};
use crate::report::problem::Problem;
use crate::rules::Rulebook;
use crate::rules::model::{CoveragePolicy, NoteKindId, Profile};
use crate::settings::Settings;
use crate::source::SourceFile;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// What is asked of one draft.
#[derive(Clone, Debug)]
pub struct Effective {
    /// What the checks see.
    pub settings: Settings,
    /// What fails a run.
    pub fail_on: FailOn,
    /// Who publishes.
    pub publisher: Publisher,
    /// Where each value comes from, by key; kept only where someone wants to know.
    origins: Option<BTreeMap<String, String>>,
}

/// What the command line says, after the names were looked up.
#[derive(Clone, Debug, Default)]
pub struct CommandLine {
    /// Profiles to lay over everything else.
    pub profiles: Vec<String>,
    /// Where not empty, the only rules that are on.
    pub select: Vec<String>,
    /// Rules to turn off.
    pub ignore: Vec<String>,
    /// What fails a run.
    pub fail_on: Option<FailOn>,
    /// The policy.
    pub coverage: Option<CoveragePolicy>,
    /// The least confidence.
    pub min_confidence: Option<Confidence>,
    /// What "this year" means where a draft does not date itself.
    pub as_of: Option<jiff::civil::Date>,
}

/// The settings for the draft at `path` (absolute), before its front matter and the command line. With `trace`,
/// [`Effective::origins`] says where each comes from.
pub fn settings_for(loaded: &Loaded, path: &Path, base: &Path, trace: bool) -> Effective {
    let rulebook = &*loaded.rulebook;
    let mut effective = Effective {
        settings: Settings::of(rulebook),
        fail_on: FailOn::default(),
        publisher: Publisher::default(),
        origins: trace.then(BTreeMap::new),
    };
    if let Some(config) = &loaded.config {
        let name = if trace {
            crate::report::path_text(config.file.name())
        } else {
            String::new()
        };
        effective.layer(rulebook, &config.base, &name);
        for (paths, layer) in applying(config, path, base) {
            let origin = if trace {
                format!("{name}, override for {}", paths.join(", "))
            } else {
                String::new()
            };
            effective.layer(rulebook, layer, &origin);
        }
    }
    effective
}

fn applying<'c>(
    config: &'c Config,
    path: &'c Path,
    base: &Path,
) -> impl Iterator<Item = (&'c [String], &'c Layer)> {
    let relative = config.relative(path, base);
    let matching = config
        .overrides
        .iter()
        .filter(move |(globs, _)| globs.matches(relative));
    matching.map(|(globs, layer)| (globs.written.as_slice(), layer))
}

impl Effective {
    /// Where each value that is not the rulebook's comes from.
    pub fn origin(&self, key: &str) -> Option<&str> {
        self.origins.as_ref()?.get(key).map(String::as_str)
    }

    fn note(&mut self, key: &str, origin: &str) {
        if let Some(origins) = &mut self.origins {
            origins.insert(key.to_owned(), origin.to_owned());
        }
    }

    fn profile(&mut self, profile: &Profile, origin: &str) {
        self.settings.apply(profile);
        if self.origins.is_some() {
            let origin = format!("profile {} ({origin})", profile.name);
            if profile.coverage.is_some() {
                self.note("coverage", &origin);
            }
            profile
                .levels
                .keys()
                .for_each(|rule| self.note(&level_key(rule), &origin));
        }
    }

    fn layer(&mut self, rulebook: &Rulebook, layer: &Layer, origin: &str) {
        for profile in layer
            .profiles
            .iter()
            .filter_map(|p| rulebook.profiles.get(&p.name))
        {
            self.profile(profile, origin);
        }
        if let Some(coverage) = layer.coverage {
            self.settings.coverage = coverage;
            self.note("coverage", origin);
        }
        if let Some(confidence) = layer.min_confidence {
            self.settings.min_confidence = confidence;
            self.note("min-confidence", origin);
        }
        if let Some(fail_on) = layer.fail_on {
            self.fail_on = fail_on;
            self.note("fail-on", origin);
        }
        for (rule, level) in &layer.levels {
            self.level(&rule.name, level.0, origin);
        }
        for (kind, text) in &layer.texts {
            if let Some(id) = rulebook.note_kind(&kind.name) {
                self.settings.texts.insert(id, text.clone());
                self.note(&text_key(&kind.name), origin);
            }
        }
        for kind in layer.template_supplies.iter().map(|kind| &kind.name) {
            self.supply(rulebook, kind, "template-supplies", origin);
        }
        for kind in &layer.site_supplies {
            self.supply(rulebook, kind, "site-notes", origin);
        }
        let Publisher {
            name,
            currency,
            cfd_loss_percentage,
        } = &layer.publisher;
        if name.is_some() {
            self.publisher.name.clone_from(name);
            self.note(&publisher_key("name"), origin);
        }
        if currency.is_some() {
            self.publisher.currency.clone_from(currency);
            self.note(&publisher_key("currency"), origin);
        }
        if cfd_loss_percentage.is_some() {
            self.publisher.cfd_loss_percentage = *cfd_loss_percentage;
            self.note(&publisher_key("cfd-loss-percentage"), origin);
        }
    }

    fn supply(&mut self, rulebook: &Rulebook, kind: &str, key: &str, origin: &str) {
        let Some(id) = rulebook.note_kind(kind) else {
            return;
        };
        if !self.settings.supplied.contains(&id) {
            self.settings.supplied.push(id);
            self.settings.supplied.sort_unstable();
        }
        if self.origins.is_some() {
            self.note(&supplied_key(kind), &format!("{key} in {origin}"));
        }
    }

    fn level(&mut self, rule: &str, level: Option<Level>, origin: &str) {
        match level {
            Some(level) => self.settings.levels.insert(rule.to_owned(), level),
            None => self.settings.levels.remove(rule),
        };
        if self.origins.is_some() {
            self.note(&level_key(rule), origin);
        }
    }

    /// Lays the profiles that the draft names over the settings. A profile that the rulebook does not know is a
    /// problem at its place in the draft.
    pub fn front_matter(
        &mut self,
        rulebook: &Rulebook,
        front_matter: Option<&FrontMatter>,
        source: &SourceFile,
    ) -> Result<(), Vec<Problem>> {
        let mut problems = Vec::new();
        for (name, span) in front_matter.into_iter().flat_map(|f| &f.profiles) {
            if let Some(profile) = rulebook.profiles.get(name) {
                self.profile(profile, "front matter");
            } else {
                let known: Vec<&str> = rulebook.profiles.keys().map(String::as_str).collect();
                problems.push(Problem {
                    // Only where something is wrong is the draft copied.
                    file: Arc::new(SourceFile::new(source.name(), source.text())),
                    span: *span,
                    message: format!("unknown profile `{name}` in the front matter"),
                    label: proposal(name, "profile", &known),
                    help: None,
                });
            }
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems)
        }
    }

    /// Lays the command line over the settings. Names that this rulebook does not know are passed over: they were
    /// looked up before, against all rulebooks of the run.
    pub fn command_line(&mut self, rulebook: &Rulebook, line: &CommandLine) {
        const ORIGIN: &str = "command line";
        for profile in line
            .profiles
            .iter()
            .filter_map(|name| rulebook.profiles.get(name))
        {
            self.profile(profile, ORIGIN);
        }
        if !line.select.is_empty() {
            let rules = rulebook
                .rules
                .values()
                .map(|rule| (rule.name.as_str(), rule.level));
            for (rule, level) in rules {
                let chosen = line.select.iter().any(|name| name == rule);
                // Whoever selects a rule wants to see it, also one that is off by itself.
                let level = chosen.then(|| self.settings.level(rule).or(level).unwrap_or(Level::Warning));
                if level != self.settings.level(rule) {
                    self.level(rule, level, ORIGIN);
                }
            }
        }
        line.ignore.iter().for_each(|rule| self.level(rule, None, ORIGIN));
        if let Some(coverage) = line.coverage {
            self.settings.coverage = coverage;
            self.note("coverage", ORIGIN);
        }
        if let Some(confidence) = line.min_confidence {
            self.settings.min_confidence = confidence;
            self.note("min-confidence", ORIGIN);
        }
        if let Some(fail_on) = line.fail_on {
            self.fail_on = fail_on;
            self.note("fail-on", ORIGIN);
        }
        self.settings.as_of = line.as_of;
    }

    /// The settings in force, one line each, with where each comes from.
    pub fn table(&self, rulebook: &Rulebook) -> Vec<[String; 3]> {
        let mut rows = Vec::new();
        let mut row = |key: &str, value: String, origin: Option<&str>| {
            rows.push([key.to_owned(), value, origin.unwrap_or("rulebook").to_owned()]);
        };
        let own = |key: &str| self.origin(key).or(Some("default"));
        row(
            "coverage",
            self.settings.coverage.word().to_owned(),
            self.origin("coverage"),
        );
        row(
            "min-confidence",
            self.settings.min_confidence.word().to_owned(),
            own("min-confidence"),
        );
        row("fail-on", self.fail_on.word().to_owned(), own("fail-on"));
        for kind in self
            .settings
            .supplied
            .iter()
            .filter_map(|id| note_name(rulebook, *id))
        {
            row(
                &format!("supplied.{kind}"),
                "yes".to_owned(),
                self.origin(&supplied_key(kind)),
            );
        }
        for (id, text) in &self.settings.texts {
            if let Some(kind) = note_name(rulebook, *id) {
                row(
                    &text_key(kind),
                    format!("\"{text}\""),
                    self.origin(&text_key(kind)),
                );
            }
        }
        let publisher = &self.publisher;
        let percentage = publisher
            .cfd_loss_percentage
            .map(|percentage| percentage.to_string());
        let values = [
            ("name", &publisher.name),
            ("currency", &publisher.currency),
            ("cfd-loss-percentage", &percentage),
        ];
        for (key, value) in values {
            if let Some(value) = value {
                row(
                    &publisher_key(key),
                    value.clone(),
                    self.origin(&publisher_key(key)),
                );
            }
        }
        for rule in rulebook.rules.keys() {
            let level = self
                .settings
                .level(rule)
                .map_or_else(|| "off".to_owned(), |level| level.to_string());
            row(&level_key(rule), level, self.origin(&level_key(rule)));
        }
        rows
    }
}

fn note_name(rulebook: &Rulebook, id: NoteKindId) -> Option<&str> {
    rulebook.notes.get(id as usize).map(|kind| kind.name.as_str())
}

fn level_key(rule: &str) -> String {
    format!("levels.{rule}")
}

fn text_key(kind: &str) -> String {
    format!("notes.{kind}.text")
}

fn publisher_key(key: &str) -> String {
    format!("publisher.{key}")
}

fn supplied_key(kind: &str) -> String {
    format!("supplied.{kind}")
}
