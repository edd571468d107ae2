//! The XML of `JUnit`: one `<testsuite>` per draft, one `<testcase>` per finding.
//!
//! A finding that fails the run is a failure; a milder one is a test that passes with something to say; one that a
//! comment or the baseline excepts is a test that was skipped, with the reason. A draft without findings is one test
//! that passes, so that the report shows it was looked at. A draft that could not be checked is an error.

use super::place::Region;
use super::{Refused, path_text, told, xml};
use crate::finding::{Finding, Level, Standing};
use crate::linter::Review;
use crate::source::Columns;
use quick_xml::Writer;
use quick_xml::events::BytesText;
use std::io;

/// So many columns of the draft's words stand in the name of a test.
const NAMED: usize = 60;

/// The beginning of the document.
pub fn start() -> String {
    format!("{}<testsuites name=\"caveat\">\n", xml::DECLARATION)
}

/// The end of the document.
pub const END: &str = "</testsuites>\n";

/// The part of one draft; findings from `fail_on` on are failures.
pub fn draft(review: &Review<'_>, fail_on: Option<Level>) -> io::Result<String> {
    let fails = |f: &&Finding| f.standing == Standing::Open && fail_on.is_some_and(|least| f.level >= least);
    let failures = review.findings.iter().filter(fails).count();
    let skipped = review
        .findings
        .iter()
        .filter(|f| f.standing != Standing::Open)
        .count();
    let name = path_text(review.resolved.source.name());
    let suite = Suite {
        name: &name,
        tests: review.findings.len().max(1),
        failures,
        errors: 0,
        skipped,
    };
    suite.write(|writer| {
        for finding in &review.findings {
            case(writer, review, finding, &name, fails(&finding))?;
        }
        if review.findings.is_empty() {
            test(writer, "no findings", &name).write_empty()?;
        }
        Ok(())
    })
}

/// The part of a draft that could not be checked.
pub fn refused(draft: &Refused) -> io::Result<String> {
    let name = path_text(&draft.name);
    let suite = Suite {
        name: &name,
        tests: 1,
        failures: 0,
        errors: 1,
        skipped: 0,
    };
    suite.write(|writer| {
        test(writer, "could be checked", &name).write_inner_content(|writer| {
            let error = writer
                .create_element("error")
                .with_attribute(("message", &*xml::clean(&draft.reason)));
            error.write_empty()?;
            Ok(())
        })?;
        Ok(())
    })
}

struct Suite<'n> {
    name: &'n str,
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Suite<'_> {
    fn write(&self, cases: impl FnOnce(&mut Writer<&mut Vec<u8>>) -> io::Result<()>) -> io::Result<String> {
        xml::piece(|writer| {
            let suite = writer.create_element("testsuite").with_attributes([
                ("name", &*xml::clean(self.name)),
                ("tests", &self.tests.to_string()),
                ("failures", &self.failures.to_string()),
                ("errors", &self.errors.to_string()),
                ("skipped", &self.skipped.to_string()),
            ]);
            suite.write_inner_content(cases)?;
            Ok(())
        })
    }
}

fn test<'w, 'b>(
    writer: &'w mut Writer<&'b mut Vec<u8>>,
    name: &str,
    draft: &str,
) -> quick_xml::writer::ElementWriter<'w, &'b mut Vec<u8>> {
    writer.create_element("testcase").with_attributes([
        ("name", &*xml::clean(name)),
        ("classname", &*xml::clean(draft)),
        ("file", &*xml::clean(draft)),
    ])
}

fn case(
    writer: &mut Writer<&mut Vec<u8>>,
    review: &Review<'_>,
    finding: &Finding,
    draft: &str,
    fails: bool,
) -> io::Result<()> {
    let source = review.resolved.source;
    let region = Region::of(source, finding.span, Columns::Characters);
    let words = super::concise::words(review, finding, NAMED);
    // Without a line number, so that a server that follows a test from run to run knows it again.
    let name = format!("{}: {words}", finding.rule);
    let line = region.line.to_string();
    let place = format!("{draft}:{line}:{}", region.column);
    let fact = told::fact(review, finding);
    let mut text = format!("{place}\n{}: {fact}", finding.level);
    for instruction in told::instructions(finding) {
        text.push('\n');
        text.push_str(&instruction);
    }
    let text = xml::clean(&text);
    let case = test(writer, name.trim_end_matches([':', ' ']), draft).with_attribute(("line", line.as_str()));
    case.write_inner_content(|writer| {
        match &finding.standing {
            Standing::Open if fails => {
                let failure = writer
                    .create_element("failure")
                    .with_attributes([("type", finding.rule.as_str()), ("message", &*xml::clean(&fact))]);
                failure.write_text_content(BytesText::new(&text))?;
            }
            Standing::Open => {
                writer
                    .create_element("system-out")
                    .write_text_content(BytesText::new(&text))?;
            }
            standing => {
                let reason = match standing {
                    Standing::Suppressed { reason } => format!("excepted: {reason}"),
                    _ => "known from the baseline".to_owned(),
                };
                let skipped = writer.create_element("skipped");
                skipped
                    .with_attribute(("message", &*xml::clean(&reason)))
                    .write_empty()?;
            }
        }
        Ok(())
    })?;
    Ok(())
}
