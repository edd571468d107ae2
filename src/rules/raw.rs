//! The mirror of a rulebook file, with the place of every value.
//!
//! Nothing is required here and nothing is resolved: a house's file may hold a part of a table, and what is
//! missing or wrong is said by [`super::validate`]. The structs are plain on purpose, because serde loses the
//! places of values behind `flatten` and behind untagged enums. Spans count bytes of the file named by the
//! `file` beside them.

use super::shape::{Shape, Shaped, key};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;
use toml::Spanned;

/// Index of a file among those that make up a rulebook; 0 is the built-in one.
pub type FileId = u16;
/// A text and its place, quotation marks included.
pub type Text = Spanned<String>;

/// Named tables in the order of the file.
#[derive(Clone, Debug)]
pub struct Named<T>(pub Vec<(Text, T)>);

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Named<T> {
    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        self.0.iter().map(|(name, _)| name.get_ref())
    }

    /// Position of `name`.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.names().position(|n| n == name)
    }

    /// The table with this name.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut T> {
        self.0
            .iter_mut()
            .find(|(n, _)| n.get_ref() == name)
            .map(|(_, table)| table)
    }

    /// Puts `table` in the place of the one with its name, or at the end.
    pub fn put(&mut self, name: Text, table: T) {
        match self.position(name.get_ref()).and_then(|at| self.0.get_mut(at)) {
            Some(slot) => *slot = (name, table),
            None => self.0.push((name, table)),
        }
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
            type Value = Named<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry::<Text, T>()? {
                    entries.push(entry);
                }
                // The parser hands tables over by name; a reader of the file knows them by place.
                entries.sort_by_key(|(name, _)| name.span().start);
                Ok(Named(entries))
            }
        }
        deserializer.deserialize_map(Entries(PhantomData))
    }
}

impl<T: Serialize> Serialize for Named<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, table) in &self.0 {
            map.serialize_entry(name.get_ref(), table)?;
        }
        map.end()
    }
}

macro_rules! mirror {
    ($($(#[$doc:meta])* $name:ident { $($(#[$attribute:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, Deserialize, Serialize)]
        #[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
        #[expect(missing_docs, reason = "each field is the key of that name, described in docs/rulebook.md")]
        pub struct $name {
            $($(#[$attribute])* pub $field: $type,)*
            /// The file it stands in.
            #[serde(skip)]
            pub file: FileId,
        }

        impl Shaped for $name {
            fn shape() -> Shape {
                Shape::Table(vec![$((key(stringify!($field)), <$type as Shaped>::shape())),*])
            }
        }
    )*};
}

impl<T: Shaped> Shaped for Named<T> {
    fn shape() -> Shape {
        Shape::Named(Box::new(T::shape()))
    }
}

impl Shaped for Words {
    fn shape() -> Shape {
        Vec::<Text>::shape()
    }
}

impl Shaped for OneOrMany {
    fn shape() -> Shape {
        Shape::OneOrMany(Box::new(Shape::Text))
    }
}

mirror! {
    /// A rulebook file; after layering, all of them.
    File {
        schema: Option<Spanned<i64>>,
        version: Option<Text>,
        #[serde(skip_serializing_if = "Named::is_empty")]
        class: Named<Class>,
        #[serde(skip_serializing_if = "Named::is_empty")]
        context: Named<Context>,
        #[serde(skip_serializing_if = "Named::is_empty")]
        statement: Named<Statement>,
        #[serde(skip_serializing_if = "Named::is_empty")]
        note: Named<Note>,
        wording: Option<Wording>,
        #[serde(skip_serializing_if = "Named::is_empty")]
        detail: Named<Detail>,
        #[serde(skip_serializing_if = "Named::is_empty")]
        text: Named<Prescribed>,
        #[serde(skip_serializing_if = "Named::is_empty")]
        rule: Named<Rule>,
        #[serde(skip_serializing_if = "Named::is_empty")]
        profile: Named<Profile>,
    }

    /// `[class.X]`.
    Class {
        summary: Option<Text>,
        #[serde(skip_serializing)]
        extend: Option<Spanned<bool>>,
        words: Words,
    }

    /// `[context.X]`.
    Context {
        summary: Option<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        heading: Vec<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        lead_in: Vec<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        column: Vec<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        previous: Vec<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        sentence: Vec<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        document: Vec<Text>,
        per_thousand_words: Option<Spanned<i64>>,
        short_drafts: Option<Spanned<bool>>,
    }

    /// `[statement.X]`.
    Statement {
        summary: Option<Text>,
        noun: Option<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        needs: Vec<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        replaces: Vec<Text>,
        claim: Option<Spanned<bool>>,
        register: Option<Spanned<bool>>,
        in_disclaimers: Option<Spanned<bool>>,
        low: Option<Spanned<i64>>,
        medium: Option<Spanned<i64>>,
        high: Option<Spanned<i64>>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        cue: Vec<Spanned<Cue>>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        mask: Vec<Spanned<Mask>>,
    }

    /// `[[statement.X.cue]]`.
    Cue {
        id: Option<Text>,
        why: Option<Text>,
        points: Option<Spanned<i64>>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        any: Vec<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        unless: Vec<Text>,
        #[serde(rename = "in", skip_serializing_if = "Vec::is_empty")]
        places: Vec<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        context: Vec<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        not_in: Vec<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        flag: Vec<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pass: Vec<Text>,
    }

    /// `[[statement.X.mask]]`.
    Mask {
        id: Option<Text>,
        why: Option<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        any: Vec<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pass: Vec<Text>,
    }

    /// `[note.X]`.
    Note {
        summary: Option<Text>,
        noun: Option<Text>,
        disclaimer: Option<Spanned<bool>>,
        fewest_words: Option<Spanned<i64>>,
        text: Option<Text>,
        #[serde(skip_serializing_if = "Named::is_empty")]
        language: Named<Language>,
    }

    /// `[note.X.language.L]`.
    Language {
        #[serde(skip_serializing_if = "Vec::is_empty")]
        all: Vec<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        some: Vec<Text>,
        at_least: Option<Spanned<i64>>,
        text: Option<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        none: Vec<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        attempt: Vec<Text>,
        #[serde(skip_serializing_if = "Named::is_empty")]
        set: Named<Set>,
        #[serde(skip_serializing_if = "Named::is_empty")]
        element: Named<Element>,
    }

    /// `[note.X.language.L.set.S]`.
    Set {
        text: Option<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        all: Vec<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        some: Vec<Text>,
        at_least: Option<Spanned<i64>>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        none: Vec<Text>,
    }

    /// `[note.X.language.L.element.E]`.
    Element {
        says: Option<Text>,
        any: Words,
    }

    /// `[wording]`.
    Wording {
        notes_heading: Words,
        disclaimer_heading: Words,
        opening: Words,
        note_opening: Words,
        source_opening: Words,
        referring: Words,
        pointer: Words,
        pointer_target: Words,
        boilerplate: Words,
        undone: Words,
    }

    /// `[detail.X]`.
    Detail {
        summary: Option<Text>,
        says: Option<Text>,
        #[serde(skip_serializing_if = "Words::is_empty")]
        any: Words,
        #[serde(skip_serializing_if = "Words::is_empty")]
        unless: Words,
        link: Option<Spanned<bool>>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        notes: Vec<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        front_matter: Vec<Text>,
        dated: Option<Spanned<bool>>,
        publisher: Option<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        has: Vec<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        lacks: Vec<Text>,
    }

    /// `[text.X]`.
    Prescribed {
        topic: Option<Text>,
        jurisdiction: Option<Text>,
        language: Option<Text>,
        summary: Option<Text>,
        text: Option<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        variants: Vec<Text>,
        cite: Option<Text>,
        url: Option<Text>,
        checked: Option<Text>,
        verified: Option<Spanned<bool>>,
    }

    /// `[rule.X]`.
    Rule {
        statement: Option<Spanned<OneOrMany>>,
        report: Option<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        requires: Vec<Text>,
        at_least: Option<Spanned<i64>>,
        scope: Option<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        having: Vec<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        excepting: Vec<Text>,
        once: Option<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        context: Vec<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        not_in: Vec<Text>,
        #[serde(rename = "in", skip_serializing_if = "Vec::is_empty")]
        places: Vec<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        notes: Vec<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        details: Vec<Text>,
        texts: Option<Text>,
        summary: Option<Text>,
        why: Option<Text>,
        action: Option<Text>,
        triggers: Option<Text>,
        satisfied_by: Option<Text>,
        level: Option<Text>,
        confidence: Option<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        basis: Vec<Spanned<Basis>>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        flag: Vec<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pass: Vec<Text>,
    }

    /// An entry of a rule's `basis`.
    Basis {
        cite: Option<Text>,
        url: Option<Text>,
        checked: Option<Text>,
        verified: Option<Spanned<bool>>,
    }

    /// `[profile.X]`.
    Profile {
        summary: Option<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        extends: Vec<Text>,
        coverage: Option<Text>,
        currency: Option<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        texts: Vec<Text>,
        #[serde(skip_serializing_if = "Named::is_empty")]
        levels: Named<Text>,
        #[serde(skip_serializing_if = "Named::is_empty")]
        sets: Named<Text>,
        #[serde(skip_serializing_if = "Named::is_empty")]
        placement: Named<Text>,
    }
}

/// A list of cues that later files may add to.
#[derive(Clone, Debug, Default)]
pub struct Words(pub Vec<(FileId, Text)>);

impl Words {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn stamp(&mut self, file: FileId) {
        for (id, _) in &mut self.0 {
            *id = file;
        }
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = Vec::<Text>::deserialize(deserializer)?;
        Ok(Self(words.into_iter().map(|word| (0, word)).collect()))
    }
}

impl Serialize for Words {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|(_, word)| word.get_ref()))
    }
}

/// One text, or a list of them.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each is what its name says")]
pub enum OneOrMany {
    One(String),
    Many(Vec<Text>),
}

impl OneOrMany {
    /// All of them; a single one stands where the value does.
    pub fn texts(value: Spanned<Self>) -> Vec<Text> {
        let span = value.span();
        match value.into_inner() {
            Self::One(text) => vec![Spanned::new(span, text)],
            Self::Many(texts) => texts,
        }
    }
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = OneOrMany;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a list of texts")
            }

            fn visit_str<E>(self, text: &str) -> Result<OneOrMany, E> {
                Ok(OneOrMany::One(text.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<OneOrMany, A::Error> {
                let mut texts = Vec::new();
                while let Some(text) = list.next_element::<Text>()? {
                    texts.push(text);
                }
                Ok(OneOrMany::Many(texts))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl Serialize for OneOrMany {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(text) => serializer.serialize_str(text),
            Self::Many(texts) => serializer.collect_seq(texts.iter().map(Spanned::get_ref)),
        }
    }
}

impl File {
    /// Notes in every table that it stands in `file`.
    pub fn stamp(&mut self, file: FileId) {
        self.file = file;
        for (_, class) in &mut self.class.0 {
            class.file = file;
            class.words.stamp(file);
        }
        for (_, context) in &mut self.context.0 {
            context.file = file;
        }
        for (_, statement) in &mut self.statement.0 {
            statement.file = file;
            statement.cue.iter_mut().for_each(|cue| cue.get_mut().file = file);
            statement
                .mask
                .iter_mut()
                .for_each(|mask| mask.get_mut().file = file);
        }
        for (_, note) in &mut self.note.0 {
            note.file = file;
            for (_, language) in &mut note.language.0 {
                language.file = file;
                language.set.0.iter_mut().for_each(|(_, set)| set.file = file);
                for (_, element) in &mut language.element.0 {
                    element.file = file;
                    element.any.stamp(file);
                }
            }
        }
        if let Some(wording) = &mut self.wording {
            wording.file = file;
            wording.notes_heading.stamp(file);
            wording.disclaimer_heading.stamp(file);
            wording.opening.stamp(file);
            wording.note_opening.stamp(file);
            wording.source_opening.stamp(file);
            wording.referring.stamp(file);
            wording.pointer.stamp(file);
            wording.pointer_target.stamp(file);
            wording.boilerplate.stamp(file);
            wording.undone.stamp(file);
        }
        for (_, detail) in &mut self.detail.0 {
            detail.file = file;
            detail.any.stamp(file);
            detail.unless.stamp(file);
        }
        self.text.0.iter_mut().for_each(|(_, text)| text.file = file);
        self.rule.0.iter_mut().for_each(|(_, rule)| rule.file = file);
        self.profile
            .0
            .iter_mut()
            .for_each(|(_, profile)| profile.file = file);
    }
}
