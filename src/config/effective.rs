//! What is asked of one draft, and who asks it: rulebook, profiles (of the innermost place that names any),
//! configuration, overrides, command line, in this order.

use super::model::{Config, FailOn, Layer, Publisher, SiteCoverage, Words};
use super::workspace::{Loaded, proposal};
use crate::document::FrontMatter;
use crate::finding::{Confidence, Level};
use crate::report::problem::Problem;
use crate::rules::Rulebook;
use crate::rules::compose::compose;
use crate::rules::model::{CoveragePolicy, NoteKindId, Placement};
use crate::settings::Settings;
use crate::source::SourceFile;
use crate::span::SourceSpan;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Where a value of the command line comes from.
const COMMAND_LINE: &str = "command line";
/// The key of the profiles' currency.
const CURRENCY: &str = "currency";
/// The key of the chosen profiles.
const PROFILES: &str = "profiles";

/// What is asked of one draft.
#[derive(Clone, Debug)]
pub struct Effective {
    /// What the checks see.
    pub settings: Settings,
    /// What fails a run.
    pub fail_on: FailOn,
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

/// The draft that settings are for.
#[derive(Clone, Copy, Debug)]
pub struct Place<'d> {
    /// Its path, absolute.
    pub path: &'d Path,
    /// The folder the program was started in.
    pub base: &'d Path,
    /// Its text and front matter, where they are known.
    pub draft: Option<(&'d SourceFile, Option<&'d FrontMatter>)>,
}

/// Profiles and who names them.
struct Chosen<'c> {
    names: Vec<&'c str>,
    origin: String,
}

/// The settings for a draft. Profiles are taken from the innermost place that names any: command line, front
/// matter, override, configuration. What the configuration says itself goes before what profiles say. With `trace`,
/// [`Effective::origins`] says where each value comes from.
///
/// # Errors
/// Profiles in the front matter that the rulebook does not know, at their places.
pub fn settings_for(
    loaded: &Loaded,
    place: Place<'_>,
    line: &CommandLine,
    trace: bool,
) -> Result<Effective, Vec<Problem>> {
    let rulebook = &*loaded.rulebook;
    let mut chosen = Chosen {
        names: Vec::new(),
        origin: String::new(),
    };
    let mut layers: Vec<(&Layer, String)> = Vec::new();
    if let Some(config) = &loaded.config {
        let name = if trace {
            crate::report::path_text(config.file.name())
        } else {
            String::new()
        };
        layers.push((&config.base, name.clone()));
        for (paths, layer) in applying(config, place.path, place.base) {
            let origin = if trace {
                format!("{name}, override for {}", paths.join(", "))
            } else {
                String::new()
            };
            layers.push((layer, origin));
        }
    }
    for (layer, origin) in &layers {
        let names: Vec<&str> = layer.profiles.iter().map(|p| p.name.as_str()).collect();
        chosen.put(names, origin);
    }
    if let Some((source, front_matter)) = place.draft {
        let named = front_matter.map_or(&[][..], |f| &f.profiles);
        unknown(rulebook, front_matter, source)?;
        chosen.put(
            named.iter().map(|(name, _)| name.as_str()).collect(),
            "front matter",
        );
    }
    chosen.put(line.profiles.iter().map(String::as_str).collect(), COMMAND_LINE);
    let mut effective = Effective {
        settings: Settings::of_profiles(rulebook, &chosen.names),
        fail_on: FailOn::default(),
        origins: trace.then(BTreeMap::new),
    };
    effective.profiles(rulebook, &chosen);
    for (layer, origin) in layers {
        effective.layer(rulebook, layer, &origin);
    }
    effective.command_line(rulebook, line);
    Ok(effective)
}

impl<'c> Chosen<'c> {
    /// Takes names in the place of those before, if there are any.
    fn put(&mut self, names: Vec<&'c str>, origin: &str) {
        if !names.is_empty() {
            self.names = names;
            origin.clone_into(&mut self.origin);
        }
    }
}

/// What the front matter says to us that nobody knows: profiles, and keys beside them.
fn unknown(
    rulebook: &Rulebook,
    front_matter: Option<&FrontMatter>,
    source: &SourceFile,
) -> Result<(), Vec<Problem>> {
    let Some(front_matter) = front_matter else {
        return Ok(());
    };
    let problem = |span: SourceSpan, message: String, label: String| Problem {
        // Only where something is wrong is the draft copied.
        file: Arc::new(SourceFile::new(source.name(), source.text())),
        span,
        message,
        label,
        help: None,
    };
    let profiles = front_matter.profiles.iter();
    let profiles = profiles.filter(|(name, _)| !rulebook.profiles.contains_key(name));
    let profiles = profiles.map(|(name, span)| {
        let known: Vec<&str> = rulebook.profiles.keys().map(String::as_str).collect();
        let message = format!("unknown profile `{name}` in the front matter");
        problem(*span, message, proposal(name, "profile", &known))
    });
    let keys = front_matter.unknown.iter().map(|(key, span)| {
        let (message, label) = if key.is_empty() {
            let message = "`caveat` in the front matter holds settings, not a value".to_owned();
            (message, "write caveat: {profiles: [NAME]}".to_owned())
        } else {
            let message = format!("unknown key `{key}` under `caveat` in the front matter");
            (message, proposal(key, "key", &["profiles"]))
        };
        problem(*span, message, label)
    });
    let problems: Vec<Problem> = profiles.chain(keys).collect();
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

fn applying<'c>(
    config: &'c Config,
    path: &Path,
    base: &Path,
) -> impl Iterator<Item = (&'c [String], &'c Layer)> {
    let relative = config.relative(path, base).to_owned();
    let matching = config
        .overrides
        .iter()
        .filter(move |(globs, _)| globs.matches(&relative));
    matching.map(|(globs, layer)| (globs.written.as_slice(), layer))
}

impl Effective {
    /// Where each value that is not the rulebook's comes from.
    pub fn origin(&self, key: &str) -> Option<&str> {
        self.origins.as_ref()?.get(key).map(String::as_str)
    }

    /// Who sets the level of a rule, where it is not the rule's own table.
    pub fn level_origin(&self, rule: &str) -> Option<&str> {
        self.origin(&level_key(rule))
    }

    fn note(&mut self, key: &str, origin: &str) {
        if let Some(origins) = &mut self.origins {
            origins.insert(key.to_owned(), origin.to_owned());
        }
    }

    /// Notes which values the profiles set.
    fn profiles(&mut self, rulebook: &Rulebook, chosen: &Chosen<'_>) {
        if self.origins.is_none() {
            return;
        }
        let composed = compose(rulebook, &chosen.names);
        let origin = |by: &str| match chosen.origin.as_str() {
            "" => format!("profile {by}"),
            origin => format!("profile {by} ({origin})"),
        };
        if let Some(by) = composed.coverage.by {
            self.note("coverage", &origin(by));
        }
        for (rule, said) in &composed.levels {
            if let Some(by) = said.by {
                self.note(&level_key(rule), &origin(by));
            }
        }
        if let Some(by) = composed.currency.and_then(|said| said.by) {
            self.note(CURRENCY, &origin(by));
        }
        for (text, by) in &composed.texts {
            if let Some(text) = rulebook.texts.get(usize::from(*text)) {
                self.note(&prescribed_key(&text.name), &origin(by));
            }
        }
        for (kind, sets) in &composed.sets {
            let by: Vec<String> = sets.values().map(|by| origin(by)).collect();
            if let (Some(kind), Some(by)) = (note_name(rulebook, *kind), by.first()) {
                self.note(&set_key(kind), by);
            }
        }
        for (kind, said) in &composed.placement {
            if let (Some(kind), Some(by)) = (note_name(rulebook, *kind), said.by) {
                self.note(&placement_key(kind), &origin(by));
            }
        }
        for (topic, said) in &composed.topic_placement {
            if let Some(by) = said.by {
                self.note(&placement_key(topic), &origin(by));
            }
        }
        if !chosen.names.is_empty() {
            self.note(PROFILES, &chosen.origin);
        }
    }

    fn layer(&mut self, rulebook: &Rulebook, layer: &Layer, origin: &str) {
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
        if let Some(coverage) = layer.site_coverage {
            self.settings.site_coverage = coverage;
            self.note("site-coverage", origin);
        }
        let Publisher {
            name,
            currency,
            cfd_loss_percentage,
        } = &layer.publisher;
        if name.is_some() {
            self.settings.publisher.name.clone_from(name);
            self.note(&publisher_key("name"), origin);
        }
        if currency.is_some() {
            self.settings.publisher.currency.clone_from(currency);
            self.note(&publisher_key("currency"), origin);
        }
        if cfd_loss_percentage.is_some() {
            self.settings.publisher.cfd_loss_percentage = *cfd_loss_percentage;
            self.note(&publisher_key("cfd-loss-percentage"), origin);
        }
    }

    fn supply(&mut self, rulebook: &Rulebook, kind: &str, key: &str, origin: &str) {
        if let Some(id) = rulebook.note_kind(kind) {
            if !self.settings.supplied.contains(&id) {
                self.settings.supplied.push(id);
                self.settings.supplied.sort_unstable();
            }
        } else {
            // Names were looked up before: what is no kind of note is a topic of prescribed texts.
            self.settings.supplied_topics.insert(kind.to_owned());
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

    /// Lays the command line over the settings. Names that this rulebook does not know are passed over: they were
    /// looked up before, against all rulebooks of the run.
    fn command_line(&mut self, rulebook: &Rulebook, line: &CommandLine) {
        const ORIGIN: &str = COMMAND_LINE;
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
        for topic in &self.settings.supplied_topics {
            row(
                &supplied_key(topic),
                "yes".to_owned(),
                self.origin(&supplied_key(topic)),
            );
        }
        if self.settings.site_coverage != SiteCoverage::default() {
            let word = self.settings.site_coverage.word().to_owned();
            row("site-coverage", word, self.origin("site-coverage"));
        }
        if let Some(currency) = &self.settings.currency {
            row(CURRENCY, currency.clone(), self.origin(CURRENCY));
        }
        for text in &self.settings.prescribed {
            if let Some(text) = rulebook.texts.get(usize::from(*text)) {
                let key = prescribed_key(&text.name);
                row(&key, "in force".to_owned(), self.origin(&key));
            }
        }
        for (kind, sets) in &self.settings.sets {
            if let Some(kind) = note_name(rulebook, *kind) {
                let sets: Vec<&str> = sets.iter().map(String::as_str).collect();
                row(&set_key(kind), sets.join(", "), self.origin(&set_key(kind)));
            }
        }
        let of_kinds = self.settings.placement.iter();
        let of_kinds = of_kinds.filter_map(|(kind, place)| Some((note_name(rulebook, *kind)?, place)));
        let of_topics = self.settings.topic_placement.iter();
        for (kind, placement) in of_kinds.chain(of_topics.map(|(topic, place)| (topic.as_str(), place))) {
            let word = match placement {
                Placement::Anywhere => "anywhere",
                Placement::Body => "body",
            };
            let key = placement_key(kind);
            row(&key, word.to_owned(), self.origin(&key));
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
        let publisher = &self.settings.publisher;
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

fn prescribed_key(text: &str) -> String {
    format!("texts.{text}")
}

fn set_key(kind: &str) -> String {
    format!("sets.{kind}")
}

fn placement_key(kind: &str) -> String {
    format!("placement.{kind}")
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
