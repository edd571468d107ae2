//! XML in pieces: [`quick_xml`] escapes, and what no XML document may hold is shown as an escape,
//! and what steers terminals is written as a reference.

use quick_xml::Writer;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;

/// The first line of a document.
pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// `text` with what XML 1.0 has no way to hold as `\u{…}`.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let legal = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    if text.chars().all(legal) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if legal(c) {
            out.push(c);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", c as u32);
        }
    }
    Cow::Owned(out)
}

/// What `write` writes, each element on a line of its own.
pub(super) fn piece(write: impl FnOnce(&mut Writer<&mut Vec<u8>>) -> io::Result<()>) -> io::Result<String> {
    let mut bytes = Vec::new();
    write(&mut Writer::new_with_indent(&mut bytes, b' ', 2))?;
    bytes.push(b'\n');
    String::from_utf8(bytes)
        .map(super::sanitize::xml)
        .map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_shown() {
        assert_eq!(clean("a\tb – 😀\u{a0}"), "a\tb – 😀\u{a0}");
        assert_eq!(clean("\u{1b}[31m\u{fffe}\0"), "\\u{1b}[31m\\u{fffe}\\u{0}");
    }

    #[test]
    fn what_is_written_is_escaped() {
        let text = piece(|xml| {
            let element = xml.create_element("a").with_attribute(("b", "<\"&'\n>"));
            element.write_text_content(quick_xml::events::BytesText::new("]]><c/>&"))?;
            Ok(())
        });
        assert_eq!(
            text.unwrap(),
            "<a b=\"&lt;&quot;&amp;&apos;&#10;&gt;\">]]&gt;&lt;c/&gt;&amp;</a>\n"
        );
    }
}
