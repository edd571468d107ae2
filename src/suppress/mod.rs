//! Exceptions in the draft: comments that name a rule and a reason.
//!
//! A comment alone on its lines excepts the next block (a list or table as a whole, if it stands above it), one
//! in the middle of a paragraph the sentence it stands in or right behind, `caveat-ignore-start` up to
//! `caveat-ignore-end` all in between, `caveat-ignore-file` the whole draft. An exception without a reason or
//! without an end does not apply. Rules about exceptions cannot be excepted.

mod apply;
mod parse;

use crate::check::{Found, Sink, View, is_about_exceptions};
use crate::document::{Block, BlockKind, Comment};
use crate::finding::Label;
use crate::span::SourceSpan;
use apply::Exception;
use parse::{Reach, Said};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The longest reason that is repeated beside each finding it excepts, in characters.
const LONGEST_REASON: usize = 200;
/// The most rules that one comment may name.
const MOST_RULES: usize = 20;

/// What can be wrong with an exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A start without an end, or an end without a start.
    Unclosed,
    /// It names no rule, or one that there is none of.
    UnknownRule,
    /// There is nothing that it excepts.
    Unused,
    /// It gives no reason.
    WithoutReason,
}

/// A fault of an exception, ready to be reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FaultAt {
    fault: Fault,
    /// The comment.
    comment: SourceSpan,
    /// The words at fault, inside it.
    span: SourceSpan,
    message: String,
    label: String,
    help: String,
}

/// Reads the exceptions of a draft and marks what they except; `found` is sorted by place. Gives what is wrong
/// with the exceptions, in order of place.
pub(crate) fn apply(view: &View<'_>, found: &mut [Found]) -> Vec<FaultAt> {
    let mut reading = Reading {
        view,
        exceptions: Vec::new(),
        open: BTreeMap::new(),
        faults: Vec::new(),
    };
    for comment in &view.r.document.comments {
        match parse::parse(view.r.source.slice(comment.body), comment.body.start) {
            Some(Said::Exception {
                reach,
                rules,
                reason,
                colon_is_missing,
            }) => {
                // A comment can name many rules, and a name can except many findings: they share one short reason.
                let reason = reason.map(|reason| Arc::from(short(reason)));
                reading.take(comment, reach, &rules, reason.as_ref(), colon_is_missing);
            }
            Some(Said::Misspelt { span, meant }) => reading.faults.push(FaultAt {
                fault: Fault::UnknownRule,
                comment: comment.source,
                span,
                message: "this comment is not understood and excepts nothing".to_owned(),
                label: format!("did you mean {meant}?"),
                help: "write <!-- caveat-ignore RULE: reason -->".to_owned(),
            }),
            None => {}
        }
    }
    reading.close();
    let Reading {
        mut faults,
        exceptions,
        ..
    } = reading;
    let used = apply::mark(&exceptions, found);
    for (exception, used) in exceptions.iter().zip(used) {
        // An exception from a rule that this run does not ask for waits for one that does.
        if !used && view.r.settings.level(&exception.rule).is_some() {
            faults.push(FaultAt {
                fault: Fault::Unused,
                comment: exception.comment,
                span: exception.name,
                message: format!("this exception from {} is not needed", exception.rule),
                label: "there is nothing that it excepts".to_owned(),
                help: "delete the comment, or move it above the paragraph it is meant for".to_owned(),
            });
        }
    }
    faults.sort_by_key(|f| (f.comment.start, f.span.start));
    faults
}

/// Reports the faults of one sort.
pub(crate) fn report(view: &View<'_>, faults: &[FaultAt], fault: Fault, sink: &mut Sink<'_>) {
    for one in faults.iter().filter(|f| f.fault == fault) {
        let mut finding = sink.finding(one.comment, one.message.clone());
        finding.labels.push(Label {
            span: one.span,
            text: one.label.clone(),
        });
        finding.help.push(one.help.clone());
        sink.add(finding, 0, view.r.source.slice(one.comment));
    }
}

/// A start that waits for its end.
struct Open {
    comment: SourceSpan,
    name: SourceSpan,
    /// None where it does not apply.
    reason: Option<Arc<str>>,
}

struct Reading<'v, 'a> {
    view: &'v View<'a>,
    exceptions: Vec<Exception>,
    open: BTreeMap<String, Vec<Open>>,
    faults: Vec<FaultAt>,
}

impl Reading<'_, '_> {
    fn take(
        &mut self,
        comment: &Comment,
        reach: Reach,
        rules: &[(String, SourceSpan)],
        reason: Option<&Arc<str>>,
        colon_is_missing: bool,
    ) {
        if rules.is_empty() && reach != Reach::End {
            self.faults.push(FaultAt {
                fault: Fault::UnknownRule,
                comment: comment.source,
                span: comment.source,
                message: "this exception names no rule and does not apply".to_owned(),
                label: "which rule?".to_owned(),
                help: "write <!-- caveat-ignore RULE: reason -->, with the rule's name from the finding"
                    .to_owned(),
            });
            return;
        }
        if reason.is_none() && reach != Reach::End {
            self.without_reason(comment, rules, colon_is_missing);
        }
        if reach == Reach::End && rules.is_empty() {
            self.end_all(comment);
            return;
        }
        let scope = match reach {
            Reach::Next if comment.inline => self.sentence(comment),
            Reach::Next => self.next_block(comment),
            Reach::File => Some(SourceSpan::new(0, u32::MAX)),
            Reach::Start | Reach::End => None,
        };
        let (rules, rest) = rules.split_at(rules.len().min(MOST_RULES));
        self.too_many(comment, rest);
        for (rule, name) in rules {
            if !self.is_known(comment, rule, *name) {
                continue;
            }
            let exception = |scope, reason: &Arc<str>| Exception {
                rule: rule.clone(),
                name: *name,
                comment: comment.source,
                scope,
                reason: Arc::clone(reason),
            };
            match (reach, reason) {
                (Reach::Start, _) => self.open.entry(rule.clone()).or_default().push(Open {
                    comment: comment.source,
                    name: *name,
                    reason: reason.cloned(),
                }),
                (Reach::End, _) => self.end(comment, rule, *name),
                (Reach::Next | Reach::File, Some(reason)) => {
                    let none = SourceSpan::empty(comment.source.end);
                    self.exceptions.push(exception(scope.unwrap_or(none), reason));
                }
                (Reach::Next | Reach::File, None) => {}
            }
        }
    }

    fn without_reason(&mut self, comment: &Comment, rules: &[(String, SourceSpan)], colon_is_missing: bool) {
        let names: Vec<_> = rules
            .iter()
            .take(MOST_RULES)
            .map(|(name, _)| name.as_str())
            .collect();
        let span = rules.first().map_or(comment.source, |(_, span)| *span);
        let last = rules.last().map_or(span, |(_, span)| *span);
        let label = if colon_is_missing {
            "put a colon behind the rule"
        } else {
            "why may it stand as it is?"
        };
        self.faults.push(FaultAt {
            fault: Fault::WithoutReason,
            comment: comment.source,
            span: span.join(last),
            message: "this exception gives no reason and does not apply".to_owned(),
            label: label.to_owned(),
            help: format!("give the reason behind a colon: {}: reason", names.join(", ")),
        });
    }

    /// Says of names beyond [`MOST_RULES`] that they do not count. Each name can lead to a finding of its own that
    /// quotes the whole comment, so that their number must be bounded.
    fn too_many(&mut self, comment: &Comment, rest: &[(String, SourceSpan)]) {
        let [(_, first), ..] = rest else { return };
        let last = rest.last().map_or(*first, |(_, span)| *span);
        self.faults.push(FaultAt {
            fault: Fault::UnknownRule,
            comment: comment.source,
            span: first.join(last),
            message: format!("this comment names more than {MOST_RULES} rules; the others are not excepted"),
            label: "from here on nothing is excepted".to_owned(),
            help: "divide the rules among several comments".to_owned(),
        });
    }

    /// Whether there is such a rule and it can be excepted; if not, says so.
    fn is_known(&mut self, comment: &Comment, rule: &str, name: SourceSpan) -> bool {
        let rules = &self.view.r.rulebook.rules;
        let (message, label) = if is_about_exceptions(rule) {
            (
                format!("{rule} cannot be excepted"),
                "this rule watches over the exceptions".to_owned(),
            )
        } else if rules.contains_key(rule) {
            return true;
        } else {
            let label = match nearest(rules.keys(), rule) {
                Some(meant) => format!("did you mean {meant}?"),
                None => "see: caveat rules".to_owned(),
            };
            (format!("there is no rule {rule}"), label)
        };
        self.faults.push(FaultAt {
            fault: Fault::UnknownRule,
            comment: comment.source,
            span: name,
            message,
            label,
            help: "correct the rule's name, or delete the comment".to_owned(),
        });
        false
    }

    fn end(&mut self, comment: &Comment, rule: &str, name: SourceSpan) {
        let Some(open) = self.open.get_mut(rule).and_then(Vec::pop) else {
            self.faults.push(FaultAt {
                fault: Fault::Unclosed,
                comment: comment.source,
                span: name,
                message: format!("nothing begins that this end of {rule} could end"),
                label: "no start stands before it".to_owned(),
                help: format!(
                    "put <!-- caveat-ignore-start {rule}: reason --> before it, or delete the comment"
                ),
            });
            return;
        };
        self.between(rule, open, comment);
    }

    fn end_all(&mut self, comment: &Comment) {
        let open = std::mem::take(&mut self.open);
        if open.values().all(Vec::is_empty) {
            self.faults.push(FaultAt {
                fault: Fault::Unclosed,
                comment: comment.source,
                span: comment.source,
                message: "nothing begins that this end could end".to_owned(),
                label: "no start stands before it".to_owned(),
                help:
                    "put <!-- caveat-ignore-start RULE: reason --> before it, with the rule's name and your \
                       reason, or delete the comment"
                        .to_owned(),
            });
        }
        for (rule, opened) in open {
            for open in opened {
                self.between(&rule, open, comment);
            }
        }
    }

    fn between(&mut self, rule: &str, open: Open, end: &Comment) {
        let Some(reason) = open.reason else { return };
        let scope = SourceSpan::new(open.comment.end, end.source.start.max(open.comment.end));
        let rule = rule.to_owned();
        self.exceptions.push(Exception {
            rule,
            name: open.name,
            comment: open.comment,
            scope,
            reason,
        });
    }

    fn close(&mut self) {
        for (rule, opened) in std::mem::take(&mut self.open) {
            for open in opened {
                self.faults.push(FaultAt {
                    fault: Fault::Unclosed,
                    comment: open.comment,
                    span: open.name,
                    message: format!("this exception from {rule} has no end and does not apply"),
                    label: "begins here".to_owned(),
                    help: format!(
                        "put <!-- caveat-ignore-end {rule} --> behind the last paragraph it is for"
                    ),
                });
            }
        }
    }

    /// From the comment to the end of the block behind it; the stretch in between holds its label or bullet.
    fn next_block(&self, comment: &Comment) -> Option<SourceSpan> {
        let document = &self.view.r.document;
        let block = document.blocks.get(document.block_at(comment.at)? as usize)?;
        let last = match block.kind {
            BlockKind::TableRow { table, header: true } => {
                let end = document.tables.get(table as usize)?.blocks.1;
                document.blocks.get(end.checked_sub(1)? as usize)?
            }
            BlockKind::ListItem { list, .. } => self.end_of_list(list, comment.at).unwrap_or(block),
            _ => block,
        };
        let start = comment.source.end.min(block.source.start);
        Some(SourceSpan::new(start, last.source.end.max(start)))
    }

    /// The last block of the outermost list that begins at `at`, around or at the list with this index.
    fn end_of_list(&self, list: u32, at: u32) -> Option<&Block> {
        let document = &self.view.r.document;
        let mut end = None;
        let mut next = Some(list);
        while let Some(list) = next.and_then(|l| document.lists.get(l as usize)) {
            let first = document.blocks.get(list.blocks.0 as usize)?;
            // A comment inside a list is for the item behind it.
            if first.text.start < at {
                break;
            }
            end = list
                .blocks
                .1
                .checked_sub(1)
                .and_then(|l| document.blocks.get(l as usize));
            next = list.parent;
        }
        end
    }

    /// The sentence that the comment stands in or right behind.
    fn sentence(&self, comment: &Comment) -> Option<SourceSpan> {
        let sentences = &self.view.r.sentences;
        let index = sentences.partition_point(|s| s.text.end < comment.at);
        let block = self.view.r.document.block_at(comment.at)?;
        let before = index
            .checked_sub(1)
            .and_then(|i| sentences.get(i))
            .filter(|s| s.block == block);
        let here = sentences.get(index).filter(|s| s.block == block);
        let sentence = match (before, here) {
            (_, Some(here)) if here.text.start < comment.at => here,
            (Some(before), _) => before,
            (None, here) => here?,
        };
        Some(self.view.on_disk(sentence.text))
    }
}

/// The reason as reports show it.
fn short(reason: String) -> String {
    match reason.char_indices().nth(LONGEST_REASON) {
        Some((end, _)) => format!(
            "{}… (shortened)",
            reason.get(..end).unwrap_or_default().trim_end()
        ),
        None => reason,
    }
}

/// The rule whose name is nearest to `name`, if any is near.
fn nearest<'a>(rules: impl Iterator<Item = &'a String>, name: &str) -> Option<&'a str> {
    /// No rule has a longer name, and comparing long ones is slow.
    const LONGEST: usize = 60;
    if name.len() > LONGEST {
        return None;
    }
    rules
        .map(|rule| (strsim::jaro_winkler(rule, name), rule.as_str()))
        .filter(|(likeness, _)| *likeness >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, rule)| rule)
}

#[cfg(test)]
mod tests;
