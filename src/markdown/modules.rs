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
            if let Some(end) = statement(source, start, word) {
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
        let quoted = |text: &str| text.starts_with(['\'', '"']);
        let names = after.contains(" from '") || after.contains(" from \"");
        let ends = line.ends_with(['\'', '"', ';']);
        return ((quoted(after) || names) && ends).then_some(start + line_end);
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
