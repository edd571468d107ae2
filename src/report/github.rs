//! GitHub Actions: workflow commands that become annotations, and the step's summary page.
//!
//! GitHub shows ten annotations of each level per step and drops the rest without a word. So the gravest come first,
//! all of them stand in the log, and a last line says how many are not shown.

use super::place::{Places, Region};
use super::summary::Tally;
use super::{counted, sanitize, told};
use crate::finding::{Level, Standing};
use crate::linter::Review;
use crate::source::Columns;
use maud::html;
use std::fmt::Write as _;

/// So many annotations of one level does GitHub show for one step.
pub const SHOWN: usize = 10;
/// GitHub takes a mebibyte of summary per step; what others write there needs room too.
const SUMMARY: usize = 900 * 1024;

/// A finding on its way to GitHub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    level: Level,
    command: String,
    row: String,
}

/// The annotations of one draft, for the findings that count.
pub fn draft(review: &Review<'_>, places: &Places) -> Vec<Annotation> {
    let source = review.resolved.source;
    let mut open = review
        .findings
        .iter()
        .filter(|f| f.standing == Standing::Open)
        .peekable();
    if open.peek().is_none() {
        return Vec::new();
    }
    let path = places.path(source.name());
    open.map(|finding| {
        let region = Region::of(source, finding.span, Columns::Utf16);
        let fact = told::fact(review, finding);
        let instructions: Vec<String> = told::instructions(finding).collect();
        let mut command = format!(
            "::{} file={},line={},endLine={}",
            match finding.level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Info => "notice",
            },
            property(&path),
            region.line,
            region.end_line
        );
        // GitHub refuses columns of a stretch that does not end on its first line.
        if region.line == region.end_line {
            // Writing to a string cannot fail.
            let _ = write!(command, ",col={},endColumn={}", region.column, region.end_column);
        }
        let title = property(&format!("caveat ({})", finding.rule));
        let text = data(&sanitize::lines(&format!("{fact}\n{}", instructions.join("\n"))));
        let _ = writeln!(command, ",title={title}::{text}");
        let place = sanitize::one_line(&format!("{path}:{}", region.line));
        let row = html! {
            tr {
                td { (finding.level) }
                td { code { (place) } }
                td { (fact) br; code { (finding.rule) } }
                td { (sanitize::one_line(&instructions.join(" "))) }
            }
        };
        Annotation {
            level: finding.level,
            command,
            row: format!("{}\n", row.into_string()),
        }
    })
    .collect()
}

/// Puts the gravest first; those of one level stay in order.
pub fn sort(annotations: &mut [Annotation]) {
    annotations.sort_by_key(|annotation| std::cmp::Reverse(annotation.level));
}

/// The commands of sorted annotations, and how many of them GitHub will not show.
pub fn commands(annotations: &[Annotation]) -> String {
    let mut text: String = annotations.iter().map(|a| a.command.as_str()).collect();
    let hidden = [
        (Level::Error, "error"),
        (Level::Warning, "warning"),
        (Level::Info, "notice"),
    ]
    .into_iter()
    .filter_map(|(level, noun)| {
        let all = annotations.iter().filter(|a| a.level == level).count();
        let more = all.checked_sub(SHOWN).filter(|&more| more > 0)?;
        Some(counted(more, noun))
    });
    let hidden: Vec<String> = hidden.collect();
    if !hidden.is_empty() {
        let _ = writeln!(
            text,
            "GitHub shows {SHOWN} annotations of each kind for a step: {} more are in this log only.",
            hidden.join(", ")
        );
    }
    text
}

/// The page of the step's summary, from sorted annotations. It is Markdown; what a draft says stands in a table of
/// HTML, in which Markdown means nothing.
pub fn summary(annotations: &[Annotation], tally: &Tally) -> String {
    let mut page = format!("## caveat\n\n{}\n\n", tally.in_words().trim_end());
    if annotations.is_empty() {
        return page;
    }
    page.push_str("<table>\n<tr><th>Level</th><th>Place</th><th>Finding</th><th>What to do</th></tr>\n");
    let mut rest = annotations.len();
    for annotation in annotations {
        if page.len() + annotation.row.len() > SUMMARY {
            break;
        }
        page.push_str(&annotation.row);
        rest -= 1;
    }
    page.push_str("</table>\n\n");
    if rest > 0 {
        let _ = writeln!(
            page,
            "{} more are in the log: there is no room for them here.\n",
            counted(rest, "finding")
        );
    }
    page
}

/// The text of a command, as the runner reads it back.
fn data(text: &str) -> String {
    text.trim_end()
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property of a command, as the runner reads it back.
fn property(text: &str) -> String {
    // What steers a terminal cannot be escaped so that GitHub reads it back. Then the log matters more than the place.
    data(&sanitize::lines(text))
        .replace(':', "%3A")
        .replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use crate::settings::Settings;
    use crate::source::SourceFile;

    fn annotations(text: &str, count: usize, level: Level) -> Vec<Annotation> {
        let (source, rulebook) = (SourceFile::new("posts/a,b:c.md", text), fixture::rulebook());
        let settings = Settings::of(&rulebook);
        let mut finding = fixture::finding(text, text.trim(), &[]);
        finding.level = level;
        let mut excepted = finding.clone();
        excepted.standing = Standing::Baselined;
        let mut findings = vec![finding; count];
        findings.push(excepted);
        let review = fixture::review(&source, &rulebook, &settings, findings);
        draft(&review, &Places::new("/r".into()))
    }

    #[test]
    fn commands_are_escaped_and_only_one_line_has_columns() {
        let one = annotations("😀 5%::error::x <b>|\n", 1, Level::Warning);
        assert_eq!(
            commands(&one),
            "::warning file=posts/a%2Cb%3Ac.md,line=1,endLine=1,col=1,endColumn=21,\
             title=caveat (unmarked-forward-looking)::This forecast has no marker: “😀 5%25::error::x <b>|”.\
             %0APut [1] after the sentence.\n"
        );
        let two = annotations("It will\r\nrise.\n", 1, Level::Info);
        assert_eq!(
            commands(&two),
            "::notice file=posts/a%2Cb%3Ac.md,line=1,endLine=2,title=caveat (unmarked-forward-looking)::\
             This forecast has no marker: “It will rise.”.%0APut [1] after the sentence.\n"
        );
        assert_eq!(commands(&[]), "");
    }

    #[test]
    fn errors_come_first_and_what_is_not_shown_is_said() {
        let mut all = annotations("A.\n", 12, Level::Info);
        all.extend(annotations("B.\n", 11, Level::Error));
        all.extend(annotations("C.\n", 10, Level::Warning));
        sort(&mut all);
        let text = commands(&all);
        let kinds: Vec<&str> = text
            .lines()
            .filter_map(|line| line.strip_prefix("::")?.split(' ').next())
            .collect();
        let expected = [("error", 11), ("warning", 10), ("notice", 12)];
        let expected: Vec<&str> = expected.iter().flat_map(|(word, n)| vec![*word; *n]).collect();
        assert_eq!(kinds, expected);
        assert!(
            text.ends_with(
                "GitHub shows 10 annotations of each kind for a step: 1 error, 2 notices more are in this log only.\n"
            ),
            "{text}"
        );
    }

    #[test]
    fn the_summary_is_a_table_that_no_draft_breaks_out_of() {
        let tally = Tally {
            files: 1,
            ..Tally::default()
        };
        assert_eq!(
            summary(&[], &tally),
            "## caveat\n\n1 file checked, no statements found.\n\n"
        );
        let page = summary(
            &annotations("</td><script>x</script>\n\n| a | [b](c)\n", 1, Level::Error),
            &tally,
        );
        assert!(
            page.contains(
                "<tr><td>error</td><td><code>posts/a,b:c.md:1</code></td><td>This forecast has no marker: \
                 “&lt;/td&gt;&lt;script&gt;x&lt;/script&gt; | a | [b](c)”.<br><code>unmarked-forward-looking</code></td>\
                 <td>Put [1] after the sentence.</td></tr>\n</table>\n"
            ),
            "{page}"
        );
        let many = annotations("Long words here.\n", 6000, Level::Error);
        let page = summary(&many, &tally);
        assert!(page.len() < SUMMARY + 1000 && page.contains("more are in the log"));
    }
}
