//! How often words come up in prose, roughly. It decides by which of its words a pattern is looked for, and so how
//! long that takes, never what is found.

use super::Predicate;
use super::lexicon::shape;
use rustc_hash::FxHashMap;

/// How often each of the commonest words and signs comes up in a hundred thousand tokens of English commentary.
const COMMON: &[(u32, &str)] = &[
    (4500, "the , ."),
    (2200, "of to and a in"),
    (1000, "is that for - ( ) 's it as"),
    (600, "on with by was at are be from we our this"),
    (
        350,
        "has have an not or its will which their : more were over but than year",
    ),
    (
        200,
        "they you i he his all one may can about up out if market last since also ; — – ' / so",
    ),
    (
        120,
        "no who what when there some new had been would could should after into other most first some any these \
         those such now us my your her she him how much many well only time made while between because \
         through during before under both each per against market markets growth company shares price \
         quarter rates return returns investors fund funds percent months years past risk high higher \
         lower low down stock stocks just still like even very where then them do does did rose fell",
    ),
    (
        60,
        "de la der die das und le les des et en el los il di que un una ein eine den dem ist nicht no na se \
         per con van het een är och att det w z i do na je pas ne du au por para como con",
    ),
];

/// Of words that are not among the [`COMMON`] ones.
const RARE: u32 = 6;
const RARE_AND_SHORT: u32 = 15;

/// The common words and how often each comes up.
pub(super) fn common() -> FxHashMap<&'static str, u32> {
    let lists = COMMON.iter().rev();
    lists
        .flat_map(|(frequency, words)| words.split_ascii_whitespace().map(|word| (word, *frequency)))
        .collect()
}

/// The frequency of a folded word, or of all words that begin so.
pub(super) fn of_word(text: &str, is_prefix: bool, common: &FxHashMap<&'static str, u32>) -> u32 {
    let rare = if text.len() <= 3 { RARE_AND_SHORT } else { RARE };
    if is_prefix {
        return rare * 3;
    }
    common.get(text).copied().unwrap_or(rare)
}

/// The frequency of a shape.
pub(super) fn of_shape(predicate: Predicate) -> u32 {
    match predicate {
        shape::ANY => 100_000,
        shape::WORD => 85_000,
        shape::NAME => 12_000,
        shape::NUMBER => 5_000,
        shape::ED | shape::ING => 4_000,
        shape::QUOTED | shape::CAPS | shape::LY | shape::PLAIN_NUMBER => 2_000,
        shape::PERCENT | shape::YEAR | shape::PAST_YEAR => 1_000,
        _ => 300,
    }
}
