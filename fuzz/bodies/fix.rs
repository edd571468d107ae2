//! Fixes: carried out in one run that leaves nothing to do, and nothing lost of what the author wrote.

use caveat::finding::{Applicability, Finding, Level, Standing};
use caveat::fix::{Applied, Options, apply};
use caveat::linter::{Review, lint};
use caveat::rules::builtin::builtin;
use caveat::settings::Settings;

/// Longer drafts take their time: each step of a repair is a check.
const LONGEST: usize = 16 * 1024;

/// Fixes a draft under a house that has approved the text of its notes, without and with what an editor should see.
pub fn run(bytes: &[u8]) {
    let Some(source) = super::draft(bytes) else {
        return;
    };
    if source.text().len() > LONGEST {
        return;
    }
    let mut settings = Settings::of(builtin());
    for (kind, text) in [
        ("past", "Past performance is no guarantee of future results."),
        (
            "forward",
            "Forward-looking statements are based on assumptions and are not a guarantee of future performance.",
        ),
    ] {
        let kind = builtin().note_kind(kind).expect("the kind is built in");
        settings.texts.insert(kind, text.to_owned());
    }
    let review = lint(&source, builtin(), &settings);
    for unsafe_fixes in [false, true] {
        fixed(&review, &settings, unsafe_fixes);
    }
}

fn options(unsafe_fixes: bool) -> Options<'static> {
    Options {
        unsafe_fixes,
        eligible: &|_| true,
    }
}

fn fixed(before: &Review<'_>, settings: &Settings, unsafe_fixes: bool) {
    let Applied {
        source,
        fixed,
        unfinished,
        ..
    } = apply(before, options(unsafe_fixes));
    let Some(now) = source else {
        assert_eq!(fixed, 0);
        return;
    };
    assert!(fixed > 0);
    let old = before.resolved.source.text();
    let review = lint(&now, builtin(), settings);
    assert!(errors(&review) <= errors(before), "more errors than before");
    assert_eq!(old.starts_with('\u{feff}'), now.text().starts_with('\u{feff}'));
    assert_eq!(old.ends_with('\n'), now.text().ends_with('\n'));
    let (was, is) = (words(old), words(now.text()));
    assert!(
        in_order(&is, &was) || moved(&is, &was),
        "words of the author are gone: {:?}",
        now.text()
    );
    if unfinished {
        return;
    }
    let again = apply(&review, options(unsafe_fixes));
    if let Some(again) = again.source {
        panic!("a second run makes {:?} of {:?}", again.text(), now.text());
    }
    // What is left was tried and would not have made the draft better; the program says so.
    let left = review
        .findings
        .iter()
        .filter(|finding| wanted(finding, unsafe_fixes));
    assert_eq!(left.count(), again.refused.len());
}

fn wanted(finding: &Finding, unsafe_fixes: bool) -> bool {
    finding.standing == Standing::Open
        && finding
            .fix
            .as_ref()
            .is_some_and(|fix| unsafe_fixes || fix.applicability == Applicability::Safe)
}

fn errors(review: &Review<'_>) -> usize {
    let open = review.findings.iter().filter(|f| f.standing == Standing::Open);
    open.filter(|f| f.level == Level::Error).count()
}

/// The words of a draft but for those in tags and labels, which a repair may take away or write anew.
fn words(text: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let close = match c {
            '<' => Some('>'),
            '[' => Some(']'),
            _ => None,
        };
        let inner = rest.get(c.len_utf8()..).unwrap_or_default();
        let end = close.and_then(|close| {
            // On one line: notes change places in whole lines. A label is one word.
            let end = inner.find([close, c, '\n'])?;
            let (inside, rest) = inner.split_at(end);
            (rest.starts_with(close) && (c == '<' || !inside.contains(char::is_whitespace))).then_some(rest)
        });
        rest = end.unwrap_or(inner);
        match out.last_mut() {
            Some(word) if c.is_alphabetic() => word.push(c),
            Some(word) if word.is_empty() => {}
            _ => out.push(String::new()),
        }
    }
    out.retain(|word| !word.is_empty());
    out
}

/// Whether `new` holds all that `old` holds, in the same order.
fn in_order(new: &[String], old: &[String]) -> bool {
    let mut rest = new.iter();
    old.iter().all(|word| rest.any(|n| n == word))
}

/// Whether `new` holds all that `old` holds, in another order: where notes are numbered anew they change places.
fn moved(new: &[String], old: &[String]) -> bool {
    let (mut new, mut old) = (new.to_vec(), old.to_vec());
    new.sort_unstable();
    old.sort_unstable();
    in_order(&new, &old)
}
