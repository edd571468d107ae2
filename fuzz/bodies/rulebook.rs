//! A house's rulebook: refused at places in the files, or usable on any draft.

use caveat::rules::selftest;
use caveat::rules::validate::validate;
use caveat::settings::Settings;
use caveat::source::SourceFile;

/// A rulebook with one of everything. The built-in one would take most of the time of each run.
const BASE: &str = include_str!("../../fixtures/rules/small.toml");
const DRAFT: &str = "# Outlook\n\nThe shares rose 30% this year and the company expects them to climb further, with \
                     a target of $180.[1]\n\nCarry, [we think](u), is a 2019 guidance.\n\n[1] Past performance is no \
                     guarantee of future results.\n";

/// Lays it over a small rulebook, or reads it alone if it does not begin with `+`.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let files = match text.strip_prefix('+') {
        Some(house) => vec![
            SourceFile::new("rules.toml", BASE),
            SourceFile::new("house.toml", house),
        ],
        None => vec![SourceFile::new("rules.toml", text)],
    };
    match validate(files, &["marker-without-note"]) {
        Ok(rulebook) => {
            let settings = Settings::of(&rulebook);
            let source = SourceFile::new("a.md", DRAFT);
            let review = caveat::linter::lint(&source, &rulebook, &settings);
            for finding in &review.findings {
                super::whole(&source, finding.span, &finding.rule);
            }
            selftest::run(&rulebook);
        }
        Err(errors) => {
            assert!(!errors.problems.is_empty());
            for problem in &errors.problems {
                let inside = problem.source().text().get(problem.span.clone());
                assert!(inside.is_some(), "{}: {:?}", problem.message, problem.span);
            }
        }
    }
}
