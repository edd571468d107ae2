//! A house's own wording of notes is read as a draft's notes are: what it proposes must cover what it is for.

use super::model::Config;
use crate::report::problem::Problem;
use crate::resolve::NoteReading;
use crate::rules::Rulebook;
use crate::rules::model::{NoteKind, NoteKindId};
use crate::settings::Settings;
use crate::source::SourceFile;
use std::sync::Arc;

/// The wordings under `[notes.…]` that caveat would not take for a note of their kind, each with what it lacks.
pub(super) fn unfit(config: &Config, rulebook: &Rulebook) -> Vec<Problem> {
    let texts = config.layers().flat_map(|layer| {
        // A profile can ask more of a note than its kind does.
        let profiles = if layer.profiles.is_empty() {
            &config.base.profiles
        } else {
            &layer.profiles
        };
        let names: Vec<&str> = profiles
            .iter()
            .map(|profile| profile.name.as_str())
            .filter(|name| rulebook.profiles.contains_key(*name))
            .collect();
        layer
            .texts
            .iter()
            .map(move |(name, text)| (names.clone(), name, text))
    });
    let mut problems = Vec::new();
    for (profiles, name, text) in texts {
        let settings = if profiles.is_empty() {
            Settings::of(rulebook)
        } else {
            Settings::of_profiles(rulebook, &profiles)
        };
        let Some(id) = rulebook.note_kind(&name.name) else {
            continue;
        };
        let Some(kind) = rulebook.notes.get(id as usize) else {
            continue;
        };
        // An empty text was reported where it was read.
        if text.trim().is_empty() || kind.languages.is_empty() {
            continue;
        }
        let Some((short, lacks)) = lacks(rulebook, &settings, id, kind, text) else {
            continue;
        };
        problems.push(Problem {
            file: Arc::clone(&config.file),
            span: name.span,
            message: if short {
                format!(
                    "the text of `notes.{}` is not what the profile asks of a {}",
                    name.name, kind.noun
                )
            } else {
                format!("the text of `notes.{}` is no {}", name.name, kind.noun)
            },
            label: if lacks.is_empty() {
                "it takes back what it says, or is no statement".to_owned()
            } else {
                format!("it does not say {}", lacks.join("; "))
            },
            help: Some(match &kind.text {
                Some(text) => format!("wording that would do: {text}"),
                None => "a marker that leads to this text would not cover its statement".to_owned(),
            }),
        });
    }
    problems
}

/// What the text lacks to be a note of this kind, or (then `true`) only to be one as the profiles want it; none if it
/// lacks nothing.
fn lacks(
    rulebook: &Rulebook,
    settings: &Settings,
    id: NoteKindId,
    kind: &NoteKind,
    text: &str,
) -> Option<(bool, Vec<String>)> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let source = SourceFile::new("", format!("Text.[^1]\n\n[^1]: {text}\n"));
    let review = crate::linter::lint(&source, rulebook, settings);
    let readings: &[NoteReading] = &review.resolved.readings;
    if let Some(reading) = readings.iter().find(|r| r.kinds.contains(&id)) {
        let short = reading.short.iter().find(|short| short.kind == id);
        return short.map(|short| (true, short.lacks.clone()));
    }
    let mut attempts = readings.iter().flat_map(|r| &r.attempts);
    if let Some(attempt) = attempts.find(|a| a.kind == id) {
        return Some((false, attempt.lacks.clone()));
    }
    // It does not even mean to be one: everything is lacking.
    let language = kind.languages.first()?;
    let needed = language.all.iter().chain(&language.some);
    Some((
        false,
        needed
            .filter_map(|&e| language.elements.get(e as usize))
            .map(|e| e.says.clone())
            .collect(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::builtin::builtin;

    #[test]
    fn wording_is_read_as_a_note_is() {
        let past =
            "[notes.past]\ntext = \"Past performance is not a reliable indicator of future results.\"\n";
        let bad = "coverage = \"paragraph\"\n[notes.past]\ntext = \"We like past performance.\"\n";
        for (text, expected) in [
            (past, None),
            (
                bad,
                Some((3, "the text of `notes.past` is no past-performance note")),
            ),
        ] {
            let file = Arc::new(SourceFile::new("caveat.toml", text));
            let (config, problems) = super::super::read::read(&file, std::path::Path::new("."));
            assert!(problems.is_empty());
            let found = unfit(&config, builtin());
            let seen = found.first().map(|p| (p.span.start, p.message.as_str()));
            let wanted = expected.map(|(_, message)| (text.find("past]").unwrap() as u32, message));
            assert_eq!(seen, wanted);
            assert!(
                found.iter().all(|p| p.label.starts_with("it does not say ")),
                "{found:?}"
            );
        }
    }

    #[test]
    fn the_wording_of_each_element_set_meets_it() {
        let book = builtin();
        let mut tried = 0;
        for (id, kind) in (0..).zip(&book.notes) {
            for set in kind.languages.iter().flat_map(|language| &language.sets) {
                let Some(text) = &set.text else { continue };
                tried += 1;
                let mut settings = Settings::of(book);
                settings.sets.insert(id, [set.name.clone()].into());
                let source = SourceFile::new("", format!("Text.[^1]\n\n[^1]: {text}\n"));
                let review = crate::linter::lint(&source, book, &settings);
                let reading = &review.resolved.readings[0];
                assert!(reading.kinds.contains(&id), "{} {}", kind.name, set.name);
                assert_eq!(reading.short, [], "{} {}", kind.name, set.name);
            }
        }
        assert!(tried >= 4, "{tried}");
    }

    #[test]
    fn the_wording_of_the_rulebook_itself_is_fit() {
        let book = builtin();
        let settings = Settings::of(book);
        for (id, kind) in book.notes.iter().enumerate() {
            if let Some(text) = &kind.text {
                assert_eq!(
                    lacks(book, &settings, id as NoteKindId, kind, text),
                    None,
                    "{}",
                    kind.name
                );
            }
        }
    }
}
