//! Kinds of note and the wording that makes them.

use super::Checker;
use crate::rules::matcher::{Builder, Tag};
use crate::rules::model::{Element, NoteKind, NoteLanguage};
use crate::rules::raw::{self, Named, Text};
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

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
                fewest_words: fewest_words.map_or(known.fewest_words, |words| words as u16),
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
        if !(code.get_ref().len() == 2 && code.get_ref().bytes().all(|b| b.is_ascii_lowercase())) {
            let message = format!(
                "`{}` is no language: two letters name one (`en`, `de`)",
                code.get_ref()
            );
            self.problem(file, span.clone(), message, None);
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
        let at_least = self.at_least(&language, some.len());
        let text = language
            .text
            .clone()
            .map(|text| self.text(file, &span, &table, "text", Some(text)));
        let used: BTreeSet<u16> = all
            .iter()
            .chain(&some)
            .chain(&barred)
            .chain(&attempt)
            .copied()
            .collect();
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
        }
    }

    /// How many of `some` there must be; one where the file is silent.
    fn at_least(&mut self, language: &raw::Language, some: usize) -> u16 {
        let most = u16::try_from(some).unwrap_or(u16::MAX);
        let Some(given) = &language.at_least else {
            return most.min(1);
        };
        let problem = match (*given.get_ref(), language.some.len()) {
            (0, 0) => return 0,
            (_, 0) => "`at-least` has no effect without `some`".to_owned(),
            (n, len) if usize::try_from(n).is_ok_and(|n| (1..=len).contains(&n)) => {
                return u16::try_from(n).unwrap_or(most);
            }
            (_, len) => format!("`at-least` must be from 1 to {len}, the number of elements in `some`"),
        };
        self.problem(language.file, given.span(), problem, None);
        most
    }

    fn elements(
        &mut self,
        elements: Named<raw::Element>,
        known: &BTreeMap<String, u16>,
        used: &BTreeSet<u16>,
        language: &str,
        (kind, at): (u16, u16),
        builder: &mut Builder,
    ) -> Vec<Element> {
        let mut made = Vec::with_capacity(elements.0.len());
        for (index, (name, element)) in (0u16..).zip(elements.0) {
            let (file, span) = (element.file, name.span());
            let called = format!("{}.element.{}]", language.trim_end_matches(']'), name.get_ref());
            if !used.contains(&index) {
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
