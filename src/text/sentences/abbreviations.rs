//! Words that are written with a full stop.

/// What the full stop behind a word may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// Something always follows in the same sentence: `vs.`, `No.`, `Mr.`.
    Never,
    /// It can end a sentence, but a capital behind it proves nothing: `Inc.`, `U.S.`, `J.`. Only a word that
    /// opens sentences does.
    Name,
    /// It can end a sentence, and a capital behind it shows that it does: `bn.`, `p.a.`, `etc.`.
    Unit,
}

const NEVER: [&str; 52] = [
    "vs", "approx", "no", "nos", "nr", "e.g", "i.e", "eg", "ie", "cf", "st", "mr", "mrs", "ms", "dr", "prof",
    "sen", "rep", "gov", "gen", "fig", "figs", "eq", "ch", "vol", "viz", "resp", "ca", "est", "incl", "excl",
    "art", "sec", "par", "ref", "pp", "op", "hon", "rev", "lt", "col", "sgt", "capt", "mt", "ft", "z.b",
    "d.h", "bzw", "u.a", "tzv", "tj", "napr",
];

const NAMES: [&str; 28] = [
    "inc", "corp", "ltd", "co", "cos", "llc", "plc", "jr", "sr", "bros", "dept", "ave", "univ", "intl",
    "natl", "assn", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
];

const UNITS: [&str; 26] = [
    "bn", "mn", "mln", "mio", "mrd", "tn", "trn", "bps", "bp", "p.a", "pa", "etc", "a.m", "p.m", "yr", "yrs",
    "mo", "mos", "hrs", "min", "ann", "avg", "al", "p.m", "q.e.d", "pts",
];

/// Capitalised words behind `a.m.` and `p.m.` that go on.
const ZONES: [&str; 16] = [
    "ET", "EST", "EDT", "GMT", "UTC", "CET", "CEST", "BST", "PT", "PST", "PDT", "CT", "Eastern", "Pacific",
    "London", "New",
];

/// Words behind a number with a full stop that make it an ordinal, in German.
const AFTER_ORDINALS: [&str; 17] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
    "Quartal",
    "Halbjahr",
    "Jahr",
    "Jahrhundert",
    "Platz",
];

/// Words that open sentences and hardly ever go on a name.
const OPENERS: [&str; 92] = [
    "The",
    "It",
    "In",
    "We",
    "He",
    "She",
    "They",
    "This",
    "That",
    "These",
    "Those",
    "But",
    "And",
    "Or",
    "However",
    "If",
    "When",
    "While",
    "As",
    "At",
    "On",
    "For",
    "With",
    "By",
    "Our",
    "My",
    "Its",
    "Their",
    "There",
    "Here",
    "Although",
    "Though",
    "Since",
    "After",
    "Before",
    "Meanwhile",
    "Moreover",
    "Still",
    "Yet",
    "So",
    "Now",
    "Today",
    "Last",
    "Next",
    "What",
    "Why",
    "How",
    "Who",
    "I",
    "You",
    "Your",
    "Both",
    "All",
    "Some",
    "Most",
    "Many",
    "Not",
    "A",
    "An",
    "Another",
    "Despite",
    "Because",
    "To",
    "From",
    "Also",
    "Then",
    "Thus",
    "Overall",
    "Even",
    "Under",
    "Over",
    "During",
    "Looking",
    "Given",
    "Shares",
    "Investors",
    "Analysts",
    "Markets",
    "Past",
    "Results",
    "Der",
    "Die",
    "Das",
    "Es",
    "Wir",
    "Im",
    "Le",
    "La",
    "Les",
    "El",
    "Il",
    "Nous",
];

/// What a full stop behind `word`, which has none of its own at the end, may be; `None` for an ordinary word.
pub(super) fn of(word: &str) -> Option<Abbreviation> {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let folded = word.to_lowercase();
    let is = |list: &[&str]| list.contains(&folded.as_str());
    // In capitals these are words: `NO.` is not, but `MAR`, `CO` and `PA` may be, and a stop behind them is rare.
    if is(&NEVER) {
        // `Say no. Then …`: with a small letter it is the word.
        let plain_word = matches!(
            word,
            "no" | "par" | "art" | "ref" | "op" | "col" | "rev" | "est" | "gen"
        );
        return if plain_word {
            None
        } else {
            Some(Abbreviation::Never)
        };
    }
    if is(&UNITS) {
        return Some(Abbreviation::Unit);
    }
    if is(&NAMES) {
        // `Buy it in mar.` is no way to write a month, `co.` in `& co.` is.
        return Some(Abbreviation::Name);
    }
    // Initials: `J`, `U.S`, `S.p.A`, `Ph.D`, `J.P`.
    let mut parts = folded.split('.');
    let short = |part: &str| (1..=2).contains(&part.chars().count()) && part.chars().all(char::is_alphabetic);
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let dotted = word.contains('.') && parts.all(short);
    (initial || dotted).then_some(Abbreviation::Name)
}

/// Whether `word` opens sentences.
pub(super) fn opens_sentence(word: &str) -> bool {
    OPENERS.contains(&word)
}

/// Whether `next` goes on after the time of day or other unit `word`.
pub(super) fn goes_on(word: &str, next: &str) -> bool {
    matches!(word, "a.m" | "p.m" | "A.M" | "P.M") && ZONES.contains(&next)
}

/// Whether a number with a full stop before `next` is an ordinal.
pub(super) fn ordinal_before(next: &str) -> bool {
    AFTER_ORDINALS.contains(&next)
}

/// Whether a `!` belongs to the name that ends in `word`.
pub(super) fn exclaimed_name(word: &str) -> bool {
    matches!(word, "Yahoo" | "Yum" | "Jeopardy" | "Kahoot")
}
