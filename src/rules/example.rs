//! Examples in a rulebook: drafts in which `«…»` shows the words that count.

use std::ops::Range;

/// An example without its signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The draft.
    pub draft: String,
    /// What stood between `«` and `»`, in bytes of the draft.
    pub marked: Vec<Range<usize>>,
}

/// Reads an example.
///
/// # Errors
/// The offset in `text` of a sign that has no partner.
pub fn parse(text: &str) -> Result<Example, usize> {
    let mut example = Example {
        draft: String::with_capacity(text.len()),
        marked: Vec::new(),
    };
    let mut open: Option<(usize, usize)> = None;
    for (at, c) in text.char_indices() {
        match (c, open) {
            ('«', None) => open = Some((at, example.draft.len())),
            ('»', Some((_, start))) => {
                example.marked.push(start..example.draft.len());
                open = None;
            }
            ('«' | '»', _) => return Err(at),
            _ => example.draft.push(c),
        }
    }
    match open {
        Some((at, _)) => Err(at),
        None => Ok(example),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_signs_out_and_keeps_their_places() {
        for (text, draft, marked) in [
            ("We «expect» “growth”.", "We expect “growth”.", &[(3, 9)][..]),
            ("«a» é «b»", "a é b", &[(0, 1), (5, 6)]),
            ("none", "none", &[]),
            ("«»", "", &[(0, 0)]),
        ] {
            let marked = marked.iter().map(|&(start, end)| start..end).collect();
            assert_eq!(
                parse(text),
                Ok(Example {
                    draft: draft.into(),
                    marked
                }),
                "{text}"
            );
        }
        for (text, at) in [("a «b", 2), ("a» b", 1), ("«a «b»", 4), ("«a» b»", 7)] {
            assert_eq!(parse(text), Err(at), "{text}");
        }
    }
}
