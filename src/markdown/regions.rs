//! Stretches of a draft that are not prose though Markdown takes them for text: addresses, tags of template
//! languages, comments, the brackets of wikilinks. They are found in one pass over the source before the
//! draft is parsed; the reader then passes over them wherever text would hold them, and forgets those that
//! turn out to stand in code.
//!
//! Every search for a closing sign remembers its answer, so that a million opening signs without a closing
//! one cost one search.

use crate::document::CommentSyntax;
use memchr::memmem;

/// One stretch. Regions are sorted and do not overlap. Offsets count bytes of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: RegionKind,
}

/// What a stretch is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RegionKind {
    /// A tag or expression of a template language, a component.
    Opaque,
    /// A bare address.
    Url,
    /// A comment, with the place of its body.
    Comment(CommentSyntax, usize, usize),
    /// The opening of a wikilink up to the text it shows, with the place of its target.
    WikiOpen(usize, usize),
    /// The closing of a wikilink.
    WikiClose,
    /// Markup that leaves no trace in prose.
    Skip,
}

/// The longest wikilink and the longest component tag worth looking at, in bytes: real ones are far shorter,
/// and the bound keeps hostile input linear.
const LONGEST_WIKILINK: usize = 400;
const LONGEST_TAG: usize = 2000;
/// The same for the attributes of a heading.
const LONGEST_ATTRIBUTES: usize = 200;

/// Finds all regions of `source` from `from` on; `mdx` where the file's name says it is MDX.
pub(super) fn scan(source: &str, from: usize, mdx: bool) -> Vec<Region> {
    let mut scanner = Scanner::new(source, mdx);
    let mut at = from;
    while let Some(found) = scanner.next_candidate(at) {
        at = match scanner.region(found, at) {
            Some(region) => {
                let end = region.end;
                scanner.add(region);
                end
            }
            None => found + 1,
        };
    }
    let mut regions = scanner.regions;
    super::modules::scan(source, from, mdx, &mut regions);
    regions.sort_by_key(|r| (r.start, r.end));
    let mut end = 0;
    regions.retain(|r| {
        let keep = r.start >= end;
        if keep {
            end = r.end;
        }
        keep
    });
    regions
}

/// What closes a comment and a stretch of code in Liquid.
const CLOSING: [&str; 2] = ["endcomment", "endhighlight"];

/// The places of all tags `{% word %}`. The word alone is text like any other.
fn tags_of(source: &str, word: &str) -> Vec<(usize, usize)> {
    /// The most white space on either side of the word.
    const MOST_SPACE: usize = 40;
    let blank = |c: char| c.is_ascii_whitespace();
    let mut places = Vec::new();
    for at in memmem::find_iter(source.as_bytes(), word) {
        let (before, behind) = (source.as_bytes().get(..at), source.get(at + word.len()..));
        let (Some(before), Some(behind)) = (before, behind) else {
            continue;
        };
        let spaces = before
            .iter()
            .rev()
            .take(MOST_SPACE)
            .take_while(|b| b.is_ascii_whitespace())
            .count();
        let before = before.get(..at - spaces).unwrap_or_default();
        let opening = [b"{%-".as_slice(), b"{%"]
            .into_iter()
            .find(|sign| before.ends_with(sign));
        let mut inside = behind
            .char_indices()
            .take(MOST_SPACE)
            .skip_while(|&(_, c)| blank(c));
        let rest = inside
            .next()
            .and_then(|(offset, _)| Some((offset, behind.get(offset..)?)));
        let close = rest.and_then(|(offset, rest)| {
            let length = if rest.starts_with("-%}") { 3 } else { 2 };
            (length == 3 || rest.starts_with("%}")).then_some(at + word.len() + offset + length)
        });
        if let (Some(opening), Some(close)) = (opening, close) {
            places.push((before.len() - opening.len(), close));
        }
    }
    places
}

/// Remembers where the next occurrence of a string is.
struct Ahead {
    needle: &'static str,
    /// Where the last search began and what it found.
    answer: Option<(usize, Option<usize>)>,
}

struct Scanner<'s> {
    source: &'s str,
    bytes: &'s [u8],
    mdx: bool,
    regions: Vec<Region>,
    ahead: Vec<Ahead>,
    /// End of the paragraph-like chunk that the last asked place lies in.
    chunk: (usize, usize),
    /// Pairs of braces in the chunk that `braces_of` names, by opening brace.
    braces: Vec<(usize, usize)>,
    braces_of: Option<usize>,
    /// The tags that close a body, in order, once they have been asked for: see [`CLOSING`].
    closing: [Option<Vec<(usize, usize)>>; 2],
}

impl<'s> Scanner<'s> {
    fn new(source: &'s str, mdx: bool) -> Self {
        Self {
            source,
            bytes: source.as_bytes(),
            mdx,
            regions: Vec::new(),
            ahead: Vec::new(),
            chunk: (0, 0),
            braces: Vec::new(),
            braces_of: None,
            closing: [None, None],
        }
    }

    fn add(&mut self, region: Region) {
        // The closing of a wikilink is its own region behind the text it shows.
        if let RegionKind::WikiOpen(..) = region.kind {
            if let Some(close) = self.find("]]", region.end) {
                self.regions.push(region);
                self.regions.push(Region {
                    start: close,
                    end: close + 2,
                    kind: RegionKind::WikiClose,
                });
            }
        } else {
            self.regions.push(region);
        }
    }

    fn next_candidate(&self, at: usize) -> Option<usize> {
        let rest = self.bytes.get(at..)?;
        let found = if self.mdx {
            rest.iter().position(|b| matches!(b, b'{' | b':' | b'[' | b'<'))
        } else {
            memchr::memchr3(b'{', b':', b'[', rest)
        };
        found.map(|offset| at + offset)
    }

    /// The next `needle` at or after `at`.
    fn find(&mut self, needle: &'static str, at: usize) -> Option<usize> {
        let index = self
            .ahead
            .iter()
            .position(|a| a.needle == needle)
            .unwrap_or_else(|| {
                self.ahead.push(Ahead { needle, answer: None });
                self.ahead.len() - 1
            });
        let ahead = self.ahead.get_mut(index)?;
        if let Some((from, found)) = ahead.answer
            && from <= at
            && found.is_none_or(|f| f >= at)
        {
            return found;
        }
        let found = memmem::find(self.bytes.get(at..)?, needle.as_bytes()).map(|offset| at + offset);
        ahead.answer = Some((at, found));
        found
    }

    /// Where the blank line after `at` begins: nothing but comments reaches over one.
    fn chunk_end(&mut self, at: usize) -> usize {
        if self.chunk.0 <= at && at < self.chunk.1 {
            return self.chunk.1;
        }
        let end = super::lines::blank_line(self.source, at);
        self.chunk = (at, end);
        end
    }

    /// The next `needle` before the next blank line.
    fn find_near(&mut self, needle: &'static str, at: usize) -> Option<usize> {
        let end = self.chunk_end(at);
        self.find(needle, at).filter(|&found| found < end)
    }

    fn region(&mut self, at: usize, from: usize) -> Option<Region> {
        match self.bytes.get(at)? {
            b'{' => self.template(at),
            b':' if self.source.get(at..)?.starts_with("://") => self.address(at, from),
            b':' => self.link_comment(at),
            b'[' => self.wikilink(at, from),
            _ => self.component(at),
        }
    }

    fn template(&mut self, at: usize) -> Option<Region> {
        let rest = self.source.get(at..)?;
        let comment = |end: usize, syntax, open: usize, close: usize| {
            Some(Region {
                start: at,
                end,
                kind: RegionKind::Comment(syntax, at + open, end - close),
            })
        };
        let opaque = |end: usize| {
            Some(Region {
                start: at,
                end,
                kind: RegionKind::Opaque,
            })
        };
        if rest.starts_with("{{/*") || rest.starts_with("{{- /*") {
            let open = if rest.starts_with("{{/*") { 4 } else { 6 };
            // Only a sign that closes the comment and the tag in one ends it: all else stays visible.
            let plain = self.find("*/}}", at + open).map(|end| (end, 4));
            let trimmed = self.find("*/ -}}", at + open).map(|end| (end, 6));
            let (end, length) = plain.into_iter().chain(trimmed).min()?;
            return comment(end + length, CommentSyntax::Template, open, length);
        }
        // Plain Markdown shows this to its readers.
        if self.mdx && rest.starts_with("{/*") {
            let end = self.find("*/}", at + 3)? + 3;
            return comment(end, CommentSyntax::Mdx, 3, 3);
        }
        if rest.starts_with("{{<") {
            return opaque(self.find_near(">}}", at + 3)? + 3);
        }
        if rest.starts_with("{{%") {
            return opaque(self.find_near("%}}", at + 3)? + 3);
        }
        if rest.starts_with("{{") {
            return opaque(self.find_near("}}", at + 2)? + 2);
        }
        if rest.starts_with("{%") {
            return self.liquid(at);
        }
        if rest.starts_with("{#") || rest.starts_with("{:") {
            if let Some(end) = self.attributes(at) {
                return Some(Region {
                    start: at,
                    end,
                    kind: RegionKind::Skip,
                });
            }
            if rest.starts_with("{#") {
                let end = self.find_near("#}", at + 2)? + 2;
                return comment(end, CommentSyntax::Template, 2, 2);
            }
        }
        if self.mdx {
            opaque(self.closing_brace(at)? + 1)
        } else {
            None
        }
    }

    /// `{% … %}`; with its whole body where the body is a comment or code.
    fn liquid(&mut self, at: usize) -> Option<Region> {
        let end = self.find_near("%}", at + 2)? + 2;
        let tag = self
            .source
            .get(at + 2..end - 2)?
            .trim_matches(|c: char| c == '-' || c.is_whitespace());
        let name = tag.split_whitespace().next().unwrap_or_default();
        let closing = match name {
            "comment" => 0,
            "highlight" => 1,
            _ => usize::MAX,
        };
        let Some((body_end, close)) = self.closing_tag(closing, end) else {
            return Some(Region {
                start: at,
                end,
                kind: RegionKind::Opaque,
            });
        };
        let kind = if name == "comment" {
            RegionKind::Comment(CommentSyntax::Template, end, body_end)
        } else {
            RegionKind::Opaque
        };
        Some(Region {
            start: at,
            end: close,
            kind,
        })
    }

    /// The place of the first tag from `at` on that closes the body with this number: see [`CLOSING`].
    fn closing_tag(&mut self, closing: usize, at: usize) -> Option<(usize, usize)> {
        let (word, places) = (CLOSING.get(closing)?, self.closing.get_mut(closing)?);
        let places = places.get_or_insert_with(|| tags_of(self.source, word));
        places
            .get(places.partition_point(|&(start, _)| start < at))
            .copied()
    }

    /// `{#id}`, `{: .class}`: attributes of a heading or paragraph, closing their line.
    fn attributes(&mut self, at: usize) -> Option<usize> {
        let rest = self.source.get(at + 2..)?;
        let near = rest.as_bytes().get(..LONGEST_ATTRIBUTES.min(rest.len()))?;
        let close = near.iter().position(|&b| b == b'}' || b == b'\n')?;
        let (inside, behind) = (rest.get(..close)?, rest.get(close..)?);
        let comment =
            self.bytes.get(at + 1) == Some(&b'#') && (inside.starts_with(' ') || inside.ends_with('#'));
        let plain = !comment
            && inside
                .chars()
                .all(|c| c.is_alphanumeric() || "-_ .#=\"':/".contains(c));
        let rest = behind.strip_prefix('}')?.trim_start_matches([' ', '\t', '\r']);
        let last = rest.is_empty() || rest.starts_with('\n') || rest.starts_with('{');
        (plain && last).then_some(at + 2 + close + 1)
    }

    /// The brace that closes the one at `at`, in the same chunk.
    fn closing_brace(&mut self, at: usize) -> Option<usize> {
        let end = self.chunk_end(at);
        if self.braces_of != Some(end) {
            self.braces_of = Some(end);
            self.braces.clear();
            let mut open = Vec::new();
            for (offset, byte) in self.bytes.get(at..end)?.iter().enumerate() {
                match byte {
                    b'{' => open.push(at + offset),
                    b'}' => self.braces.extend(open.pop().map(|start| (start, at + offset))),
                    _ => {}
                }
            }
            self.braces.sort_unstable();
        }
        let index = self.braces.binary_search_by_key(&at, |pair| pair.0).ok()?;
        self.braces.get(index).map(|pair| pair.1)
    }

    fn address(&self, at: usize, from: usize) -> Option<Region> {
        let before = self.bytes.get(from.max(at.saturating_sub(8))..at)?;
        let letters = before
            .iter()
            .rev()
            .take_while(|b| b.is_ascii_alphanumeric())
            .count();
        let start = at - letters;
        let scheme = self.source.get(start..at)?.to_ascii_lowercase();
        if !matches!(scheme.as_str(), "http" | "https" | "ftp") {
            return None;
        }
        let rest = self.source.get(at + 3..)?;
        let mut depth = 0_i32;
        let length = rest
            .char_indices()
            .find(|&(_, c)| {
                match c {
                    '(' => depth += 1,
                    ')' => depth -= 1,
                    _ => {}
                }
                depth < 0 || c.is_whitespace() || c.is_control() || "<>\"`[]|{}“”«»".contains(c)
            })
            .map_or(rest.len(), |(i, _)| i);
        let address = rest
            .get(..length)?
            .trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~', '\\', '’']);
        (!address.is_empty()).then(|| Region {
            start,
            end: at + 3 + address.len(),
            kind: RegionKind::Url,
        })
    }

    /// `[//]: # (…)` and its spellings, alone on its line.
    fn link_comment(&mut self, at: usize) -> Option<Region> {
        let before = self.bytes.get(..at)?.strip_suffix(b"]")?;
        let near = before.get(before.len().saturating_sub(12)..)?;
        let label_length = near.iter().rev().position(|&b| b == b'[')?;
        let start = before.len() - label_length - 1;
        let label = self.source.get(start + 1..before.len())?;
        if !(matches!(label, "//" | "/" | "#" | "_" | "::") || label.eq_ignore_ascii_case("comment")) {
            return None;
        }
        let line = self.bytes.get(start.saturating_sub(64)..start)?;
        // A byte-order mark is no text before the comment.
        let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
        let prefix = line.iter().rev().take_while(|b| **b != b'\n');
        if !prefix.clone().all(|b| matches!(b, b' ' | b'\t' | b'>')) {
            return None;
        }
        let rest = self.source.get(at + 1..)?;
        let target = rest.trim_start_matches([' ', '\t']);
        let behind = ["#", "<>", "<#>"].iter().find_map(|t| target.strip_prefix(t))?;
        let title = behind.trim_start_matches([' ', '\t']);
        let open = at + 1 + (rest.len() - title.len());
        let closing = match title.bytes().next()? {
            b'(' => ")",
            b'"' => "\"",
            b'\'' => "'",
            _ => return None,
        };
        let mut close = self.find_near(closing, open + 1)?;
        // A body may itself hold closing signs: the last of its line closes.
        let line_end = self.find("\n", close).unwrap_or(self.bytes.len());
        if let Some(last) = self.source.get(close..line_end)?.rfind(closing) {
            close += last;
        }
        let kind = RegionKind::Comment(CommentSyntax::LinkDefinition, open + 1, close);
        Some(Region {
            start,
            end: close + 1,
            kind,
        })
    }

    fn wikilink(&mut self, at: usize, from: usize) -> Option<Region> {
        if self.bytes.get(at + 1) != Some(&b'[') {
            return None;
        }
        let close = self.find("]]", at + 2)?;
        if close - at > LONGEST_WIKILINK || self.bytes.get(close + 2) == Some(&b'(') {
            return None;
        }
        let inside = self.source.get(at + 2..close)?;
        let number = inside.chars().all(|c| c.is_ascii_digit() || ",-– *".contains(c));
        if inside.trim().is_empty() || number || inside.starts_with('^') || inside.contains(['[', ']', '\n'])
        {
            return None;
        }
        if at > from && self.bytes.get(at - 1) == Some(&b'!') {
            return Some(Region {
                start: at - 1,
                end: close + 2,
                kind: RegionKind::Opaque,
            });
        }
        let shown = inside.rfind('|').map_or(0, |bar| {
            let text = inside.get(bar + 1..).unwrap_or_default();
            bar + 1 + (text.len() - text.trim_start().len())
        });
        let target = inside
            .find('|')
            .and_then(|bar| inside.get(..bar))
            .unwrap_or(inside);
        let target = target.trim_end_matches('\\');
        let kind = RegionKind::WikiOpen(at + 2, at + 2 + target.len());
        Some(Region {
            start: at,
            end: at + 2 + shown,
            kind,
        })
    }

    /// `<Component prop={…}>` of MDX. One that closes itself is opaque, any other leaves no trace.
    fn component(&mut self, at: usize) -> Option<Region> {
        let mut rest = self.bytes.get(at + 1..)?;
        let closing = rest.first() == Some(&b'/');
        if closing {
            rest = rest.get(1..)?;
        }
        if !rest.first()?.is_ascii_uppercase() {
            return None;
        }
        let (mut depth, mut quote) = (0_u32, None);
        for (offset, &byte) in rest.iter().enumerate().take(LONGEST_TAG) {
            match (quote, byte) {
                (Some(q), b) if q == b => quote = None,
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'{') => depth += 1,
                (None, b'}') => depth = depth.saturating_sub(1),
                (None, b'<') if depth == 0 => return None,
                (None, b'>') if depth == 0 => {
                    let end = at + 1 + usize::from(closing) + offset + 1;
                    let alone = offset > 0 && rest.get(offset - 1) == Some(&b'/');
                    let kind = if alone {
                        RegionKind::Opaque
                    } else {
                        RegionKind::Skip
                    };
                    return Some(Region { start: at, end, kind });
                }
                _ => {}
            }
        }
        None
    }
}
