//! Exceptions in a draft: each form with anything in it, around a forecast.
#![no_main]

use caveat::settings::Settings;
use caveat::source::SourceFile;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|parts: (u8, &str, &str)| {
    let (form, inside, after) = parts;
    let comment = match form % 5 {
        0 => format!("<!-- caveat-{inside} -->"),
        1 => format!("[//]: # (caveat-{inside})"),
        2 => format!("{{/* caveat-{inside} */}}"),
        3 => format!("[//]: # \"caveat-{inside}\""),
        _ => format!("<!-- caveat-ignore-start {inside} -->\n\nx\n\n<!-- caveat-ignore-end {after} -->"),
    };
    let draft = format!("{comment}\n\nProfits should climb next year. {comment} {after}\n");
    let source = SourceFile::new(if form > 127 { "a.mdx" } else { "a.md" }, draft);
    let rulebook = caveat::rules::builtin::builtin();
    let settings = Settings::of(rulebook);
    let review = caveat::linter::lint(&source, rulebook, &settings);
    for finding in &review.findings {
        let span = finding.span;
        assert!(source.text().get(span.start as usize..span.end as usize).is_some());
    }
});
