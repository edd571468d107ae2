//! What the fuzz targets do, over the committed inputs and mutations of them.
//!
//! Fuzzing itself needs a nightly compiler and time. This is the same code without either: what fuzzers have found
//! stays repaired, and the targets keep step with the crate. `CAVEAT_FUZZ=100000` asks for more mutations.

#[path = "../fuzz/bodies/lib.rs"]
#[expect(unreachable_pub, reason = "for the fuzz targets it is a library")]
mod bodies;
#[path = "fuzz/mutate.rs"]
mod mutate;

use mutate::{Dictionary, Mutator};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// In bytes; longer inputs take more time than they bring.
const LONGEST: usize = 8 * 1024;

/// An input with its name.
type Input = (String, Vec<u8>);

/// The files below `folder`, in the order of their names.
fn inputs(folder: &str) -> Vec<Input> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let walk = walkdir::WalkDir::new(root.join(folder)).sort_by_file_name();
    let files = walk
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            #[expect(clippy::disallowed_methods, reason = "inputs are bytes of any kind")]
            let bytes = std::fs::read(entry.path()).expect("the input can be read");
            let name = entry.path().strip_prefix(root).unwrap_or(entry.path());
            (name.display().to_string(), bytes)
        })
        .collect()
}

/// Runs a target over its inputs and over `mutations` of them.
fn run(name: &str, seeds: &[&str], dictionary: &str, mutations: usize) {
    let (_, target) = bodies::TARGETS
        .into_iter()
        .find(|(known, _)| *known == name)
        .expect("the target is known");
    let finds = inputs(&format!("fuzz/finds/{name}"));
    let mut seeds: Vec<Input> = seeds.iter().flat_map(|folder| inputs(folder)).collect();
    assert!(!seeds.is_empty(), "{name} has no seeds");
    for (file, bytes) in finds.iter().chain(&seeds) {
        attempt(target, bytes, || format!("{name}: {file}"));
    }
    seeds.extend(finds);
    seeds.retain(|(_, bytes)| bytes.len() <= LONGEST);
    let mutations = std::env::var_os("CAVEAT_FUZZ")
        .and_then(|asked| asked.to_str()?.parse().ok())
        .unwrap_or(mutations);
    let dictionary = Dictionary::new(&inputs(dictionary)[0].1);
    let seeds: Vec<&[u8]> = seeds.iter().map(|(_, bytes)| bytes.as_slice()).collect();
    let mut mutator = Mutator::new(&seeds, &dictionary, LONGEST);
    for number in 0..mutations {
        let input = mutator.next();
        attempt(target, &input, || {
            format!("{name}: mutation {number}, \"{}\"", input.escape_ascii())
        });
    }
}

/// Says which input it was if the target fails; the panic itself has said why.
fn attempt(target: fn(&[u8]), bytes: &[u8], what: impl Fn() -> String) {
    let outcome = catch_unwind(AssertUnwindSafe(|| target(bytes)));
    assert!(outcome.is_ok(), "{}", what());
}

const DRAFTS: &str = "fixtures";
const DRAFT_WORDS: &str = "fuzz/draft.dict";
const TOML_WORDS: &str = "fuzz/toml.dict";

#[test]
fn reader() {
    run("reader", &[DRAFTS], DRAFT_WORDS, 20_000);
}

#[test]
fn lint() {
    run("lint", &[DRAFTS], DRAFT_WORDS, 2000);
}

#[test]
fn fix() {
    run("fix", &[DRAFTS], DRAFT_WORDS, 1000);
}

#[test]
fn rulebook() {
    run(
        "rulebook",
        &["fuzz/seeds/rulebook", "fixtures/rules"],
        TOML_WORDS,
        2000,
    );
}

#[test]
fn configuration() {
    run("configuration", &["fuzz/seeds/configuration"], TOML_WORDS, 20_000);
}

#[test]
fn exceptions() {
    run("exceptions", &["fuzz/seeds/exceptions"], DRAFT_WORDS, 5000);
}

#[test]
fn git_output() {
    run("git_output", &["fuzz/seeds/git_output"], DRAFT_WORDS, 20_000);
}

#[test]
fn every_target_is_run_and_can_be_built() {
    let mut sources: Vec<String> = inputs("fuzz/fuzz_targets")
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    sources.sort();
    let known: Vec<String> = bodies::TARGETS
        .iter()
        .map(|(name, _)| format!("fuzz/fuzz_targets/{name}.rs"))
        .collect();
    assert_eq!(sources, known);
    let manifest = inputs("fuzz/Cargo.toml");
    let manifest = String::from_utf8_lossy(&manifest[0].1).into_owned();
    for (name, _) in bodies::TARGETS {
        assert!(
            manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")),
            "{name}"
        );
    }
}
