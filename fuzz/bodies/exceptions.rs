//! Exceptions in a draft: each form with anything in it, around a forecast.

use caveat::settings::Settings;
use caveat::source::SourceFile;

/// The first byte chooses the form; the first vertical bar divides what stands in it from what stands behind it.
pub fn run(bytes: &[u8]) {
    let Some((form, rest)) = bytes.split_first() else {
        return;
    };
    let Ok(rest) = std::str::from_utf8(rest) else {
        return;
    };
    let (inside, after) = rest.split_once('|').unwrap_or((rest, ""));
    let comment = match form % 5 {
        0 => format!("<!-- caveat-{inside} -->"),
        1 => format!("[//]: # (caveat-{inside})"),
        2 => format!("{{/* caveat-{inside} */}}"),
        3 => format!("[//]: # \"caveat-{inside}\""),
        _ => format!("<!-- caveat-ignore-start {inside} -->\n\nx\n\n<!-- caveat-ignore-end {after} -->"),
    };
    let draft = format!("{comment}\n\nProfits should climb next year. {comment} {after}\n");
    let source = SourceFile::new(if form % 2 == 0 { "a.mdx" } else { "a.md" }, draft);
    let rulebook = caveat::rules::builtin::builtin();
    let settings = Settings::of(rulebook);
    let review = caveat::linter::lint(&source, rulebook, &settings);
    for finding in &review.findings {
        super::whole(&source, finding.span, &finding.rule);
    }
}
