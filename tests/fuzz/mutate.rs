//! Mutations of inputs, the same in every run.

/// Pieces that mean something to what is tested.
pub(crate) struct Dictionary(Vec<Vec<u8>>);

impl Dictionary {
    /// Reads the format of libFuzzer: a text in double quotes per line, `\xNN` for what is not ASCII.
    pub(crate) fn new(file: &[u8]) -> Self {
        let file = String::from_utf8_lossy(file);
        let lines = file
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty());
        let words: Vec<Vec<u8>> = lines
            .map(|line| {
                let quoted = line.strip_prefix('"').and_then(|line| line.strip_suffix('"'));
                unescaped(quoted.unwrap_or_else(|| panic!("{line} is not in quotes")))
            })
            .collect();
        assert!(!words.is_empty());
        Self(words)
    }
}

fn unescaped(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("\\x") {
        out.extend(before.bytes());
        let (code, behind) = behind.split_at(2);
        out.push(u8::from_str_radix(code, 16).expect("two hexadecimal figures"));
        rest = behind;
    }
    out.extend(rest.bytes());
    out
}

/// Makes inputs of other inputs.
pub(crate) struct Mutator<'s> {
    seeds: &'s [&'s [u8]],
    dictionary: &'s Dictionary,
    longest: usize,
    state: u64,
}

impl<'s> Mutator<'s> {
    /// From these inputs, which are no longer than `longest`.
    pub(crate) fn new(seeds: &'s [&'s [u8]], dictionary: &'s Dictionary, longest: usize) -> Self {
        assert!(!seeds.is_empty());
        Self {
            seeds,
            dictionary,
            longest,
            state: 20_261_122,
        }
    }

    /// A number below `end`: `SplitMix64`.
    fn below(&mut self, end: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end.max(1) as u64) as usize
    }

    /// A stretch of `bytes` of at most 64 bytes, and sometimes much longer.
    fn stretch(&mut self, bytes: &[u8]) -> std::ops::Range<usize> {
        let start = self.below(bytes.len() + 1);
        let most = if self.below(8) == 0 { bytes.len() } else { 64 };
        let end = (start + self.below(most + 1)).min(bytes.len());
        start..end
    }

    /// The next input.
    pub(crate) fn next(&mut self) -> Vec<u8> {
        let seed = self.below(self.seeds.len());
        let mut bytes = self.seeds[seed].to_vec();
        for _ in 0..=self.below(6) {
            self.change(&mut bytes);
        }
        bytes.truncate(self.longest);
        bytes
    }

    fn change(&mut self, bytes: &mut Vec<u8>) {
        let at = self.below(bytes.len() + 1);
        match self.below(8) {
            0 => {
                let cut = self.stretch(bytes);
                bytes.drain(cut);
            }
            1 => {
                let copy = self.stretch(bytes);
                let copy = bytes[copy].to_vec();
                bytes.splice(at..at, copy);
            }
            2 => {
                let other = self.below(self.seeds.len());
                let stretch = self.stretch(self.seeds[other]);
                bytes.splice(at..at, self.seeds[other][stretch].iter().copied());
            }
            3 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = (32 + at % 95) as u8;
                }
            }
            4 => bytes.truncate(at),
            _ => {
                let word = self.below(self.dictionary.0.len());
                let times = if self.below(16) == 0 {
                    1 + self.below(200)
                } else {
                    1
                };
                let word = self.dictionary.0[word].repeat(times);
                bytes.splice(at..at, word);
            }
        }
    }
}
