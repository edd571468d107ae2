//! The blanks of prescribed texts: `{cfd-loss-percentage}% of retail …`.

/// The blanks there are; each is a key of `[publisher]`.
pub const BLANKS: [&str; 2] = ["cfd-loss-percentage", "name"];

/// A part of a prescribed text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'t> {
    /// As it must stand.
    Text(&'t str),
    /// A blank, by name.
    Blank(&'t str),
}

/// The parts of a prescribed text, in order. A brace without its partner is text.
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    let mut blank = None;
    std::iter::from_fn(move || {
        if let Some(name) = blank.take() {
            return Some(Piece::Blank(name));
        }
        if rest.is_empty() {
            return None;
        }
        let inside = rest
            .split_once('{')
            .and_then(|(before, behind)| behind.split_once('}').map(|(name, after)| (before, name, after)));
        let Some((before, name, after)) = inside else {
            return Some(Piece::Text(std::mem::take(&mut rest)));
        };
        rest = after;
        if before.is_empty() {
            return Some(Piece::Blank(name));
        }
        blank = Some(name);
        Some(Piece::Text(before))
    })
}

/// The text with its blanks filled by `value`, or with `[name]` in the place of those that it does not know.
pub fn filled(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Blank(name) => out.push_str(&value(name).unwrap_or_else(|| format!("[{name}]"))),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_told_from_text() {
        use Piece::{Blank, Text};
        for (text, expected) in [
            ("", vec![]),
            ("plain", vec![Text("plain")]),
            ("{name} says", vec![Blank("name"), Text(" says")]),
            (
                "a {b}% c {d}",
                vec![Text("a "), Blank("b"), Text("% c "), Blank("d")],
            ),
            ("{a}{b}", vec![Blank("a"), Blank("b")]),
            ("open { only", vec![Text("open { only")]),
        ] {
            assert_eq!(pieces(text).collect::<Vec<_>>(), expected, "{text}");
        }
    }

    #[test]
    fn blanks_are_filled_where_the_value_is_known() {
        let value = |name: &str| (name == "n").then(|| "74".to_owned());
        assert_eq!(filled("{n}% of {m}", value), "74% of [m]");
    }
}
