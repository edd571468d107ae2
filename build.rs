//! Compiles `rules.toml` into the program, so that a run does not begin with reading it.
//!
//! It uses the very modules that read a house's rulebooks at run time; what they need of the crate is named here. If
//! the rulebook is not valid the program is built all the same: it then reads the file itself, and says what is wrong
//! with it and where.

#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    unused_imports,
    unfulfilled_lint_expectations,
    reason = "these modules have more in them than is needed here"
)]

#[path = "src/finding.rs"]
mod finding;
#[path = "src/source.rs"]
mod source;
#[path = "src/span.rs"]
mod span;
#[path = "src/suggest.rs"]
mod suggest;
#[path = "src/text"]
mod text {
    pub mod tokens;
}
#[path = "src/rules"]
mod rules {
    pub mod compose;
    pub mod contexts;
    pub mod cue;
    pub mod example;
    pub mod layer;
    pub mod matcher;
    pub mod model;
    pub mod problem;
    pub mod raw;
    pub mod read;
    pub mod shape;
    pub mod validate;
    pub mod wording;
    pub mod wordings;

    pub use model::Rulebook;
    pub use problem::{Problem, RulebookErrors};
}

use std::path::Path;
use std::{env, fs};

const RULES: &str = "rules.toml";

#[expect(
    clippy::disallowed_methods,
    reason = "a build script reads files and its environment"
)]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    for input in [
        RULES,
        "build.rs",
        "src/finding.rs",
        "src/rules",
        "src/source.rs",
        "src/span.rs",
        "src/suggest.rs",
        "src/text/tokens.rs",
    ] {
        println!("cargo::rerun-if-changed={input}");
    }
    let text = fs::read_to_string(RULES)?;
    let (rulebook, illustrations) = match compile(&text) {
        Some(mut rulebook) => {
            let illustrations = postcard::to_allocvec(&rulebook.take_illustrations())?;
            (postcard::to_allocvec(&rulebook)?, illustrations)
        }
        None => (Vec::new(), Vec::new()),
    };
    let out = env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?;
    fs::write(Path::new(&out).join("rulebook.bin"), rulebook)?;
    fs::write(Path::new(&out).join("illustrations.bin"), illustrations)?;
    Ok(())
}

fn compile(text: &str) -> Option<rules::Rulebook> {
    // Which rules there is code for is not known here; a test of the crate looks at their names.
    let table: toml::Table = text.parse().ok()?;
    let rules = table.get("rule").and_then(toml::Value::as_table);
    let in_code = rules
        .into_iter()
        .flatten()
        .filter(|(_, rule)| rule.get("statement").is_none() && rule.get("report").is_none());
    let names: Vec<&str> = in_code.map(|(name, _)| name.as_str()).collect();
    let file = source::SourceFile::new(RULES, text);
    rules::validate::validate(vec![file], &names).ok()
}
