//! What several profiles ask for together: the strictest of each.
//!
//! Every profile stands on those it extends, or else on `default`; what it says itself goes before what it stands
//! on. Side by side, a rule is on where any of them has it on, at the strictest level; the strictest coverage holds;
//! element sets, prescribed texts and placements add up.

use super::Rulebook;
use super::model::{CoveragePolicy, NoteKindId, Placement, Profile, TextId};
use crate::finding::Level;
use std::collections::{BTreeMap, BTreeSet};

/// The profile that holds where none is chosen, and that every other stands on.
pub const DEFAULT: &str = "default";

/// A value and the name of the profile that says so; none where the rulebook's own value holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said<'r, T> {
    /// The value.
    pub value: T,
    /// The profile.
    pub by: Option<&'r str>,
}

/// What profiles ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composed<'r> {
    /// The policy.
    pub coverage: Said<'r, CoveragePolicy>,
    /// The level of every rule; `None` is off.
    pub levels: BTreeMap<&'r str, Said<'r, Option<Level>>>,
    /// The base currency, if one is named.
    pub currency: Option<Said<'r, &'r str>>,
    /// Prescribed texts in force.
    pub texts: BTreeMap<TextId, &'r str>,
    /// Element sets by kind of note.
    pub sets: BTreeMap<NoteKindId, BTreeMap<&'r str, &'r str>>,
    /// Where notes may stand.
    pub placement: BTreeMap<NoteKindId, Said<'r, Placement>>,
}

/// What the profiles with these names ask for together; those that the rulebook does not know are passed over.
/// Without any, the default one holds.
pub fn compose<'r>(rulebook: &'r Rulebook, names: &[&str]) -> Composed<'r> {
    let mut known = BTreeMap::new();
    let chosen = names.iter().filter_map(|name| rulebook.profiles.get(*name));
    together(rulebook, chosen, &mut known).unwrap_or_else(|| base(rulebook, None, &mut known))
}

type Known<'r> = BTreeMap<&'r str, Composed<'r>>;

fn together<'r>(
    rulebook: &'r Rulebook,
    profiles: impl Iterator<Item = &'r Profile>,
    known: &mut Known<'r>,
) -> Option<Composed<'r>> {
    profiles
        .map(|profile| alone(rulebook, profile, known))
        .reduce(Composed::and)
}

/// What a profile without `extends` stands on: the default one or, for that, the rulebook itself.
fn base<'r>(rulebook: &'r Rulebook, of: Option<&str>, known: &mut Known<'r>) -> Composed<'r> {
    match rulebook.profiles.get(DEFAULT).filter(|_| of != Some(DEFAULT)) {
        Some(default) => alone(rulebook, default, known),
        None => Composed {
            coverage: Said {
                value: CoveragePolicy::Paragraph,
                by: None,
            },
            levels: rulebook
                .rules
                .values()
                .map(|rule| {
                    let value = rule.level;
                    (rule.name.as_str(), Said { value, by: None })
                })
                .collect(),
            currency: None,
            texts: BTreeMap::new(),
            sets: BTreeMap::new(),
            placement: BTreeMap::new(),
        },
    }
}

/// What one profile asks for.
fn alone<'r>(rulebook: &'r Rulebook, profile: &'r Profile, known: &mut Known<'r>) -> Composed<'r> {
    let name = profile.name.as_str();
    if let Some(known) = known.get(name) {
        return known.clone();
    }
    let bases = profile
        .extends
        .iter()
        .filter_map(|base| rulebook.profiles.get(base));
    let mut composed = together(rulebook, bases, known).unwrap_or_else(|| base(rulebook, Some(name), known));
    if let Some(value) = profile.coverage {
        composed.coverage = Said {
            value,
            by: Some(name),
        };
    }
    if let Some(value) = profile.currency.as_deref() {
        composed.currency = Some(Said {
            value,
            by: Some(name),
        });
    }
    for (rule, &value) in &profile.levels {
        composed.levels.insert(
            rule,
            Said {
                value,
                by: Some(name),
            },
        );
    }
    for &text in &profile.texts {
        composed.texts.entry(text).or_insert(name);
    }
    for (&kind, set) in &profile.sets {
        composed.sets.entry(kind).or_default().entry(set).or_insert(name);
    }
    for (&kind, &value) in &profile.placement {
        composed.placement.insert(
            kind,
            Said {
                value,
                by: Some(name),
            },
        );
    }
    known.insert(name, composed.clone());
    composed
}

impl<'r> Composed<'r> {
    /// Both together.
    fn and(mut self, other: Self) -> Self {
        // Policies are ordered from the strictest on, levels and placements up to the strictest.
        if other.coverage.value < self.coverage.value {
            self.coverage = other.coverage;
        }
        for (rule, said) in other.levels {
            stricter(&mut self.levels, rule, said);
        }
        self.currency = self.currency.or(other.currency);
        for (text, by) in other.texts {
            self.texts.entry(text).or_insert(by);
        }
        for (kind, sets) in other.sets {
            let own: &mut BTreeMap<&'r str, &'r str> = self.sets.entry(kind).or_default();
            for (set, by) in sets {
                own.entry(set).or_insert(by);
            }
        }
        for (kind, said) in other.placement {
            stricter(&mut self.placement, kind, said);
        }
        self
    }

    /// Names of the element sets that notes of a kind must meet.
    pub fn sets_of(&self, kind: NoteKindId) -> BTreeSet<String> {
        let sets = self.sets.get(&kind).into_iter().flatten();
        sets.map(|(set, _)| (*set).to_owned()).collect()
    }
}

/// Puts `said` in where nothing stands or something milder does.
fn stricter<'r, K: Ord, T: Ord + Copy>(map: &mut BTreeMap<K, Said<'r, T>>, key: K, said: Said<'r, T>) {
    let own = map.entry(key).or_insert(said);
    if said.value > own.value {
        *own = said;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::builtin::load;

    fn house(profiles: &str) -> Rulebook {
        load(&[("house.toml".into(), format!("schema = 1\n{profiles}"))]).expect("a sound rulebook")
    }

    const PROFILES: &str = r#"
[profile.loose]
summary = "Loose."
coverage = "document"
[profile.loose.levels]
wrong-note-kind = "off"
note-hidden = "info"

[profile.tight]
summary = "Tight."
coverage = "sentence"
currency = "GBP"
[profile.tight.levels]
note-hidden = "warning"
marker-out-of-order = "error"
[profile.tight.placement]
past = "body"

[profile.tighter]
summary = "Tighter."
extends = ["loose", "tight"]
[profile.tighter.levels]
marker-out-of-order = "off"
[profile.tighter.placement]
past = "anywhere"
"#;

    /// Level and who says so.
    fn level<'r>(composed: &Composed<'r>, rule: &str) -> (Option<Level>, Option<&'r str>) {
        let said = composed.levels[rule];
        (said.value, said.by)
    }

    #[test]
    fn the_strictest_wins() {
        let book = house(PROFILES);
        let (error, warning, info) = (Some(Level::Error), Some(Level::Warning), Some(Level::Info));
        for (names, policy, wrong, hidden, order) in [
            (
                &[][..],
                CoveragePolicy::Paragraph,
                (error, None),
                (error, None),
                (info, Some("default")),
            ),
            (
                &["loose"],
                CoveragePolicy::Document,
                (None, Some("loose")),
                (info, Some("loose")),
                (info, Some("default")),
            ),
            (
                &["loose", "tight"],
                CoveragePolicy::Sentence,
                (error, None),
                (warning, Some("tight")),
                (error, Some("tight")),
            ),
            (
                &["tighter"],
                CoveragePolicy::Sentence,
                (error, None),
                (warning, Some("tight")),
                (None, Some("tighter")),
            ),
            (
                &["unknown", "loose"],
                CoveragePolicy::Document,
                (None, Some("loose")),
                (info, Some("loose")),
                (info, Some("default")),
            ),
        ] {
            let composed = compose(&book, names);
            assert_eq!(composed.coverage.value, policy, "{names:?}");
            assert_eq!(level(&composed, "wrong-note-kind"), wrong, "{names:?}");
            assert_eq!(level(&composed, "note-hidden"), hidden, "{names:?}");
            assert_eq!(level(&composed, "marker-out-of-order"), order, "{names:?}");
        }
    }

    #[test]
    fn placements_and_currencies_are_taken_over() {
        let book = house(PROFILES);
        let past = book.note_kind("past").unwrap();
        for (names, placement, currency) in [
            (&["loose"][..], None, None),
            (&["loose", "tight"], Some(Placement::Body), Some("GBP")),
            (&["tighter"], Some(Placement::Anywhere), Some("GBP")),
            (&["tighter", "tight"], Some(Placement::Body), Some("GBP")),
        ] {
            let composed = compose(&book, names);
            assert_eq!(
                composed.placement.get(&past).map(|s| s.value),
                placement,
                "{names:?}"
            );
            assert_eq!(composed.currency.map(|s| s.value), currency, "{names:?}");
        }
    }
}
