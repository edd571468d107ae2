//! `docs/rules.md` and the table in the README.

use super::{checked, demands, forbidden, language_name, level_word, notes_for, profiles, statement};
use crate::rules::model::{CoveragePolicy, NoteKind, Rule, RuleSort, Rulebook, StatementKind};
use std::fmt::Write;

/// Result of writing to a `String`, which cannot fail.
const SOUND: &str = "a string can be written to";

/// Whether a rule belongs to a part of the page.
type OfSort = fn(&RuleSort) -> bool;

/// All rules, kinds of statement, kinds of note and profiles as one Markdown page.
///
/// # Panics
/// Never: it writes to memory.
pub fn rules_markdown(rulebook: &Rulebook) -> String {
    let mut page = String::from(
        "# Rules\n\n<!-- Written from rules.toml by `CAVEAT_BLESS=1 cargo test --test docs`; edit that file. -->\n\n",
    );
    writeln!(
        page,
        "What caveat looks for, why, and what satisfies it. `caveat explain NAME` shows the same in a terminal.\n\
         Rulebook {}. A review aid: whatever it finds is possible, and what it does not find is not thereby\n\
         compliant.\n",
        rulebook.version
    )
    .expect(SOUND);
    page.push_str(&table(rulebook, ""));
    let sorts: [(&str, OfSort); 3] = [
        ("Statements that need a note", |sort| {
            matches!(sort, RuleSort::Unmarked(_))
        }),
        ("Statements that a person must look at", |sort| {
            matches!(sort, RuleSort::Statement(_))
        }),
        ("Markers, notes and exceptions", |sort| {
            matches!(sort, RuleSort::Check)
        }),
    ];
    for (head, of_sort) in sorts {
        let mut rules = rulebook
            .rules
            .values()
            .filter(|rule| of_sort(&rule.sort))
            .peekable();
        if rules.peek().is_some() {
            write!(page, "\n## {head}\n").expect(SOUND);
            rules.for_each(|rule| push_rule(&mut page, rulebook, rule));
        }
    }
    page.push_str("\n## Kinds of statement\n");
    rulebook
        .statements
        .iter()
        .for_each(|statement| push_statement(&mut page, rulebook, statement));
    page.push_str("\n## Kinds of note\n");
    rulebook.notes.iter().for_each(|note| push_note(&mut page, note));
    page.push_str("\n## Profiles\n");
    for profile in rulebook.profiles.values() {
        write!(
            page,
            "\n### Profile: {}\n\n{}\n",
            profile.name,
            flow(&profile.summary)
        )
        .expect(SOUND);
        if let Some(coverage) = profile.coverage {
            write!(page, "\n{}\n", reach(coverage)).expect(SOUND);
        }
        if !profile.levels.is_empty() {
            page.push_str("\n| rule | level |\n|---|---|\n");
            for (rule, level) in &profile.levels {
                writeln!(page, "| [`{rule}`](#{rule}) | {} |", level_word(*level)).expect(SOUND);
            }
        }
    }
    page
}

/// The rules as a table: name, level, what is found.
///
/// # Panics
/// Never: it writes to memory.
pub fn readme_table(rulebook: &Rulebook) -> String {
    table(rulebook, "docs/rules.md")
}

/// The same with links into `page`.
fn table(rulebook: &Rulebook, page: &str) -> String {
    let mut table = String::from("| rule | level | what it finds |\n|---|---|---|\n");
    for rule in rulebook.rules.values() {
        let name = &rule.name;
        let summary = cell(&rule.summary);
        writeln!(
            table,
            "| [`{name}`]({page}#{name}) | {} | {summary} |",
            level_word(rule.level)
        )
        .expect(SOUND);
    }
    table
}

fn push_rule(page: &mut String, rulebook: &Rulebook, rule: &Rule) {
    write!(page, "\n### {}\n\n{}\n", rule.name, flow(&rule.summary)).expect(SOUND);
    let mut levels = format!("\nLevel: **{}**", level_word(rule.level));
    for (profile, level) in profiles(rulebook, &rule.name) {
        write!(levels, "; in the profile `{profile}`: {level}").expect(SOUND);
    }
    if rule.sort == RuleSort::Check {
        write!(levels, ". Confidence: {}", rule.confidence).expect(SOUND);
    }
    writeln!(page, "{levels}.").expect(SOUND);
    for (head, text) in [
        ("Why", &rule.why),
        ("What sets it off", &rule.triggers),
        ("What satisfies it", &rule.satisfied_by),
        ("What to do", &rule.action),
    ] {
        write!(page, "\n**{head}.** {}\n", flow(text)).expect(SOUND);
    }
    if let Some(statement) = statement(rulebook, rule) {
        let mut links = format!("kind of statement [`{0}`](#statement-{0})", statement.name);
        if matches!(rule.sort, RuleSort::Unmarked(_)) {
            for note in notes_for(rulebook, statement) {
                write!(links, ", kind of note [`{0}`](#note-{0})", note.name).expect(SOUND);
            }
        }
        write!(page, "\nSee {links}.\n").expect(SOUND);
    }
    if !rule.basis.is_empty() {
        page.push_str("\n**Where it comes from.**\n\n");
        for basis in &rule.basis {
            let cite = match &basis.url {
                Some(url) => format!("[{}](<{url}>)", escape(&basis.cite)),
                None => escape(&basis.cite),
            };
            writeln!(page, "- {cite} ({})", checked(basis)).expect(SOUND);
        }
    }
    push_examples(page, "Found (the words between « and » give it away)", &rule.flag);
    push_examples(page, "Not found", &rule.pass);
}

fn push_examples(page: &mut String, head: &str, examples: &[String]) {
    if examples.is_empty() {
        return;
    }
    write!(page, "\n**{head}:**\n").expect(SOUND);
    for example in examples {
        // A fence longer than any run of backticks inside keeps the example in one piece.
        let longest = example.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        write!(page, "\n{fence}markdown\n{}\n{fence}\n", example.trim_end()).expect(SOUND);
    }
}

fn push_statement(page: &mut String, rulebook: &Rulebook, statement: &StatementKind) {
    write!(
        page,
        "\n### Statement: {}\n\n{}\n\n",
        statement.name,
        flow(&statement.summary)
    )
    .expect(SOUND);
    let [low, medium, high] = statement.thresholds;
    let notes: Vec<String> = notes_for(rulebook, statement)
        .iter()
        .map(|note| format!("[`{0}`](#note-{0})", note.name))
        .collect();
    match notes.len() {
        0 => page.push_str("No note covers it."),
        1 => write!(page, "A note of the kind {} covers it.", notes.concat()).expect(SOUND),
        _ => write!(
            page,
            "A note of one of these kinds covers it: {}.",
            notes.join(", ")
        )
        .expect(SOUND),
    }
    writeln!(
        page,
        " The points of its cues add up: low confidence from {low}, medium from {medium}, high from {high}.\n"
    )
    .expect(SOUND);
    page.push_str("| cue | points | why it counts |\n|---|---:|---|\n");
    for family in &statement.cues {
        writeln!(
            page,
            "| `{}` | {} | {} |",
            family.id,
            family.points,
            cell(&family.why)
        )
        .expect(SOUND);
    }
    if !statement.masks.is_empty() {
        page.push_str("\n| passed over | why |\n|---|---|\n");
        for mask in &statement.masks {
            writeln!(page, "| `{}` | {} |", mask.id, cell(&mask.why)).expect(SOUND);
        }
    }
}

fn push_note(page: &mut String, note: &NoteKind) {
    write!(page, "\n### Note: {}\n\n{}\n", note.name, flow(&note.summary)).expect(SOUND);
    for language in &note.languages {
        let tongue = language_name(&language.code);
        write!(page, "\nA {} in {tongue} must say:\n\n", note.noun).expect(SOUND);
        for demand in demands(language) {
            writeln!(page, "- {}", flow(&demand)).expect(SOUND);
        }
        for forbidden in forbidden(language) {
            writeln!(page, "- and not: {}", flow(&forbidden)).expect(SOUND);
        }
    }
    if let Some(text) = &note.text {
        write!(page, "\nWording that may be used:\n\n> {}\n", flow(text)).expect(SOUND);
    }
}

/// What a policy means.
fn reach(policy: CoveragePolicy) -> &'static str {
    match policy {
        CoveragePolicy::Sentence => "A marker covers the sentence that it is attached to.",
        CoveragePolicy::Paragraph => "A marker at the end of a paragraph, list or table covers all of it.",
        CoveragePolicy::Section => "A marker at the end of a section covers all of it.",
        CoveragePolicy::Document => {
            "One visible note of the right kind anywhere in the draft is enough, without a marker."
        }
    }
}

/// Text on one line, with what Markdown would take for markup escaped.
fn flow(text: &str) -> String {
    escape(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The same for a cell of a table.
fn cell(text: &str) -> String {
    flow(text).replace('|', "\\|")
}

/// Escapes what would be read as markup. Backticks stay: the rulebook's texts use them for code.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut code = false;
    for c in text.chars() {
        match c {
            '`' => code = !code,
            '[' | ']' | '*' | '_' | '<' | '\\' if !code => escaped.push('\\'),
            _ => {}
        }
        escaped.push(c);
    }
    escaped
}
