//! Text as words and signs in which what does not matter is folded away.

use std::ops::Range;

/// What stands in prose for what is none: `document::OPAQUE`, which the build script does not know.
const OPAQUE: char = '\u{fffc}';

/// The words and signs of a text in lower case, each with its place. Dashes are `-`, apostrophes and single quotes
/// `'`; double quotes, white space and what no reader sees are left out. A figure keeps the stops inside it (`74.5`),
/// a word its apostrophe (`don't`).
pub(crate) fn fold(text: &str) -> impl Iterator<Item = (String, Range<usize>)> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (start, c) = chars.next()?;
            if !c.is_alphanumeric() {
                match sign(c) {
                    Some(sign) => return Some((sign.to_string(), start..start + c.len_utf8())),
                    None => continue,
                }
            }
            let mut word: String = c.to_lowercase().collect();
            let mut end = start + c.len_utf8();
            while let Some(&(at, c)) = chars.peek() {
                let inner = match c {
                    _ if c.is_alphanumeric() => {
                        word.extend(c.to_lowercase());
                        true
                    }
                    '\u{ad}' | '\u{200b}' | '\u{2060}' => true,
                    '\'' | '’' | '.' | ',' => {
                        let next = text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
                        let number = word.ends_with(|c: char| c.is_ascii_digit())
                            && next.is_some_and(|c| c.is_ascii_digit());
                        let apostrophe = matches!(c, '\'' | '’');
                        let joins = if apostrophe {
                            next.is_some_and(char::is_alphabetic)
                        } else {
                            number
                        };
                        if joins {
                            word.push(if apostrophe { '\'' } else { c });
                        }
                        joins
                    }
                    _ => false,
                };
                if !inner {
                    break;
                }
                end = at + c.len_utf8();
                chars.next();
            }
            return Some((word, start..end));
        }
    })
}

/// A sign in its plain form; none for what does not count.
fn sign(c: char) -> Option<char> {
    match c {
        '-' | '\u{2010}'..='\u{2015}' | '−' => Some('-'),
        '’' | '‘' | '\'' | '‚' => Some('\''),
        '"' | '“' | '”' | '„' | '«' | '»' => None,
        _ if c.is_whitespace() || c.is_control() => None,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | OPAQUE => None,
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_matter_is_folded() {
        for (text, expected) in [
            ("Don’t  invest", &["don't", "invest"][..]),
            ("“Don't” invest.", &["don't", "invest", "."]),
            ("74.5% of", &["74.5", "%", "of"]),
            ("74–89 %", &["74", "-", "89", "%"]),
            ("money. You", &["money", ".", "you"]),
            ("crypto\u{2011}asset", &["crypto", "-", "asset"]),
            ("in\u{ad}vest", &["invest"]),
            ("", &[]),
        ] {
            let words: Vec<String> = fold(text).map(|(word, _)| word).collect();
            assert_eq!(words, expected, "{text}");
        }
    }

    #[test]
    fn places_are_those_of_the_text() {
        let text = "„Ärger” – 7,5";
        let places: Vec<&str> = fold(text).filter_map(|(_, place)| text.get(place)).collect();
        assert_eq!(places, ["Ärger", "–", "7,5"]);
    }
}
