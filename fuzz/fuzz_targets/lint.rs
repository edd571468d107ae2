//! The whole run: no panic, places inside the file, reports that can be read.
#![no_main]

use caveat::report::{concise, json, pretty, statements, style::Look};
use caveat::settings::Settings;
use caveat::source::SourceFile;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(source) = SourceFile::from_bytes("posts/2026-03-04-a.md", bytes.to_vec()) else {
        return;
    };
    let rulebook = caveat::rules::builtin::builtin();
    let settings = Settings::of(rulebook);
    let review = caveat::linter::lint(&source, rulebook, &settings);
    for finding in &review.findings {
        let labels = finding.labels.iter().map(|label| label.span);
        for span in labels.chain([finding.span]) {
            assert!(
                source.text().get(span.start as usize..span.end as usize).is_some(),
                "{}: {span:?}",
                finding.rule
            );
        }
    }
    for line in json::check_draft(&review).expect("JSON") {
        serde_json::from_str::<serde_json::Value>(&line).expect("JSON that can be read");
    }
    let register = json::statements_draft(&review).expect("JSON");
    serde_json::from_str::<serde_json::Value>(&register).expect("JSON that can be read");
    let options = pretty::Options {
        look: Look::PLAIN,
        verbose: true,
        show_suppressed: true,
    };
    let texts = [
        pretty::draft(&review, options).expect("a report"),
        concise::draft(&review, true).expect("a report"),
        statements::draft(&review, Look::PLAIN).expect("a report"),
    ];
    for text in texts {
        assert!(
            text.chars().all(|c| c == '\n' || !c.is_control()),
            "a sign that steers terminals"
        );
    }
});
