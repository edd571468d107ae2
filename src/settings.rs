//! What is asked of one draft: the outcome of profiles, configuration, front matter and command line.

use crate::finding::{Confidence, Level};
use crate::rules::Rulebook;
use crate::rules::compose::{Composed, compose};
use crate::rules::model::{CoveragePolicy, NoteKindId, Placement, TextId};
use std::collections::{BTreeMap, BTreeSet};

/// What is asked of one draft.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// How far a marker reaches.
    pub coverage: CoveragePolicy,
    /// Statements below this confidence are not findings.
    pub min_confidence: Confidence,
    /// Level of every rule that is on, by name.
    pub levels: BTreeMap<String, Level>,
    /// Kinds of note that stand on every page of the site though the draft does not show them.
    pub supplied: Vec<NoteKindId>,
    /// Topics of prescribed texts that stand on every page of the site.
    pub supplied_topics: BTreeSet<String>,
    /// What a note of the site does for the statements of a draft.
    pub site_coverage: SiteCoverage,
    /// The house's wording per kind of note, before the rulebook's.
    pub texts: BTreeMap<NoteKindId, String>,
    /// Prescribed texts in force.
    pub prescribed: BTreeSet<TextId>,
    /// Element sets that notes of a kind must meet, by name.
    pub sets: BTreeMap<NoteKindId, BTreeSet<String>>,
    /// Where notes of a kind may stand; anywhere where nothing is said.
    pub placement: BTreeMap<NoteKindId, Placement>,
    /// Where prescribed texts may stand, by topic.
    pub topic_placement: BTreeMap<String, Placement>,
    /// ISO 4217 code of the currency that the profiles' readers think in.
    pub currency: Option<String>,
    /// Who publishes.
    pub publisher: Publisher,
    /// What "this year" means where the draft does not date itself.
    pub as_of: Option<jiff::civil::Date>,
}

/// What a note that stands on every page of the site does for the statements of a draft.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SiteCoverage {
    /// It covers all those of its kind, without a marker.
    #[default]
    Document,
    /// It covers none: only rules about the draft as a whole take it as there.
    None,
}

/// Who publishes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Publisher {
    /// The house's name.
    pub name: Option<String>,
    /// ISO 4217 code of the currency its figures are in.
    pub currency: Option<String>,
    /// Percentage of retail accounts that lose money with CFDs, 0 to 100.
    pub cfd_loss_percentage: Option<f64>,
}

impl Settings {
    /// The settings of the rulebook's `default` profile.
    pub fn of(rulebook: &Rulebook) -> Self {
        Self::of_profiles(rulebook, &[])
    }

    /// The settings of these profiles together; without any, of the `default` one.
    pub fn of_profiles(rulebook: &Rulebook, names: &[&str]) -> Self {
        let mut settings = Self {
            coverage: CoveragePolicy::Paragraph,
            min_confidence: Confidence::Medium,
            levels: BTreeMap::new(),
            supplied: Vec::new(),
            supplied_topics: BTreeSet::new(),
            site_coverage: SiteCoverage::default(),
            texts: BTreeMap::new(),
            prescribed: BTreeSet::new(),
            sets: BTreeMap::new(),
            placement: BTreeMap::new(),
            topic_placement: BTreeMap::new(),
            currency: None,
            publisher: Publisher::default(),
            as_of: None,
        };
        settings.take(&compose(rulebook, names));
        settings
    }

    /// Takes over what profiles ask for, in the place of what other profiles asked for.
    pub fn take(&mut self, composed: &Composed<'_>) {
        self.coverage = composed.coverage.value;
        self.levels = composed
            .levels
            .iter()
            .filter_map(|(rule, said)| Some(((*rule).to_owned(), said.value?)))
            .collect();
        self.prescribed = composed.texts.keys().copied().collect();
        self.sets = composed
            .sets
            .keys()
            .map(|&kind| (kind, composed.sets_of(kind)))
            .collect();
        self.placement = composed
            .placement
            .iter()
            .map(|(&kind, said)| (kind, said.value))
            .collect();
        let topics = composed.topic_placement.iter();
        self.topic_placement = topics
            .map(|(topic, said)| ((*topic).to_owned(), said.value))
            .collect();
        self.currency = composed.currency.map(|said| said.value.to_owned());
    }

    /// The level of the rule with this name, if it is on.
    pub fn level(&self, rule: &str) -> Option<Level> {
        self.levels.get(rule).copied()
    }

    /// Where notes of this kind may stand.
    pub fn placement(&self, kind: NoteKindId) -> Placement {
        self.placement.get(&kind).copied().unwrap_or(Placement::Anywhere)
    }

    /// The currency that readers think in: the publisher's, else the profiles'.
    pub fn base_currency(&self) -> Option<&str> {
        self.publisher.currency.as_deref().or(self.currency.as_deref())
    }

    /// The wording to propose for a kind of note: the house's, else one that meets an element set that is asked for,
    /// else the rulebook's.
    pub fn text_for<'a>(&'a self, rulebook: &'a Rulebook, kind: NoteKindId) -> Option<&'a str> {
        if let Some(own) = self.texts.get(&kind) {
            return Some(own);
        }
        let english = self.text_in(rulebook, kind, "en");
        english.or_else(|| rulebook.notes.get(usize::from(kind))?.text.as_deref())
    }

    /// The rulebook's wording for a kind of note in the language with this code: one that meets an element set that is
    /// asked for before any other.
    pub fn text_in<'a>(&self, rulebook: &'a Rulebook, kind: NoteKindId, code: &str) -> Option<&'a str> {
        let note = rulebook.notes.get(usize::from(kind))?;
        let asked = self.sets.get(&kind);
        let languages = note.languages.iter().filter(|language| language.code == code);
        let mut sets = languages.flat_map(|language| &language.sets);
        let of_set = sets.find_map(|set| asked?.contains(&set.name).then_some(set.text.as_deref())?);
        of_set.or_else(|| note.text_in(code))
    }
}
