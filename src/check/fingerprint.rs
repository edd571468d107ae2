//! What a finding is recognised by from run to run: a hash that edits elsewhere in the draft do not change.

use super::sink::Found;
use std::collections::BTreeMap;

/// FNV-1a, 64 bits. It is written out because the hash is part of every baseline on disk: it must never
/// change with a version of the compiler or of a library.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hash(u64);

impl Hash {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;

    pub(crate) const fn new() -> Self {
        Self(Self::OFFSET)
    }

    pub(crate) fn bytes(mut self, bytes: &[u8]) -> Self {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(Self::PRIME);
        }
        self
    }

    /// Adds `text` and a byte that no text holds, so that "ab" + "c" and "a" + "bc" differ.
    pub(crate) fn text(self, text: &str) -> Self {
        self.bytes(text.as_bytes()).bytes(&[0xff])
    }

    /// Adds `text` in lower case with every stretch of white space as one space and none at either end.
    /// Several calls in a row hash as if the texts stood side by side.
    pub(crate) fn folded(mut self, text: &str, state: &mut Fold) -> Self {
        for c in text.chars() {
            // Nearly all characters are letters as they are hashed.
            if state.begun && !state.space && c.is_ascii_lowercase() {
                self = self.bytes(&[c as u8]);
                continue;
            }
            if c.is_whitespace() {
                state.space = state.begun;
                continue;
            }
            if std::mem::take(&mut state.space) {
                self = self.bytes(b" ");
            }
            state.begun = true;
            for lower in c.to_lowercase() {
                self = self.bytes(lower.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
        self
    }

    pub(crate) const fn value(self) -> u64 {
        self.0
    }
}

/// What [`Hash::folded`] carries from one stretch to the next.
#[derive(Debug, Default)]
pub(crate) struct Fold {
    begun: bool,
    space: bool,
}

/// Gives every finding its fingerprint. `found` is sorted by place, so that equal findings are counted in the
/// order in which they stand.
pub(super) fn assign(path: &str, found: &mut [Found]) {
    let mut occurrences: BTreeMap<u64, u32> = BTreeMap::new();
    for one in found {
        let subject = Hash::new()
            .text(&one.finding.rule)
            .text(path)
            .bytes(&one.subject.to_le_bytes());
        let count = occurrences.entry(subject.value()).or_default();
        one.finding.fingerprint = format!("{:016x}", subject.bytes(&count.to_le_bytes()).value());
        *count += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::super::testkit::Kit;
    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(Hash::new().bytes(b"").value(), 0xcbf2_9ce4_8422_2325);
        assert_eq!(Hash::new().bytes(b"a").value(), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(Hash::new().bytes(b"foobar").value(), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn white_space_and_case_do_not_count() {
        let hash = |parts: &[&str]| {
            let mut fold = Fold::default();
            parts
                .iter()
                .fold(Hash::new(), |h, p| h.folded(p, &mut fold))
                .value()
        };
        assert_eq!(hash(&["  We\n expect\u{a0}GROWTH "]), hash(&["we expect growth"]));
        assert_eq!(hash(&["we expect", " growth"]), hash(&["we expect growth"]));
        assert_ne!(hash(&["we expect", "growth"]), hash(&["we expect growth"]));
    }

    fn prints(paragraphs: &[&str]) -> Vec<String> {
        let mut kit = Kit::new();
        for text in paragraphs {
            let block = kit.paragraph(text);
            kit.statement(block, "forward", "should", 90);
        }
        kit.run().into_iter().map(|f| f.fingerprint).collect()
    }

    #[test]
    fn edits_elsewhere_change_nothing_and_equal_sentences_differ() {
        let one = prints(&["Margins should widen."]);
        assert_eq!(one, ["72d7d6f088df981a"], "baselines on disk hold this value");
        let more = prints(&[
            "Sales should rise.",
            "Margins  should WIDEN.",
            "Margins should widen.",
        ]);
        assert_eq!(more[1], one[0]);
        assert_ne!(more[2], one[0]);
        assert_ne!(more[0], one[0]);
        assert_eq!(
            prints(&["Margins should widen.", "Margins should widen."])[1],
            more[2]
        );
    }

    #[test]
    fn a_marker_added_to_the_sentence_changes_nothing() {
        let mut kit = Kit::new();
        let block = kit.paragraph("Margins should widen.[1]");
        let source = kit.note("[1]", "Sales data: the company's reports", &["source"]);
        kit.marker(block, "[1]", Some(source));
        kit.statement(block, "forward", "should", 90);
        let found = kit.run();
        assert_eq!(found[0].fingerprint, prints(&["Margins should widen."])[0]);
    }
}
