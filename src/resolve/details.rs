//! In which sentences each detail stands, by words, links, markers or the publisher's own values.

use super::{NoteReading, Place};
use crate::detect::DetailHit;
use crate::document::{Document, InlineKind};
use crate::notes::Notes;
use crate::rules::Rulebook;
use crate::rules::model::{DetailId, PublisherKey};
use crate::settings::Settings;
use crate::text::{Sentence, SentenceId};
use std::ops::Range;

/// Where details stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// The words of details, in order of place.
    pub hits: Vec<DetailHit>,
    /// Per detail, sorted: the sentences in which it stands. Those that no reader sees and those of labelled notes
    /// have none.
    sentences: Vec<Vec<SentenceId>>,
    /// Per detail: whether it stands anywhere in the draft, notes included.
    anywhere: Vec<bool>,
    /// Per detail: whether the draft as a whole has it (its date, its front matter).
    of_draft: Vec<bool>,
}

impl Details {
    /// Whether a detail stands in one of these stretches of sentences, or the draft as a whole has it.
    pub fn stands_in(&self, detail: DetailId, stretches: &[Range<SentenceId>]) -> bool {
        let at = usize::from(detail);
        let Some(own) = self.sentences.get(at) else {
            return false;
        };
        self.of_draft.get(at) == Some(&true)
            || stretches.iter().any(|stretch| {
                let next = own.partition_point(|s| *s < stretch.start);
                own.get(next).is_some_and(|s| *s < stretch.end)
            })
    }

    /// Whether a detail stands anywhere in the draft, its notes and front matter included.
    pub fn stands_anywhere(&self, detail: DetailId) -> bool {
        let at = usize::from(detail);
        self.of_draft.get(at) == Some(&true) || self.anywhere.get(at) == Some(&true)
    }
}

/// What a draft is made of, as far as details depend on it.
pub(super) struct Parts<'a> {
    pub(super) rulebook: &'a Rulebook,
    pub(super) settings: &'a Settings,
    pub(super) document: &'a Document,
    pub(super) sentences: &'a [Sentence],
    pub(super) notes: &'a Notes,
    pub(super) readings: &'a [NoteReading],
    pub(super) dated: bool,
}

impl Parts<'_> {
    /// Finds every detail.
    pub(super) fn find(&self, hits: Vec<DetailHit>) -> Details {
        let kinds = &self.rulebook.details;
        let mut found = Details {
            sentences: vec![Vec::new(); kinds.len()],
            anywhere: vec![false; kinds.len()],
            of_draft: kinds.iter().map(|detail| self.of_draft(detail)).collect(),
            hits,
        };
        let places: Vec<Place> = self.sentences.iter().map(|s| self.place(s)).collect();
        let mut put = |detail: usize, sentence: SentenceId| {
            let place = places.get(sentence as usize).copied().unwrap_or(Place::Hidden);
            if place != Place::Hidden
                && let Some(anywhere) = found.anywhere.get_mut(detail)
            {
                *anywhere = true;
            }
            if place == Place::Body
                && let Some(own) = found.sentences.get_mut(detail)
            {
                own.push(sentence);
            }
        };
        for hit in &found.hits {
            put(usize::from(hit.detail), hit.sentence);
        }
        for (id, detail) in kinds.iter().enumerate() {
            if detail.link {
                self.links().for_each(|sentence| put(id, sentence));
            }
            if !detail.notes.is_empty() {
                self.led(&detail.notes).for_each(|sentence| put(id, sentence));
            }
            match detail.publisher {
                Some(PublisherKey::Name) => self.naming().for_each(|sentence| put(id, sentence)),
                Some(PublisherKey::Currency) => self.in_currency().for_each(|sentence| put(id, sentence)),
                None => {}
            }
        }
        for (id, detail) in kinds.iter().enumerate() {
            let note = |(note, reading): (&crate::notes::Note, &NoteReading)| {
                note.hidden.is_none() && reading.kinds.iter().any(|kind| detail.notes.contains(kind))
            };
            if !detail.notes.is_empty()
                && self.notes.notes.iter().zip(self.readings).any(note)
                && let Some(anywhere) = found.anywhere.get_mut(id)
            {
                *anywhere = true;
            }
        }
        for own in &mut found.sentences {
            own.sort_unstable();
            own.dedup();
        }
        found
    }

    fn of_draft(&self, detail: &crate::rules::model::Detail) -> bool {
        let keys = self.document.front_matter.as_ref().map(|f| &f.keys);
        (detail.dated && self.dated)
            || keys.is_some_and(|keys| detail.front_matter.iter().any(|key| keys.contains(key)))
    }

    fn place(&self, sentence: &Sentence) -> Place {
        let block = self.document.blocks.get(sentence.block as usize);
        if block.is_none_or(|block| block.hidden.is_some()) {
            return Place::Hidden;
        }
        let note = self.notes.note_at(self.document, sentence.text.start);
        let labelled = note.and_then(|id| self.notes.notes.get(id as usize));
        match labelled {
            Some(note) if note.hidden.is_some() => Place::Hidden,
            Some(note) if !note.labels.is_empty() => Place::Note,
            _ => Place::Body,
        }
    }

    /// The sentence that holds the prose at `offset`.
    fn sentence_at(&self, offset: u32) -> Option<SentenceId> {
        let next = self.sentences.partition_point(|s| s.text.start <= offset);
        let id = next.checked_sub(1)?;
        let sentence = self.sentences.get(id)?;
        sentence.text.holds(offset).then_some(id as SentenceId)
    }

    /// Sentences with a link to another page.
    fn links(&self) -> impl Iterator<Item = SentenceId> {
        let links = self.document.inlines.iter().filter(|inline| match &inline.kind {
            InlineKind::Link { destination } | InlineKind::Url { destination } => {
                !destination.starts_with('#') && !destination.is_empty()
            }
            _ => false,
        });
        links.filter_map(|inline| self.sentence_at(inline.text.start))
    }

    /// Sentences with a marker that leads to a visible note of one of these kinds.
    fn led(&self, kinds: &[u16]) -> impl Iterator<Item = SentenceId> {
        let markers = self.notes.markers.iter().filter(move |marker| {
            marker
                .note
                .is_some_and(|note| super::reach::fits(self.notes, self.readings, note, kinds))
        });
        markers.filter_map(|marker| self.sentence_at(marker.text.start))
    }

    /// Sentences that name the publisher.
    fn naming(&self) -> impl Iterator<Item = SentenceId> {
        let name = self.settings.publisher.name.as_deref().unwrap_or_default();
        let name: Vec<String> = words(name).collect();
        (0..self.sentences.len() as SentenceId).filter(move |id| {
            let text = self
                .sentences
                .get(*id as usize)
                .map_or("", |s| self.document.slice(s.text));
            !name.is_empty() && holds(text, &name)
        })
    }

    /// Sentences in which the base currency stands.
    fn in_currency(&self) -> impl Iterator<Item = SentenceId> {
        let code = self.settings.base_currency().unwrap_or_default().to_lowercase();
        let (sign, names) = currency_names(&code);
        (0..self.sentences.len() as SentenceId).filter(move |id| {
            let text = self
                .sentences
                .get(*id as usize)
                .map_or("", |s| self.document.slice(s.text));
            !code.is_empty()
                && (words(text).any(|word| word == code || names.contains(&word.as_str()))
                    || (!sign.is_empty() && holds_sign(text, sign)))
        })
    }
}

/// The words of a text in lower case.
fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// Whether these words stand in `text` one behind the other.
fn holds(text: &str, name: &[String]) -> bool {
    // How many words of the name stand right before the next word; a name that begins again inside itself is
    // looked at from each of its beginnings.
    let mut open: Vec<usize> = Vec::new();
    for word in words(text) {
        open.push(0);
        open.retain_mut(|met| {
            let fits = name.get(*met) == Some(&word);
            *met += 1;
            fits
        });
        if open.contains(&name.len()) {
            return true;
        }
    }
    false
}

/// Sign and names of a currency, in lower case.
fn currency_names(code: &str) -> (&'static str, &'static [&'static str]) {
    match code {
        "eur" => ("€", &["euro", "euros"]),
        "usd" => ("$", &["dollar", "dollars"]),
        "gbp" => ("£", &["pound", "pounds", "sterling", "pence"]),
        "jpy" => ("¥", &["yen"]),
        "chf" => ("", &["franc", "francs", "sfr"]),
        "inr" => ("₹", &["rupee", "rupees", "rs"]),
        "czk" => ("", &["kč", "koruna", "korunas"]),
        "pln" => ("", &["zł", "zloty", "zlotys"]),
        "hkd" => ("HK$", &[]),
        "sgd" => ("S$", &[]),
        "cad" => ("C$", &[]),
        "aud" => ("A$", &[]),
        "qar" => ("", &["riyal", "riyals"]),
        "cny" => ("", &["yuan", "renminbi", "rmb"]),
        _ => ("", &[]),
    }
}

/// Whether a currency's sign stands in `text`: `$` behind another letter than those of `US$` is another dollar's.
fn holds_sign(text: &str, sign: &str) -> bool {
    text.match_indices(sign).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let letters = before.len() - before.trim_end_matches(|c: char| c.is_alphabetic()).len();
        letters == 0 || (sign == "$" && before.ends_with("US") && letters == 2)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_word_by_word() {
        let name: Vec<String> = words("Harbour & Harbour Pumps").collect();
        for (text, expected) in [
            ("Harbour & Harbour Pumps a.s. writes", true),
            ("HARBOUR, harbour\u{a0}pumps", true),
            ("Harbour Harbour Harbour Pumps", true),
            ("Harbour Pumps", false),
            ("Harbour Harbour Pumpset", false),
            ("", false),
        ] {
            assert_eq!(holds(text, &name), expected, "{text}");
        }
    }

    #[test]
    fn signs_of_other_currencies_are_told_apart() {
        for (text, sign, expected) in [
            ("$5", "$", true),
            ("US$5", "$", true),
            ("HK$5", "$", false),
            ("A$5 and $6", "$", true),
            ("HK$5", "HK$", true),
            ("€5", "€", true),
            ("5", "€", false),
        ] {
            assert_eq!(holds_sign(text, sign), expected, "{text} {sign}");
        }
    }
}
