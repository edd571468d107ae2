//! Profiles, and what they ask of notes.

use super::rules::LEVELS;
use super::{Checker, Names};
use crate::rules::model::{CoveragePolicy, Placement, Profile};
use crate::rules::raw::{self, FileId, Named, Text};
use std::collections::{BTreeMap, BTreeSet};

const POLICIES: [(&str, CoveragePolicy); 4] = [
    ("sentence", CoveragePolicy::Sentence),
    ("paragraph", CoveragePolicy::Paragraph),
    ("section", CoveragePolicy::Section),
    ("document", CoveragePolicy::Document),
];
const PLACEMENTS: [(&str, Placement); 2] = [("anywhere", Placement::Anywhere), ("body", Placement::Body)];

impl Checker<'_> {
    pub(super) fn profiles(
        &mut self,
        profiles: Named<raw::Profile>,
        names: &Names,
    ) -> BTreeMap<String, Profile> {
        self.circles(&profiles);
        profiles
            .0
            .into_iter()
            .map(|(name, profile)| {
                let made = self.profile(&name, profile, names);
                (made.name.clone(), made)
            })
            .collect()
    }

    fn profile(&mut self, name: &Text, profile: raw::Profile, names: &Names) -> Profile {
        let called = format!("[profile.{}]", name.get_ref());
        let file = profile.file;
        let mut levels = BTreeMap::new();
        for (rule, level) in profile.levels.0 {
            if !names.rules.contains(rule.get_ref()) {
                let message = format!("there is no rule `{}`", rule.get_ref());
                let help = crate::suggest::did_you_mean(rule.get_ref(), &names.rules);
                self.problem(file, rule.span(), message, help);
            }
            if let Some(level) = self.choice(file, rule.get_ref(), &level, &LEVELS) {
                levels.insert(rule.into_inner(), level);
            }
        }
        let mut extends = Vec::with_capacity(profile.extends.len());
        for base in &profile.extends {
            if self.profile_named(file, base, &names.profiles) {
                extends.push(base.get_ref().clone());
            }
        }
        let coverage = profile.coverage.as_ref();
        let coverage = coverage.and_then(|c| self.choice(file, "coverage", c, &POLICIES));
        let mut sets = BTreeMap::new();
        for (kind, set) in profile.sets.0 {
            let Some(id) = self.resolve(file, "kind of note", &kind, &names.notes) else {
                continue;
            };
            let known = names.sets.get(kind.get_ref());
            if known.is_some_and(|known| !known.contains(set.get_ref())) {
                let message = format!(
                    "no element set of notes of the kind `{}` is called `{}`",
                    kind.get_ref(),
                    set.get_ref()
                );
                let help = super::nearest_or_list(set.get_ref(), known.into_iter().flatten());
                self.problem(file, set.span(), message, help);
            }
            sets.insert(id, set.into_inner());
        }
        let mut placement = BTreeMap::new();
        for (kind, place) in profile.placement.0 {
            let id = self.resolve(file, "kind of note", &kind, &names.notes);
            let place = self.choice(file, kind.get_ref(), &place, &PLACEMENTS);
            placement.extend(id.zip(place));
        }
        Profile {
            summary: self.text(file, &name.span(), &called, "summary", profile.summary),
            name: name.get_ref().clone(),
            coverage,
            extends,
            currency: profile.currency.map(|currency| self.currency(file, currency)),
            levels,
            texts: self.resolve_all(file, "prescribed text", &profile.texts, &names.texts),
            sets,
            placement,
        }
    }

    fn currency(&mut self, file: FileId, currency: Text) -> String {
        let code = currency.get_ref();
        if !(code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase())) {
            let message = format!("`{code}` is no currency: three capitals name one (`EUR`, `GBP`)");
            self.problem(file, currency.span(), message, None);
        }
        currency.into_inner()
    }

    fn profile_named(&mut self, file: FileId, name: &Text, known: &BTreeSet<String>) -> bool {
        if known.contains(name.get_ref()) {
            return true;
        }
        let message = format!("there is no profile `{}`", name.get_ref());
        let help = super::nearest_or_list(name.get_ref(), known.iter());
        self.problem(file, name.span(), message, help);
        false
    }

    /// Profiles that stand on themselves, through however many others.
    fn circles(&mut self, profiles: &Named<raw::Profile>) {
        let bases: BTreeMap<&str, &[Text]> = profiles
            .0
            .iter()
            .map(|(name, profile)| (name.get_ref().as_str(), profile.extends.as_slice()))
            .collect();
        for (name, profile) in &profiles.0 {
            for base in &profile.extends {
                let mut seen = BTreeSet::new();
                let mut open = vec![base.get_ref().as_str()];
                while let Some(next) = open.pop() {
                    if seen.insert(next) {
                        open.extend(
                            bases
                                .get(next)
                                .into_iter()
                                .copied()
                                .flatten()
                                .map(|t| t.get_ref().as_str()),
                        );
                    }
                }
                if seen.contains(name.get_ref().as_str()) {
                    let message = format!(
                        "the profile `{}` extends itself{}",
                        name.get_ref(),
                        if base.get_ref() == name.get_ref() {
                            String::new()
                        } else {
                            format!(" through `{}`", base.get_ref())
                        }
                    );
                    self.problem(profile.file, base.span(), message, None);
                }
            }
        }
    }
}
