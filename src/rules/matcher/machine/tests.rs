use super::*;
use crate::rules::builtin::builtin;
use crate::span::TextSpan;
use crate::text::tokens::tokenize;
use proptest::prelude::*;
use std::collections::BTreeSet;

impl Run<'_> {
    /// Where it was asked for, sends every pattern to every token, one after the other, whatever gives it away.
    pub(super) fn widen(&mut self) {
        if !self.scratch.thorough {
            return;
        }
        self.scratch.present.fill(u64::MAX);
        let last = (self.scratch.looks.len() as u32).saturating_sub(1);
        for predicate in 0..self.matcher.predicates as Predicate {
            for triggered in self.matcher.triggered.of(predicate) {
                self.scratch.errands[usize::from(triggered.pass)].push(Errand {
                    program: triggered.program,
                    first: 0,
                    last,
                });
            }
        }
    }
}

fn tags(hits: &[Hit]) -> BTreeSet<Tag> {
    hits.iter().map(|hit| hit.tag).collect()
}

fn hits(text: &str, thorough: bool) -> Vec<Hit> {
    let mut tokens = Vec::new();
    tokenize(text, TextSpan::from_usize(0, text.len()), &[], &mut tokens);
    let matcher = &builtin().matcher;
    let mut session = matcher.session();
    session.scratch.as_mut().expect("working memory").thorough = thorough;
    let mut hits = Vec::new();
    session.find(text, &tokens, 2026, Places::ALL, &mut hits);
    session.scratch.as_mut().expect("working memory").thorough = false;
    // A pattern that says something of the whole sentence need not be found more than once, nor one that is a reason
    // of which the first place counts.
    let once: BTreeSet<Tag> = (matcher.programs.heads().iter())
        .filter(|head| head.once)
        .map(|head| head.tag)
        .collect();
    let mut seen = BTreeSet::new();
    hits.retain(|hit| !once.contains(&hit.tag) || seen.insert(hit.tag));
    // What cannot matter may be found or not: a reason against what cannot be, and what hides nothing that was found.
    let found = tags(&hits);
    hits.retain(|hit| match hit.tag {
        Tag::Cue(kind, family) => {
            let kinds = &builtin().statements;
            let points = |&(k, f): &(u16, u16)| kinds[usize::from(k)].cues[usize::from(f)].points;
            let speaking = found.iter().filter_map(|tag| match *tag {
                Tag::Cue(k, f) if k == kind => Some((k, f)),
                _ => None,
            });
            let sum = speaking.map(|of| points(&of).max(0)).sum();
            points(&(kind, family)) >= 0 || matcher.kinds[usize::from(kind)].may_be(sum, Places::ALL)
        }
        _ => true,
    });
    let found = tags(&hits);
    hits.retain(|hit| match hit.tag {
        Tag::Unless(kind, family) => found.contains(&Tag::Cue(kind, family)),
        Tag::DetailUnless(detail) => found.contains(&Tag::Detail(detail)),
        _ => true,
    });
    hits
}

/// Words of the rulebook's own examples and some that are in no rulebook.
fn words() -> Vec<String> {
    let families = builtin().statements.iter().flat_map(|kind| &kind.cues);
    let examples = families.flat_map(|family| family.flag.iter().chain(&family.pass));
    let mut words: Vec<String> = examples
        .flat_map(|text| text.split_whitespace())
        .chain(["Zeppelin", "gauze", "—", ";", "(", "5%", "+3%", "$4", "2031"])
        .map(|word| word.replace(['«', '»'], ""))
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_gives_a_pattern_away_never_hides_it(picks in prop::collection::vec(any::<prop::sample::Index>(), 1..24)) {
        let words = words();
        let sentence: Vec<&str> = picks.iter().map(|pick| words[pick.index(words.len())].as_str()).collect();
        let sentence = sentence.join(" ");
        prop_assert_eq!(hits(&sentence, false), hits(&sentence, true));
    }
}

#[test]
fn nothing_is_missed_in_the_examples() {
    let families = builtin().statements.iter().flat_map(|kind| &kind.cues);
    for text in families.flat_map(|family| family.flag.iter().chain(&family.pass)) {
        assert_eq!(hits(text, false), hits(text, true), "{text}");
    }
}
