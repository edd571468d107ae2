//! What rules about statements and about drafts ask for, what counts as a detail, and prescribed texts, in words.

use super::{checked, language_name};
use crate::rules::model::{Demand, Detail, PrescribedText, PublisherKey, Report, Rule, RuleSort, Rulebook};
use crate::rules::model::{NoteKindId, Scope, Selection};

/// So many cues of a detail are shown.
const CUES: usize = 8;

/// What a rule asks for beside a note that covers a statement, one clause per line.
pub(super) fn asks(rulebook: &Rulebook, rule: &Rule) -> Vec<String> {
    match &rule.sort {
        RuleSort::Statements(what) => {
            let mut lines = Vec::new();
            if let Report::Lacking(demand) = &what.report {
                let place = match demand.scope {
                    Scope::Sentence => "the sentence",
                    Scope::Paragraph => "its paragraph",
                    Scope::Section => "its section",
                    Scope::Draft => "the draft",
                };
                lines.push(format!("{place} must say {}", says(rulebook, demand)));
            }
            lines.extend(conditions(rulebook, &what.of));
            lines.extend(match what.once {
                Scope::Sentence => None,
                Scope::Paragraph => Some("only the first in a paragraph is reported".to_owned()),
                Scope::Section => Some("only the first in a section is reported".to_owned()),
                Scope::Draft => Some("only the first in a draft is reported".to_owned()),
            });
            lines
        }
        RuleSort::Absent(what) => {
            let mut ways = Vec::new();
            if !what.notes.is_empty() {
                ways.push(format!(
                    "a note that readers see: {}",
                    nouns(rulebook, &what.notes)
                ));
            }
            if let Some(demand) = &what.details {
                ways.push(format!("a word on {}", says(rulebook, demand)));
            }
            if let Some(topic) = &what.topic {
                let texts = rulebook.texts.iter().filter(|text| text.topic == *topic);
                let names: Vec<String> = texts.map(|text| format!("`{}`", text.name)).collect();
                ways.push(format!("a prescribed text on {topic}: {}", names.join(" or ")));
            }
            let mut lines = vec![format!(
                "anywhere in the draft there must be {}",
                ways.join("; or ")
            )];
            lines.extend(conditions(rulebook, &what.of));
            lines
        }
        RuleSort::Check => Vec::new(),
    }
}

fn conditions(rulebook: &Rulebook, of: &Selection) -> Vec<String> {
    let details = |ids: &[u16]| {
        let all = ids.iter().filter_map(|id| rulebook.details.get(usize::from(*id)));
        all.map(|detail| detail.says.as_str())
            .collect::<Vec<_>>()
            .join(" or ")
    };
    let contexts = |ids: &[u16]| {
        let all = ids
            .iter()
            .filter_map(|id| rulebook.contexts.get(usize::from(*id)));
        all.map(|context| context.summary.trim_end_matches('.'))
            .collect::<Vec<_>>()
            .join("; or: ")
    };
    let places: Vec<&str> = of.places.iter().map(|place| super::place(*place)).collect();
    [
        ("only where the sentence has ", details(&of.having)),
        ("not where the sentence has ", details(&of.excepting)),
        ("only here: ", contexts(&of.context)),
        ("not here: ", contexts(&of.not_in)),
        ("only in ", places.join(", ")),
    ]
    .into_iter()
    .filter(|(_, what)| !what.is_empty())
    .map(|(head, what)| format!("{head}{what}"))
    .collect()
}

fn says(rulebook: &Rulebook, demand: &Demand) -> String {
    let details = demand
        .details
        .iter()
        .filter_map(|id| rulebook.details.get(usize::from(*id)));
    let says: Vec<String> = details
        .map(|detail| format!("{} (`{}`)", detail.says, detail.name))
        .collect();
    match (usize::from(demand.at_least), says.len()) {
        (least, all) if least >= all => says.join(" and "),
        (1, _) => says.join(" or "),
        (least, _) => format!("at least {least} of these: {}", says.join("; ")),
    }
}

fn nouns(rulebook: &Rulebook, kinds: &[NoteKindId]) -> String {
    let kinds = kinds
        .iter()
        .filter_map(|kind| rulebook.notes.get(usize::from(*kind)));
    kinds
        .map(|kind| kind.noun.as_str())
        .collect::<Vec<_>>()
        .join(" or ")
}

/// What counts as a detail, one way per line.
pub(super) fn counts(rulebook: &Rulebook, detail: &Detail) -> Vec<String> {
    let mut ways = Vec::new();
    if !detail.patterns.is_empty() {
        let few: Vec<String> = detail
            .patterns
            .iter()
            .take(CUES)
            .map(|cue| format!("`{cue}`"))
            .collect();
        let more = if detail.patterns.len() > few.len() {
            ", …"
        } else {
            ""
        };
        ways.push(format!("wording: {}{more}", few.join(", ")));
    }
    if detail.link {
        ways.push("a link to another page".to_owned());
    }
    if !detail.notes.is_empty() {
        ways.push(format!(
            "a marker that leads to a {}",
            nouns(rulebook, &detail.notes)
        ));
    }
    if !detail.front_matter.is_empty() {
        let keys: Vec<String> = detail.front_matter.iter().map(|key| format!("`{key}`")).collect();
        ways.push(format!("in the front matter: {}", keys.join(", ")));
    }
    if detail.dated {
        ways.push("a date of the draft: in its front matter, its name or `--as-of`".to_owned());
    }
    ways.extend(match detail.publisher {
        Some(PublisherKey::Name) => Some("the publisher's name, as the configuration has it".to_owned()),
        Some(PublisherKey::Currency) => {
            Some("the base currency (the publisher's, else the profile's): code, sign or name".to_owned())
        }
        None => None,
    });
    ways
}

/// Where a prescribed text comes from and where it is in force, one fact per line.
pub(super) fn facts(rulebook: &Rulebook, text: &PrescribedText) -> Vec<String> {
    let index = rulebook.texts.iter().position(|t| t.name == text.name);
    let in_force = rulebook
        .profiles
        .values()
        .filter(|profile| profile.texts.iter().any(|id| Some(usize::from(*id)) == index));
    let profiles: Vec<String> = in_force.map(|profile| format!("`{}`", profile.name)).collect();
    let mut facts = vec![
        format!(
            "topic {}, jurisdiction {}, {}",
            text.topic,
            text.jurisdiction,
            language_name(&text.language)
        ),
        format!("{} ({})", text.basis.cite, checked(&text.basis)),
    ];
    if !profiles.is_empty() {
        facts.push(format!(
            "in force in the profiles {} and those that extend them",
            profiles.join(", ")
        ));
    }
    facts
}
