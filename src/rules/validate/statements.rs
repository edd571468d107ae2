//! Kinds of statement, their families of cues and their masks.

use super::{Checker, Names};
use crate::rules::matcher::{Builder, Tag};
use crate::rules::model::{CueFamily, Mask, Place, StatementKind};
use crate::rules::raw::{self, FileId, Named, Text};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;

pub(super) const PLACES: [(&str, Place); 8] = [
    ("paragraph", Place::Paragraph),
    ("heading", Place::Heading),
    ("list-item", Place::ListItem),
    ("table-row", Place::TableRow),
    ("front-matter", Place::FrontMatter),
    ("image-text", Place::ImageText),
    ("caption", Place::Caption),
    ("quote", Place::Quote),
];

/// Points beyond this decide nothing that a smaller number would not.
const POINTS: Range<i32> = -1000..1001;

impl Checker<'_> {
    pub(super) fn statements(
        &mut self,
        statements: Named<raw::Statement>,
        names: &Names,
        builder: &mut Builder,
    ) -> Vec<StatementKind> {
        let mut made = Vec::with_capacity(statements.0.len());
        for (index, (name, statement)) in (0u16..).zip(statements.0) {
            if statement.file > 0 && crate::rules::layer::adds_only(&statement) {
                let message = format!("there is no statement `{}` to add cues to", name.get_ref());
                let known = names.statements.keys().filter(|n| *n != name.get_ref());
                let help = super::nearest_or_list(name.get_ref(), known);
                self.problem(statement.file, name.span(), message, help);
                continue;
            }
            made.push(self.statement(index, name, statement, names, builder));
        }
        made
    }

    fn statement(
        &mut self,
        index: u16,
        name: Text,
        statement: raw::Statement,
        names: &Names,
        builder: &mut Builder,
    ) -> StatementKind {
        let called = format!("[statement.{}]", name.get_ref());
        let (file, span) = (statement.file, name.span());
        let needs = self.resolve_all(file, "kind of note", &statement.needs, &names.notes);
        let replaces = self.resolve_all(file, "statement", &statement.replaces, &names.statements);
        if let Some(own) = statement.replaces.iter().find(|r| r.get_ref() == name.get_ref()) {
            self.problem(file, own.span(), format!("{called} cannot replace itself"), None);
        }
        let thresholds = self.thresholds(&statement, &span, &called);
        if statement.cue.is_empty() {
            self.missing(
                file,
                &span,
                &called,
                "cue",
                Some("without cues no sentence is ever one"),
            );
        }
        let mut seen = BTreeMap::new();
        let mut cues = Vec::with_capacity(statement.cue.len());
        for (family, cue) in statement.cue.into_iter().enumerate() {
            let Some(family) = self.counted(cue.get_ref().file, &cue.span(), family, "cues") else {
                break;
            };
            cues.push(self.family(cue, (index, family), &called, names, &mut seen, builder));
        }
        let mut seen = BTreeMap::new();
        let mut masks = Vec::with_capacity(statement.mask.len());
        for (at, mask) in statement.mask.into_iter().enumerate() {
            let Some(at) = self.counted(mask.get_ref().file, &mask.span(), at, "masks") else {
                break;
            };
            masks.push(self.mask(mask, Tag::Mask(index, at), &called, &mut seen, builder));
        }
        StatementKind {
            summary: self.text(file, &span, &called, "summary", statement.summary),
            noun: self.text(file, &span, &called, "noun", statement.noun),
            name: name.into_inner(),
            needs,
            replaces,
            claim: statement.claim.is_some_and(Spanned::into_inner),
            thresholds,
            cues,
            masks,
        }
    }

    fn counted(&mut self, file: FileId, span: &Range<usize>, index: usize, what: &str) -> Option<u16> {
        let index = u16::try_from(index).ok();
        if index.is_none() {
            self.problem(
                file,
                span.clone(),
                format!("there are more than 65536 {what}"),
                None,
            );
        }
        index
    }

    fn thresholds(&mut self, statement: &raw::Statement, span: &Range<usize>, called: &str) -> [i32; 3] {
        let file = statement.file;
        let keys = [
            ("low", &statement.low),
            ("medium", &statement.medium),
            ("high", &statement.high),
        ];
        let mut thresholds = [0; 3];
        let mut before: Option<(&str, i32)> = None;
        for ((key, value), threshold) in keys.into_iter().zip(&mut thresholds) {
            let Some(value) = value else {
                self.missing(
                    file,
                    span,
                    called,
                    key,
                    Some("say from how many points on the confidence is so"),
                );
                continue;
            };
            let Some(number) = self.number(file, key, value, 1..POINTS.end) else {
                continue;
            };
            *threshold = number;
            if let Some((smaller, least)) = before.filter(|&(_, least)| *threshold < least) {
                let message = format!("`{key}` is less than `{smaller}`, which is {least}");
                let help = "`low`, `medium` and `high` must rise".to_owned();
                self.problem(file, value.span(), message, Some(help));
            }
            before = Some((key, *threshold));
        }
        thresholds
    }

    /// The id of a cue or mask, which must be there and be the only one of its kind.
    fn id(
        &mut self,
        file: FileId,
        span: &Range<usize>,
        called: &str,
        id: Option<Text>,
        seen: &mut BTreeMap<String, (FileId, usize)>,
    ) -> String {
        let Some(id) = id else {
            self.missing(file, span, called, "id", None);
            return String::new();
        };
        self.kebab(file, &id);
        if let Some(&(other, at)) = seen.get(id.get_ref()) {
            let place = self.sources.get(usize::from(other)).map(|source| {
                let line = source
                    .position(u32::try_from(at + source.bom()).unwrap_or(u32::MAX))
                    .line;
                format!("the other is in {}, line {line}", source.name().display())
            });
            self.problem(
                file,
                id.span(),
                format!("{called} has two entries with the id `{}`", id.get_ref()),
                place,
            );
        } else {
            seen.insert(id.get_ref().clone(), (file, id.span().start));
        }
        id.into_inner()
    }

    fn family(
        &mut self,
        cue: Spanned<raw::Cue>,
        (kind, family): (u16, u16),
        statement: &str,
        names: &Names,
        seen: &mut BTreeMap<String, (FileId, usize)>,
        builder: &mut Builder,
    ) -> CueFamily {
        let span = cue.span();
        let cue = cue.into_inner();
        let file = cue.file;
        let called = match &cue.id {
            Some(id) => format!("cue `{}` of {statement}", id.get_ref()),
            None => format!("a cue of {statement}"),
        };
        self.patterns(file, &cue.any, Tag::Cue(kind, family), builder);
        self.patterns(file, &cue.unless, Tag::Unless(kind, family), builder);
        let context = self.resolve_all(file, "context", &cue.context, &names.contexts);
        let not_in = self.resolve_all(file, "context", &cue.not_in, &names.contexts);
        let places = cue
            .places
            .iter()
            .filter_map(|p| self.choice(file, "in", p, &PLACES))
            .collect();
        let context_alone = cue.any.is_empty();
        if context_alone && cue.context.is_empty() && cue.not_in.is_empty() {
            self.missing(
                file,
                &span,
                &called,
                "any",
                Some("a cue without words counts only in a `context`"),
            );
        }
        if let Some(unless) = cue.unless.first().filter(|_| context_alone) {
            let message = format!("`unless` of {called} has no effect without `any`");
            self.problem(file, unless.span(), message, None);
        }
        let points = self.points(file, &span, &called, cue.points.as_ref());
        if let Some(flag) = cue.flag.first().filter(|_| points < 0) {
            let message = format!("{called} speaks against a statement and cannot have `flag` examples");
            self.problem(file, flag.span(), message, Some("move them to `pass`".to_owned()));
        }
        CueFamily {
            id: self.id(file, &span, statement, cue.id, seen),
            why: self.text(file, &span, &called, "why", cue.why),
            points,
            context,
            not_in,
            places,
            context_alone,
            flag: self.examples(file, cue.flag),
            pass: self.examples(file, cue.pass),
            patterns: cue.any.into_iter().map(Spanned::into_inner).collect(),
        }
    }

    fn points(
        &mut self,
        file: FileId,
        cue: &Range<usize>,
        called: &str,
        points: Option<&Spanned<i64>>,
    ) -> i32 {
        let Some(points) = points else {
            self.missing(file, cue, called, "points", None);
            return 0;
        };
        let number = self.number(file, "points", points, POINTS);
        if number == Some(0) {
            self.problem(file, points.span(), format!("{called} adds nothing"), None);
        }
        number.unwrap_or_default()
    }

    fn mask(
        &mut self,
        mask: Spanned<raw::Mask>,
        tag: Tag,
        statement: &str,
        seen: &mut BTreeMap<String, (FileId, usize)>,
        builder: &mut Builder,
    ) -> Mask {
        let span = mask.span();
        let mask = mask.into_inner();
        let file = mask.file;
        let called = match &mask.id {
            Some(id) => format!("mask `{}` of {statement}", id.get_ref()),
            None => format!("a mask of {statement}"),
        };
        self.patterns(file, &mask.any, tag, builder);
        if mask.any.is_empty() {
            self.missing(file, &span, &called, "any", None);
        }
        Mask {
            id: self.id(file, &span, statement, mask.id, seen),
            why: self.text(file, &span, &called, "why", mask.why),
            pass: self.examples(file, mask.pass),
            patterns: mask.any.into_iter().map(Spanned::into_inner).collect(),
        }
    }
}
