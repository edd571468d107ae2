//! Reads what a comment says.

use crate::span::SourceSpan;

/// The instructions, as they are written.
const KEYWORDS: [(&str, Reach); 5] = [
    ("caveat-ignore", Reach::Next),
    ("caveat-ignore-start", Reach::Start),
    ("caveat-ignore-end", Reach::End),
    ("caveat-ignore-file", Reach::File),
    ("caveat-disable-next-line", Reach::Next),
];
/// The instruction that other linters taught its users, with a reason but without a colon before it.
const ALIAS: &str = "caveat-disable-next-line";

/// What other linters call the instruction for what comes next.
const NEXT: [&str; 3] = [
    "caveat-ignore-next",
    "caveat-ignore-next-line",
    "caveat-ignore-line",
];

/// What an exception reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// The next block, or the sentence it stands in.
    Next,
    /// All up to its end.
    Start,
    /// Nothing: it ends a [`Reach::Start`].
    End,
    /// The whole draft.
    File,
}

/// What a comment says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// An exception.
    Exception {
        /// What it reaches.
        reach: Reach,
        /// The rules it names, each once, with their places.
        rules: Vec<(String, SourceSpan)>,
        /// The reason it gives, white space folded.
        reason: Option<String>,
        /// Text where a reason would stand, but without the colon before it.
        colon_is_missing: bool,
    },
    /// Something that begins like an instruction and is none.
    Misspelt {
        /// Where.
        span: SourceSpan,
        /// The nearest instruction.
        meant: &'static str,
    },
}

/// What the comment with this body says, if it speaks to caveat; `at` is where the body begins on disk.
pub(super) fn parse(body: &str, at: u32) -> Option<Said> {
    let text = body.trim_start();
    let start = at + (body.len() - text.len()) as u32;
    if let Some(len) = spaced(text) {
        return Some(Said::Misspelt {
            span: SourceSpan::new(start, start + len as u32),
            meant: "caveat-ignore",
        });
    }
    let keyword = word(text);
    let rest = text.get(keyword.len()..).unwrap_or_default();
    if !keyword
        .get(.."caveat-".len())
        .is_some_and(|k| k.eq_ignore_ascii_case("caveat-"))
    {
        return None;
    }
    let Some((_, reach)) = KEYWORDS
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(keyword))
    else {
        return misspelt(keyword).map(|meant| Said::Misspelt {
            span: SourceSpan::new(start, start + keyword.len() as u32),
            meant,
        });
    };
    let (rules, rest) = names(rest, start + keyword.len() as u32);
    let rest = rest.trim();
    let reason = match rest.strip_prefix(':') {
        Some(reason) => reason,
        None if keyword.eq_ignore_ascii_case(ALIAS) => rest.trim_start_matches(['-', '–', '—', ' ']),
        None => "",
    };
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    let has_reason = is_reason(&reason);
    Some(Said::Exception {
        reach: *reach,
        rules,
        colon_is_missing: !has_reason && !rest.starts_with(':') && rest.chars().any(char::is_alphanumeric),
        reason: has_reason.then_some(reason),
    })
}

/// The letters, digits, hyphens and underscores that `text` begins with.
fn word(text: &str) -> &str {
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_'))
        .unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// The names divided by commas that `text` begins with, and what follows them.
fn names(text: &str, at: u32) -> (Vec<(String, SourceSpan)>, &str) {
    let mut rest = text;
    let mut names: Vec<(String, SourceSpan)> = Vec::new();
    loop {
        let from = rest.trim_start();
        let name = word(from);
        if name.is_empty() {
            break;
        }
        let start = at + (text.len() - from.len()) as u32;
        // Rules are named in lower case; an author may not.
        names.push((
            name.to_ascii_lowercase(),
            SourceSpan::new(start, start + name.len() as u32),
        ));
        rest = from.get(name.len()..).unwrap_or_default();
        match rest.trim_start().strip_prefix(',') {
            Some(more) => rest = more,
            None => break,
        }
    }
    names.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.start.cmp(&b.1.start)));
    names.dedup_by(|a, b| a.0 == b.0);
    names.sort_by_key(|n| n.1.start);
    (names, rest)
}

/// The length of an instruction that is written with a space for the hyphen (`caveat ignore`).
fn spaced(text: &str) -> Option<usize> {
    let first = word(text);
    let rest = text.get(first.len()..)?;
    let second = rest.trim_start();
    let name = word(second);
    let is_one = first.eq_ignore_ascii_case("caveat")
        && second.len() < rest.len()
        && name
            .get(.."ignore".len())
            .is_some_and(|n| n.eq_ignore_ascii_case("ignore"));
    is_one.then(|| text.len() - second.len() + name.len())
}

/// Whether a text gives a reason, and is not the placeholder that help and examples show.
fn is_reason(text: &str) -> bool {
    const PLACEHOLDERS: [&str; 2] = ["reason", "why"];
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    !bare.is_empty() && !PLACEHOLDERS.iter().any(|p| p.eq_ignore_ascii_case(bare))
}

/// The instruction that was most likely meant; none where the comment only happens to begin with "caveat-".
fn misspelt(keyword: &str) -> Option<&'static str> {
    /// Longer words are no slip of a finger.
    const LONGEST: usize = 40;
    let keyword = keyword.to_ascii_lowercase();
    // How other linters call it; by letters alone these are nearer to other instructions.
    if NEXT.contains(&keyword.as_str()) {
        return Some("caveat-ignore");
    }
    let like = [
        "caveat-ignor",
        "caveat-disable",
        "caveat-allow",
        "caveat-suppress",
    ];
    if keyword.len() > LONGEST {
        return None;
    }
    let (distance, meant) = KEYWORDS
        .iter()
        .map(|(known, _)| (strsim::damerau_levenshtein(known, &keyword), *known))
        .min_by_key(|(distance, _)| *distance)?;
    if distance <= 3 {
        return Some(meant);
    }
    like.iter()
        .any(|l| keyword.starts_with(l))
        .then_some("caveat-ignore")
}

#[cfg(test)]
mod tests {
    use super::*;

    type Parts = (Reach, Vec<(String, u32)>, Option<String>, bool);

    fn said(body: &str) -> Option<Parts> {
        match parse(body, 100)? {
            Said::Exception {
                reach,
                rules,
                reason,
                colon_is_missing,
            } => {
                let rules = rules.into_iter().map(|(name, span)| (name, span.start)).collect();
                Some((reach, rules, reason, colon_is_missing))
            }
            Said::Misspelt { .. } => None,
        }
    }

    fn one(rule: &str, at: u32) -> Vec<(String, u32)> {
        vec![(rule.to_owned(), at)]
    }

    #[test]
    fn instructions() {
        let why = Some("quoting a bank".to_owned());
        let table = [
            (
                " caveat-ignore a-b: quoting a bank ",
                Some((Reach::Next, one("a-b", 115), why.clone(), false)),
            ),
            (
                "caveat-ignore a-b:\n  quoting\r\n a bank",
                Some((Reach::Next, one("a-b", 114), why.clone(), false)),
            ),
            (
                "CAVEAT-IGNORE a-b : quoting a bank",
                Some((Reach::Next, one("a-b", 114), why.clone(), false)),
            ),
            (
                "caveat-ignore-start a-b: quoting a bank",
                Some((Reach::Start, one("a-b", 120), why.clone(), false)),
            ),
            (
                "caveat-ignore-end a-b",
                Some((Reach::End, one("a-b", 118), None, false)),
            ),
            (
                "caveat-ignore-file a-b: quoting a bank",
                Some((Reach::File, one("a-b", 119), why.clone(), false)),
            ),
            (
                "caveat-disable-next-line a-b quoting a bank",
                Some((Reach::Next, one("a-b", 125), why.clone(), false)),
            ),
            (
                "caveat-disable-next-line a-b -- quoting a bank",
                Some((Reach::Next, one("a-b", 125), why, false)),
            ),
            (
                "caveat-disable-next-line a-b",
                Some((Reach::Next, one("a-b", 125), None, false)),
            ),
            (
                "caveat-ignore a-b",
                Some((Reach::Next, one("a-b", 114), None, false)),
            ),
            (
                "caveat-ignore a-b: …",
                Some((Reach::Next, one("a-b", 114), None, false)),
            ),
            (
                "caveat-ignore a-b quoting a bank",
                Some((Reach::Next, one("a-b", 114), None, true)),
            ),
            (
                "caveat-ignore: quoting",
                Some((Reach::Next, vec![], Some("quoting".to_owned()), false)),
            ),
            ("caveat-ignore", Some((Reach::Next, vec![], None, false))),
            (
                "caveat-ignore a-b: reason",
                Some((Reach::Next, one("a-b", 114), None, false)),
            ),
            (
                "caveat-ignore a-b: (Why?)",
                Some((Reach::Next, one("a-b", 114), None, false)),
            ),
            (
                "caveat-ignore A-B: the reason is a quotation",
                Some((
                    Reach::Next,
                    one("a-b", 114),
                    Some("the reason is a quotation".to_owned()),
                    false,
                )),
            ),
            ("nothing to do with it", None),
            ("caveat-emptor, as they say", None),
            ("caveat", None),
            ("", None),
            ("é", None),
        ];
        for (body, expected) in table {
            assert_eq!(said(body), expected, "{body:?}");
        }
    }

    #[test]
    fn several_rules_in_one_comment() {
        let rules = vec![("b".to_owned(), 114), ("a".to_owned(), 118)];
        let expected = Some((Reach::Next, rules, Some("why: so".to_owned()), false));
        assert_eq!(said("caveat-ignore b , a,b: why: so"), expected);
        assert_eq!(said("caveat-ignore b , a,b,: why: so"), expected);
    }

    #[test]
    fn slips_are_noticed() {
        let meant = |body: &str| match parse(body, 0) {
            Some(Said::Misspelt { span, meant }) => Some((span.end, meant)),
            _ => None,
        };
        assert_eq!(meant("caveat-ignroe a: b"), Some((13, "caveat-ignore")));
        assert_eq!(meant("caveat-ignore-begin a: b"), Some((19, "caveat-ignore")));
        assert_eq!(meant("caveat-disable a"), Some((14, "caveat-ignore")));
        assert_eq!(meant("caveat-ignore-stop a"), Some((18, "caveat-ignore-start")));
        assert_eq!(meant("caveat ignore a: b"), Some((13, "caveat-ignore")));
        assert_eq!(meant(" Caveat  Ignore-file a: b"), Some((20, "caveat-ignore")));
        for like in [
            "caveat-ignore-next",
            "caveat-ignore-next-line",
            "caveat-ignore-line",
        ] {
            let body = format!("{like} a: b");
            assert_eq!(meant(&body), Some((like.len() as u32, "caveat-ignore")), "{like}");
        }
        assert_eq!(meant("caveat emptor, ignore it"), None);
        assert_eq!(meant("caveat-emptor"), None);
    }
}
