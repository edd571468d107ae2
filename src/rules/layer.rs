//! Lays the files of a rulebook over one another.
//!
//! A table with a new name is added and one with a known name replaces it, with a few exceptions that save an
//! editor from copying what they only want to add to; they are described in docs/rulebook.md.

use super::raw::{Class, Detail, Element, File, Language, Mask, Named, Note, Statement, Text, Wording};
use std::collections::{BTreeMap, VecDeque};
use toml::Spanned;

/// Lays `over` over `base`.
pub fn lay(base: &mut File, over: File) {
    for (name, class) in over.class.0 {
        lay_class(&mut base.class, name, class);
    }
    for (name, context) in over.context.0 {
        base.context.put(name, context);
    }
    for (name, statement) in over.statement.0 {
        lay_statement(&mut base.statement, name, statement);
    }
    for (name, note) in over.note.0 {
        lay_note(&mut base.note, name, note);
    }
    if let Some(wording) = over.wording {
        let all = base.wording.get_or_insert_with(Wording::default);
        all.notes_heading.0.extend(wording.notes_heading.0);
        all.disclaimer_heading.0.extend(wording.disclaimer_heading.0);
        all.opening.0.extend(wording.opening.0);
        all.note_opening.0.extend(wording.note_opening.0);
        all.source_opening.0.extend(wording.source_opening.0);
        all.referring.0.extend(wording.referring.0);
        all.pointer.0.extend(wording.pointer.0);
        all.pointer_target.0.extend(wording.pointer_target.0);
        all.boilerplate.0.extend(wording.boilerplate.0);
        all.undone.0.extend(wording.undone.0);
    }
    for (name, detail) in over.detail.0 {
        lay_detail(&mut base.detail, name, detail);
    }
    for (name, text) in over.text.0 {
        base.text.put(name, text);
    }
    for (name, rule) in over.rule.0 {
        base.rule.put(name, rule);
    }
    for (name, profile) in over.profile.0 {
        base.profile.put(name, profile);
    }
}

fn lay_class(base: &mut Named<Class>, name: Text, class: Class) {
    let extends = class.extend.as_ref().is_some_and(|extend| *extend.get_ref());
    match base.get_mut(name.get_ref()) {
        Some(known) if extends => known.words.0.extend(class.words.0),
        // `extend` stays set where there is nothing to extend, for validation to say so.
        _ => base.put(name, class),
    }
}

fn lay_statement(base: &mut Named<Statement>, name: Text, statement: Statement) {
    match base.get_mut(name.get_ref()) {
        Some(known) if adds_only(&statement) => {
            put_by_id(
                &mut known.cue,
                statement.cue,
                |cue| cue.id.as_ref(),
                |cue| cue.file,
            );
            put_by_id(
                &mut known.mask,
                statement.mask,
                |mask: &Mask| mask.id.as_ref(),
                |mask| mask.file,
            );
        }
        _ => base.put(name, statement),
    }
}

/// Whether a statement's table holds nothing but cues and masks.
pub fn adds_only(statement: &Statement) -> bool {
    let Statement {
        summary,
        noun,
        needs,
        replaces,
        claim,
        register,
        in_disclaimers,
        low,
        medium,
        high,
        cue,
        mask,
        file: _,
    } = statement;
    summary.is_none()
        && noun.is_none()
        && needs.is_empty()
        && replaces.is_empty()
        && claim.is_none()
        && register.is_none()
        && in_disclaimers.is_none()
        && low.is_none()
        && medium.is_none()
        && high.is_none()
        && !(cue.is_empty() && mask.is_empty())
}

/// Replaces entries by those of `over` with the same id from another file; two with one id in the same file both
/// stay, for validation to say so. Each entry is looked up and not searched for: a house can have many.
fn put_by_id<T>(
    base: &mut Vec<Spanned<T>>,
    over: Vec<Spanned<T>>,
    id: impl Fn(&T) -> Option<&Text>,
    file: impl Fn(&T) -> u16,
) {
    let mut known: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
    for (at, entry) in base.iter().enumerate() {
        if let Some(id) = id(entry.get_ref()) {
            known.entry(id.get_ref().clone()).or_default().push_back(at);
        }
    }
    for entry in over {
        let places = id(entry.get_ref()).and_then(|id| known.get_mut(id.get_ref()));
        let slot = places
            .and_then(VecDeque::pop_front)
            .and_then(|at| base.get_mut(at))
            .filter(|slot| file(slot.get_ref()) != file(entry.get_ref()));
        match slot {
            Some(slot) => *slot = entry,
            None => base.push(entry),
        }
    }
}

/// Whether a note's table holds nothing but languages.
pub fn adds_languages(note: &Note) -> bool {
    let Note {
        summary,
        noun,
        disclaimer,
        fewest_words,
        text,
        language,
        file: _,
    } = note;
    let nothing_else = summary.is_none()
        && noun.is_none()
        && disclaimer.is_none()
        && fewest_words.is_none()
        && text.is_none();
    nothing_else && !language.0.is_empty()
}

fn lay_note(base: &mut Named<Note>, name: Text, note: Note) {
    match base.get_mut(name.get_ref()) {
        Some(known) if adds_languages(&note) => {
            for (code, language) in note.language.0 {
                lay_language(&mut known.language, code, language);
            }
        }
        _ => base.put(name, note),
    }
}

fn lay_language(base: &mut Named<Language>, code: Text, language: Language) {
    let adds = language.all.is_empty()
        && language.some.is_empty()
        && language.at_least.is_none()
        && language.text.is_none()
        && language.none.is_empty()
        && language.attempt.is_empty()
        && !(language.element.0.is_empty() && language.set.0.is_empty());
    match base.get_mut(code.get_ref()) {
        Some(known) if adds => {
            for (name, element) in language.element.0 {
                lay_element(&mut known.element, name, element);
            }
            for (name, set) in language.set.0 {
                known.set.put(name, set);
            }
        }
        _ => base.put(code, language),
    }
}

fn lay_element(base: &mut Named<Element>, name: Text, element: Element) {
    match base.get_mut(name.get_ref()) {
        Some(known) if element.says.is_none() => known.any.0.extend(element.any.0),
        _ => base.put(name, element),
    }
}

/// Whether a detail's table holds nothing but words.
pub fn adds_words(detail: &Detail) -> bool {
    let Detail {
        summary,
        says,
        any,
        unless,
        link,
        notes,
        front_matter,
        dated,
        publisher,
        has,
        lacks,
        file: _,
    } = detail;
    let nothing_else = summary.is_none()
        && says.is_none()
        && link.is_none()
        && notes.is_empty()
        && front_matter.is_empty()
        && dated.is_none()
        && publisher.is_none()
        && has.is_empty()
        && lacks.is_empty();
    nothing_else && !(any.is_empty() && unless.is_empty())
}

fn lay_detail(base: &mut Named<Detail>, name: Text, detail: Detail) {
    match base.get_mut(name.get_ref()) {
        Some(known) if adds_words(&detail) => {
            known.any.0.extend(detail.any.0);
            known.unless.0.extend(detail.unless.0);
        }
        _ => base.put(name, detail),
    }
}
