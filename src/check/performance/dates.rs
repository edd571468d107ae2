//! Years and days in the words of a detail.

use jiff::civil::Date;

/// The years between 1900 and 2099 that stand in `text`, in order.
pub(super) fn years_in(text: &str) -> impl Iterator<Item = i16> + '_ {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let years = words
        .filter(|word| word.len() == 4)
        .filter_map(|word| word.parse().ok());
    years.filter(|year| (1900..2100).contains(year))
}

/// The last day of what `words` name: a day, a month, a quarter, a half or a year. A day without a year is none.
pub(super) fn day_in(words: &str) -> Option<Date> {
    let year = years_in(words).last()?;
    let parts = || {
        words
            .split(|c: char| !c.is_alphanumeric())
            .filter(|part| !part.is_empty())
    };
    let end_of = |month: i8| Date::new(year, month, 1).ok().map(Date::last_of_month);
    let Some(month) = parts().find_map(month) else {
        let part = parts().find_map(part_of_year);
        return end_of(part.unwrap_or(12));
    };
    let day = parts()
        .filter_map(|part| {
            part.trim_end_matches(|c: char| c.is_ascii_alphabetic())
                .parse::<i8>()
                .ok()
        })
        .find_map(|day| Date::new(year, month, day).ok());
    day.or_else(|| end_of(month))
}

/// The number of a month by its English name or the first three letters of it.
fn month(word: &str) -> Option<i8> {
    let short = word.get(..3)?;
    let long = ["%B", "%b"].iter().find_map(|format| {
        let text = format!("2000 1 {}", if *format == "%b" { short } else { word });
        Date::strptime(format!("%Y %d {format}"), text).ok()
    });
    // "Marketing" begins like a month.
    let whole = Date::strptime("%Y %d %B", format!("2000 1 {word}")).is_ok();
    let abbreviated = word.len() <= 4;
    long.filter(|_| whole || abbreviated).map(Date::month)
}

/// The last month of `Q1`, `1Q`, `H1`, `1H`.
fn part_of_year(word: &str) -> Option<i8> {
    let mut signs = word.chars();
    let (first, second) = (
        signs.next()?.to_ascii_lowercase(),
        signs.next()?.to_ascii_lowercase(),
    );
    let (unit, number) = if first.is_ascii_digit() {
        (second, first)
    } else {
        (first, second)
    };
    let number = i8::try_from(number.to_digit(10)?).ok()?;
    match unit {
        'q' if (1..=4).contains(&number) => Some(number * 3),
        'h' if (1..=2).contains(&number) => Some(number * 6),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_what_is_named() {
        for (words, day) in [
            ("to 31 December 2024", Some("2024-12-31")),
            ("to December 31, 2024", Some("2024-12-31")),
            ("as of June 2025", Some("2025-06-30")),
            ("to Feb 2024", Some("2024-02-29")),
            ("as of Q1 2025", Some("2025-03-31")),
            ("to 2H 2024", Some("2024-12-31")),
            ("until 2024", Some("2024-12-31")),
            ("to the 3rd of May 2024", Some("2024-05-03")),
            ("to 31 March", None),
            ("marketing in 2024", Some("2024-12-31")),
            ("", None),
        ] {
            assert_eq!(day_in(words).map(|d| d.to_string()).as_deref(), day, "{words}");
        }
    }

    #[test]
    fn years_are_whole_words() {
        let years: Vec<i16> = years_in("2023: 12%, FY2024, 12025, 2025.").collect();
        assert_eq!(years, [2023, 2025]);
    }
}
