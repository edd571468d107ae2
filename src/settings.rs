//! What is asked of one draft: the outcome of profile, configuration, front matter and command line.

use crate::finding::{Confidence, Level};
use crate::rules::Rulebook;
use crate::rules::model::{CoveragePolicy, NoteKindId};
use std::collections::BTreeMap;

/// What is asked of one draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How far a marker reaches.
    pub coverage: CoveragePolicy,
    /// Statements below this confidence are not findings.
    pub min_confidence: Confidence,
    /// Level of every rule that is on, by name.
    pub levels: BTreeMap<String, Level>,
    /// Kinds of note that stand on every page of the site though the draft does not show them.
    pub supplied: Vec<NoteKindId>,
    /// The house's wording per kind of note, before the rulebook's.
    pub texts: BTreeMap<NoteKindId, String>,
    /// What "this year" means where the draft does not date itself.
    pub as_of: Option<jiff::civil::Date>,
}

impl Settings {
    /// The settings of the rulebook's `default` profile.
    pub fn of(rulebook: &Rulebook) -> Self {
        let mut settings = Self {
            coverage: CoveragePolicy::Paragraph,
            min_confidence: Confidence::Medium,
            levels: rulebook
                .rules
                .values()
                .filter_map(|r| Some((r.name.clone(), r.level?)))
                .collect(),
            supplied: Vec::new(),
            texts: BTreeMap::new(),
            as_of: None,
        };
        if let Some(profile) = rulebook.profiles.get("default") {
            settings.apply(profile);
        }
        settings
    }

    /// Lays a profile over these settings.
    pub fn apply(&mut self, profile: &crate::rules::model::Profile) {
        if let Some(coverage) = profile.coverage {
            self.coverage = coverage;
        }
        for (rule, level) in &profile.levels {
            match level {
                Some(level) => self.levels.insert(rule.clone(), *level),
                None => self.levels.remove(rule),
            };
        }
    }

    /// The level of the rule with this name, if it is on.
    pub fn level(&self, rule: &str) -> Option<Level> {
        self.levels.get(rule).copied()
    }

    /// The wording to propose for a kind of note, the house's before the rulebook's.
    pub fn text_for<'a>(&'a self, rulebook: &'a Rulebook, kind: NoteKindId) -> Option<&'a str> {
        let own = self.texts.get(&kind).map(String::as_str);
        own.or_else(|| rulebook.notes.get(kind as usize)?.text.as_deref())
    }
}
