//! The nearest known name for a misspelt one, for "did you mean …?".

/// The candidate that `name` was most probably meant to be; of several equally near ones the first. `None`
/// where nothing is near enough to be worth proposing.
///
/// Letters may be wrong, missing, too many or swapped, more of them in a longer name; a name cut short
/// (`forward` for `forward-looking`) or with its words in another order counts as near too.
pub fn nearest<'a, S: AsRef<str> + ?Sized + 'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a S>,
) -> Option<&'a str> {
    let name = fold(name);
    if name.is_empty() {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let candidate = candidate.as_ref();
        let Some(distance) = distance(&name, &fold(candidate)) else {
            continue;
        };
        if best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// ` (did you mean …?)`-style help for `name`, ready to be shown.
pub fn did_you_mean<'a, S: AsRef<str> + ?Sized + 'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a S>,
) -> Option<String> {
    nearest(name, candidates).map(|n| format!("did you mean `{n}`?"))
}

/// Names differ in nothing that matters by case or by `_` for `-`.
fn fold(name: &str) -> String {
    name.trim().to_lowercase().replace(['_', ' '], "-")
}

/// How far apart two folded names are, if near enough.
fn distance(name: &str, candidate: &str) -> Option<usize> {
    let longer = name.chars().count().max(candidate.chars().count());
    let edits = strsim::damerau_levenshtein(name, candidate);
    // One slip in three letters: `lvel` and `severty` are near, `note` and `none-of` are not.
    if edits <= (longer / 3).max(1) && edits < longer {
        return Some(edits);
    }
    // Whole words that are missing or in another order come after every mere slip of the hand.
    let words = |s: &str| {
        s.split('-')
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (wanted, offered) = (words(name), words(candidate));
    let near = |word: &String| offered.iter().any(|o| strsim::jaro_winkler(word, o) > 0.9);
    let there = |word: &String| word.chars().count() >= 3 && near(word);
    let all_there = !wanted.is_empty() && wanted.iter().all(there);
    all_there.then_some(longer + offered.len() - wanted.len().min(offered.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proposes_what_was_meant_or_nothing() {
        let known = [
            "forward-looking",
            "past-performance",
            "price-target",
            "level",
            "levels",
            "any",
            "all",
        ];
        for (typed, meant) in [
            ("forward-loking", Some("forward-looking")),
            ("Forward_Looking", Some("forward-looking")),
            ("forward", Some("forward-looking")),
            ("foward", Some("forward-looking")),
            ("looking-forward", Some("forward-looking")),
            ("performance-past", Some("past-performance")),
            ("pricetarget", Some("price-target")),
            ("lvel", Some("level")),
            ("levle", Some("level")),
            ("anny", Some("any")),
            ("al", Some("all")),
            ("xyz", None),
            ("recommendation", None),
            ("", None),
            ("-", None),
        ] {
            assert_eq!(nearest(typed, known), meant, "{typed}");
        }
    }

    #[test]
    fn works_on_owned_names_and_on_none() {
        let owned = vec!["warning".to_owned(), "error".to_owned()];
        assert_eq!(nearest("warn", &owned), Some("warning"));
        assert_eq!(nearest("warnin", &owned), Some("warning"));
        assert_eq!(nearest("x", Vec::<String>::new().iter()), None);
        assert_eq!(
            did_you_mean("eror", &owned).as_deref(),
            Some("did you mean `error`?")
        );
    }
}
