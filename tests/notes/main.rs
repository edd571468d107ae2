//! Notes in every language that the rulebook knows, read as the kind they are, and texts near them that are none.

mod czech;
mod english;
mod french;
mod german;
mod italian;
mod polish;
mod slovak;
mod spanish;

use caveat::linter::lint;
use caveat::rules::builtin::builtin;
use caveat::settings::Settings;
use caveat::source::SourceFile;

/// Texts with the kind of note in question.
type Table = &'static [(&'static str, &'static str)];

/// The code of a language, what is read as a kind, and what is not.
const LANGUAGES: [(&str, Table, Table); 8] = [
    ("en", english::READ, english::NOT),
    ("de", german::READ, german::NOT),
    ("fr", french::READ, french::NOT),
    ("es", spanish::READ, spanish::NOT),
    ("it", italian::READ, italian::NOT),
    ("cs", czech::READ, czech::NOT),
    ("sk", slovak::READ, slovak::NOT),
    ("pl", polish::READ, polish::NOT),
];

/// The kinds of note that a text is, by name, and the languages in which it is a disclaimer.
fn kinds(text: &str) -> (Vec<&'static str>, Vec<String>) {
    let book = builtin();
    let source = SourceFile::new("post.md", format!("X.[^1]\n\n[^1]: {text}\n"));
    let settings = Settings::of(book);
    let review = lint(&source, book, &settings);
    let reading = review.resolved.readings.first().expect("the note is found");
    let name = |kind: &u16| book.notes[usize::from(*kind)].name.as_str();
    let languages = reading.languages.iter().map(|l| l.code().to_owned());
    (reading.kinds.iter().map(name).collect(), languages.collect())
}

#[test]
fn notes_are_read_as_what_they_are() {
    let mut faults = Vec::new();
    for (code, read, not) in LANGUAGES {
        for (kind, text) in read {
            let (found, languages) = kinds(text);
            let disclaimer = builtin().notes.iter().any(|n| n.name == *kind && n.disclaimer);
            if !found.contains(kind) || disclaimer && !languages.iter().any(|l| l == code) {
                faults.push(format!("{code}: no {kind} but {found:?} {languages:?}: {text}"));
            }
        }
        for (kind, text) in not {
            let (found, _) = kinds(text);
            if found.contains(kind) {
                faults.push(format!("{code}: {kind}: {text}"));
            }
        }
        assert!(read.len() >= 12 && not.len() >= 8, "{code}");
    }
    assert_eq!(faults, Vec::<String>::new(), "\n{}", faults.join("\n"));
}

#[test]
fn accents_may_be_left_out_or_typed_apart() {
    for (kind, text) in [
        (
            "past",
            "Minula vykonnost neni spolehlivym ukazatelem budoucich vysledku.",
        ),
        (
            "past",
            "Minula vykonnost nie je spolahlivym ukazovatelom buducich vysledkov.",
        ),
        (
            "past",
            "Les performances passees ne prejugent pas des performances futures.",
        ),
        (
            "past",
            "Fruehere Wertentwicklungen sind kein verlaesslicher Indikator fuer kuenftige Ergebnisse.",
        ),
        (
            "past",
            "Wyniki osiagniete w przeszlosci nie sa wiarygodnym wskaznikiem przyszlych wynikow.",
        ),
        (
            "past",
            "Les performances passe\u{301}es ne pre\u{301}jugent pas des performances futures.",
        ),
        (
            "past",
            "Minula\u{301} vy\u{301}konnost nezaruc\u{30c}uje budouci\u{301} vy\u{301}nosy.",
        ),
        (
            "forward",
            "Las previsiones se basan en hipotesis y los resultados reales pueden diferir.",
        ),
    ] {
        let (found, _) = kinds(text);
        assert!(found.contains(&kind), "{kind}: {found:?}: {text}");
    }
}

#[test]
fn the_wording_that_is_proposed_is_of_its_kind_in_its_language() {
    for note in &builtin().notes {
        for language in &note.languages {
            let Some(text) = note.text_in(&language.code) else {
                assert!(
                    matches!(note.name.as_str(), "source" | "five-year" | "paid" | "position"),
                    "{}",
                    note.name
                );
                continue;
            };
            let (found, languages) = kinds(text);
            let (name, code) = (&note.name, &language.code);
            assert!(
                found.contains(&name.as_str()),
                "{name} in {code}: {found:?}: {text}"
            );
            assert!(
                languages.contains(code),
                "{name} in {code}: {languages:?}: {text}"
            );
        }
    }
}

#[test]
fn every_kind_is_known_in_every_language() {
    for note in &builtin().notes {
        let codes: Vec<&str> = note.languages.iter().map(|l| l.code.as_str()).collect();
        assert_eq!(codes, LANGUAGES.map(|(code, ..)| code), "{}", note.name);
    }
}

/// What a note of this kind lacks under `eu-strict`.
fn short(text: &str) -> Vec<String> {
    let book = builtin();
    let source = SourceFile::new("post.md", format!("X.[^1]\n\n[^1]: {text}\n"));
    let settings = Settings::of_profiles(book, &["eu-strict"]);
    let review = lint(&source, book, &settings);
    let reading = review.resolved.readings.first().expect("the note is found");
    reading
        .short
        .iter()
        .flat_map(|short| short.lacks.clone())
        .collect()
}

#[test]
fn the_strict_sets_are_asked_for_in_every_language() {
    let book = builtin();
    for note in book
        .notes
        .iter()
        .filter(|n| ["past", "forward", "simulated"].contains(&n.name.as_str()))
    {
        for language in &note.languages {
            let set = language.sets.iter().find(|set| set.name == "eu-strict");
            let text = set.and_then(|set| set.text.as_deref()).expect(&language.code);
            assert_eq!(
                short(text),
                Vec::<String>::new(),
                "{} in {}",
                note.name,
                language.code
            );
        }
    }
    let half = "that the figures refer to the past";
    for text in [
        "Past performance is not a reliable indicator of future results.",
        "Frühere Wertentwicklungen sind kein verlässlicher Indikator für künftige Ergebnisse.",
        "Les performances passées ne sont pas un indicateur fiable des performances futures.",
        "Las rentabilidades pasadas no son un indicador fiable de resultados futuros.",
        "I rendimenti passati non sono un indicatore affidabile dei risultati futuri.",
        "Minulá výkonnost není spolehlivým ukazatelem budoucích výsledků.",
        "Minulá výkonnosť nie je spoľahlivým ukazovateľom budúcich výsledkov.",
        "Wyniki osiągnięte w przeszłości nie są wiarygodnym wskaźnikiem przyszłych wyników.",
    ] {
        assert_eq!(short(text), [half], "{text}");
    }
}
