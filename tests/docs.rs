//! What is written about the rules is what the rulebook says.

use caveat::docs::{explain, names, readme_table, rules_markdown};
use caveat::rules::Rulebook;
use caveat::rules::builtin::builtin;
use caveat::rules::validate::validate;
use caveat::source::SourceFile;
use std::path::{Path, PathBuf};

const BEGIN: &str = "<!-- rules: begin -->\n";
const END: &str = "<!-- rules: end -->";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn small() -> Rulebook {
    let text = include_str!("../fixtures/rules/small.toml");
    validate(
        vec![SourceFile::new("small.toml", text)],
        &["marker-without-note"],
    )
    .expect("the small rulebook is sound")
}

/// Compares the file at `path` with what it should hold; with `CAVEAT_BLESS=1` it writes it instead.
fn same(path: &Path, wanted: &str) {
    let found = SourceFile::read(path, path).map(|file| file.text().replace("\r\n", "\n"));
    if found.as_ref().is_ok_and(|found| found == wanted) {
        return;
    }
    #[expect(
        clippy::disallowed_methods,
        reason = "the switch that lets this test write instead of compare"
    )]
    let bless = std::env::var("CAVEAT_BLESS").is_ok_and(|value| value == "1");
    assert!(
        bless,
        "{} is not what rules.toml says; run `CAVEAT_BLESS=1 cargo test --test docs` and commit the result",
        path.display()
    );
    std::fs::write(path, wanted).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

#[test]
fn rules_page_is_up_to_date() {
    same(&root().join("docs/rules.md"), &rules_markdown(builtin()));
}

#[test]
fn readme_table_is_up_to_date() {
    let path = root().join("README.md");
    let readme = SourceFile::read(&path, "README.md").unwrap();
    let readme = readme.text().replace("\r\n", "\n");
    let (before, rest) = readme
        .split_once(BEGIN)
        .expect("README.md has the comment that begins the rules");
    let (_, after) = rest
        .split_once(END)
        .expect("README.md has the comment that ends the rules");
    same(
        &path,
        &format!("{before}{BEGIN}{}{END}{after}", readme_table(builtin())),
    );
}

#[test]
fn a_rule_is_explained_from_the_law_to_the_examples() {
    let shown = explain(&small(), "unmarked-forward-looking", 80).unwrap();
    same(&root().join("fixtures/explain/rule.txt"), &shown);
    let shown = explain(&small(), "price-target", 60).unwrap();
    same(&root().join("fixtures/explain/narrow.txt"), &shown);
}

#[test]
fn kinds_of_statement_and_note_are_explained_too() {
    let shown = explain(&small(), "forward-looking", 80).unwrap();
    same(&root().join("fixtures/explain/statement.txt"), &shown);
    let shown = explain(&small(), "forward", 80).unwrap();
    same(&root().join("fixtures/explain/note.txt"), &shown);
    assert_eq!(explain(&small(), "forwards", 80), None);
}

#[test]
fn every_name_is_explained_in_the_width_asked_for() {
    for book in [&small(), builtin()] {
        for name in names(book) {
            for width in [0, 40, 72, 1000] {
                let shown = explain(book, name, width).unwrap();
                let widest = width.clamp(40, 100);
                for line in shown.lines() {
                    // A word that is too long alone stands on a line of its own, behind its indent.
                    let words = ["- ", "cues: ", "e.g. "]
                        .iter()
                        .fold(line.trim_start(), |words, sign| {
                            words.strip_prefix(sign).unwrap_or(words)
                        });
                    let one_word = !words.contains(' ');
                    let fixed = line.contains("caveat-ignore") || line.to_uppercase() == line;
                    let wide = textwrap::core::display_width(line) > widest;
                    assert!(
                        !wide || one_word || fixed || !line.starts_with(' '),
                        "{name} at {width}: {line}"
                    );
                }
            }
        }
    }
}

#[test]
fn the_page_of_a_small_rulebook_reads_so() {
    let page = rules_markdown(&small());
    same(&root().join("fixtures/explain/rules.md"), &page);
}
