//! `docs/rules.md` and the table in the README.

use super::duties::{asks, counts, facts};
use super::{
    Asked, asked, checked, demands, forbidden, level_word, notes_for, profiles, set_demands, statements,
    wordings,
};
use crate::rules::model::{
    CoveragePolicy, NoteKind, Placement, Profile, Report, Rule, RuleSort, Rulebook, StatementKind,
};
use std::fmt::Write;

/// Result of writing to a `String`, which cannot fail.
const SOUND: &str = "a string can be written to";

/// Whether a rule belongs to a part of the page.
type OfSort<'f> = &'f dyn Fn(&RuleSort) -> bool;

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
    let reports = |sort: &RuleSort, wanted: fn(&Report) -> bool| matches!(sort, RuleSort::Statements(rule) if wanted(&rule.report));
    let sorts: [(&str, OfSort<'_>); 5] = [
        ("Statements that need a note", &RuleSort::is_unmarked),
        ("Statements that must say more", &|sort| {
            reports(sort, |report| matches!(report, Report::Lacking(_)))
        }),
        ("Statements that a person must look at", &|sort| {
            reports(sort, |report| *report == Report::Always)
        }),
        ("What a draft must have", &|sort| {
            matches!(sort, RuleSort::Absent(_))
        }),
        ("Markers, notes and exceptions", &|sort| *sort == RuleSort::Check),
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
    push_details(&mut page, rulebook);
    push_texts(&mut page, rulebook);
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
        push_asked(&mut page, rulebook, profile);
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
    let asks = asks(rulebook, rule);
    if !asks.is_empty() {
        page.push_str("\n**Exactly.**\n\n");
        for line in asks {
            writeln!(page, "- {}", flow(&line)).expect(SOUND);
        }
    }
    let mut links = Vec::new();
    for statement in statements(rulebook, rule) {
        links.push(format!(
            "kind of statement [`{0}`](#statement-{0})",
            statement.name
        ));
        if rule.sort.is_unmarked() {
            let notes = notes_for(rulebook, statement).into_iter();
            links.extend(notes.map(|note| format!("kind of note [`{0}`](#note-{0})", note.name)));
        }
    }
    if !links.is_empty() {
        write!(page, "\nSee {}.\n", links.join(", ")).expect(SOUND);
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
    for Asked { languages, language } in asked(note) {
        write!(page, "\nA {} in {languages} must say:\n\n", note.noun).expect(SOUND);
        for demand in demands(language) {
            writeln!(page, "- {}", flow(&demand)).expect(SOUND);
        }
        for forbidden in forbidden(language) {
            writeln!(page, "- and not: {}", flow(&forbidden)).expect(SOUND);
        }
        for set in &language.sets {
            let demands = set_demands(language, set).join("; ");
            write!(
                page,
                "\nWhere a profile asks for the element set `{}` also: {}.\n",
                set.name,
                flow(&demands)
            )
            .expect(SOUND);
            if let Some(text) = &set.text {
                write!(page, "\n> {}\n", flow(text)).expect(SOUND);
            }
        }
    }
    for (language, text) in wordings(note) {
        let tongue = if language.is_empty() || language == "English" {
            String::new()
        } else {
            format!(" in {language}")
        };
        write!(page, "\nWording that may be used{tongue}:\n\n> {}\n", flow(text)).expect(SOUND);
    }
}

fn push_details(page: &mut String, rulebook: &Rulebook) {
    if !rulebook.details.is_empty() {
        page.push_str("\n## Details: what a claim must say besides itself\n");
    }
    for detail in &rulebook.details {
        write!(
            page,
            "\n### Detail: {}\n\n{} In findings: “{}”. What counts:\n\n",
            detail.name,
            flow(&detail.summary),
            flow(&detail.says)
        )
        .expect(SOUND);
        for way in counts(rulebook, detail) {
            writeln!(page, "- {}", flow(&way)).expect(SOUND);
        }
    }
}

fn push_texts(page: &mut String, rulebook: &Rulebook) {
    if !rulebook.texts.is_empty() {
        page.push_str("\n## Prescribed texts\n");
    }
    for text in &rulebook.texts {
        write!(
            page,
            "\n### Text: {}\n\n{}\n\n> {}\n",
            text.name,
            flow(&text.summary),
            flow(&text.text)
        )
        .expect(SOUND);
        for variant in &text.variants {
            write!(page, "\nAlso:\n\n> {}\n", flow(variant)).expect(SOUND);
        }
        page.push('\n');
        for fact in facts(rulebook, text) {
            writeln!(page, "- {}", flow(&fact)).expect(SOUND);
        }
    }
}

/// What a profile stands on and asks for besides levels.
fn push_asked(page: &mut String, rulebook: &Rulebook, profile: &Profile) {
    let note = |id: &u16| {
        rulebook
            .notes
            .get(usize::from(*id))
            .map_or("", |kind| kind.name.as_str())
    };
    let mut lines = Vec::new();
    if !profile.extends.is_empty() {
        let bases = profile
            .extends
            .iter()
            .map(|base| format!("[`{base}`](#profile-{base})"));
        lines.push(format!("On top of {}.", bases.collect::<Vec<_>>().join(", ")));
    }
    if let Some(currency) = &profile.currency {
        lines.push(format!("Base currency: {currency}."));
    }
    let texts = profile
        .texts
        .iter()
        .filter_map(|id| rulebook.texts.get(usize::from(*id)));
    let texts: Vec<String> = texts
        .map(|text| format!("[`{0}`](#text-{0})", text.name))
        .collect();
    if !texts.is_empty() {
        lines.push(format!("Prescribed texts in force: {}.", texts.join(", ")));
    }
    for (kind, set) in &profile.sets {
        lines.push(format!(
            "A note of the kind `{}` must meet the element set `{set}`.",
            note(kind)
        ));
    }
    let body = |place: &Placement| *place == Placement::Body;
    for (kind, _) in profile.placement.iter().filter(|(_, place)| body(place)) {
        lines.push(format!(
            "A note of the kind `{}` stands in the text beside the claim.",
            note(kind)
        ));
    }
    for (topic, _) in profile.topic_placement.iter().filter(|(_, place)| body(place)) {
        lines.push(format!(
            "The prescribed text on {topic} stands in the text and not in a footnote."
        ));
    }
    if !lines.is_empty() {
        page.push('\n');
        for line in lines {
            writeln!(page, "- {line}").expect(SOUND);
        }
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
