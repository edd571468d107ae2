//! The `import` and `export` lines of MDX.

use super::regions::{Region, RegionKind};

/// Adds the module lines of `source` from `from` on. An `import … from '…'` line is one in any draft, since
/// some site generators read every draft as MDX; an `export` only where the file's name says so.
pub(super) fn scan(source: &str, from: usize, mdx: bool, regions: &mut Vec<Region>) {
    for word in ["import", "export"] {
        if word == "export" && !mdx {
            continue;
        }
        let mut free = from;
        for at in memchr::memmem::find_iter(source.as_bytes().get(from..).unwrap_or_default(), word) {
            let start = from + at;
            let first = start == from || source.as_bytes().get(start - 1) == Some(&b'\n');
            if start < free || !first {
                continue;
            }
            // A line of a paragraph that happens to begin with the word goes on from the line before.
            let apart = word == "export" || begins_apart(source, from, start, free);
            if apart && let Some(end) = statement(source, start, word) {
                regions.push(Region {
                    start,
                    end,
                    kind: RegionKind::Skip,
                });
                free = end;
            }
        }
    }
}

/// Whether the line at `start` goes on from no other: it stands behind a blank line, a heading, a comment, another
/// module line (which ends at `module_end`) or nothing.
fn begins_apart(source: &str, from: usize, start: usize, module_end: usize) -> bool {
    let before = source.get(from..start).unwrap_or_default();
    let Some(before) = before.strip_suffix('\n') else {
        return true;
    };
    let line = before.rsplit('\n').next().unwrap_or_default();
    let line = line.trim();
    // Behind these no paragraph goes on.
    let closed = line.starts_with("# ") || line.starts_with("##") || line.starts_with("export ");
    let comment = line.ends_with("-->") || line.ends_with("*/}");
    line.is_empty() || closed || comment || module_end > from && start - module_end <= 2
}

/// Whether `text`, what follows the word, imports: `'path'`, or names, `from` and a path, and nothing else.
fn imports(text: &str) -> bool {
    let text = text.trim_end().trim_end_matches(';').trim_end();
    if is_path(text) {
        return true;
    }
    let Some((names, path)) = text.rsplit_once(" from ") else {
        return false;
    };
    let identifier = |text: &str| {
        let text = text.strip_prefix("* as ").unwrap_or(text);
        !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | '$'))
    };
    let (names, inside) = match names.trim().split_once('{') {
        Some((names, inside)) => (names.trim(), inside.trim().strip_suffix('}')),
        None => (names.trim(), Some("")),
    };
    // `import type { A } from …` is how types are named.
    let names = names
        .strip_prefix("type")
        .filter(|n| n.is_empty() || n.starts_with(' '))
        .unwrap_or(names);
    let plain = names.trim().trim_end_matches(',').trim();
    let inside_is_names = inside.is_some_and(|inside| {
        inside
            .chars()
            .all(|c| c.is_alphanumeric() || c.is_whitespace() || matches!(c, '_' | '$' | ','))
    });
    let names_are = plain
        .split(',')
        .all(|name| identifier(name.trim()) || plain.is_empty());
    is_path(path.trim()) && inside_is_names && names_are
}

/// Whether `text` is one quoted path and nothing else.
fn is_path(text: &str) -> bool {
    ['\'', '"'].iter().any(|&quote| {
        let inside = text.strip_prefix(quote).and_then(|t| t.strip_suffix(quote));
        inside.is_some_and(|i| !i.is_empty() && !i.contains([quote, ' ']))
    })
}

/// One past the statement that begins at `start`, if it is one.
fn statement(source: &str, start: usize, word: &str) -> Option<usize> {
    let rest = source.get(start..)?;
    let line_end = rest.find('\n').unwrap_or(rest.len());
    let line = rest.get(..line_end)?.trim_end();
    let after = line.strip_prefix(word)?;
    if !after.starts_with([' ', '{', '\'', '"', '*']) {
        return None;
    }
    let after = after.trim_start();
    if word == "import" {
        return imports(after).then_some(start + line_end);
    }
    let known = ["const ", "let ", "default ", "function ", "async ", "{", "*"];
    if !known.iter().any(|k| after.starts_with(k)) {
        return None;
    }
    // It goes on until its braces are closed and its line ends.
    let mut depth = 0_i64;
    for (offset, byte) in rest.bytes().enumerate() {
        match byte {
            b'{' | b'[' | b'(' => depth += 1,
            b'}' | b']' | b')' => depth -= 1,
            // An unclosed one ends where the next begins.
            b'\n' if depth <= 0 || rest.get(offset + 1..).is_some_and(|r| r.starts_with(word)) => {
                return Some(start + offset);
            }
            _ => {}
        }
    }
    Some(start + line_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_stands_apart() {
        for before in [
            "",
            "\n",
            "# Heading\n",
            "<!-- note -->\n",
            "import './b'\n\n",
            "export const a = 1\n",
        ] {
            let source = format!("{before}import A from 'a'\n");
            let mut regions = Vec::new();
            scan(&source, 0, false, &mut regions);
            let place = (before.len(), source.len() - 1);
            let last = regions.last().map(|r| (r.start, r.end));
            assert_eq!(last, Some(place), "{source:?}");
        }
    }

    #[test]
    fn only_what_imports_is_an_import() {
        for (source, taken) in [
            ("import A from './a.js'\n", true),
            ("import A from \"./a.js\";\n", true),
            ("import './a.css'\n", true),
            ("import {A, B as C} from './a'\n", true),
            ("import A, {B} from 'a'\n", true),
            ("import * as A from 'a'\n", true),
            ("import type {A} from 'a'\n", true),
            ("import B from 'b'\r\nimport A from 'a'\r\n", true),
            ("import B, * as C from 'a'\n", true),
            ("import prices will fall from \"high\" to \"low\"\n", false),
            ("import prices fall from 'high'\n", false),
            ("import prices from 'high' to 'low';\n", false),
            ("import \"duties\" will fall to \"zero\"\n", false),
            ("the cost of\nimport duties from 'abroad'\n", false),
            ("the cost of\nimport A from 'abroad'\n", false),
            ("> x\nimport 'a'\n", false),
        ] {
            let mut regions = Vec::new();
            scan(source, 0, false, &mut regions);
            let all: usize = regions.iter().map(|r| r.end - r.start).sum();
            let wanted = if taken { source.replace('\n', "").len() } else { 0 };
            // Line ends are no part of a statement, the carriage return before one is.
            assert_eq!(all, wanted, "{source:?}");
        }
    }
}
