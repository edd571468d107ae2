//! Kinds of note and the wording that makes them.

use super::Checker;
use crate::rules::matcher::{Builder, Tag};
use crate::rules::model::{Element, ElementSet, NoteKind, NoteLanguage};
use crate::rules::raw::{self, FileId, Named, Text};
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

/// The elements of a language that something names.
struct Used {
    /// Those that make a note one of its kind, or keep it from being one.
    basic: BTreeSet<u16>,
    /// Those that only element sets name.
    of_sets: BTreeSet<u16>,
}

impl Checker<'_> {
    pub(super) fn notes(&mut self, notes: Named<raw::Note>, builder: &mut Builder) -> Vec<NoteKind> {
        let mut made = Vec::with_capacity(notes.0.len());
        let names: Vec<String> = notes.names().cloned().collect();
        for (index, (name, note)) in (0u16..).zip(notes.0) {
            let called = format!("[note.{}]", name.get_ref());
            let (file, span) = (note.file, name.span());
            if file > 0 && crate::rules::layer::adds_languages(&note) {
                let message = format!("there is no kind of note `{}` to add wording to", name.get_ref());
                let known = names.iter().filter(|n| *n != name.get_ref());
                let help = super::nearest_or_list(name.get_ref(), known);
                self.problem(file, span, message, help);
                continue;
            }
            if note.language.0.is_empty() {
                let help = format!(
                    "without [note.{}.language.en] no text is ever such a note",
                    name.get_ref()
                );
                self.missing(file, &span, &called, "language", Some(&help));
            }
            if note.disclaimer.is_none() {
                let help = "say whether it is a disclaimer: a sentence that is one makes no statement";
                self.missing(file, &span, &called, "disclaimer", Some(help));
            }
            let mut languages = Vec::with_capacity(note.language.0.len());
            for (at, (code, language)) in (0u16..).zip(note.language.0) {
                languages.push(self.language(code, language, &called, (index, at), builder));
            }
            let text = note
                .text
                .map(|text| self.text(file, &span, &called, "text", Some(text)));
            let fewest_words = note
                .fewest_words
                .and_then(|words| self.number(file, "fewest-words", &words, 1..101));
            let known = NoteKind::default();
            made.push(NoteKind {
                summary: self.text(file, &span, &called, "summary", note.summary),
                noun: self.text(file, &span, &called, "noun", note.noun),
                name: name.into_inner(),
                disclaimer: note.disclaimer.is_some_and(Spanned::into_inner),
                fewest_words: fewest_words.map_or(known.fewest_words, |words| words.unsigned_abs() as u16),
                text,
                languages,
            });
        }
        made
    }

    fn language(
        &mut self,
        code: Text,
        language: raw::Language,
        note: &str,
        (kind, at): (u16, u16),
        builder: &mut Builder,
    ) -> NoteLanguage {
        let (file, span) = (language.file, code.span());
        if !super::is_language(code.get_ref()) {
            self.no_language(file, &code);
        }
        let table = format!("{}.language.{}]", note.trim_end_matches(']'), code.get_ref());
        let elements = self.indices("elements", &language.element, |e| e.file);
        let all = self.resolve_all(file, "element", &language.all, &elements);
        let some = self.resolve_all(file, "element", &language.some, &elements);
        let barred = self.resolve_all(file, "element", &language.none, &elements);
        let attempt = self.resolve_all(file, "element", &language.attempt, &elements);
        if all.is_empty() && some.is_empty() && language.all.is_empty() && language.some.is_empty() {
            let help = "with neither `all` nor `some` every text would be such a note";
            self.missing(file, &span, &table, "all", Some(help));
        }
        let text = language
            .text
            .clone()
            .map(|text| self.text(file, &span, &table, "text", Some(text)));
        let at_least = self.at_least(file, language.at_least.as_ref(), language.some.len(), some.len());
        let sets = self.sets(language.set, &table, &elements);
        let basic: BTreeSet<u16> = all
            .iter()
            .chain(&some)
            .chain(&barred)
            .chain(&attempt)
            .copied()
            .collect();
        let of_sets = sets
            .iter()
            .flat_map(|set| set.all.iter().chain(&set.some).chain(&set.none));
        let used = Used {
            of_sets: of_sets
                .copied()
                .filter(|element| !basic.contains(element))
                .collect(),
            basic,
        };
        let elements = self.elements(language.element, &elements, &used, &table, (kind, at), builder);
        NoteLanguage {
            code: code.into_inner(),
            text,
            elements,
            all,
            some,
            at_least,
            none: barred,
            attempt,
            sets,
        }
    }

    fn sets(
        &mut self,
        sets: Named<raw::Set>,
        language: &str,
        elements: &BTreeMap<String, u16>,
    ) -> Vec<ElementSet> {
        self.indices("element sets", &sets, |s| s.file);
        let mut made = Vec::with_capacity(sets.0.len());
        for (name, set) in sets.0 {
            let file = set.file;
            let all = self.resolve_all(file, "element", &set.all, elements);
            let some = self.resolve_all(file, "element", &set.some, elements);
            let none = self.resolve_all(file, "element", &set.none, elements);
            if set.all.is_empty() && set.some.is_empty() && set.none.is_empty() {
                let called = format!("{}.set.{}]", language.trim_end_matches(']'), name.get_ref());
                let help = "a set asks for nothing without one of `all`, `some` and `none`";
                self.missing(file, &name.span(), &called, "all", Some(help));
            }
            made.push(ElementSet {
                at_least: self.at_least(file, set.at_least.as_ref(), set.some.len(), some.len()),
                text: set.text.map(Spanned::into_inner),
                name: name.into_inner(),
                all,
                some,
                none,
            });
        }
        made
    }

    /// How many of `some`, which names `named` elements of which so many are `known`, there must be; one where the
    /// file is silent.
    fn at_least(&mut self, file: FileId, given: Option<&Spanned<i64>>, named: usize, known: usize) -> u16 {
        let most = u16::try_from(known).unwrap_or(u16::MAX);
        let Some(given) = given else {
            return most.min(1);
        };
        let problem = match (*given.get_ref(), named) {
            (0, 0) => return 0,
            (_, 0) => "`at-least` has no effect without `some`".to_owned(),
            (n, len) if usize::try_from(n).is_ok_and(|n| (1..=len).contains(&n)) => {
                return u16::try_from(n).unwrap_or(most);
            }
            (_, len) => format!("`at-least` must be from 1 to {len}, the number of elements in `some`"),
        };
        self.problem(file, given.span(), problem, None);
        most
    }

    fn elements(
        &mut self,
        elements: Named<raw::Element>,
        known: &BTreeMap<String, u16>,
        used: &Used,
        language: &str,
        (kind, at): (u16, u16),
        builder: &mut Builder,
    ) -> Vec<Element> {
        let mut made = Vec::with_capacity(elements.0.len());
        for (index, (name, element)) in (0u16..).zip(elements.0) {
            let (file, span) = (element.file, name.span());
            let called = format!("{}.element.{}]", language.trim_end_matches(']'), name.get_ref());
            if !used.basic.contains(&index) && !used.of_sets.contains(&index) {
                let message = format!("{called} is in none of `all`, `some`, `none` and `attempt`");
                let others = known.keys().filter(|k| *k != name.get_ref());
                let help = crate::suggest::did_you_mean(name.get_ref(), others)
                    .unwrap_or_else(|| "name it in one of them, or take it out".to_owned());
                self.problem(file, span.clone(), message, Some(help));
            }
            if element.any.is_empty() {
                self.missing(file, &span, &called, "any", None);
            }
            self.words(&element.any, Tag::Element(kind, at, index), builder);
            made.push(Element {
                says: self.text(file, &span, &called, "says", element.says),
                of_sets: used.of_sets.contains(&index),
                name: name.into_inner(),
                patterns: element
                    .any
                    .0
                    .into_iter()
                    .map(|(_, word)| word.into_inner())
                    .collect(),
            });
        }
        made
    }
}
