use super::*;
use crate::span::TextSpan;
use crate::text::tokens::tokenize;

fn found(classes: &[(&str, &[&str])], patterns: &[&str], text: &str) -> Vec<String> {
    let mut builder = Builder::default();
    for (name, words) in classes {
        assert_eq!(builder.class(name, words), vec![]);
    }
    for (number, pattern) in patterns.iter().enumerate() {
        let tag = if let Some(mask) = pattern.strip_prefix("MASK ") {
            builder.pattern(mask, Tag::Mask(0, number as u16))
        } else {
            builder.pattern(pattern, Tag::Cue(0, number as u16))
        };
        tag.expect(pattern);
        // Of a family that has exceptions every place counts.
        let exception = Tag::Unless(0, number as u16);
        builder.pattern("but nothing", exception).expect(pattern);
    }
    let matcher = builder.build(&[]);
    let mut tokens = Vec::new();
    tokenize(text, TextSpan::from_usize(0, text.len()), &[], &mut tokens);
    let mut hits = Vec::new();
    matcher
        .session()
        .find(text, &tokens, 2026, Places::ALL, &mut hits);
    let words = |h: &super::super::Hit| {
        let span = tokens[h.start as usize]
            .text
            .join(tokens[h.end as usize - 1].text);
        span.of(text).to_owned()
    };
    hits.iter().map(words).collect()
}

#[test]
fn finds_what_a_cue_says() {
    let security: &[(&str, &[&str])] = &[
        ("security", &["share(|s)", "stock(|s)"]),
        ("index", &["S&P 500", "nikkei"]),
        ("asset", &["{security}", "{index}", "{index} fund"]),
    ];
    for (pattern, text, expected) in [
        ("expect*", "They expected growth", vec!["expected"]),
        ("'ll rise", "They’ll rise", vec!["’ll rise"]),
        (
            "(will|is going to) {word}",
            "It is going to rise",
            vec!["is going to rise"],
        ),
        (
            "{asset} ...3 (rose|fell)",
            "The S&P 500 quickly rose",
            vec!["S&P 500 quickly rose"],
        ),
        (
            "{asset} ...3 (rose|fell)",
            "A Nikkei fund fell",
            vec!["Nikkei fund fell"],
        ),
        ("{asset} ...3 (rose|fell)", "The stock: it rose", vec![]),
        ("not? good", "not good", vec!["not good", "good"]),
        // However it is written.
        ("{index} fell", "the s&p 500 fell", vec!["s&p 500 fell"]),
        ("s&p (1y|10k)", "S&P 1Y, s&p 10K", vec!["S&P 1Y", "s&p 10K"]),
        // A choice of which one branch may be nothing.
        ("if (the fall|an?|so far) ends", "If ends", vec!["If ends"]),
        (
            "if (the fall|so far|an?) ends",
            "If ends, if an ends",
            vec!["If ends", "if an ends"],
        ),
        ("^ buy", "Buy low. Never buy high.", vec!["Buy"]),
        ("no risk $", "There is no risk.", vec!["no risk"]),
        ("no risk $", "There is no risk in it.", vec![]),
        ("may !({month}|be noted) {word}", "It may rise", vec!["may rise"]),
        ("may !({month}|be noted) {word}", "It may be noted", vec![]),
        (
            "in {future-year}",
            "in 2025, in 2026, in 2027, in FY28",
            vec!["in 2027", "in FY28"],
        ),
        (
            "{percent} {word}",
            "30 per cent upside",
            vec!["30 per cent upside"],
        ),
        (
            "risk-free",
            "a risk free and risk‑free and risk–free way",
            vec!["risk free", "risk‑free", "risk–free"],
        ),
        // A class of phrases within a class, beginning with a word that is in both.
        (
            "{asset} fell",
            "The Nikkei fund fell, the S&P 500 fund fell",
            vec!["Nikkei fund fell", "S&P 500 fund fell"],
        ),
        // What was ruled out at one token is ruled out at the next one, too.
        ("we ...2 !(...2 no) {word}", "we do so no", vec![]),
        ("((a|a b) (c|b c)) !(x|y) z", "a b c z", vec!["a b c z"]),
        ("((a|a b) (c|b c)) !(x|z) z", "a b c z", vec![]),
        ("won't", "It won’t", vec!["won’t"]),
        (
            "expects to",
            "It Ex\u{ad}pe\u{200b}cts\u{feff} to",
            vec!["Ex\u{ad}pe\u{200b}cts\u{feff} to"],
        ),
    ] {
        assert_eq!(found(security, &[pattern], text), expected, "{pattern} in {text}");
    }
}

#[test]
fn a_mask_hides_its_words_but_a_gap_passes_over_them() {
    assert_eq!(
        found(
            &[],
            &["MASK beat estimates", "estimates", "we ... expect"],
            "we beat estimates and expect more"
        ),
        ["we beat estimates and expect"]
    );
}

#[test]
fn a_class_of_itself_overlapping_phrases_stays_cheap() {
    let pattern = "{a} {a} {a} {a} {a} {a} {a} {a} {a} {a} {a} {a} {a} {a} {a} {a} {a} {a} {a} {a} z";
    let text = "x ".repeat(400);
    assert_eq!(
        found(&[("a", &["x", "x x", "x x x"])], &[pattern], &text),
        Vec::<String>::new()
    );
}

#[test]
fn refuses_what_could_match_anywhere() {
    let mut builder = Builder::default();
    for cue in ["... a", "a?", "!(a)", "{nothing}", "$"] {
        assert!(builder.pattern(cue, Tag::Undone).is_err(), "{cue}");
    }
}
