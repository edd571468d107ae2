//! A rule in a few lines, for programs that show it beside a finding.

use super::checked;
use super::markdown::escape;
use crate::rules::model::Rule;
use std::fmt::Write as _;

/// The parts of a rule's texts that tell what to do, each with its head.
fn parts(rule: &Rule) -> impl Iterator<Item = (&'static str, &str)> {
    [
        ("What to do", rule.action.as_str()),
        ("What satisfies it", &rule.satisfied_by),
        ("What sets it off", &rule.triggers),
    ]
    .into_iter()
    .map(|(head, text)| (head, text.trim()))
    .filter(|(_, text)| !text.is_empty())
}

/// What to do, what satisfies the rule and where it comes from, as plain text.
pub fn help_text(rule: &Rule) -> String {
    let mut text = String::new();
    for (head, part) in parts(rule) {
        let _ = writeln!(text, "{head}: {part}");
    }
    for basis in &rule.basis {
        let url = basis.url.as_deref().unwrap_or_default();
        let _ = writeln!(
            text,
            "{}",
            format!("{} ({}) {url}", basis.cite, checked(basis)).trim_end()
        );
    }
    let _ = write!(text, "More: caveat explain {}", rule.name);
    text
}

/// The same as Markdown.
pub fn help_markdown(rule: &Rule) -> String {
    let mut text = String::new();
    for (head, part) in parts(rule) {
        let _ = writeln!(text, "**{head}.** {}\n", escape(part));
    }
    for basis in &rule.basis {
        let cite = match &basis.url {
            Some(url) => format!("[{}](<{url}>)", escape(&basis.cite)),
            None => escape(&basis.cite),
        };
        let _ = writeln!(text, "- {cite} ({})", checked(basis));
    }
    let _ = write!(text, "\nMore: `caveat explain {}`", rule.name);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn a_rule_is_told_with_its_basis() {
        let mut book = fixture::rulebook();
        let rule = book.rules.get_mut("unmarked-forward-looking").unwrap();
        rule.basis[0].url = Some("https://law.example/a_b".to_owned());
        rule.basis[0].checked = "2026-11-22".to_owned();
        rule.basis[0].verified = true;
        rule.triggers.clear();
        assert_eq!(
            help_text(rule),
            "What to do: Put a marker.\nWhat satisfies it: A marker.\n\
             Some Act, s. 1 (read 2026-11-22) https://law.example/a_b\n\
             More: caveat explain unmarked-forward-looking"
        );
        assert_eq!(
            help_markdown(rule),
            "**What to do.** Put a marker.\n\n**What satisfies it.** A marker.\n\n\
             - [Some Act, s. 1](<https://law.example/a_b>) (read 2026-11-22)\n\n\
             More: `caveat explain unmarked-forward-looking`"
        );
    }
}
