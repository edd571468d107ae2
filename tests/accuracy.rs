//! How well statements are found in commentary that was written and labelled for this test.
//!
//! The drafts in `fixtures/accuracy` carry their labels in place: ` {FLS,PERF}` at the end of a sentence, heading,
//! list item or table row says what a careful editor would mark there; `{FLS?}` is doubtful and left out. The
//! labels are removed before a draft is read. Precision and recall are over all sentences of all drafts; the
//! floors below hold what was reached, so that a change cannot lose ground unseen.

use caveat::finding::Confidence;
use caveat::linter::lint;
use caveat::rules::builtin::builtin;
use caveat::settings::Settings;
use caveat::source::SourceFile;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

/// A label of the drafts and the kinds of statement that count for it.
const LABELS: &[(&str, &[&str])] = &[
    ("FLS", &["forward-looking", "price-target"]),
    ("PERF", &["past-performance"]),
    ("SIM", &["simulated-performance"]),
    ("TARGET", &["price-target"]),
    ("PROM", &["promissory", "risk-free"]),
    ("POS", &["position"]),
    ("REC", &["recommendation"]),
];

/// Least precision and recall per label at medium confidence.
const FLOORS: &[(&str, f64, f64)] = &[
    ("FLS", 0.89, 0.69),
    ("PERF", 0.90, 0.83),
    ("SIM", 0.92, 0.86),
    ("TARGET", 0.98, 0.76),
    ("PROM", 0.92, 0.83),
    ("POS", 0.95, 0.88),
    ("REC", 0.97, 0.93),
];

/// Least precision per label at high confidence.
const FLOORS_HIGH: &[(&str, f64)] = &[
    ("FLS", 0.87),
    ("PERF", 0.93),
    ("SIM", 0.90),
    ("POS", 0.94),
    ("PROM", 0.88),
    ("REC", 0.97),
];

/// The draft without its labels, and where in it each label stood.
fn unlabelled(text: &str) -> (String, Vec<(usize, Vec<String>)>) {
    let known: BTreeSet<&str> = LABELS.iter().map(|l| l.0).chain(["DISC"]).collect();
    let mut plain = String::new();
    let mut labels = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(" {") {
        let (before, after) = rest.split_at(at);
        plain.push_str(before);
        let inside = after
            .split_once('}')
            .map(|(inside, _)| inside.trim_start_matches(" {"));
        let names: Vec<String> = inside
            .unwrap_or_default()
            .split(',')
            .map(|n| n.trim().to_owned())
            .collect();
        if names.iter().all(|n| known.contains(n.trim_end_matches('?'))) {
            labels.push((plain.len(), names));
            rest = after.split_once('}').map_or("", |(_, rest)| rest);
        } else {
            plain.push_str(" {");
            rest = after.strip_prefix(" {").unwrap_or_default();
        }
    }
    plain.push_str(rest);
    (plain, labels)
}

#[derive(Default)]
struct Count {
    hit: u32,
    missed: u32,
    false_alarm: u32,
}

impl Count {
    fn precision(&self) -> f64 {
        f64::from(self.hit) / f64::from((self.hit + self.false_alarm).max(1))
    }

    fn recall(&self) -> f64 {
        f64::from(self.hit) / f64::from((self.hit + self.missed).max(1))
    }
}

struct Measured {
    counts: BTreeMap<&'static str, Count>,
    sentences: usize,
    drafts: usize,
    errors: String,
    /// Sentences flagged in drafts without any label.
    elsewhere: Vec<String>,
}

fn measure(confidence: Confidence) -> Measured {
    let rulebook = builtin();
    let settings = Settings::of(rulebook);
    let mut files: Vec<_> = std::fs::read_dir(Path::new("fixtures/accuracy"))
        .expect("the labelled drafts")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|e| e == "md"))
        .collect();
    files.sort();
    let mut measured = Measured {
        counts: BTreeMap::new(),
        sentences: 0,
        drafts: files.len(),
        errors: String::new(),
        elsewhere: Vec::new(),
    };
    for file in files {
        let labelled = SourceFile::read(&file, &file).expect("a draft in UTF-8");
        let (plain, labels) = unlabelled(labelled.text());
        let about_investing = !labels.is_empty();
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        let source = SourceFile::new(name.clone(), plain);
        let review = lint(&source, rulebook, &settings);
        let resolved = &review.resolved;
        let spans: Vec<_> = resolved
            .sentences
            .iter()
            .map(|s| resolved.document.source_of(s.text))
            .collect();
        let mut truth: Vec<BTreeSet<String>> = vec![BTreeSet::new(); spans.len()];
        for (at, names) in labels {
            // The sentence that began last before the label; text and source run in the same order but for the
            // few blocks that are read out of it.
            let begun = (0..spans.len()).filter(|&n| (spans[n].start as usize) < at);
            let own = begun
                .max_by_key(|&n| spans[n].start)
                .expect("a label follows a sentence");
            truth[own].extend(names);
        }
        for (number, span) in spans.iter().enumerate() {
            measured.sentences += 1;
            for (label, kinds) in LABELS {
                let found = resolved.statements.iter().any(|s| {
                    let kind = &rulebook.statements[s.kind as usize].name;
                    s.sentence as usize == number
                        && s.confidence >= confidence
                        && kinds.contains(&kind.as_str())
                });
                let doubt = truth[number].contains(&format!("{label}?"));
                let count = measured.counts.entry(label).or_default();
                let verdict = match (truth[number].contains(*label), found) {
                    (true, true) => {
                        count.hit += 1;
                        continue;
                    }
                    (true, false) => {
                        count.missed += 1;
                        "missed"
                    }
                    (false, true) if !doubt => {
                        count.false_alarm += 1;
                        "false"
                    }
                    _ => continue,
                };
                let words = source.slice(*span).replace('\n', " ");
                writeln!(measured.errors, "{verdict:6} {label:6} {name}: {words}").expect("a string grows");
                if !about_investing && verdict == "false" {
                    measured.elsewhere.push(format!("{name}: {label}: {words}"));
                }
            }
        }
    }
    measured
}

fn table(measured: &Measured, title: &str) -> String {
    let mut out = format!(
        "{title}: {} drafts, {} sentences\n",
        measured.drafts, measured.sentences
    );
    for (label, count) in &measured.counts {
        let (precision, recall) = (count.precision(), count.recall());
        writeln!(
            out,
            "{label:6} {:4} labelled  precision {precision:.3}  recall {recall:.3}  F1 {:.3}",
            count.hit + count.missed,
            2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE)
        )
        .expect("a string grows");
    }
    out
}

/// Run with `--nocapture` for the table; with `CAVEAT_ERRORS=1` in the environment also for every error.
#[test]
fn statements_are_found_as_well_as_before() {
    let medium = measure(Confidence::Medium);
    let high = measure(Confidence::High);
    println!("{}{}", table(&medium, "medium"), table(&high, "high"));
    if std::env::var_os("CAVEAT_ERRORS").is_some() {
        println!("{}", medium.errors);
    }
    let mut lost = String::new();
    for (label, precision, recall) in FLOORS {
        let count = &medium.counts[label];
        if count.precision() < *precision || count.recall() < *recall {
            writeln!(
                lost,
                "{label}: precision {:.3}, recall {:.3}, floors {precision} and {recall}",
                count.precision(),
                count.recall()
            )
            .expect("a string grows");
        }
    }
    for (label, precision) in FLOORS_HIGH {
        let count = &high.counts[label];
        if count.precision() < *precision {
            writeln!(
                lost,
                "{label} at high confidence: precision {:.3}, floor {precision}",
                count.precision()
            )
            .expect("a string grows");
        }
    }
    assert!(lost.is_empty(), "ground was lost:\n{lost}");
}

#[test]
fn drafts_about_other_things_are_left_alone() {
    let medium = measure(Confidence::Medium);
    assert!(
        medium.elsewhere.is_empty(),
        "flagged in drafts that are not about investing:\n{}",
        medium.elsewhere.join("\n")
    );
}

#[test]
fn labels_are_removed_and_keep_their_place() {
    let (plain, labels) = unlabelled("A {FLS}\nb {x} c. {PERF,SIM?}\n| r {TARGET} |\n");
    assert_eq!(plain, "A\nb {x} c.\n| r |\n");
    let expected = [(1, vec!["FLS"]), (10, vec!["PERF", "SIM?"]), (14, vec!["TARGET"])];
    assert_eq!(labels.len(), expected.len());
    for ((at, names), (wanted_at, wanted)) in labels.iter().zip(expected) {
        assert_eq!(
            (*at, names.iter().map(String::as_str).collect::<Vec<_>>()),
            (wanted_at, wanted)
        );
    }
}
