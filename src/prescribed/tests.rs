//! Wordings in drafts: which are found, where, and what near copies change.

use super::near::Near;
use super::*;
use crate::rules::model::PrescribedText;
use crate::source::SourceFile;
use crate::text::Sentence;
use std::collections::BTreeSet;

const LOSS: &str = "Bets are complex instruments and come with a high risk. {cfd-loss-percentage}% of retail accounts lose money when trading bets. You should consider whether you understand how bets work.";
const SHORT: &str = "{cfd-loss-percentage}% of retail bet accounts lose money.";
const NAMED: &str = "{name} alone is responsible for the content of this page.";

fn texts() -> Vec<PrescribedText> {
    let text = |name: &str, text: &str, variants: &[&str]| PrescribedText {
        name: name.into(),
        topic: "bets".into(),
        text: text.into(),
        variants: variants.iter().map(|&v| v.to_owned()).collect(),
        ..PrescribedText::default()
    };
    vec![text("loss", LOSS, &[SHORT]), text("named", NAMED, &[])]
}

/// A draft, read, with the texts found in it.
struct Case {
    wordings: Wordings,
    document: Document,
    sentences: Vec<Sentence>,
    found: Found,
}

fn case(draft: &str) -> Case {
    let source = SourceFile::new("draft.md", draft);
    let document = crate::markdown::read(&source);
    let notes = crate::notes::read(&document, crate::rules::builtin::builtin());
    let sentences = crate::text::sentences::split(&document, &notes);
    let wordings = Wordings::new(&texts());
    let found = Found::new(&wordings, &document, &notes);
    Case {
        wordings,
        document,
        sentences,
        found,
    }
}

impl Case {
    /// Number of the text and the words, of each exact copy.
    fn exact(&self) -> Vec<(TextId, &str)> {
        let copies = self.found.exact.iter();
        copies
            .map(|copy| (copy.text, self.document.slice(copy.span)))
            .collect()
    }

    fn near(&self) -> Vec<Near> {
        let all: BTreeSet<TextId> = [0, 1].into();
        self.wordings.near(&self.found, &self.sentences, &all)
    }

    /// What is and what should be, of each change of the only near copy.
    fn changes(&self) -> Vec<(&str, String)> {
        let near = self.near();
        let [near] = near.as_slice() else {
            panic!("{near:?}")
        };
        let wording = [LOSS, SHORT][near.variant];
        let words = words_of(wording);
        let change = |c: &near::Change| (self.document.slice(c.is), words[c.should.clone()].join(" "));
        near.changes.iter().map(change).collect()
    }
}

#[test]
fn case_spaces_quotes_dashes_and_markup_do_not_matter() {
    let whole = "Bets are complex instruments and come with a high risk. 74% of retail accounts lose money when trading bets. You should consider whether you understand how bets work.";
    for (draft, expected) in [
        (format!("Read this. {whole} Thank you."), vec![(0, whole)]),
        (
            "A page.\n\n> “**BETS** are complex *instruments* and\n> come with a high risk. 74–89 % of retail accounts lose money when trading bets. You should consider whether you understand how bets work”\n".to_owned(),
            vec![],
        ),
        ("74.5% of retail bet accounts lose money.".to_owned(), vec![(0, "74.5% of retail bet accounts lose money.")]),
        ("74–89 % of *retail* BET accounts\nlose money.".to_owned(), vec![(0, "74–89 % of retail BET accounts\nlose money.")]),
        ("**74%** of retail bet accounts lose money[1].".to_owned(), vec![(0, "74% of retail bet accounts lose money[1].")]),
        ("Many% of retail bet accounts lose money.".to_owned(), vec![]),
        ("74% of retail bet accounts lose money!".to_owned(), vec![]),
        ("74% of all retail bet accounts lose money.".to_owned(), vec![]),
        ("<!-- 74% of retail bet accounts lose money. -->".to_owned(), vec![]),
        (
            "Harbour & Sons alone is responsible for the content of this page.".to_owned(),
            vec![(1, "Harbour & Sons alone is responsible for the content of this page.")],
        ),
    ] {
        let case = case(&draft);
        let mut exact = case.exact();
        // A name takes as much as it can: only its end is fixed.
        exact.retain(|(text, _)| *text == 0 || draft.starts_with("Harbour"));
        assert_eq!(exact, expected, "{draft}");
    }
}

#[test]
fn a_copy_over_two_paragraphs_is_one() {
    let draft = "Bets are complex instruments and come with a high risk.\n\n74% of retail accounts lose money when trading bets.\n\nYou should consider whether you understand how bets work.\n";
    let case = case(draft);
    assert_eq!(case.exact().len(), 1);
    assert_eq!(case.near(), []);
}

#[test]
fn a_near_copy_shows_what_it_changes() {
    for (draft, expected) in [
        (
            "Bets are simple instruments and come with a high risk. 74% of retail accounts lose money when trading bets. You should always consider whether you understand how bets work.",
            vec![("simple", "complex".to_owned()), ("always", String::new())],
        ),
        (
            "Bets are complex instruments and come with risk. [your figure]% of retail accounts lose money when trading bets. You should consider whether you understand how bets work.",
            vec![
                ("", "a high".to_owned()),
                ("your figure", "[cfd-loss-percentage]".to_owned()),
            ],
        ),
        ("75% of accounts lose money.", vec![("", "retail bet".to_owned())]),
    ] {
        assert_eq!(case(draft).changes(), expected, "{draft}");
    }
}

#[test]
fn other_text_and_exact_copies_are_no_near_copies() {
    for draft in [
        "Retail accounts grew by 8% a year.",
        "You should consider whether you understand how the fund works.",
        "74% of retail bet accounts lose money.",
        "The company lost money.",
        "",
    ] {
        assert_eq!(case(draft).near(), [], "{draft}");
    }
}

#[test]
fn of_two_wordings_the_nearer_one_counts_and_each_copy_is_told_once() {
    let one = "75% of accounts lose money.";
    let near = case(&format!("{one}\n\nThe sky is blue.\n\n{one}\n")).near();
    let seen: Vec<_> = near
        .iter()
        .map(|n| (n.text, n.variant, n.span.start, n.percent))
        .collect();
    assert_eq!(seen, [(0, 1, 0, 83), (0, 1, 45, 83)]);
}

#[test]
fn many_copies_cost_no_more_than_each() {
    let near = "Bets are simple instruments and come with a high risk. 74% of retail accounts lose money when trading bets. You should consider whether you understand how bets work.\n\n";
    let case = case(&near.repeat(500));
    assert_eq!(case.near().len(), 500);
}
