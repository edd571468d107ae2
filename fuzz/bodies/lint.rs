//! The whole run: no panic, places inside the file, and reports that can be read and steer nothing.

use caveat::finding::{Confidence, Level};
use caveat::linter::Review;
use caveat::report::html::Html;
use caveat::report::place::Places;
use caveat::report::sarif::Sarif;
use caveat::report::style::Look;
use caveat::report::{
    checkstyle, concise, github, gitlab, json, junit, pretty, rdjson, sanitize, statements,
};
use caveat::settings::Settings;
use serde_json::Value;

/// Checks a draft and writes every report on it.
pub fn run(bytes: &[u8]) {
    let Some(source) = super::draft(bytes) else {
        return;
    };
    let rulebook = caveat::rules::builtin::builtin();
    let mut settings = Settings::of(rulebook);
    settings.min_confidence = Confidence::Low;
    let review = caveat::linter::lint(&source, rulebook, &settings);
    for finding in &review.findings {
        let labels = finding.labels.iter().map(|label| label.span);
        for span in labels.chain([finding.span]) {
            super::whole(&source, span, &finding.rule);
        }
    }
    texts(&review);
    programs(&review);
    let page = Html::new([rulebook], "1", None).draft(0, &review, Some(Level::Error));
    let unfit = format!("{page:?}")
        .chars()
        .find(|&c| sanitize::unsafe_on_screen(c));
    assert_eq!(unfit, None, "a sign on the page that cannot be seen");
}

/// What people read: no sign in it steers a terminal.
fn texts(review: &Review<'_>) {
    let options = pretty::Options {
        look: Look::PLAIN,
        verbose: true,
        show_suppressed: true,
    };
    super::fit_for_a_screen(&pretty::draft(review, options).expect("a report"));
    super::fit_for_a_screen(&concise::draft(review, true).expect("a report"));
    super::fit_for_a_screen(&statements::draft(review, Look::PLAIN).expect("a report"));
    let annotations = github::draft(review, &Places::default());
    let commands = github::commands(&annotations);
    super::fit_for_a_screen(&commands);
    let known = ["::error ", "::warning ", "::notice ", "GitHub shows "];
    for line in commands.lines() {
        assert!(known.iter().any(|known| line.starts_with(known)), "{line}");
    }
}

/// What programs read: it is what it says it is.
fn programs(review: &Review<'_>) {
    let places = Places::default();
    let lists = [
        json::check_draft(review).expect("a report"),
        gitlab::draft(review, &places).expect("a report"),
        rdjson::draft(review).expect("a report"),
        Sarif::new([review.resolved.rulebook], "1", &places)
            .draft(review)
            .expect("a report"),
        vec![json::statements_draft(review).expect("a report")],
    ];
    for member in lists.iter().flatten() {
        serde_json::from_str::<Value>(member).expect("JSON that can be read");
        super::fit_for_a_screen(member);
    }
    let texts = [
        junit::draft(review, Some(Level::Error)).expect("a report"),
        checkstyle::draft(review).expect("a report"),
    ];
    for text in &texts {
        super::fit_for_a_screen(&text.replace(['\t', '\r'], " "));
        // What XML does not allow.
        assert!(!text.contains(['\u{fffe}', '\u{ffff}']));
    }
}
