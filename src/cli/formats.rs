//! The formats of `check`: what each draft adds to a report, and how reports begin and end.

use super::Stop;
use super::args::Check;
use super::output::{Failure, Sink};
use crate::config::Effective;
use crate::linter::Review;
use crate::report::github::Annotation;
use crate::report::html::{self, Html};
use crate::report::place::Places;
use crate::report::sarif::Sarif;
use crate::report::style::Look;
use crate::report::summary::Tally;
use crate::report::{Refused, checkstyle, concise, github, gitlab, json, junit, pretty, rdjson};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Pretty,
    Concise,
    Json,
    Jsonl,
    Sarif,
    Github,
    Gitlab,
    Junit,
    Rdjson,
    Checkstyle,
    Html,
}

pub(super) const FORMATS: &[(&str, Format)] = &[
    ("pretty", Format::Pretty),
    ("concise", Format::Concise),
    ("json", Format::Json),
    ("jsonl", Format::Jsonl),
    ("sarif", Format::Sarif),
    ("github", Format::Github),
    ("gitlab", Format::Gitlab),
    ("junit", Format::Junit),
    ("rdjson", Format::Rdjson),
    ("checkstyle", Format::Checkstyle),
    ("html", Format::Html),
];

impl Format {
    /// Whether it is made of lines that stand well behind a text for people: a log is read by both.
    pub(super) fn follows_text(self) -> bool {
        self == Self::Github
    }

    pub(super) fn is_text(self) -> bool {
        matches!(self, Self::Pretty | Self::Concise)
    }
}

/// What one draft adds to a report.
pub(super) enum Part {
    Text(String),
    /// Members of a list.
    Members(Vec<String>),
    Annotations(Vec<Annotation>),
    Page(Box<html::Part>),
}

/// What the formats need to know of the run.
pub(super) struct Formats<'r> {
    pub(super) args: &'r Check,
    pub(super) rulebook: &'r str,
    pub(super) places: &'r Places,
    pub(super) sarif: Sarif<'r>,
    pub(super) html: Html<'r>,
}

impl Formats<'_> {
    /// How a report begins.
    fn start(&self, format: Format) -> Result<String, Stop> {
        Ok(match format {
            Format::Json => json::check_start(self.rulebook)?,
            Format::Sarif => self.sarif.start()?,
            Format::Gitlab => gitlab::START.to_owned(),
            Format::Rdjson => rdjson::START.to_owned(),
            Format::Junit => junit::start(),
            Format::Checkstyle => checkstyle::start(),
            Format::Pretty | Format::Concise | Format::Jsonl | Format::Github | Format::Html => String::new(),
        })
    }

    /// What the draft with this number adds.
    pub(super) fn part(
        &self,
        number: usize,
        review: &Review<'_>,
        effective: &Effective,
        format: Format,
        look: Look,
    ) -> Result<Part, Stop> {
        let show_suppressed = self.args.show_suppressed;
        Ok(match format {
            Format::Pretty => {
                let options = pretty::Options {
                    look,
                    verbose: self.args.common.verbose,
                    show_suppressed,
                };
                Part::Text(pretty::draft(review, options)?)
            }
            Format::Concise => Part::Text(concise::draft(review, show_suppressed)?),
            Format::Json => Part::Members(json::check_draft(review)?),
            Format::Jsonl => {
                let mut text = String::new();
                for line in json::check_draft(review)? {
                    text.push_str(&line);
                    text.push('\n');
                }
                Part::Text(text)
            }
            Format::Sarif => Part::Members(self.sarif.draft(review)?),
            Format::Github => Part::Annotations(github::draft(review, self.places)),
            Format::Gitlab => Part::Members(gitlab::draft(review, self.places)?),
            Format::Junit => Part::Text(junit::draft(review, effective.fail_on.level())?),
            Format::Rdjson => Part::Members(rdjson::draft(review)?),
            Format::Checkstyle => Part::Text(checkstyle::draft(review)?),
            Format::Html => Part::Page(Box::new(self.html.draft(
                number,
                review,
                effective.fail_on.level(),
            ))),
        })
    }
}

/// A report under way.
pub(super) struct Report<'f> {
    formats: &'f Formats<'f>,
    sink: Sink<Format>,
    /// Whether a list has members already.
    begun: bool,
    annotations: Vec<Annotation>,
    pages: Vec<html::Part>,
}

impl<'f> Report<'f> {
    /// Begins a report in `sink`.
    pub(super) fn new(formats: &'f Formats<'f>, mut sink: Sink<Format>) -> Result<Self, Stop> {
        sink.write(&formats.start(sink.format)?)?;
        Ok(Self {
            formats,
            sink,
            begun: false,
            annotations: Vec::new(),
            pages: Vec::new(),
        })
    }

    pub(super) fn format(&self) -> Format {
        self.sink.format
    }

    pub(super) fn look(&self) -> Look {
        self.sink.look
    }

    /// Takes what a draft adds.
    pub(super) fn take(&mut self, part: Part) -> Result<(), Failure> {
        match part {
            Part::Text(text) => self.sink.write(&text)?,
            Part::Members(members) => {
                for member in members {
                    self.sink.write(if self.begun { ",\n  " } else { "\n  " })?;
                    self.sink.write(&member)?;
                    self.begun = true;
                }
            }
            Part::Annotations(annotations) => self.annotations.extend(annotations),
            Part::Page(page) => self.pages.push(*page),
        }
        Ok(())
    }

    /// Takes a draft that could not be checked.
    pub(super) fn refuse(&mut self, draft: &Refused) -> Result<(), Stop> {
        if self.sink.format == Format::Junit {
            self.sink.write(&junit::refused(draft)?)?;
        }
        Ok(())
    }

    /// Ends the report; for the format of GitHub also gives the page of the step's summary.
    /// `whole` is whether everything was done as asked.
    pub(super) fn end(
        mut self,
        tally: &Tally,
        refused: &[Refused],
        whole: bool,
    ) -> Result<Option<String>, Stop> {
        let mut summary = None;
        match self.sink.format {
            Format::Pretty | Format::Concise => self.end_text(tally)?,
            Format::Jsonl => {}
            Format::Json => {
                let end = json::check_end(tally, self.formats.args.statistics)?;
                self.sink.write(&end)?;
            }
            Format::Sarif => self.sink.write(&self.formats.sarif.end(refused, whole)?)?,
            Format::Gitlab => self.sink.write(gitlab::END)?,
            Format::Rdjson => self.sink.write(rdjson::END)?,
            Format::Junit => self.sink.write(junit::END)?,
            Format::Checkstyle => self.sink.write(checkstyle::END)?,
            Format::Github => {
                github::sort(&mut self.annotations);
                self.sink.write(&github::commands(&self.annotations))?;
                summary = Some(github::summary(&self.annotations, tally));
            }
            Format::Html => {
                let pages = std::mem::take(&mut self.pages);
                self.sink
                    .write(&self.formats.html.page(&pages, tally, refused, whole))?;
            }
        }
        self.sink.finish()?;
        Ok(summary)
    }

    fn end_text(&mut self, tally: &Tally) -> Result<(), Failure> {
        let args = self.formats.args;
        if args.statistics {
            self.sink.write(&tally.statistics())?;
        }
        // Where nothing could be checked, standard error has said so; "0 files checked" would sound like a result.
        if !args.common.quiet && tally.files + tally.unreadable > 0 {
            let look = self.sink.look;
            self.sink.write(&pretty::end(tally, look))?;
        }
        Ok(())
    }
}
