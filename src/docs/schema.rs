//! JSON schemas of `caveat.toml` and of a rulebook, for editors that complete and check TOML.
//!
//! That of a rulebook comes from the structs that the file is read into, that of the configuration from the words that
//! its reader knows; names of rules, profiles and notes are those of the rulebook in force.

use crate::config::model::{FailOn, Setting, Words};
use crate::finding::Confidence;
use crate::rules::Rulebook;
use crate::rules::model::CoveragePolicy;
use crate::rules::raw::File;
use crate::rules::shape::{Shape, Shaped as _};
use crate::settings::SiteCoverage;
use serde_json::{Map, Value, json};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of a rulebook file.
pub fn rulebook() -> Value {
    let mut schema = of_shape(&File::shape());
    head(
        &mut schema,
        "A rulebook of caveat: classes of words, statements, notes, rules, profiles",
    );
    schema
}

fn of_shape(shape: &Shape) -> Value {
    match shape {
        Shape::Text => json!({"type": "string"}),
        Shape::Integer => json!({"type": "integer"}),
        Shape::Boolean => json!({"type": "boolean"}),
        Shape::List(item) => json!({"type": "array", "items": of_shape(item)}),
        Shape::OneOrMany(item) => {
            let item = of_shape(item);
            json!({"anyOf": [item, {"type": "array", "items": item}]})
        }
        Shape::Named(value) => json!({
            "type": "object",
            "propertyNames": {"pattern": "^[a-z0-9-]+$"},
            "additionalProperties": of_shape(value),
        }),
        Shape::Table(keys) => {
            let keys = keys.iter().map(|(key, shape)| (key.clone(), of_shape(shape)));
            table(keys)
        }
    }
}

fn table(properties: impl IntoIterator<Item = (String, Value)>) -> Value {
    let properties: Map<String, Value> = properties.into_iter().collect();
    json!({"type": "object", "additionalProperties": false, "properties": properties})
}

fn head(schema: &mut Value, title: &str) {
    if let Value::Object(schema) = schema {
        schema.insert("$schema".to_owned(), DIALECT.into());
        schema.insert("title".to_owned(), title.into());
    }
}

fn words<T: Words>() -> Value {
    json!({"enum": T::ALL.iter().map(|(word, _)| *word).collect::<Vec<_>>()})
}

fn list(items: &Value) -> Value {
    json!({"type": "array", "items": items})
}

/// The schema of `caveat.toml`, with the names that `rulebook` knows.
pub fn configuration(rulebook: &Rulebook) -> Value {
    let texts = list(&json!({"type": "string"}));
    let files = with(texts.clone(), "Paths from the folder of this file");
    let globs = |what: &str| with(texts.clone(), what);
    let layer = layer(rulebook, &files);
    let mut over = layer.clone();
    over.insert("paths".to_owned(), globs("Files for which this holds"));
    let mut over = table(over);
    if let Value::Object(over) = &mut over {
        over.insert("required".to_owned(), json!(["paths"]));
    }
    let mut file = layer;
    file.insert("include".to_owned(), globs("Check these files, and no others"));
    file.insert("exclude".to_owned(), globs("Do not check these files"));
    file.insert(
        "rulebooks".to_owned(),
        with(files, "Rule files of the house, laid over the built-in one"),
    );
    file.insert(
        "overrides".to_owned(),
        with(list(&over), "What holds for some paths only"),
    );
    let mut schema = table(file);
    head(&mut schema, "The configuration of caveat: caveat.toml");
    schema
}

fn with(mut schema: Value, description: &str) -> Value {
    if let Value::Object(schema) = &mut schema {
        schema.insert("description".to_owned(), description.into());
    }
    schema
}

fn layer(rulebook: &Rulebook, files: &Value) -> Map<String, Value> {
    let profiles: Vec<&str> = rulebook.profiles.keys().map(String::as_str).collect();
    let notes: Vec<&str> = rulebook.notes.iter().map(|note| note.name.as_str()).collect();
    let topics = rulebook.texts.iter().map(|text| text.topic.as_str());
    let mut supplied: Vec<&str> = notes.iter().copied().chain(topics).collect();
    supplied.sort_unstable();
    supplied.dedup();
    let levels = rulebook.rules.values().map(|rule| {
        let level = with(words::<Setting>(), &rule.summary);
        (rule.name.clone(), level)
    });
    let of_note = || table([("text".to_owned(), json!({"type": "string"}))]);
    let texts = notes.iter().map(|note| ((*note).to_owned(), of_note()));
    let publisher = json!({
        "name": {"type": "string"},
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "cfd-loss-percentage": {"type": "number", "minimum": 0, "maximum": 100},
    });
    let publisher = publisher.as_object().cloned().unwrap_or_default();
    let keys = [
        (
            "profiles",
            list(&json!({"enum": profiles})),
            "Rules, levels and parameters per jurisdiction; the strictest wins",
        ),
        ("coverage", words::<CoveragePolicy>(), "How far a marker reaches"),
        (
            "min-confidence",
            words::<Confidence>(),
            "Leave out statements of which the wording makes us less sure",
        ),
        (
            "fail-on",
            words::<FailOn>(),
            "From which level on findings make the exit status 1",
        ),
        ("levels", table(levels), "Levels by rule"),
        (
            "notes",
            table(texts),
            "The house's approved wording by kind of note, used by --fix",
        ),
        (
            "site-notes",
            files.clone(),
            "Files whose notes count for every draft",
        ),
        (
            "template-supplies",
            list(&json!({"enum": supplied})),
            "Kinds of note, or topics of prescribed texts, that the site's template adds",
        ),
        (
            "site-coverage",
            words::<SiteCoverage>(),
            "What a note of the site does for the statements of a draft",
        ),
        ("publisher", table(publisher), "Who publishes"),
    ];
    keys.into_iter()
        .map(|(key, schema, description)| (key.to_owned(), with(schema, description)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::read::{FILE_KEYS, LAYER_KEYS, OVERRIDE_KEYS};
    use crate::rules::builtin::{SOURCE, builtin};
    use std::collections::BTreeSet;

    fn keys(schema: &Value) -> BTreeSet<&str> {
        let properties = schema["properties"].as_object().expect("a table");
        properties.keys().map(String::as_str).collect()
    }

    #[test]
    fn the_configuration_has_the_keys_that_its_reader_knows() {
        let schema = configuration(builtin());
        let known: BTreeSet<&str> = FILE_KEYS.iter().chain(LAYER_KEYS).copied().collect();
        assert_eq!(keys(&schema), known);
        let known: BTreeSet<&str> = OVERRIDE_KEYS.iter().chain(LAYER_KEYS).copied().collect();
        assert_eq!(keys(&schema["properties"]["overrides"]["items"]), known);
    }

    #[test]
    fn what_caveat_reads_is_valid_and_what_it_refuses_is_not() {
        let validator = jsonschema::validator_for(&rulebook()).expect("a sound schema");
        let book: Value = toml::from_str(SOURCE).expect("TOML");
        let errors: Vec<String> = validator.iter_errors(&book).map(|e| e.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new());
        assert!(!validator.is_valid(&json!({"clas": {}})));
        let validator = jsonschema::validator_for(&configuration(builtin())).expect("a sound schema");
        let config = "profiles = [\"eu\"]\nfail-on = \"warning\"\n[levels]\nmarker-too-far = \"off\"\n\
                      [notes.past]\ntext = \"x\"\n[[overrides]]\npaths = [\"a/**\"]\ncoverage = \"section\"\n";
        let config: Value = toml::from_str(config).expect("TOML");
        assert!(validator.is_valid(&config));
        for bad in [
            json!({"covrage": "paragraph"}),
            json!({"coverage": "page"}),
            json!({"levels": {"no-such-rule": "error"}}),
            json!({"overrides": [{"coverage": "section"}]}),
        ] {
            assert!(!validator.is_valid(&bad), "{bad}");
        }
    }
}
