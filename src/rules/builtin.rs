//! The rulebook that is part of the program, alone or with a house's own files over it.

use super::model::Rulebook;
use super::problem::RulebookErrors;
use super::raw::File;
use super::validate;
use crate::source::SourceFile;
use std::path::PathBuf;
use std::sync::OnceLock;

/// The built-in rulebook as it lies in the repository.
pub const SOURCE: &str = include_str!("../../rules.toml");
/// The same, read and compiled by the build script; empty if it is not valid. Its own texts are in it, the places
/// of its values are not.
const COMPILED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rulebook.bin"));
/// What [`Rulebook::take_illustrations`] took out of it.
const ILLUSTRATIONS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/illustrations.bin"));
/// The name it has in messages.
pub const NAME: &str = "rules.toml";

/// The built-in rulebook. It is read once.
///
/// # Panics
/// If it is not valid, which a test rules out.
pub fn builtin() -> &'static Rulebook {
    static BUILTIN: OnceLock<Rulebook> = OnceLock::new();
    BUILTIN.get_or_init(|| match load(&[]) {
        Ok(rulebook) => rulebook,
        Err(errors) => {
            panic!(
                "the built-in rulebook is broken, which is a bug in caveat: {:#?}",
                errors.problems
            )
        }
    })
}

/// The built-in rulebook with `house`, names and texts of further files, laid over it in order.
///
/// # Errors
/// Everything that is wrong with the files.
pub fn load(house: &[(PathBuf, String)]) -> Result<Rulebook, RulebookErrors> {
    if house.is_empty()
        && let Some(compiled) = compiled()
    {
        return Ok(compiled);
    }
    from_source(house)
}

/// The built-in rulebook without its examples and without its cues as they stand in the file: all that checking
/// drafts takes, read in half the time.
///
/// # Errors
/// Everything that is wrong with it.
pub fn for_checking() -> Result<Rulebook, RulebookErrors> {
    postcard::from_bytes(COMPILED).or_else(|_| from_source(&[]))
}

/// What the build script made of the built-in rulebook.
fn compiled() -> Option<Rulebook> {
    let mut rulebook: Rulebook = postcard::from_bytes(COMPILED).ok()?;
    rulebook.put_illustrations(postcard::from_bytes(ILLUSTRATIONS).ok()?);
    Some(rulebook)
}

fn from_source(house: &[(PathBuf, String)]) -> Result<Rulebook, RulebookErrors> {
    validate::validate(files(house), &crate::check::names())
}

/// The same as one TOML text, in which each table stands where it was first named.
///
/// # Errors
/// Everything that is wrong with the files.
pub fn merged_toml(house: &[(PathBuf, String)]) -> Result<String, RulebookErrors> {
    // What is shown must be what would be used.
    load(house)?;
    validate::merged(files(house)).map(|file| render(&file))
}

fn files(house: &[(PathBuf, String)]) -> Vec<SourceFile> {
    let house = house
        .iter()
        .map(|(name, text)| SourceFile::new(name.clone(), text.clone()));
    std::iter::once(SourceFile::new(NAME, SOURCE))
        .chain(house)
        .collect()
}

/// A rulebook file as TOML.
///
/// # Panics
/// Never: every name is a text and every value one that TOML knows.
pub fn render(file: &File) -> String {
    toml::to_string_pretty(file).expect("the mirror of a TOML file can be written as TOML")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compiled_rulebook_is_what_the_file_says() {
        // The build script cannot know which rules there is code for: only this shows a name that is wrong.
        let read = from_source(&[]).expect("a sound rulebook");
        let compiled = compiled().expect("a compiled rulebook");
        assert_eq!(format!("{compiled:?}"), format!("{read:?}"));
    }
}
