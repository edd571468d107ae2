//! Whether a note says what the profiles in force ask of a note of its kind, beyond what makes it one.

use super::reading::Present;
use crate::rules::model::{ElementSet, NoteKind, NoteKindId, NoteLanguage};
use std::collections::{BTreeMap, BTreeSet};

/// Names of the element sets that are asked for, by kind of note.
pub(super) type Asked = BTreeMap<NoteKindId, BTreeSet<String>>;

/// What a note of a kind lacks that a profile asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// The kind that it is.
    pub kind: NoteKindId,
    /// The name of the element set.
    pub set: String,
    /// What the note would have to say besides.
    pub lacks: Vec<String>,
    /// What it says and must not.
    pub barred: Vec<String>,
    /// Wording that meets the set, where the rulebook has one.
    pub text: Option<String>,
}

/// What a note lacks of the sets that are asked for its kind; `languages` are those in which it is of the kind. Of
/// several languages the one counts in which it lacks least; a set that none of them has asks for nothing.
pub(super) fn shortfalls(
    asked: &Asked,
    id: NoteKindId,
    kind: &NoteKind,
    languages: &[usize],
    present: &Present,
) -> Vec<Shortfall> {
    let sets = asked.get(&id).into_iter().flatten();
    sets.filter_map(|name| {
        let in_language = |index: &usize| {
            let language = kind.languages.get(*index)?;
            let set = language.sets.iter().find(|set| set.name == *name)?;
            let here = present.get(&(id, *index as u16)).cloned().unwrap_or_default();
            Some(shortfall(id, language, set, &here))
        };
        let least = languages
            .iter()
            .filter_map(in_language)
            .min_by_key(|short| short.lacks.len() + short.barred.len())?;
        (!least.lacks.is_empty() || !least.barred.is_empty()).then_some(least)
    })
    .collect()
}

fn shortfall(id: NoteKindId, language: &NoteLanguage, set: &ElementSet, here: &BTreeSet<u16>) -> Shortfall {
    let some = set.some.iter().filter(|e| here.contains(e)).count();
    let some: &[u16] = if some >= usize::from(set.at_least) {
        &[]
    } else {
        &set.some
    };
    let says = |element: &u16| {
        language
            .elements
            .get(usize::from(*element))
            .map(|e| e.says.clone())
    };
    let missing = set.all.iter().chain(some).filter(|e| !here.contains(e));
    Shortfall {
        kind: id,
        set: set.name.clone(),
        lacks: missing.filter_map(says).collect(),
        barred: set
            .none
            .iter()
            .filter(|e| here.contains(e))
            .filter_map(says)
            .collect(),
        text: set.text.clone(),
    }
}
