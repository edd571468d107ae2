//! The cue language: what a pattern in a rulebook says. See `docs/rulebook.md`.

use crate::span::TextSpan;
use crate::text::tokens::{Kind, Token, is_invisible, tokenize};
use std::ops::Range;

/// A mistake in a cue.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct CueError {
    /// What is wrong and, where it is known, what was meant.
    pub message: String,
    /// Where, in bytes of the cue.
    pub at: Range<usize>,
}

/// A cue, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// A word, figure or sign, folded.
    Word(String),
    /// A word that begins so.
    Prefix(String),
    /// A class, by name, with its place in the cue.
    Class(String, Range<usize>),
    /// Up to so many tokens of the same clause.
    Gap(u8),
    /// All, one after the other.
    Seq(Vec<Node>),
    /// One of these.
    Alt(Vec<Node>),
    /// This or nothing.
    Opt(Box<Node>),
    /// Nothing, where this does not follow.
    Not(Box<Node>),
    /// The start of the sentence.
    Start,
    /// The end of the sentence.
    End,
}

/// What divides the cells of a table in prose; `document::CELL_BORDER`.
const BORDER: &str = "\t";

/// The most tokens that a gap may pass over.
pub(super) const LONGEST_GAP: u8 = 12;
const GAP: u8 = 6;

/// Reads a cue.
pub(super) fn parse(cue: &str) -> Result<Node, CueError> {
    let mut parser = Parser { cue, at: 0, depth: 0 };
    let node = parser.alternatives()?;
    if parser.at < cue.len() {
        return Err(parser.error(parser.at..parser.at + 1, "this bracket closes nothing"));
    }
    if matches!(&node, Node::Seq(items) if items.is_empty()) {
        return Err(parser.error(0..cue.len(), "a cue needs at least one word"));
    }
    Ok(node)
}

struct Parser<'a> {
    cue: &'a str,
    at: usize,
    depth: u8,
}

impl Parser<'_> {
    #[expect(clippy::unused_self, reason = "reads better at the many places of use")]
    fn error(&self, at: Range<usize>, message: impl Into<String>) -> CueError {
        CueError {
            message: message.into(),
            at,
        }
    }

    fn peek(&self) -> Option<char> {
        self.cue.get(self.at..)?.chars().next()
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            self.at += c.len_utf8();
        }
        found
    }

    fn alternatives(&mut self) -> Result<Node, CueError> {
        let mut branches = vec![self.sequence()?];
        while self.eat('|') {
            branches.push(self.sequence()?);
        }
        Ok(if branches.len() == 1 {
            branches.swap_remove(0)
        } else {
            Node::Alt(branches)
        })
    }

    fn sequence(&mut self) -> Result<Node, CueError> {
        let mut items = Vec::new();
        loop {
            while self.eat(' ') || self.eat('\n') {}
            let start = self.at;
            let Some(c) = self.peek() else { break };
            match c {
                '|' | ')' => break,
                '(' => {
                    let group = self.group(start)?;
                    items.push(self.inflected(start, group)?);
                }
                '!' => {
                    self.at += 1;
                    if self.peek() != Some('(') {
                        return Err(self.error(start..start + 1, "after `!` a group in brackets: `!(a|b)`"));
                    }
                    let group = self.group(start)?;
                    items.push(Node::Not(Box::new(group)));
                }
                '{' => {
                    let Some(end) = self
                        .cue
                        .get(start..)
                        .and_then(|rest| rest.find('}'))
                        .map(|n| start + n)
                    else {
                        return Err(self.error(start..self.cue.len(), "`{` is never closed"));
                    };
                    self.at = end + 1;
                    let name = self.cue.get(start + 1..end).unwrap_or_default();
                    items.push(Node::Class(name.to_owned(), start..end + 1));
                }
                '"' => {
                    let Some(end) = self
                        .cue
                        .get(start + 1..)
                        .and_then(|rest| rest.find('"'))
                        .map(|n| start + 1 + n)
                    else {
                        return Err(self.error(start..self.cue.len(), "`\"` is never closed"));
                    };
                    self.at = end + 1;
                    let signs = self.cue.get(start + 1..end).unwrap_or_default();
                    items.extend(signs.chars().filter(|c| !c.is_whitespace()).map(sign));
                }
                '^' => {
                    self.at += 1;
                    items.push(Node::Start);
                }
                '$' => {
                    self.at += 1;
                    items.push(Node::End);
                }
                '?' => {
                    self.at += 1;
                    let Some(last) = items
                        .pop()
                        .filter(|n| !matches!(n, Node::Gap(_) | Node::Start | Node::End))
                    else {
                        return Err(self.error(start..start + 1, "`?` must follow a word or a group"));
                    };
                    items.push(Node::Opt(Box::new(last)));
                }
                '.' if self.cue.get(start..).is_some_and(|rest| rest.starts_with("...")) => {
                    self.at += 3;
                    let digits_start = self.at;
                    while self.peek().is_some_and(|c| c.is_ascii_digit()) {
                        self.at += 1;
                    }
                    let digits = self.cue.get(digits_start..self.at).unwrap_or_default();
                    let most = if digits.is_empty() {
                        GAP
                    } else {
                        digits.parse().unwrap_or(u8::MAX)
                    };
                    if !(1..=LONGEST_GAP).contains(&most) {
                        return Err(
                            self.error(start..self.at, format!("a gap spans 1 to {LONGEST_GAP} words"))
                        );
                    }
                    items.push(Node::Gap(most));
                }
                '*' | '}' | '«' | '»' => {
                    return Err(self.error(start..start + c.len_utf8(), format!("`{c}` has no meaning here")));
                }
                _ => self.word(&mut items)?,
            }
        }
        Ok(if items.len() == 1 {
            items.swap_remove(0)
        } else {
            Node::Seq(items)
        })
    }

    /// `(a|b)`; `start` is where the error points if it never ends.
    fn group(&mut self, start: usize) -> Result<Node, CueError> {
        self.eat('(');
        self.depth += 1;
        if self.depth > 8 {
            return Err(self.error(start..self.at, "brackets are nested more than eight deep"));
        }
        let node = self.alternatives()?;
        self.depth -= 1;
        if !self.eat(')') {
            return Err(self.error(start..start + 1, "`(` is never closed"));
        }
        Ok(node)
    }

    /// The group that was read from `start` on, each of its words with the endings that follow straight behind it:
    /// `(buyer|seller)(|s)`. What is in the next brackets is endings if it is letters alone, of several forms.
    fn inflected(&mut self, start: usize, group: Node) -> Result<Node, CueError> {
        let behind = self.cue.get(self.at..).and_then(|rest| rest.strip_prefix('('));
        let Some(endings) = behind.and_then(|rest| rest.get(..rest.find(')')?)) else {
            return Ok(group);
        };
        if !endings.contains('|') || !endings.chars().all(|c| c.is_alphabetic() || c == '|') {
            return Ok(group);
        }
        self.at += endings.len() + 2;
        with_endings(group, endings).ok_or_else(|| {
            self.error(
                start..self.at,
                "endings go with words, and not all of these are words",
            )
        })
    }

    fn word(&mut self, items: &mut Vec<Node>) -> Result<(), CueError> {
        let start = self.at;
        let letters = self.cue.as_bytes().get(start..).unwrap_or_default();
        self.at += letters.iter().take_while(|b| b.is_ascii_lowercase()).count();
        while let Some(c) = self.peek() {
            let stops = c.is_whitespace()
                || matches!(
                    c,
                    '(' | ')' | '|' | '?' | '*' | '{' | '}' | '"' | '!' | '^' | '$' | '«' | '»'
                );
            if stops
                || (c == '.'
                    && self
                        .cue
                        .get(self.at..)
                        .is_some_and(|rest| rest.starts_with("...")))
            {
                break;
            }
            self.at += c.len_utf8();
        }
        let word = self.cue.get(start..self.at).unwrap_or_default();
        if self.eat('*') {
            let Some(mut parts) = fold(word).filter(|p| !p.is_empty()) else {
                return Err(self.error(start..self.at, "`*` must follow the beginning of a word"));
            };
            let last = parts.pop().unwrap_or_default();
            if last.chars().count() < 3 {
                return Err(self.error(start..self.at, "before `*` at least three letters"));
            }
            items.extend(parts.into_iter().map(Node::Word));
            items.push(Node::Prefix(last));
        } else if self.peek() == Some('(') && !word.is_empty() {
            self.at += 1;
            let Some(end) = self
                .cue
                .get(self.at..)
                .and_then(|rest| rest.find(')'))
                .map(|n| self.at + n)
            else {
                return Err(self.error(start..self.cue.len(), "`(` is never closed"));
            };
            let endings = self.cue.get(self.at..end).unwrap_or_default();
            self.at = end + 1;
            let mut branches = Vec::new();
            for ending in endings.split('|') {
                if !ending.chars().all(|c| c.is_alphanumeric() || c == '\'') {
                    return Err(self.error(start..self.at, "endings are letters alone: `forecast(|s|ed)`"));
                }
                branches.push(words(format!("{word}{ending}")).unwrap_or_else(|| Node::Seq(Vec::new())));
            }
            items.push(Node::Alt(branches));
        } else {
            let Some(node) = words(word.to_owned()) else {
                return Err(self.error(start..self.at, "this is no word"));
            };
            // `?` after `re-rate` means both halves.
            items.push(node);
        }
        Ok(())
    }
}

/// The word that each way through `node` ends with, with each of the endings; none where one ends with no word.
fn with_endings(node: Node, endings: &str) -> Option<Node> {
    match node {
        Node::Word(word) => {
            let forms = endings.split('|').map(|ending| words(format!("{word}{ending}")));
            Some(Node::Alt(forms.collect::<Option<_>>()?))
        }
        Node::Alt(branches) => {
            let branches = branches.into_iter().map(|branch| with_endings(branch, endings));
            Some(Node::Alt(branches.collect::<Option<_>>()?))
        }
        Node::Seq(mut items) => {
            let last = with_endings(items.pop()?, endings)?;
            items.push(last);
            Some(Node::Seq(items))
        }
        _ => None,
    }
}

/// A sign of a draft. A bar is also the border between two cells, which is written with bars.
fn sign(c: char) -> Node {
    let word = Node::Word(c.to_string());
    if c == '|' {
        Node::Alt(vec![word, Node::Word(BORDER.to_owned())])
    } else {
        word
    }
}

/// The words of a piece of a cue; none where it has none.
fn words(piece: String) -> Option<Node> {
    // Nearly all words of a rulebook, which is read at every start of the program.
    if !piece.is_empty() && piece.bytes().all(|b| b.is_ascii_lowercase()) {
        return Some(Node::Word(piece));
    }
    let mut nodes: Vec<Node> = fold(&piece)?.into_iter().map(Node::Word).collect();
    Some(if nodes.len() == 1 {
        nodes.swap_remove(0)
    } else {
        Node::Seq(nodes)
    })
}

/// The tokens of a piece of a cue, folded as [`folded`] folds those of a draft.
fn fold(word: &str) -> Option<Vec<String>> {
    // `'ll` is a token only behind the word that it shortens.
    let short = word.starts_with(['\'', '’']);
    let word = if short {
        format!("x{word}")
    } else {
        word.to_owned()
    };
    let mut tokens = Vec::new();
    tokenize(&word, TextSpan::from_usize(0, word.len()), &[], &mut tokens);
    let parts: Vec<String> = tokens
        .iter()
        .skip(usize::from(short))
        .map(|t| {
            let mut out = String::new();
            folded(&word, t, &mut out);
            // An article that is elided counts no more than one that is not there.
            behind_elision(&out).map_or_else(|| out.clone(), str::to_owned)
        })
        .collect();
    (!parts.is_empty()).then_some(parts)
}

/// A token's text for comparison: lower case, straight apostrophes, letters without their accents; signs stay.
pub(super) fn folded(text: &str, token: &Token, out: &mut String) {
    out.clear();
    let word = token.text.of(text);
    if matches!(token.kind, Kind::Word | Kind::Quarter | Kind::Ticker) {
        if word.is_ascii() {
            out.push_str(word);
            out.make_ascii_lowercase();
        } else {
            let letters = word.chars().filter(|c| !is_invisible(*c));
            for c in letters.flat_map(char::to_lowercase) {
                match plain(c) {
                    Some(letters) => out.push_str(letters),
                    None => out.push(c),
                }
            }
        }
    } else {
        // `1Y` and `10K` are figures.
        out.push_str(word);
        out.make_ascii_lowercase();
    }
}

/// A letter of the languages that notes are read in as it is typed where its accent is not at hand. German umlauts
/// lose their dots like any other letter; that some write `ue` for `ü` is for the cues to say.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        '’' => "'",
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'ď' => "d",
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ì'..='ï' | 'ī' => "i",
        'ĺ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ř' => "r",
        'ś' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ț' => "t",
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

/// What stands behind an elided article, pronoun or `ne` (`avenir` of `l'avenir`, `andamento` of `dell'andamento`), so
/// that a cue needs the bare word only. `word` is folded.
pub(super) fn behind_elision(word: &str) -> Option<&str> {
    let (head, tail) = word.split_once('\'')?;
    let elided = matches!(
        head,
        "l" | "d"
            | "n"
            | "s"
            | "c"
            | "j"
            | "m"
            | "qu"
            | "un"
            | "all"
            | "dall"
            | "dell"
            | "nell"
            | "sull"
            | "quest"
            | "quell"
    );
    // `n't` is a word of its own.
    (elided && tail.len() > 1).then_some(tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borders_are_those_of_documents() {
        assert_eq!(BORDER, crate::document::CELL_BORDER.to_string());
    }

    #[test]
    fn reads_every_form() {
        let word = |w: &str| Node::Word(w.to_owned());
        for (cue, expected) in [
            ("share", word("share")),
            ("Re-rate", Node::Seq(vec![word("re"), word("rate")])),
            (
                "forecast(|s)",
                Node::Alt(vec![word("forecast"), word("forecasts")]),
            ),
            ("guarant*", Node::Prefix("guarant".to_owned())),
            (
                "(bid|gap up)(|s)?",
                Node::Opt(Box::new(Node::Alt(vec![
                    Node::Alt(vec![word("bid"), word("bids")]),
                    Node::Seq(vec![word("gap"), Node::Alt(vec![word("up"), word("ups")])]),
                ]))),
            ),
            ("(a|b) (|s)", {
                let none = Node::Seq(Vec::new());
                Node::Seq(vec![
                    Node::Alt(vec![word("a"), word("b")]),
                    Node::Alt(vec![none, word("s")]),
                ])
            }),
            (
                "(we|they)('ll|'d)",
                Node::Seq(vec![
                    Node::Alt(vec![word("we"), word("they")]),
                    Node::Alt(vec![word("'ll"), word("'d")]),
                ]),
            ),
            (
                "not? ...3 (a|b c)",
                Node::Seq(vec![
                    Node::Opt(Box::new(word("not"))),
                    Node::Gap(3),
                    Node::Alt(vec![word("a"), Node::Seq(vec![word("b"), word("c")])]),
                ]),
            ),
            (
                "^ {we} !(have) $",
                Node::Seq(vec![
                    Node::Start,
                    Node::Class("we".to_owned(), 2..6),
                    Node::Not(Box::new(word("have"))),
                    Node::End,
                ]),
            ),
            ("bull \":\"", Node::Seq(vec![word("bull"), word(":")])),
            (
                "bull \"|\"",
                Node::Seq(vec![word("bull"), Node::Alt(vec![word("|"), word("\t")])]),
            ),
            ("we’ll", Node::Seq(vec![word("we"), word("'ll")])),
            // Behind a class the shortened word stands alone.
            (
                "{we} 'll",
                Node::Seq(vec![Node::Class("we".to_owned(), 0..4), word("'ll")]),
            ),
            ("Künftig*", Node::Prefix("kunftig".to_owned())),
            ("cœur", word("coeur")),
            ("l’avenir", word("avenir")),
            ("n't", word("n't")),
            ("nezaruc\u{30c}uje", word("nezarucuje")),
            ("(will|’ll)", Node::Alt(vec![word("will"), word("'ll")])),
        ] {
            assert_eq!(parse(cue).as_ref(), Ok(&expected), "{cue}");
        }
    }

    #[test]
    fn says_where_a_cue_is_wrong() {
        for (cue, at, message) in [
            ("", 0..0, "at least one word"),
            ("we (expect", 3..4, "never closed"),
            ("we expect)", 9..10, "closes nothing"),
            ("{we", 0..3, "never closed"),
            ("? a", 0..1, "must follow"),
            ("a ...99 b", 2..7, "1 to 12"),
            ("!a", 0..1, "after `!`"),
            ("* a", 0..1, "no meaning"),
            ("re*", 0..3, "three letters"),
            ("a(|-)", 0..5, "letters alone"),
            ("an (ask|{money})(|s)", 3..20, "not all of these are words"),
        ] {
            let error = parse(cue).expect_err(cue);
            assert_eq!(error.at, at, "{cue}");
            assert!(error.message.contains(message), "{cue}: {}", error.message);
        }
    }
}
