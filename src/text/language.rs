//! Which language a draft is in: what it declares, what its words show, and what its path says.

use crate::document::{BlockKind, Document};
use crate::notes::Notes;
use crate::source::SourceFile;
use std::path::Path;
use whatlang::{Detector, Lang};

/// A language, by its two letters in ISO 639-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language([u8; 2]);

/// A language that is told apart.
struct Known {
    lang: Lang,
    language: Language,
    name: &'static str,
    /// Its most frequent little words. Figures, names and telegram style have none: what a detector of letters makes
    /// of those is a guess, and a guess must not hide an English forecast.
    words: &'static str,
}

const fn known(lang: Lang, code: [u8; 2], name: &'static str, words: &'static str) -> Known {
    Known {
        lang,
        language: Language(code),
        name,
        words,
    }
}

/// The languages that are told apart: those in which notes are read, and their neighbours, so that a text in one of
/// these is not taken for one of those.
const KNOWN: [Known; 17] = [
    known(
        Lang::Eng,
        *b"en",
        "English",
        "the of and to in a is for on that with as at by it from this are be was",
    ),
    known(
        Lang::Deu,
        *b"de",
        "German",
        "der die das und ist nicht ein eine einen zu mit auf für von den dem des im in sich als auch wird werden bei",
    ),
    known(
        Lang::Fra,
        *b"fr",
        "French",
        "le la les l des de et est un une du que dans pour sur qui en au aux par ne pas d se sont ce il",
    ),
    known(
        Lang::Spa,
        *b"es",
        "Spanish",
        "el la los las de que y en un una por para con del se no es al lo su más como ha",
    ),
    known(
        Lang::Ita,
        *b"it",
        "Italian",
        "il lo la i gli le di che e un una per con del della dei nel si non è in da al alla sono ha",
    ),
    known(
        Lang::Ces,
        *b"cs",
        "Czech",
        "a je se na v že s z do pro by si o to není jsou ve k u i za po který jako však",
    ),
    known(
        Lang::Slk,
        *b"sk",
        "Slovak",
        "a je sa na v že s z do pre by si o to nie sú vo k u i za po ktorý ako však",
    ),
    known(
        Lang::Pol,
        *b"pl",
        "Polish",
        "i w na z się nie do że jest o a to są po przez za od dla oraz jak który przy ze",
    ),
    known(
        Lang::Por,
        *b"pt",
        "Portuguese",
        "o a os as de que e em um uma por para com do da dos das no na se não é ao mais",
    ),
    known(
        Lang::Nld,
        *b"nl",
        "Dutch",
        "de het een en van is niet dat in op te met voor zijn aan er die om ook als door bij",
    ),
    known(
        Lang::Swe,
        *b"sv",
        "Swedish",
        "och att det är en ett på som för med av den i inte till har de om vid",
    ),
    known(
        Lang::Dan,
        *b"da",
        "Danish",
        "og at det er en et på som for med af den i ikke til har de om ved der",
    ),
    known(
        Lang::Nob,
        *b"nb",
        "Norwegian",
        "og at det er en et på som for med av den i ikke til har de om ved",
    ),
    known(
        Lang::Ron,
        *b"ro",
        "Romanian",
        "și de la în cu pe nu este un o care din a al se sunt pentru mai ca să prin",
    ),
    known(
        Lang::Hun,
        *b"hu",
        "Hungarian",
        "a az és hogy nem is egy van volt meg de ez csak már el vagy mint még ha",
    ),
    known(
        Lang::Hrv,
        *b"hr",
        "Croatian",
        "i je u na se da su za od ne s o a koji kao te to iz do po nije",
    ),
    known(
        Lang::Slv,
        *b"sl",
        "Slovene",
        "in je v na se da so za od ne s o ki kot to iz do po ni pa bi",
    ),
];

/// From so many in a hundred of its words on a text is in the language whose little words they are; running text has
/// three times as many.
const PLAIN: usize = 12;

impl Language {
    /// English, the language in which statements are found.
    pub const ENGLISH: Self = Self(*b"en");

    /// The language that a code names, in whatever country: `de`, `de-AT`, `pt_BR`.
    pub fn of_code(code: &str) -> Option<Self> {
        let (language, country) = match code.split_once(['-', '_']) {
            Some((language, country)) => (language, Some(country)),
            None => (code, None),
        };
        let letters = |part: &str| part.bytes().all(|b| b.is_ascii_alphanumeric());
        let country = country.is_none_or(|c| (2..=10).contains(&c.len()) && letters(c));
        match *language.as_bytes() {
            [a, b] if country && a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Some(Self([a.to_ascii_lowercase(), b.to_ascii_lowercase()]))
            }
            _ => None,
        }
    }

    /// Its two letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Its name in English; its code where it is none of the common ones.
    pub fn name(&self) -> &str {
        let known = KNOWN.iter().find(|known| known.language == *self);
        known.map_or_else(|| self.code(), |known| known.name)
    }
}

/// The languages of a draft.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Languages {
    /// What the front matter declares; else what the words show; else what the path says.
    pub declared: Option<Language>,
    /// What the words show, where there are enough of them to tell.
    pub detected: Option<Language>,
}

impl Languages {
    /// The language in which the draft's notes are to be; none where it cannot be told.
    pub fn main(&self) -> Option<Language> {
        self.declared.or(self.detected)
    }

    /// Whether a note in `language` fits the draft.
    pub fn holds(&self, language: Language) -> bool {
        self.declared == Some(language) || self.detected == Some(language)
    }

    /// Whether all of the draft is read as English: it is, or nobody can tell.
    pub fn is_english(&self) -> bool {
        self.main().is_none() || self.holds(Language::ENGLISH)
    }
}

/// In bytes: from each third of a draft so much is looked at.
const SAMPLE: usize = 1000;

/// Fewer letters do not tell a language.
const FEWEST_LETTERS: usize = 60;

/// Of a block without any little word more letters than these may be English.
const TELLING: usize = 20;

/// English words that none of its neighbours has, in the order of their frequency.
const ENGLISH_WORDS: [&str; 19] = [
    "the", "of", "and", "that", "with", "from", "this", "are", "its", "has", "have", "which", "their",
    "been", "would", "could", "than", "they", "will",
];

/// From so many in a hundred of its words on a text is English without further thought; there are three times as many in
/// prose.
const PLAINLY_ENGLISH: usize = 8;

/// The languages of a draft.
pub fn of_draft(source: &SourceFile, document: &Document, notes: &Notes) -> Languages {
    let front_matter = document.front_matter.as_ref();
    let written = front_matter
        .and_then(|f| f.language.as_deref())
        .and_then(Language::of_code);
    let detected = of_text(&sample(document, notes));
    // A folder `it` need not be Italian: what the words show is better evidence.
    let declared = written.or(if detected.is_some() {
        None
    } else {
        of_path(source.name())
    });
    Languages { declared, detected }
}

/// The language of a text, if it is long enough and plain enough to tell.
pub fn of_text(text: &str) -> Option<Language> {
    if text
        .chars()
        .filter(|c| c.is_alphabetic())
        .take(FEWEST_LETTERS)
        .count()
        < FEWEST_LETTERS
    {
        return None;
    }
    if plainly_english(text) {
        return Some(Language::ENGLISH);
    }
    let detector = Detector::with_allowlist(KNOWN.iter().map(|known| known.lang).collect());
    let found = detector.detect(text).filter(whatlang::Info::is_reliable)?;
    let known = KNOWN.iter().find(|known| known.lang == found.lang())?;
    let shown = known.language == Language::ENGLISH || shows(text, known);
    shown.then_some(known.language)
}

/// Whether a text has as many of a language's little words as running text in it has, and more than English ones.
fn shows(text: &str, known: &Known) -> bool {
    let (words, own, english) = little_words(text, known);
    own * 100 >= words * PLAIN && own > english
}

/// How many words a text has, how many of them are little words of a language, and how many are English ones.
fn little_words(text: &str, known: &Known) -> (usize, usize, usize) {
    let (mut words, mut own, mut english) = (0, 0, 0);
    let little = |list: &str, word: &str| list.split(' ').any(|little| little == word);
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        words += 1;
        let word = word.to_lowercase();
        own += usize::from(little(known.words, &word));
        english += usize::from(KNOWN.first().is_some_and(|first| little(first.words, &word)));
    }
    (words, own, english)
}

/// Whether so many of its words are English ones that no other language is to be thought of.
fn plainly_english(text: &str) -> bool {
    let (mut words, mut english) = (0, 0);
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        words += 1;
        if word.len() <= 5 && ENGLISH_WORDS.iter().any(|w| word.eq_ignore_ascii_case(w)) {
            english += 1;
        }
    }
    english >= 2 && english * 100 >= words * PLAINLY_ENGLISH
}

/// Whether a block of a draft in `main`, another language, is to be read as English: whatever does not show itself to be
/// in that language is, so that a headline between foreign names is not lost.
pub fn is_english(text: &str, main: Language) -> bool {
    if plainly_english(text) {
        return true;
    }
    let Some(known) = KNOWN.iter().find(|known| known.language == main) else {
        return of_text(text).is_none_or(|language| language == Language::ENGLISH);
    };
    let (_, own, english) = little_words(text, known);
    // Figures and a name or two say nothing: they are in the language of the draft.
    let says_something = english > 0 || text.chars().filter(|c| c.is_alphabetic()).nth(TELLING).is_some();
    says_something && own <= english && of_text(text).is_none_or(|language| language == Language::ENGLISH)
}

/// Running text that is no note: from the beginning and from the second and last third of the blocks.
fn sample(document: &Document, notes: &Notes) -> String {
    let mut sample = String::new();
    let blocks = &document.blocks;
    let mut next = 0;
    for part in 0..3 {
        let begin = next.max(blocks.len() * part / 3);
        let enough = sample.len() + SAMPLE;
        for (id, block) in blocks.iter().enumerate().skip(begin) {
            if sample.len() >= enough {
                break;
            }
            next = id + 1;
            let prose = matches!(
                block.kind,
                BlockKind::Paragraph | BlockKind::ListItem { .. } | BlockKind::Heading { .. }
            );
            if prose && block.definition.is_none() && notes.note_at(document, block.text.start).is_none() {
                let text = document.slice(block.text);
                let most = enough - sample.len();
                let cut = text.char_indices().map(|(at, _)| at).find(|&at| at >= most);
                sample.push_str(text.get(..cut.unwrap_or(text.len())).unwrap_or_default());
                sample.push('\n');
            }
        }
    }
    sample
}

/// The language that a path names: `post.de.md`, `de/post.md`. Only those are thought of in which notes are read.
fn of_path(path: &Path) -> Option<Language> {
    let known = |code: &str| {
        Language::of_code(code)
            .filter(|language| KNOWN.iter().take(8).any(|known| known.language == *language))
    };
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    let ending = stem
        .and_then(|stem| stem.rsplit_once('.'))
        .map(|(_, ending)| ending);
    ending.and_then(known).or_else(|| {
        let folders = path.parent()?.components().rev();
        folders
            .filter_map(|folder| folder.as_os_str().to_str())
            .find_map(known)
    })
}

/// Whether so much of a draft is in `language` that notes in it have readers: a fifth of its running text.
pub fn has_part_in(document: &Document, notes: &Notes, language: Language) -> bool {
    let (mut all, mut part) = (0, 0);
    for block in &document.blocks {
        let text = document.slice(block.text);
        let note = block.definition.is_some() || notes.note_at(document, block.text.start).is_some();
        if note || !matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem { .. }) {
            continue;
        }
        all += text.len();
        let head = text.char_indices().map(|(at, _)| at).find(|&at| at >= SAMPLE);
        if of_text(text.get(..head.unwrap_or(text.len())).unwrap_or_default()) == Some(language) {
            part += text.len();
        }
    }
    part * 5 >= all && part > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn languages(name: &str, draft: &str) -> (Option<String>, Option<String>) {
        let source = SourceFile::new(name, draft);
        let document = crate::markdown::read(&source);
        let notes = crate::notes::read(&document, crate::rules::builtin::builtin());
        let languages = of_draft(&source, &document, &notes);
        let code = |language: Option<Language>| language.map(|l| l.code().to_owned());
        (code(languages.declared), code(languages.detected))
    }

    #[test]
    fn telegram_style_is_no_foreign_language() {
        for text in [
            "Sales fell. ".repeat(20),
            "BTC -3.2%, ETH -4.1%, SOL +2.2%, XRP -1.0%, DOGE flat. Nifty IT -2.1%, Nifty Bank +0.4%, Sensex +0.2%.".to_owned(),
            "Nvidia, Meta, Alphabet, Amazon, Siemens, Infineon, Santander, Iberdrola, Ferrari, Stellantis, Unicredit.".to_owned(),
        ] {
            assert_eq!(of_text(&text), None, "{text}");
        }
    }

    #[test]
    fn codes() {
        for (code, expected) in [
            ("de", Some("de")),
            ("de-AT", Some("de")),
            ("PT_br", Some("pt")),
            ("zh-Hant-TW", None),
            ("zh-Hant", Some("zh")),
            ("deu", None),
            ("d", None),
            ("de-", None),
            ("German", None),
            ("é", None),
        ] {
            let found = Language::of_code(code);
            assert_eq!(found.as_ref().map(Language::code), expected, "{code}");
        }
        assert_eq!(Language(*b"sk").name(), "Slovak");
        assert_eq!(Language(*b"zh").name(), "zh");
    }

    #[test]
    fn what_a_draft_declares_and_shows() {
        let english =
            "The shares have gained a third since January, and the company expects that its sales will grow.";
        let german =
            "Die Aktie hat seit Januar um ein Drittel zugelegt, und das Unternehmen rechnet mit mehr Umsatz.";
        let czech =
            "Akcie od ledna přidaly třetinu a společnost očekává, že její tržby letos znovu porostou.";
        let slovak =
            "Akcie od januára pridali tretinu a spoločnosť očakáva, že jej tržby tento rok opäť porastú.";
        let polish = "Akcje zyskały od stycznia jedną trzecią, a spółka oczekuje dalszego wzrostu sprzedaży w tym roku.";
        let german_note = format!("{english}[1]\n\n[1] {german} {german} {german}");
        for (name, draft, declared, detected) in [
            ("a.md", english, None, Some("en")),
            ("a.md", german, None, Some("de")),
            ("a.md", czech, None, Some("cs")),
            ("a.md", slovak, None, Some("sk")),
            ("a.md", polish, None, Some("pl")),
            // What the words show is better evidence than a folder.
            ("it/a.md", english, None, Some("en")),
            ("it/a.md", "Azioni in rialzo.", Some("it"), None),
            ("a.it.md", "Azioni in rialzo.", Some("it"), None),
            ("posts/de-AT/2026/a.md", "Aktien steigen.", Some("de"), None),
            ("ab/a.md", "Aktien steigen.", None, None),
            ("a.md", "Aktien steigen.", None, None),
            ("a.md", "", None, None),
            // Notes are no evidence.
            ("a.md", german_note.as_str(), None, Some("en")),
            // Names, figures and tables tell nothing.
            (
                "a.md",
                "Nvidia, Microsoft, Alphabet, Amazon, Meta, Tesla, Broadcom, Oracle, Netflix +3.1%, Costco -0.2%",
                None,
                None,
            ),
        ] {
            let expected = (declared.map(str::to_owned), detected.map(str::to_owned));
            assert_eq!(languages(name, draft), expected, "{name}: {draft}");
        }
        let declared = format!("---\nlang: de-DE\n---\n\n{english}\n");
        assert_eq!(
            languages("a.md", &declared),
            (Some("de".to_owned()), Some("en".to_owned()))
        );
        let locale = "+++\nlocale = \"fr_FR\"\n+++\n\nBref.\n";
        assert_eq!(languages("a.md", locale), (Some("fr".to_owned()), None));
    }

    #[test]
    fn a_sample_is_bounded_and_comes_from_all_of_the_draft() {
        let draft = format!("{}\n\n", "Die Kurse steigen weiter und weiter.".repeat(40)).repeat(30)
            + &"The prices of these shares have risen, and that is all there is to say of them.\n\n"
                .repeat(600);
        let source = SourceFile::new("a.md", draft);
        let document = crate::markdown::read(&source);
        let sample = sample(&document, &Notes::default());
        assert!(sample.len() <= 3 * (SAMPLE + 8), "{}", sample.len());
        assert!(sample.contains("Kurse") && sample.contains("prices"));
        let part = |code: &[u8; 2]| has_part_in(&document, &Notes::default(), Language(*code));
        assert_eq!((part(b"en"), part(b"de"), part(b"fr")), (true, true, false));
    }
}
