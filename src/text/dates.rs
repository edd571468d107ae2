//! What day a draft is of, so that "this year" and "in 2027" have a meaning.

use crate::document::Document;
use crate::source::SourceFile;
use jiff::civil::Date;

/// The draft's date: its front matter's, else the one in its name (`2026-03-04-outlook.md`), else `as_of`.
pub fn date_of(source: &SourceFile, document: &Document, as_of: Option<Date>) -> Option<Date> {
    own_date(source, document).or(as_of)
}

/// The date that the draft itself bears, in its front matter or its name.
pub fn own_date(source: &SourceFile, document: &Document) -> Option<Date> {
    let own = document.front_matter.as_ref().and_then(|f| f.date);
    own.or_else(|| in_name(&source.name().to_string_lossy()))
}

/// The last `YYYY-MM-DD` (or with `_`, `/`, `.`) in a path.
fn in_name(name: &str) -> Option<Date> {
    let bytes = name.as_bytes();
    let number = |at: usize, digits: usize| -> Option<i16> {
        let text = name.get(at..at + digits)?;
        text.bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| text.parse().ok())
            .flatten()
    };
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (0..bytes.len()).rev().find_map(|at| {
        if at > 0 && digit(at - 1) {
            return None;
        }
        let year = number(at, 4).filter(|y| (1990..2100).contains(y))?;
        let separator = bytes.get(at + 4).filter(|b| b"-_/.".contains(b))?;
        if bytes.get(at + 7) != Some(separator) || digit(at + 10) {
            return None;
        }
        let (month, day) = (number(at + 5, 2)?, number(at + 8, 2)?);
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_date_in_a_name() {
        for (name, expected) in [
            ("posts/2026-03-04-outlook.md", Some("2026-03-04")),
            ("2019/05/2026_03_04.md", Some("2026-03-04")),
            ("blog/2024/12/31/x.md", Some("2024-12-31")),
            ("posts/2026-13-04.md", None),
            ("posts/12026-03-04.md", None),
            ("posts/2026-03-041.md", None),
            ("outlook-2026.md", None),
            ("é2026-03-04", Some("2026-03-04")),
        ] {
            assert_eq!(
                in_name(name).map(|d| d.to_string()).as_deref(),
                expected,
                "{name}"
            );
        }
    }
}
