//! What the README and the documents show is what the program does.
//!
//! - A `console` block that begins with `$ caveat` is run in the folder of the repository, through the program itself,
//!   and must print what the page shows (`? 1` on the second line is the exit status; without it, 0 is expected).
//! - A `toml` block must be sound. The second word of its fence says as what: `toml caveat.toml` as a configuration
//!   with names that exist, `toml rulebook` as a house's rulebook over the built-in one. Without a second word, one
//!   with a `schema` must have the shape of a rulebook, any other is a configuration.

use caveat::config::read as read_config;
use caveat::rules::Problem;
use caveat::rules::builtin::{self, builtin};
use caveat::rules::read as read_rulebook;
use caveat::source::SourceFile;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A fenced block of a page.
#[derive(Debug, PartialEq)]
struct Block {
    /// Line of its first line of code, from 1.
    line: usize,
    /// The words behind the fence.
    info: Vec<String>,
    code: String,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The README and every document, each with its name and text.
fn pages() -> Vec<(String, String)> {
    let documents = std::fs::read_dir(root().join("docs")).expect("docs can be read");
    let mut names: Vec<String> = documents
        .map(|entry| {
            entry
                .expect("docs can be read")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| Path::new(name).extension().is_some_and(|e| e == "md"))
        .map(|name| format!("docs/{name}"))
        .collect();
    names.push("README.md".to_owned());
    names.sort();
    let read = |name: String| {
        let file = SourceFile::read(&root().join(&name), &name).unwrap_or_else(|e| panic!("{name} {e}"));
        let text = file.text().replace("\r\n", "\n");
        (name, text)
    };
    names.into_iter().map(read).collect()
}

/// The fenced blocks of `page`. A fence may be indented, as in a list; its indent is taken off the code.
fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, usize, Block)> = None;
    for (number, line) in page.lines().enumerate() {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        let ticks = text.chars().take_while(|&c| c == '`').count();
        match &mut open {
            Some((fence, _, _)) if text.trim_end() == fence => {
                blocks.extend(open.take().map(|(_, _, block)| block));
            }
            Some((_, inner, block)) => {
                let cut = indent.min(*inner);
                block.code += line.get(cut..).unwrap_or_default();
                block.code.push('\n');
            }
            None if ticks >= 3 => {
                let info = text.trim_start_matches('`').split_whitespace();
                let block = Block {
                    line: number + 2,
                    info: info.map(str::to_owned).collect(),
                    code: String::new(),
                };
                open = Some(("`".repeat(ticks), indent, block));
            }
            None => {}
        }
    }
    assert!(open.is_none(), "a fence is not closed: {open:?}");
    blocks
}

fn is(block: &Block, language: &str) -> bool {
    block.info.first().is_some_and(|word| word == language)
}

/// `page` with nothing left but its sessions with the program, each on the line where it stood, so that what is
/// reported can be found.
fn sessions(page: &str) -> Option<String> {
    let mut out = String::new();
    let mut lines = 0;
    let mut any = false;
    for block in blocks(page).iter().filter(|b| is(b, "console")) {
        if !block.code.starts_with("$ caveat ") && !block.code.starts_with("$ caveat\n") {
            continue;
        }
        any = true;
        while lines + 2 < block.line {
            out.push('\n');
            lines += 1;
        }
        let _ = write!(out, "```console\n{}```\n", block.code);
        lines += 2 + block.code.lines().count();
    }
    any.then_some(out)
}

#[test]
fn sessions_print_what_is_shown() {
    // Without a folder of its own beside it, trycmd runs a page where the tests run: in the repository.
    let folder = tempfile::tempdir().expect("a folder for the pages");
    let cases = trycmd::TestCases::new();
    for (name, text) in pages() {
        if let Some(sessions) = sessions(&text) {
            let path = folder.path().join(name.replace('/', "-"));
            std::fs::write(&path, sessions).expect("the page can be written");
            cases.case(path);
        }
    }
    cases.run();
}

#[test]
fn configurations_and_rulebooks_are_sound() {
    let mut report = String::new();
    for (name, text) in pages() {
        for block in blocks(&text).iter().filter(|b| is(b, "toml")) {
            for fault in faults(block) {
                let _ = writeln!(report, "{name}:{}: {fault}", block.line);
            }
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

fn told(problems: &[Problem]) -> Vec<String> {
    let tell = |p: &Problem| {
        let help = p.help.as_deref().unwrap_or_default();
        format!("in its line {}: {} {help}", p.position().line, p.message)
    };
    problems.iter().map(tell).collect()
}

/// What is wrong with a `toml` block.
fn faults(block: &Block) -> Vec<String> {
    let source = Arc::new(SourceFile::new("example.toml", block.code.as_str()));
    match block.info.get(1).map(String::as_str) {
        Some("caveat.toml") => configuration(&source),
        Some("rulebook") => {
            let house = [(PathBuf::from("example.toml"), block.code.clone())];
            let problems = builtin::load(&house)
                .err()
                .map(|e| e.problems)
                .unwrap_or_default();
            told(&problems)
        }
        Some(other) => vec![format!(
            "`toml {other}`: say `toml caveat.toml` or `toml rulebook`"
        )],
        None if block.code.lines().any(|line| line.starts_with("schema")) => {
            told(&read_rulebook::read(&source, 0).problems)
        }
        None => configuration(&source),
    }
}

fn configuration(source: &Arc<SourceFile>) -> Vec<String> {
    let (config, problems) = read_config::read(source, &root());
    let mut faults: Vec<_> = problems
        .iter()
        .map(|p| format!("in {}: {} {}", p.place(), p.message, p.label))
        .collect();
    let book = builtin();
    for layer in config.layers() {
        let profiles = layer
            .profiles
            .iter()
            .filter(|p| !book.profiles.contains_key(&p.name));
        faults.extend(profiles.map(|p| format!("there is no profile {}", p.name)));
        let rules = layer
            .levels
            .iter()
            .filter(|(r, _)| !book.rules.contains_key(&r.name));
        // A house's own rules can be named where its rulebook is.
        let rules = rules.filter(|_| config.rulebooks.is_empty());
        faults.extend(rules.map(|(r, _)| format!("there is no rule {}", r.name)));
        let kinds = layer
            .texts
            .iter()
            .map(|(kind, _)| kind)
            .chain(&layer.template_supplies);
        let kinds = kinds.filter(|k| book.note_kind(&k.name).is_none());
        faults.extend(kinds.map(|k| format!("there is no kind of note {}", k.name)));
    }
    faults
}

const PAGE: &str = "# A page

```console
$ caveat check a.md
? 1
a.md:1
```

1. In a list:

   ```toml caveat.toml
   coverage = \"sentence\"
   ```

````md
```toml
not = \"one\"
```
````

```console
$ cargo install caveat
```

```console
$ caveat
```
";

#[test]
fn blocks_are_found_with_their_places() {
    let found: Vec<_> = blocks(PAGE)
        .into_iter()
        .map(|b| (b.line, b.info.join(" "), b.code))
        .collect();
    let wanted = [
        (4, "console", "$ caveat check a.md\n? 1\na.md:1\n"),
        (12, "toml caveat.toml", "coverage = \"sentence\"\n"),
        (16, "md", "```toml\nnot = \"one\"\n```\n"),
        (22, "console", "$ cargo install caveat\n"),
        (26, "console", "$ caveat\n"),
    ];
    let wanted = wanted.map(|(line, info, code)| (line, info.to_owned(), code.to_owned()));
    assert_eq!(found, wanted);
}

#[test]
fn sessions_keep_their_lines() {
    let found = sessions(PAGE).unwrap();
    let lines: Vec<_> = found.lines().collect();
    for block in blocks(&found) {
        assert_eq!(blocks(PAGE).iter().find(|b| b.line == block.line), Some(&block));
    }
    assert_eq!(lines.get(3), Some(&"$ caveat check a.md"));
    assert_eq!(lines.get(25), Some(&"$ caveat"));
    assert!(!found.contains("cargo"));
    assert_eq!(sessions("```console\n$ ls\n```\n"), None);
}

#[test]
fn unsound_examples_are_refused() {
    for (info, code) in [
        ("toml caveat.toml", "profles = []\n"),
        ("toml caveat.toml", "[levels]\nno-such-rule = \"off\"\n"),
        ("toml caveat.toml", "profiles = [\"moon\"]\n"),
        ("toml caveat.toml", "template-supplies = [\"moon\"]\n"),
        ("toml", "coverage = \"all\"\n"),
        ("toml", "schema = 1\n[class.x]\nwrods = []\n"),
        ("toml rulebook", "schema = 1\n[class.x]\nsummary = \"none\"\n"),
        ("toml rules", "schema = 1\n"),
    ] {
        let block = Block {
            line: 1,
            info: info.split(' ').map(str::to_owned).collect(),
            code: code.to_owned(),
        };
        assert_ne!(faults(&block), Vec::<String>::new(), "{info}: {code}");
    }
    for (info, code) in [
        (
            "toml caveat.toml",
            "profiles = [\"default\"]\n[levels]\nnote-hidden = \"off\"\n",
        ),
        (
            "toml rulebook",
            "schema = 1\n[class.security]\nextend = true\nwords = [\"tracker(|s)\"]\n",
        ),
        ("toml", "schema = 1\n[class.x]\nwords = []\n"),
    ] {
        let block = Block {
            line: 1,
            info: info.split(' ').map(str::to_owned).collect(),
            code: code.to_owned(),
        };
        assert_eq!(faults(&block), Vec::<String>::new(), "{info}: {code}");
    }
}
