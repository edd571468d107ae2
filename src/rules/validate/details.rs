//! Details and prescribed texts.

use super::{Checker, Names};
use crate::rules::matcher::{Builder, Tag};
use crate::rules::model::{Detail, PrescribedText, PublisherKey};
use crate::rules::raw::{self, FileId, Named, Text};
use crate::rules::wording::{BLANKS, Piece, pieces};
use toml::Spanned;

const PUBLISHER: [(&str, PublisherKey); 2] =
    [("name", PublisherKey::Name), ("currency", PublisherKey::Currency)];

impl Checker<'_> {
    pub(super) fn details(
        &mut self,
        details: Named<raw::Detail>,
        names: &Names,
        builder: &mut Builder,
    ) -> Vec<Detail> {
        let known: Vec<String> = details.names().cloned().collect();
        let mut made = Vec::with_capacity(details.0.len());
        for (index, (name, detail)) in (0u16..).zip(details.0) {
            if detail.file > 0 && crate::rules::layer::adds_words(&detail) {
                let message = format!("there is no detail `{}` to add wording to", name.get_ref());
                let others = known.iter().filter(|n| *n != name.get_ref());
                let help = super::nearest_or_list(name.get_ref(), others);
                self.problem(detail.file, name.span(), message, help);
                continue;
            }
            made.push(self.detail(index, name, detail, names, builder));
        }
        made
    }

    fn detail(
        &mut self,
        index: u16,
        name: Text,
        detail: raw::Detail,
        names: &Names,
        builder: &mut Builder,
    ) -> Detail {
        let called = format!("[detail.{}]", name.get_ref());
        let (file, span) = (detail.file, name.span());
        let is_set = |flag: &Option<Spanned<bool>>| flag.as_ref().is_some_and(|flag| *flag.get_ref());
        let (link, dated) = (is_set(&detail.link), is_set(&detail.dated));
        if detail.any.is_empty()
            && !link
            && !dated
            && detail.notes.is_empty()
            && detail.front_matter.is_empty()
            && detail.publisher.is_none()
        {
            let help = "without one of `any`, `link`, `notes`, `front-matter`, `dated` and `publisher` it is \
                        never found";
            self.missing(file, &span, &called, "any", Some(help));
        }
        if let Some((file, unless)) = detail.unless.0.first().filter(|_| detail.any.is_empty()) {
            let message = format!("`unless` of {called} has no effect without `any`");
            self.problem(*file, unless.span(), message, None);
        }
        self.words(&detail.any, Tag::Detail(index), builder);
        self.words(&detail.unless, Tag::DetailUnless(index), builder);
        let publisher = detail.publisher.as_ref();
        let publisher = publisher.and_then(|key| self.choice(file, "publisher", key, &PUBLISHER));
        let notes = self.resolve_all(file, "kind of note", &detail.notes, &names.notes);
        let keys = detail
            .front_matter
            .into_iter()
            .map(|key| self.key_of_front_matter(file, &called, key))
            .collect();
        Detail {
            summary: self.text(file, &span, &called, "summary", detail.summary),
            says: self.text(file, &span, &called, "says", detail.says),
            name: name.into_inner(),
            patterns: detail
                .any
                .0
                .into_iter()
                .map(|(_, word)| word.into_inner())
                .collect(),
            link,
            notes,
            front_matter: keys,
            dated,
            publisher,
            has: self.examples(file, detail.has),
            lacks: self.examples(file, detail.lacks),
        }
    }

    fn key_of_front_matter(&mut self, file: FileId, called: &str, key: Text) -> String {
        if key.get_ref().split('.').any(|part| part.trim().is_empty()) {
            let message = format!("`{}` of {called} is no key of a front matter", key.get_ref());
            let help = "keys inside keys are written with a dot: `author.name`".to_owned();
            self.problem(file, key.span(), message, Some(help));
        }
        key.into_inner().to_ascii_lowercase()
    }

    pub(super) fn texts(&mut self, texts: Named<raw::Prescribed>) -> Vec<PrescribedText> {
        texts
            .0
            .into_iter()
            .map(|(name, text)| self.prescribed(name, text))
            .collect()
    }

    fn prescribed(&mut self, name: Text, text: raw::Prescribed) -> PrescribedText {
        let called = format!("[text.{}]", name.get_ref());
        let (file, span) = (text.file, name.span());
        for name in [&text.topic, &text.jurisdiction].into_iter().flatten() {
            self.kebab(file, name);
        }
        if let Some(code) = text
            .language
            .as_ref()
            .filter(|code| !super::is_language(code.get_ref()))
        {
            self.no_language(file, code);
        }
        for wording in text.text.iter().chain(&text.variants) {
            self.blanks(file, wording);
        }
        let basis = raw::Basis {
            cite: text.cite,
            url: text.url,
            checked: text.checked,
            verified: text.verified,
            file,
        };
        PrescribedText {
            topic: self.text(file, &span, &called, "topic", text.topic),
            jurisdiction: self.text(file, &span, &called, "jurisdiction", text.jurisdiction),
            language: self.text(file, &span, &called, "language", text.language),
            summary: self.text(file, &span, &called, "summary", text.summary),
            text: self.text(file, &span, &called, "text", text.text),
            variants: text.variants.into_iter().map(Spanned::into_inner).collect(),
            basis: self.basis_of(&called, &span, basis),
            name: name.into_inner(),
        }
    }

    /// Blanks that nothing fills, and wordings that are too short to be looked for.
    fn blanks(&mut self, file: FileId, wording: &Text) {
        /// Fewer words are no wording that a reader could tell from other text.
        const FEWEST: usize = 4;
        let mut words = 0;
        for piece in pieces(wording.get_ref()) {
            match piece {
                Piece::Text(text) => {
                    words += text
                        .split_whitespace()
                        .filter(|w| w.contains(char::is_alphanumeric))
                        .count();
                }
                Piece::Blank(blank) if BLANKS.contains(&blank) => {}
                Piece::Blank(blank) => {
                    let message = format!("there is no blank `{{{blank}}}`");
                    let help = super::nearest_or_list(blank, BLANKS.iter());
                    self.problem(file, wording.span(), message, help);
                }
            }
        }
        if words < FEWEST && !wording.get_ref().trim().is_empty() {
            let message = format!("a prescribed text has at least {FEWEST} words besides its blanks");
            self.problem(file, wording.span(), message, None);
        }
    }
}
