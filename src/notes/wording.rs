//! Asks the rulebook about texts that are chosen for it: headings, and how a line or a block begins.

use crate::rules::Rulebook;
use crate::rules::matcher::{Session, Tag};
use crate::span::TextSpan;
use crate::text::tokens::{Kind, Token, tokenize};
use std::cell::RefCell;

/// How much of a text its beginning is, in bytes: long enough for the longest opening, so that a long text costs no
/// more than a short one.
const BEGINNING: usize = 96;

/// The rulebook's wording in general. It is asked in the middle of methods that read other things, so its working
/// memory is its own affair.
pub(crate) struct Wording<'r> {
    working: RefCell<(Session<'r>, Vec<Token>)>,
}

impl<'r> Wording<'r> {
    pub(crate) fn new(rulebook: &'r Rulebook) -> Self {
        let working = RefCell::new((rulebook.matcher.session(), Vec::new()));
        Self { working }
    }

    /// Whether a wording with this tag is among the words of `text`, signs apart: "⚠ Disclosures & disclaimers:" says no
    /// more than its words.
    pub(crate) fn words_hold(&self, text: &str, tag: Tag) -> bool {
        let (session, tokens) = &mut *self.working.borrow_mut();
        tokens.clear();
        tokenize(text, TextSpan::from_usize(0, text.len()), &[], tokens);
        tokens.retain(|token| token.kind != Kind::Sign);
        session.holds(text, tokens, tag)
    }

    /// The same for the beginning of `text`.
    pub(crate) fn begins(&self, text: &str, tag: Tag) -> bool {
        let text = text.trim_start();
        let most = BEGINNING.min(text.len());
        let end = (0..=most).rev().find(|&at| text.is_char_boundary(at));
        self.words_hold(text.get(..end.unwrap_or(0)).unwrap_or_default(), tag)
    }

    /// Whether a block opens as a disclaimer: "Disclaimer: …", "Important information – …".
    pub(crate) fn opens(&self, text: &str) -> bool {
        const LONGEST: usize = 44;
        let head = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        let Some(end) = head
            .char_indices()
            .take(LONGEST)
            .find(|(_, c)| matches!(c, ':' | '.' | '–' | '—' | '-' | '\n'))
        else {
            return false;
        };
        self.words_hold(head.get(..end.0).unwrap_or_default(), Tag::Opening)
    }
}
