//! Fixes: small drafts before and after, and what must be true of any.

#[path = "fixes/cases.rs"]
mod cases;
#[path = "properties/drafts.rs"]
#[expect(dead_code, reason = "shared with the properties of a whole run")]
mod drafts;

use cases::CASES;
use caveat::finding::{Applicability, Finding, Level, Standing};
use caveat::fix::{Applied, Options, apply};
use caveat::linter::{Review, lint};
use caveat::rules::builtin::builtin;
use caveat::settings::Settings;
use caveat::source::SourceFile;
use proptest::prelude::*;

const P: &str = "The shares have gained 30% since January.";
const F: &str = "Cloud revenue should climb about 11% a year from 2026.";
const PN: &str = "Past performance is no guarantee of future results.";
const FN: &str =
    "Forward-looking statements are based on assumptions and are not a guarantee of future performance.";

/// The built-in rules with a house that has approved two notes.
fn house() -> Settings {
    let mut settings = Settings::of(builtin());
    for (kind, text) in [("past", PN), ("forward", FN)] {
        let kind = builtin().note_kind(kind).expect("the kind is built in");
        settings.texts.insert(kind, text.to_owned());
    }
    settings
}

fn filled(text: &str) -> String {
    text.replace("{PN}", PN)
        .replace("{FN}", FN)
        .replace("{P}", P)
        .replace("{F}", F)
}

fn fixed(text: &str, settings: &Settings, unsafe_fixes: bool) -> Applied {
    let source = SourceFile::new("a.md", text);
    let review = lint(&source, builtin(), settings);
    let options = Options {
        unsafe_fixes,
        eligible: &|_| true,
    };
    apply(&review, options)
}

/// The draft with its fixes; as it was where there are none.
fn after(text: &str, settings: &Settings, unsafe_fixes: bool) -> String {
    let applied = fixed(text, settings, unsafe_fixes);
    applied
        .source
        .map_or_else(|| text.to_owned(), |s| s.text().to_owned())
}

#[test]
fn drafts_before_and_after() {
    let settings = house();
    for case in CASES {
        let before = filled(case.before);
        let now = after(&before, &settings, false);
        assert_eq!(now, filled(case.after), "{}", case.name);
        assert_eq!(after(&now, &settings, false), now, "{}: a second run", case.name);
    }
}

#[test]
fn wording_that_the_house_has_not_approved_is_for_an_editor() {
    let settings = Settings::of(builtin());
    let text = format!("{P}\n");
    assert_eq!(after(&text, &settings, false), text);
    let note = builtin().notes[usize::from(builtin().note_kind("past").unwrap())]
        .text
        .as_deref();
    assert_eq!(
        after(&text, &settings, true),
        format!("{P}[^1]\n\n[^1]: {}\n", note.unwrap())
    );
}

#[test]
fn another_number_than_the_authors_is_for_an_editor() {
    let text = filled("{P}[^4]\n\nThe fund rose 12% in 2024.[^1]\n\n[^1]: {PN}\n");
    let settings = house();
    assert_eq!(after(&text, &settings, false), text);
    assert_eq!(after(&text, &settings, true), text.replace("[^4]", "[^1]"));
}

fn findings(text: &str, settings: &Settings) -> Vec<Finding> {
    let source = SourceFile::new("a.md", text);
    lint(&source, builtin(), settings).findings
}

#[test]
fn a_fix_says_what_it_does_and_names_its_bytes() {
    let text = filled("{P} Quiet.\n\n{F}[2]\n\n[2] {FN}\n");
    let found = findings(&text, &house());
    let fix = found.iter().find(|f| f.rule == "unmarked-past-performance");
    let fix = fix.and_then(|f| f.fix.as_ref()).unwrap();
    assert_eq!(fix.applicability, Applicability::Safe);
    assert_eq!(
        fix.title,
        "put [1] after “since January.” and add the past-performance note [1]"
    );
    let edits: Vec<(u32, u32, &str)> = fix
        .edits
        .iter()
        .map(|e| (e.span.start, e.span.end, e.text.as_str()))
        .collect();
    let end = text.trim_end().len() as u32;
    let note = format!("\n\n[1] {PN}");
    assert_eq!(edits, [(41, 41, "[1]"), (end, end, note.as_str())]);
}

#[test]
fn what_is_not_eligible_is_not_touched() {
    let text = filled("{P}\n\n{F}\n");
    let source = SourceFile::new("a.md", text.as_str());
    let settings = house();
    let review = lint(&source, builtin(), &settings);
    let options = Options {
        unsafe_fixes: false,
        eligible: &|f| f.rule == "unmarked-forward-looking",
    };
    let applied = apply(&review, options);
    // The number is the one that it would have had beside the other.
    let now = applied.source.unwrap();
    assert!(now.text().starts_with(&format!("{P}\n\n{F}[^")), "{}", now.text());
    assert_eq!(applied.fixed, 1);
}

/// Whether `new` holds all that `old` holds, in the same order.
fn only_adds(old: &str, new: &str) -> bool {
    let mut rest = new.chars();
    old.chars().all(|c| rest.any(|n| n == c))
}

fn errors(review: &Review<'_>) -> usize {
    let open = review.findings.iter().filter(|f| f.standing == Standing::Open);
    open.filter(|f| f.level == Level::Error).count()
}

fn check(text: &str) {
    let settings = house();
    for unsafe_fixes in [false, true] {
        let applied = fixed(text, &settings, unsafe_fixes);
        let Some(now) = &applied.source else {
            assert_eq!(applied.fixed, 0);
            continue;
        };
        let before = SourceFile::new("a.md", text);
        let (before, review) = (
            lint(&before, builtin(), &settings),
            lint(now, builtin(), &settings),
        );
        assert!(
            errors(&review) <= errors(&before),
            "{text:?} became {:?}",
            now.text()
        );
        assert_eq!(
            after(now.text(), &settings, unsafe_fixes),
            now.text(),
            "a second run changes {text:?}"
        );
        assert_eq!(text.starts_with('\u{feff}'), now.text().starts_with('\u{feff}'));
        assert_eq!(text.ends_with('\n'), now.text().ends_with('\n'), "{text:?}");
        // Left over is what no fix mends, or what a fix would not have mended.
        let open = review.findings.iter().filter(|f| {
            f.standing == Standing::Open
                && f.fix
                    .as_ref()
                    .is_some_and(|fix| unsafe_fixes || fix.applicability == Applicability::Safe)
        });
        assert_eq!(open.count(), applied.refused.len(), "{:?}", now.text());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(7), ..ProptestConfig::default() })]

    #[test]
    fn fixing_is_done_in_one_run_and_makes_nothing_worse(text in drafts::draft()) {
        check(&text);
    }

    #[test]
    fn untidy_drafts_are_no_trouble(text in drafts::untidy()) {
        check(&text);
    }

    #[test]
    fn line_ends_stay_as_they_are(text in drafts::draft()) {
        let text = text.replace("\r\n", "\n").replace('\n', "\r\n");
        let now = after(&text, &house(), true);
        prop_assert!(!now.replace("\r\n", "").contains('\n'), "{now:?}");
    }

    #[test]
    fn only_edits_differ(text in drafts::draft()) {
        for finding in findings(&text, &house()) {
            let Some(fix) = &finding.fix else { continue };
            prop_assert!(!fix.edits.is_empty());
            let mut end = 0;
            let mut kept = String::new();
            for edit in &fix.edits {
                prop_assert!(edit.span.start >= end);
                let gap = text.get(end as usize..edit.span.start as usize);
                prop_assert!(gap.is_some(), "{finding:?}");
                kept.push_str(gap.unwrap_or_default());
                kept.push_str(&edit.text);
                end = edit.span.end;
            }
            prop_assert!(text.get(end as usize..).is_some());
            if finding.rule.starts_with("unmarked-") && !fix.title.contains("relabel") {
                kept.push_str(text.get(end as usize..).unwrap_or_default());
                prop_assert!(only_adds(&text, &kept), "{kept:?}");
            }
        }
    }
}
