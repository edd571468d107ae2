//! One line per finding: `path:line:column: level: rule: message: “words” [fix]`.

use super::sanitize;
use crate::finding::{Finding, Standing};
use crate::linter::Review;
use crate::span::SourceSpan;
use std::fmt::{self, Write as _};

/// So many columns of the draft's words are quoted.
const QUOTED: usize = 80;

/// The lines of one draft.
pub fn draft(review: &Review<'_>, show_suppressed: bool) -> Result<String, fmt::Error> {
    let source = review.resolved.source;
    let path = sanitize::one_line(&super::path_text(source.name()));
    let mut out = String::new();
    for finding in &review.findings {
        let standing = match &finding.standing {
            Standing::Open => super::fix_tag(finding).to_owned(),
            _ if !show_suppressed => continue,
            Standing::Suppressed { reason } => format!(" (excepted: {})", sanitize::one_line(reason)),
            Standing::Baselined => " (known from the baseline)".to_owned(),
        };
        let at = source.position(place(finding).start);
        write!(
            out,
            "{path}:{}:{}: {}: {}: {}",
            at.line,
            at.column,
            finding.level,
            finding.rule,
            sanitize::one_line(&finding.message)
        )?;
        let words = words(review, finding, QUOTED);
        if !words.is_empty() {
            write!(out, ": “{words}”")?;
        }
        writeln!(out, "{standing}")?;
    }
    Ok(out)
}

/// Where a person is sent: to the words that gave the finding away.
pub(super) fn place(finding: &Finding) -> SourceSpan {
    finding.labels.first().map_or(finding.span, |label| label.span)
}

/// The words that gave a finding away, at most `width` columns of them.
pub(super) fn words(review: &Review<'_>, finding: &Finding, width: usize) -> String {
    let main = finding
        .labels
        .first()
        .map(|label| label.span)
        .filter(|span| !span.is_empty());
    sanitize::cropped(review.resolved.source.slice(main.unwrap_or(finding.span)), width)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use crate::settings::Settings;
    use crate::source::SourceFile;

    #[test]
    fn a_finding_is_one_line_whatever_the_draft_holds() {
        let text = "It rose – again. We\u{1b}[31m expect\r\nit to rise.\n";
        let (source, rulebook) = (SourceFile::new("posts/a\u{202e}.md", text), fixture::rulebook());
        let settings = Settings::of(&rulebook);
        let open = fixture::finding(text, "We\u{1b}[31m expect\r\nit to rise.", &[]);
        let mut quoted = fixture::finding(text, "It rose – again.", &[("again", "here")]);
        quoted.standing = Standing::Suppressed {
            reason: "a\nquotation".into(),
        };
        let review = fixture::review(&source, &rulebook, &settings, vec![quoted, open]);
        let line = "posts/a\\u{202e}.md:1:18: error: unmarked-forward-looking: this forecast has no marker: \
                    “We\\u{1b}[31m expect it to rise.”\n";
        assert_eq!(draft(&review, false).unwrap(), line);
        let excepted = "posts/a\\u{202e}.md:1:11: error: unmarked-forward-looking: this forecast has no marker: \
                        “again” (excepted: a quotation)\n";
        assert_eq!(draft(&review, true).unwrap(), format!("{excepted}{line}"));
    }
}
