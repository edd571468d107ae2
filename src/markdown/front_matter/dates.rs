//! Dates as people write them in front matter.

use jiff::civil::Date;

/// The ways of writing a date other than ISO 8601, tried in order.
const FORMATS: [&str; 9] = [
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%d.%m.%Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%B %d %Y",
    "%d %B %Y",
    "%d %b %Y",
    "%a, %d %b %Y",
];

/// The day that `text` names, as the author's calendar has it; a time and an offset behind it are left out.
/// `None` where it names none, or where day and month cannot be told apart (`03/11/2025`).
pub(super) fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Some(iso) = text.get(..10)
        && let Ok(date) = iso.parse()
        && text
            .get(10..)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
    {
        return Some(date);
    }
    // `Sept` and full stops are common in English and unknown to the formats.
    let plain = text.replace("Sept ", "Sep ").replace("Sept. ", "Sep ");
    FORMATS.iter().find_map(|format| {
        let words = format.split(' ').count();
        let head: Vec<&str> = plain.split_whitespace().take(words).collect();
        let head = head.join(" ");
        Date::strptime(format, &head)
            .or_else(|_| Date::strptime(format, head.replace("th,", ",").replace("st,", ",")))
            .ok()
            .filter(|date| date.year() >= 1000)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_are_read_as_people_write_them() {
        for text in [
            "2025-11-03",
            "2025-11-03T10:00:00Z",
            "2025-11-03T23:30:00+02:00",
            "2025-11-03 10:00:00 +0100",
            " 2025/11/03 ",
            "2025/11/03 10:00",
            "Nov 3, 2025",
            "November 3, 2025",
            "November 3 2025",
            "3 November 2025",
            "3 Nov 2025",
            "Mon, 03 Nov 2025 10:00:00 GMT",
            "03.11.2025",
            "November 3th, 2025",
        ] {
            assert_eq!(parse(text), Some(date(2025, 11, 3)), "{text}");
        }
        for text in [
            "",
            "soon",
            "2025",
            "2025-13-01",
            "03/11/2025",
            "3 Nov",
            "2025-11-031",
            "Ünder 2025",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(parse("Sept 3, 2025"), Some(date(2025, 9, 3)));
    }
}
