//! Prose cut into words, numbers and signs.
//!
//! Hyphens join nothing: `risk-free` is two words and the hyphen none, so that one cue finds `risk-free`,
//! `risk free` and `risk–free`. Quotation marks are no tokens. `we'll` and `company's` are two tokens each,
//! `won't` is one. A figure with its sign, currency, magnitude and unit is one token (`-$4.1 billion`,
//! `30 per cent`).

use crate::span::TextSpan;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A word, also `S&P`, `U.S.`, `COVID19`.
    Word,
    /// A figure without a unit.
    Number,
    /// A figure with `%`, `per cent`, `bps`, `percentage points`.
    Percent,
    /// A figure with a currency.
    Money,
    /// A figure that says how many times: `3x`.
    Multiple,
    /// 1900 to 2099.
    Year,
    /// A year marked as an estimate: `2026E`.
    EstimateYear,
    /// `FY27`, `CY2026`.
    FiscalYear,
    /// `Q3`, `3Q25`, `1H26`, `Q4'25`.
    Quarter,
    /// `$BABA`.
    Ticker,
    /// Anything else: one character.
    Sign,
}

/// Properties of a token.
pub mod flag {
    /// Begins with a capital.
    pub const CAPITAL: u8 = 1;
    /// Two letters or more, all capitals.
    pub const CAPS: u8 = 2;
    /// The first word or figure of the sentence.
    pub const OPENS: u8 = 4;
    /// A figure with an explicit sign: `+3%`, `−0.8%`.
    pub const SIGNED: u8 = 8;
    /// Stands between quotation marks.
    pub const QUOTED: u8 = 16;
}

/// A word, figure or sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// In the prose.
    pub text: TextSpan,
    /// What it is.
    pub kind: Kind,
    /// See [`flag`].
    pub flags: u8,
    /// For years: the year. For a fiscal year of two digits, the year in full.
    pub year: u16,
}

/// Appends the tokens of `text[span]` to `out`. Nothing inside a span of `skip` (sorted; the markers) is a token.
pub fn tokenize(text: &str, span: TextSpan, skip: &[TextSpan], out: &mut Vec<Token>) {
    let mut cursor = Cursor {
        text,
        at: span.start as usize,
        end: span.end as usize,
        quoted: false,
    };
    let mut skip = skip.iter().peekable();
    let first = out.len();
    while cursor.at < cursor.end {
        while skip.peek().is_some_and(|s| (s.end as usize) <= cursor.at) {
            skip.next();
        }
        if let Some(hidden) = skip.peek().filter(|s| s.start as usize <= cursor.at) {
            cursor.at = hidden.end as usize;
            continue;
        }
        let limit = skip
            .peek()
            .map_or(cursor.end, |s| (s.start as usize).min(cursor.end));
        cursor.next(limit, out);
    }
    if let Some(token) = out
        .get_mut(first..)
        .and_then(|new| new.iter_mut().find(|t| t.kind != Kind::Sign))
    {
        token.flags |= flag::OPENS;
    }
    join_units(text, first, out);
}

/// Whether `c` takes no room and parts no words: soft hyphens, joiners, accents typed as characters of their own.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200c}' | '\u{2060}' | '\u{feff}' | '\u{300}'..='\u{36f}')
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
    end: usize,
    quoted: bool,
}

impl Cursor<'_> {
    fn char_at(&self, at: usize) -> Option<char> {
        let byte = *self.text.as_bytes().get(at)?;
        if byte < 0x80 {
            Some(byte as char)
        } else {
            self.text.get(at..)?.chars().next()
        }
    }

    fn byte(&self, at: usize, limit: usize) -> u8 {
        if at < limit { self.text.as_bytes()[at] } else { 0 }
    }

    fn next(&mut self, limit: usize, out: &mut Vec<Token>) {
        let Some(c) = self.char_at(self.at) else {
            self.at = self.end;
            return;
        };
        let start = self.at;
        match c {
            ' ' | '\n' => self.at += 1,
            'a'..='z' | 'A'..='Z' => self.word(limit, out),
            '0'..='9' => self.figure(start, 0, limit, out),
            '$' | '€' | '£' | '¥' | '₹' => self.currency(start, c, limit, out),
            '+' | '-' | '−' | '–' | '±' => self.sign_or_figure(start, c, limit, out),
            '"' | '“' | '”' | '„' | '«' | '»' => {
                self.quoted = match c {
                    '“' | '„' | '«' => true,
                    '”' | '»' => false,
                    _ => !self.quoted,
                };
                self.at += c.len_utf8();
            }
            '\'' | '’' | '‘' | '`' | '\u{2028}' | '~' | '≈' | '‑' | '‐' | '_' => {
                self.at += c.len_utf8();
            }
            c if is_invisible(c) => self.at += c.len_utf8(),
            c if c.is_alphabetic() => self.word(limit, out),
            c if c.is_whitespace() && c != '\t' => self.at += c.len_utf8(),
            c => {
                self.at += c.len_utf8();
                self.push(start, Kind::Sign, 0, 0, out);
            }
        }
    }

    fn push(&self, start: usize, kind: Kind, flags: u8, year: u16, out: &mut Vec<Token>) {
        let flags = if self.quoted { flags | flag::QUOTED } else { flags };
        out.push(Token {
            text: TextSpan::from_usize(start, self.at),
            kind,
            flags,
            year,
        });
    }

    /// A word; `self.at` stands on its first letter.
    fn word(&mut self, limit: usize, out: &mut Vec<Token>) {
        let start = self.at;
        if let Some((end, flags)) = self.plain_word(limit) {
            self.at = end;
            self.push(start, Kind::Word, flags, 0, out);
            return;
        }
        let mut apostrophe = None;
        let mut upper = 0u32;
        let mut lower = 0u32;
        while self.at < limit {
            let Some(c) = self.char_at(self.at) else { break };
            match c {
                'a'..='z' => {
                    lower += 1;
                    self.at += 1;
                }
                'A'..='Z' => {
                    upper += 1;
                    self.at += 1;
                }
                '0'..='9' => self.at += 1,
                '\'' | '’' if apostrophe.is_none() && self.letter_after(self.at + c.len_utf8(), limit) => {
                    apostrophe = Some(self.at);
                    self.at += c.len_utf8();
                }
                // S&P, R&D, AT&T; s&p where nothing is written in capitals.
                '&' if self.at - start <= 3
                    && (lower == 0 || self.at - start == 1)
                    && self.letter_after(self.at + 1, limit) =>
                {
                    self.at += 1;
                }
                // U.S., p.a., e.g.: single letters with full stops between them.
                '.' if self.at - start == 1 && self.dotted(start, limit, out) => return,
                c if c.is_alphabetic() => {
                    if c.is_uppercase() {
                        upper += 1;
                    } else {
                        lower += 1;
                    }
                    self.at += c.len_utf8();
                }
                c if is_invisible(c) => {
                    let rest = self.text.get(self.at..limit).unwrap_or_default();
                    let behind = self.at + (rest.len() - rest.trim_start_matches(is_invisible).len());
                    if !self.letter_after(behind, limit) {
                        break;
                    }
                    self.at = behind;
                }
                _ => break,
            }
        }
        if let Some((kind, year)) = period(self.text.get(start..self.at).unwrap_or_default()) {
            self.push(start, kind, 0, year, out);
            return;
        }
        let capital = self.char_at(start).is_some_and(char::is_uppercase);
        let mut flags = if capital { flag::CAPITAL } else { 0 };
        if lower == 0 && upper >= 2 {
            flags |= flag::CAPS;
        }
        let end = self.at;
        if let Some(at) = apostrophe {
            let tail = self
                .text
                .get(at..end)
                .unwrap_or_default()
                .trim_start_matches(['\'', '’']);
            if ["s", "ll", "re", "ve", "d", "m"]
                .iter()
                .any(|t| tail.eq_ignore_ascii_case(t))
            {
                self.at = at;
                self.push(start, Kind::Word, flags, 0, out);
                self.at = end;
                self.push(at, Kind::Word, 0, 0, out);
                return;
            }
        }
        self.push(start, Kind::Word, flags, 0, out);
    }

    /// Where a word ends that is a letter and small letters behind it, nearly all words of prose, and its flags; none
    /// where there may be more to it.
    fn plain_word(&self, limit: usize) -> Option<(usize, u8)> {
        let word = self.text.as_bytes().get(self.at..limit)?;
        let (first, rest) = word.split_first()?;
        let capital = first.is_ascii_uppercase();
        if !capital && !first.is_ascii_lowercase() {
            return None;
        }
        let small = rest.iter().take_while(|b| b.is_ascii_lowercase()).count();
        let ends = match rest.get(small) {
            None | Some(b' ' | b'\n' | b',' | b';' | b':' | b')' | b'-' | b'*' | b'[' | b'"') => true,
            // A single letter may be the first of `U.S.`.
            Some(b'.') => small > 0,
            _ => false,
        };
        ends.then_some((self.at + 1 + small, if capital { flag::CAPITAL } else { 0 }))
    }

    fn letter_after(&self, at: usize, limit: usize) -> bool {
        at < limit && self.char_at(at).is_some_and(char::is_alphabetic)
    }

    /// `U.S.`: from the second character on. Leaves `self.at` alone and says no if it is none.
    fn dotted(&mut self, start: usize, limit: usize, out: &mut Vec<Token>) -> bool {
        let mut at = self.at;
        let mut letters = 1;
        while self.byte(at, limit) == b'.' && self.byte(at + 1, limit).is_ascii_alphabetic() {
            if self.byte(at + 2, limit).is_ascii_alphabetic() {
                break;
            }
            letters += 1;
            at += 2;
        }
        if letters < 2 {
            return false;
        }
        if self.byte(at, limit) == b'.' {
            at += 1;
        }
        self.at = at;
        let capital = self.byte(start, limit).is_ascii_uppercase();
        self.push(
            start,
            Kind::Word,
            if capital { flag::CAPITAL | flag::CAPS } else { 0 },
            0,
            out,
        );
        true
    }

    /// A figure whose digits begin at `self.at`; `start` is where its sign or currency begins.
    fn figure(&mut self, start: usize, mut flags: u8, limit: usize, out: &mut Vec<Token>) {
        let digits = self.at;
        let money = flags & MONEY != 0;
        flags &= !MONEY;
        let mut plain = true;
        while self.at < limit {
            let b = self.byte(self.at, limit);
            match b {
                b'0'..=b'9' => self.at += 1,
                b'.' | b',' if self.byte(self.at + 1, limit).is_ascii_digit() => {
                    plain = false;
                    self.at += 1;
                }
                _ => break,
            }
        }
        let number = self.text.get(digits..self.at).unwrap_or_default();
        let mut kind = if money { Kind::Money } else { Kind::Number };
        let mut year = 0;
        if plain && !money && number.len() == 4 {
            let value: u16 = number.parse().unwrap_or(0);
            if (1900..2100).contains(&value) {
                kind = Kind::Year;
                year = value;
            }
        }
        // Letters and signs glued to the digits.
        let tail_start = self.at;
        while self.at < limit && self.byte(self.at, limit).is_ascii_alphabetic() {
            self.at += 1;
        }
        // 3Q25, 1H26: the year behind the letter.
        if self.at - tail_start == 1 && matches!(self.byte(tail_start, limit), b'Q' | b'q' | b'H' | b'h') {
            while self.byte(self.at, limit).is_ascii_digit() {
                self.at += 1;
            }
        }
        let tail = self.text.get(tail_start..self.at).unwrap_or_default();
        match tail {
            "" => {
                if self.byte(self.at, limit) == b'%' {
                    self.at += 1;
                    kind = Kind::Percent;
                } else if self
                    .char_at(self.at)
                    .is_some_and(|c| matches!(c, '€' | '£' | '¥'))
                    && self.at < limit
                {
                    self.at += self.char_at(self.at).map_or(0, char::len_utf8);
                    kind = Kind::Money;
                }
            }
            "E" | "e" if kind == Kind::Year => kind = Kind::EstimateYear,
            "A" | "a" if kind == Kind::Year => {}
            "s" if kind == Kind::Year => {
                kind = Kind::Number;
                year = 0;
            }
            "x" | "X" => kind = Kind::Multiple,
            "bps" | "bp" | "pp" | "ppt" | "ppts" => kind = Kind::Percent,
            t if MAGNITUDES.iter().any(|m| t.eq_ignore_ascii_case(m)) => {}
            _ => {
                let whole = self.text.get(digits..self.at).unwrap_or_default();
                if let Some((k, y)) = period(whole) {
                    (kind, year) = (k, y);
                } else if tail.len() > 3 {
                    // A word glued to a figure (`30days`): two tokens.
                    self.at = tail_start;
                }
            }
        }
        self.push(start, kind, flags, year, out);
    }

    fn currency(&mut self, start: usize, c: char, limit: usize, out: &mut Vec<Token>) {
        let mut at = start + c.len_utf8();
        if self.byte(at, limit) == b' ' && self.byte(at + 1, limit).is_ascii_digit() {
            at += 1;
        }
        if self.byte(at, limit).is_ascii_digit() {
            self.at = at;
            self.figure(start, MONEY, limit, out);
        } else if c == '$' && self.byte(at, limit).is_ascii_uppercase() {
            self.at = at;
            while self.byte(self.at, limit).is_ascii_alphanumeric() {
                self.at += 1;
            }
            self.push(start, Kind::Ticker, flag::CAPITAL, 0, out);
        } else {
            self.at = start + c.len_utf8();
            self.push(start, Kind::Sign, 0, 0, out);
        }
    }

    fn sign_or_figure(&mut self, start: usize, c: char, limit: usize, out: &mut Vec<Token>) {
        let after = start + c.len_utf8();
        let glued = start > 0
            && self
                .text
                .get(..start)
                .and_then(|t| t.chars().next_back())
                .is_some_and(char::is_alphanumeric);
        let b = self.byte(after, limit);
        if !glued && b.is_ascii_digit() {
            self.at = after;
            self.figure(start, flag::SIGNED, limit, out);
            return;
        }
        let currency = self.char_at(after).filter(|c| matches!(c, '$' | '€' | '£' | '¥'));
        if let Some(sign) = currency.filter(|_| !glued && after < limit) {
            let digits = after + sign.len_utf8();
            if self.byte(digits, limit).is_ascii_digit() {
                self.at = digits;
                self.figure(start, MONEY | flag::SIGNED, limit, out);
                return;
            }
        }
        self.at = after;
        let joined = glued
            && after < limit
            && self
                .char_at(after)
                .is_some_and(|c| c.is_alphanumeric() || matches!(c, '$' | '€'));
        if !(joined && matches!(c, '-' | '–' | '−')) {
            self.push(start, Kind::Sign, 0, 0, out);
        }
    }
}

/// Internal: a figure that began with a currency sign.
const MONEY: u8 = 128;

const MAGNITUDES: &[&str] = &["k", "m", "mn", "mm", "bn", "b", "t", "tn", "trn"];

/// `Q3`, `3Q25`, `1H26`, `FY27`, `CY2026E`.
fn period(word: &str) -> Option<(Kind, u16)> {
    let bytes = word.as_bytes();
    if !(2..=8).contains(&bytes.len()) || !bytes.iter().any(u8::is_ascii_digit) {
        return None;
    }
    let upper = word.to_ascii_uppercase();
    let (rest, estimate) = match upper.strip_suffix('E') {
        Some(rest) => (rest.to_owned(), true),
        None => (upper.strip_suffix('A').unwrap_or(&upper).to_owned(), false),
    };
    let full = |digits: &str| -> Option<u16> {
        let value: u16 = digits.parse().ok()?;
        match digits.len() {
            2 => Some(2000 + value),
            4 if (1900..2100).contains(&value) => Some(value),
            _ => None,
        }
    };
    if let Some(digits) = rest.strip_prefix("FY").or_else(|| rest.strip_prefix("CY")) {
        let year = full(digits)?;
        return Some((
            if estimate {
                Kind::EstimateYear
            } else {
                Kind::FiscalYear
            },
            year,
        ));
    }
    let mut chars = rest.chars();
    let (a, b) = (chars.next()?, chars.next()?);
    let tail = chars.as_str();
    let quarter = match (a, b) {
        ('Q', '1'..='4') | ('H', '1' | '2') | ('1'..='4', 'Q') | ('1' | '2', 'H') => true,
        _ => return None,
    };
    let year = if tail.is_empty() {
        0
    } else {
        full(tail.trim_start_matches('\''))?
    };
    quarter.then_some((Kind::Quarter, year))
}

const SCALES: &[&str] = &[
    "million", "billion", "trillion", "thousand", "mn", "bn", "tn", "mln", "bln",
];
const CURRENCIES: &[&str] = &[
    "dollars", "dollar", "euros", "euro", "pounds", "yen", "cents", "usd", "eur", "gbp", "chf", "czk", "jpy",
    "cny", "hkd", "pence", "francs", "yuan",
];

/// Joins a figure with the words that are its unit: `4.1 billion`, `30 per cent`, `5 dollars`.
fn join_units(text: &str, first: usize, out: &mut Vec<Token>) {
    // Nearly all sentences have no figure, and only around one is there anything to join.
    let figure = |t: &Token| matches!(t.kind, Kind::Number | Kind::Money | Kind::Multiple);
    let Some(figure) = out.get(first..).and_then(|new| new.iter().position(figure)) else {
        return;
    };
    let is = |t: &Token, words: &[&str]| {
        let spelt = |word: &&str| {
            let letters = t.text.of(text).chars().filter(|c| !is_invisible(*c));
            letters.map(|c| c.to_ascii_lowercase()).eq(word.chars())
        };
        t.kind == Kind::Word && words.iter().any(spelt)
    };
    // A currency may stand in front.
    let first = first + figure.saturating_sub(1);
    let mut write = first;
    let mut read = first;
    while read < out.len() {
        let mut token = out[read];
        read += 1;
        if matches!(token.kind, Kind::Number | Kind::Money | Kind::Multiple) {
            if let Some(next) = out.get(read).filter(|t| is(t, SCALES)) {
                token.text = token.text.join(next.text);
                read += 1;
            }
            if token.kind == Kind::Number {
                let next = out.get(read).copied();
                let then = out.get(read + 1).copied();
                let two = |a: &[&str], b: &[&str]| {
                    next.filter(|n| is(n, a))
                        .and(then)
                        .filter(|t| is(t, b))
                        .map(|t| (t, 2))
                };
                let percent = next
                    .filter(|n| is(n, &["percent", "pct", "bps", "bp", "pp"]) || n.text.of(text) == "%")
                    .map(|n| (n, 1))
                    .or_else(|| two(&["per"], &["cent"]))
                    .or_else(|| two(&["percentage", "basis"], &["point", "points"]));
                if let Some((last, n)) = percent {
                    token.kind = Kind::Percent;
                    token.text = token.text.join(last.text);
                    read += n;
                } else if let Some(unit) = next.filter(|n| is(n, CURRENCIES)) {
                    token.kind = Kind::Money;
                    token.text = token.text.join(unit.text);
                    read += 1;
                }
            }
        } else if token.kind == Kind::Word
            && token.flags & flag::CAPS != 0
            && let Some(next) = out.get(read).copied().filter(|n| n.kind == Kind::Number)
            && is(&token, CURRENCIES)
        {
            token = Token {
                text: token.text.join(next.text),
                kind: Kind::Money,
                flags: token.flags & flag::OPENS,
                year: 0,
            };
            read += 1;
            if let Some(scale) = out.get(read).filter(|t| is(t, SCALES)) {
                token.text = token.text.join(scale.text);
                read += 1;
            }
        }
        out[write] = token;
        write += 1;
    }
    out.truncate(write);
}

#[cfg(test)]
mod tests;
