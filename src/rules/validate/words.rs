//! Classes, contexts, wording in general, and the cues of all of them.

use super::Checker;
use super::place;
use crate::rules::cue::CueError;
use crate::rules::example;
use crate::rules::matcher::{Builder, Tag};
use crate::rules::model::Context;
use crate::rules::raw::{self, FileId, Named, Text, Wording, Words};
use std::ops::Range;

impl Checker<'_> {
    pub(super) fn classes(&mut self, classes: Named<raw::Class>, builder: &mut Builder) {
        let built_in = builder.classes();
        let names: Vec<(FileId, String)> = classes
            .0
            .iter()
            .map(|(name, class)| (class.file, name.get_ref().clone()))
            .collect();
        for (name, class) in classes.0 {
            self.kebab(class.file, &name);
            if built_in.contains(name.get_ref()) {
                let message = format!("`{}` is a built-in class and cannot be changed", name.get_ref());
                self.problem(class.file, name.span(), message, None);
                continue;
            }
            if let Some(extend) = class.extend.as_ref().filter(|extend| *extend.get_ref()) {
                let message = format!(
                    "there is no class `{}` before this file to extend",
                    name.get_ref()
                );
                let before = names.iter().filter(|(file, _)| *file < class.file);
                let known = before.map(|(_, name)| name);
                let help = super::nearest_or_list(name.get_ref(), known);
                self.problem(class.file, extend.span(), message, help);
            }
            let called = format!("[class.{}]", name.get_ref());
            if class.extend.is_none() {
                let span = name.span();
                self.text(class.file, &span, &called, "summary", class.summary);
            }
            if class.words.is_empty() {
                self.missing(class.file, &name.span(), &called, "words", None);
            }
            let words: Vec<&str> = class
                .words
                .0
                .iter()
                .map(|(_, word)| word.get_ref().as_str())
                .collect();
            for (index, error) in builder.class(name.get_ref(), &words) {
                if let Some((file, word)) = class.words.0.get(index) {
                    self.cue_problem(*file, word, &error);
                }
            }
        }
    }

    pub(super) fn contexts(&mut self, contexts: Named<raw::Context>, builder: &mut Builder) -> Vec<Context> {
        let mut made = Vec::with_capacity(contexts.0.len());
        for (index, (name, context)) in (0u16..).zip(contexts.0) {
            let called = format!("[context.{}]", name.get_ref());
            let file = context.file;
            let span = name.span();
            self.patterns(file, &context.heading, Tag::Heading(index), builder);
            self.patterns(file, &context.lead_in, Tag::LeadIn(index), builder);
            self.patterns(file, &context.column, Tag::Column(index), builder);
            self.patterns(file, &context.previous, Tag::Previous(index), builder);
            self.patterns(file, &context.sentence, Tag::Within(index), builder);
            self.patterns(file, &context.document, Tag::Document(index), builder);
            let threshold = context.per_thousand_words.as_ref();
            match threshold {
                Some(threshold) if context.document.is_empty() => {
                    let message =
                        format!("`per-thousand-words` of {called} has no effect without `document`");
                    self.problem(file, threshold.span(), message, None);
                }
                None if !context.document.is_empty() => {
                    let help = "say from how many hits in a thousand words on the context holds";
                    self.missing(file, &span, &called, "per-thousand-words", Some(help));
                }
                _ => {}
            }
            if let Some(short) = context.short_drafts.as_ref().filter(|_| threshold.is_none()) {
                let message =
                    format!("`short-drafts` of {called} has no effect without `per-thousand-words`");
                self.problem(file, short.span(), message, None);
            }
            let document_threshold =
                threshold.and_then(|threshold| self.number(file, "per-thousand-words", threshold, 1..1001));
            if context.heading.is_empty()
                && context.lead_in.is_empty()
                && context.column.is_empty()
                && context.previous.is_empty()
                && context.sentence.is_empty()
                && context.document.is_empty()
            {
                let help = "without cues in one of `heading`, `lead-in`, `column`, `previous`, `sentence` and `document` it never holds";
                self.missing(file, &span, &called, "heading", Some(help));
            }
            let summary = self.text(file, &span, &called, "summary", context.summary);
            made.push(Context {
                name: name.into_inner(),
                summary,
                document_threshold,
                short_drafts: context.short_drafts.is_some_and(toml::Spanned::into_inner),
            });
        }
        made
    }

    pub(super) fn wording(&mut self, wording: &Wording, builder: &mut Builder) {
        self.words(&wording.notes_heading, Tag::NotesHeading, builder);
        self.words(&wording.disclaimer_heading, Tag::DisclaimerHeading, builder);
        self.words(&wording.opening, Tag::Opening, builder);
        self.words(&wording.note_opening, Tag::NoteOpening, builder);
        self.words(&wording.source_opening, Tag::SourceOpening, builder);
        self.words(&wording.referring, Tag::Referring, builder);
        self.words(&wording.pointer, Tag::Pointer, builder);
        self.words(&wording.pointer_target, Tag::PointerTarget, builder);
        self.words(&wording.boilerplate, Tag::Boilerplate, builder);
        self.words(&wording.undone, Tag::Undone, builder);
    }

    pub(super) fn words(&mut self, words: &Words, tag: Tag, builder: &mut Builder) {
        for (file, word) in &words.0 {
            self.pattern(*file, word, tag, builder);
        }
    }

    pub(super) fn patterns(&mut self, file: FileId, patterns: &[Text], tag: Tag, builder: &mut Builder) {
        for pattern in patterns {
            self.pattern(file, pattern, tag, builder);
        }
    }

    fn pattern(&mut self, file: FileId, pattern: &Text, tag: Tag, builder: &mut Builder) {
        if pattern.get_ref().trim().is_empty() {
            self.problem(file, pattern.span(), "a cue is empty".to_owned(), None);
        } else if let Err(error) = builder.pattern(pattern.get_ref(), tag) {
            self.cue_problem(file, pattern, &error);
        }
    }

    /// A mistake inside a cue, at its place inside the string of the file.
    pub(super) fn cue_problem(&mut self, file: FileId, cue: &Text, error: &CueError) {
        let span = self.inside(file, cue, &error.at);
        self.problem(file, span, error.message.clone(), None);
    }

    /// Examples with unbalanced signs, and repeated ones.
    pub(super) fn examples(&mut self, file: FileId, examples: Vec<Text>) -> Vec<String> {
        for text in &examples {
            if let Err(at) = example::parse(text.get_ref()) {
                let span = self.inside(file, text, &(at..at + '«'.len_utf8()));
                let message = "this sign has no partner: `«` and `»` stand around the words that count";
                self.problem(file, span, message.to_owned(), None);
            }
            if text.get_ref().trim().is_empty() {
                self.problem(file, text.span(), "an example is empty".to_owned(), None);
            }
        }
        examples.into_iter().map(toml::Spanned::into_inner).collect()
    }

    /// The place of the bytes `at` of a text; all of the text where the two cannot be brought together.
    fn inside(&self, file: FileId, text: &Text, at: &Range<usize>) -> Range<usize> {
        let span = text.span();
        let source = self.sources.get(usize::from(file));
        let written = source
            .and_then(|s| s.text().get(span.start + s.bom()..span.end + s.bom()))
            .unwrap_or_default();
        match place::in_string(written, text.get_ref(), at) {
            Some(place) => span.start + place.start..span.start + place.end,
            None => span,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;
    use std::collections::{BTreeMap, BTreeSet};
    use std::sync::Arc;

    #[test]
    fn a_mistake_in_a_cue_is_shown_inside_the_string() {
        let text = "\u{feff}a = \"\\\"%\\\" {secruity}\"\n";
        for (at, shown) in [
            (4..14, "{secruity}"),
            (0..3, "\\\"%\\\""),
            (2..99, "\"\\\"%\\\" {secruity}\""),
        ] {
            let mut checker = Checker {
                sources: vec![Arc::new(SourceFile::new("house.toml", text))],
                problems: Vec::new(),
                damaged: BTreeSet::new(),
                lacking: BTreeMap::new(),
                checks: &[],
            };
            let cue = Text::new(4..22, "\"%\" {secruity}".to_owned());
            let error = CueError {
                message: "there is no class `secruity`".into(),
                at,
            };
            checker.cue_problem(0, &cue, &error);
            let problem = &checker.problems[0];
            assert_eq!(
                (problem.words(), problem.message.as_str()),
                (shown, "there is no class `secruity`")
            );
        }
    }
}
