//! Raw HTML, alone and around Markdown.

use super::assert_blocks;

#[test]
fn html_gives_the_blocks_of_markdown() {
    assert_blocks(&[
        (
            "paragraphs",
            "<p>S&amp;P <b>up</b>\n  5&nbsp;%</p><p>Two</p>",
            &["p: S&P up\n5\u{a0}%", "p: Two"],
        ),
        (
            "heading",
            "<h2>Out<em>look</em></h2>\ntext",
            &["h2: Outlook", "p: text"],
        ),
        (
            "lists",
            "<ul><li>a<li>b<ol><li>c</ol></ul>d",
            &["li0.0: a", "li0.1: b", "li1.0: c", "p: d"],
        ),
        (
            "quote",
            "<blockquote><p>a</p></blockquote>b",
            &["p q1: a", "p: b"],
        ),
        (
            "table",
            "<table><caption>C</caption><tr><th>a<th>b<tr><td><p>1</p><p>2</p><td>3</table>",
            &["cap: C", "tr0!: a\tb", "tr0: 1\u{2028}2\t3"],
        ),
        (
            "figure",
            "<figure><img alt='A &amp; b'><figcaption>F</figcaption></figure>",
            &["img: A & b", "cap: F"],
        ),
        (
            "no text",
            "<script>if (a < b) {}</script>\n<style>\n.a{}\n\n.b{}\n</style>\n<p>x</p>",
            &["p: x"],
        ),
        (
            "style in a div",
            "<div>\n<style>\n\n.b{}\n</style>\n\ntext\n\n</div>",
            &["p: text"],
        ),
        (
            "code",
            "<p>run <code>x\ny</code> now</p>",
            &["p: run \u{fffc} now"],
        ),
        ("in a quote", "> <p>one\n> two</p>\n", &["p q1: one\ntwo"]),
        (
            "entity that is none",
            "<p>AT&T &nonsense; x</p>",
            &["p: AT&T &nonsense; x"],
        ),
        ("inline", "a <sup>1</sup> b <span>c</span>", &["p: a 1 b c"]),
        ("doctype", "<!DOCTYPE html>\n\ntext", &["p: text"]),
    ]);
}

#[test]
fn what_is_hidden_or_small() {
    assert_blocks(&[
        (
            "details",
            "<details>\n<summary>S</summary>\n\nmd\n\n</details>\n\nout",
            &["p: S", "p details: md", "p: out"],
        ),
        ("open details", "<details open>\n\nmd\n\n</details>", &["p: md"]),
        (
            "style",
            "<div style=\"display:none\">\n\n- a\n\n</div>\n\nb",
            &["li0.0 style: a", "p: b"],
        ),
        ("attribute", "<p hidden>a</p><p>b</p>", &["p style: a", "p: b"]),
        (
            "span around blocks",
            "<span style=\"display:none\">\n\na\n\n</span>\n\nb",
            &["p style: a", "p: b"],
        ),
        (
            "whole paragraph",
            "<span style='visibility:hidden'>a</span>\n\nb",
            &["p style: a", "p: b"],
        ),
        (
            "part of a paragraph",
            "a <span style='display:none'>b</span> c",
            &["p: a b c"],
        ),
        (
            "small",
            "<small>a</small>\n\n<div style=\"font-size:8px\">b</div>\n\n<sub>c</sub>\n\nd",
            &["p small: a", "p small: b", "p small: c", "p: d"],
        ),
    ]);
}

#[test]
fn tags_that_are_missing_swallow_nothing() {
    assert_blocks(&[
        ("paragraph", "<p>a\n\nb\n", &["p: a", "p: b"]),
        (
            "span",
            "<p><span style=\"display:none\">a</p>\n\nb\n",
            &["p style: a", "p: b"],
        ),
        (
            "details end at the next heading",
            "<details>\n\na\n\n# H\n\nb\n",
            &["p details: a", "h1: H", "p: b"],
        ),
        (
            "hidden div",
            "<div hidden>\n\na\n\n# H\n\n<div>b</div>\n",
            &["p style: a", "h1: H", "p: b"],
        ),
        ("table", "<table><tr><td>a\n\nb\n", &["tr0: a", "p: b"]),
        ("list", "<ul><li>a\n\nb\n", &["li0.0: a", "p: b"]),
        ("heading", "<h2>a\n\nb\n", &["h2: a", "p: b"]),
        ("closing only", "a</div></p></details> b\n", &["p: a", "p: b"]),
        ("tag", "<div class=\"x\n\nb\n", &["p: <div class=\"x", "p: b"]),
        (
            "in a list",
            "- <div hidden>a\n- b\n",
            &["li0.0 style: a", "li0.1: b"],
        ),
        ("comment", "<!-- a\n\nb\n", &["p comment: a", "p comment: b"]),
        (
            "comment over a blank line",
            "<div>\n<!-- a\n\nb -->\nc\n</div>\n",
            &["p: c"],
        ),
        ("script", "<div><script>a\n\nb\n", &["p: b"]),
    ]);
}

#[test]
fn what_mdx_hides() {
    for (text, hidden) in [
        ("<div style={{display: 'none'}}>\n\nabc\n\n</div>", true),
        (
            "<div style={{color: 'red', fontSize: '0'}}>\n\nabc\n\n</div>",
            true,
        ),
        ("<div style={{display: 'block'}}>\n\nabc\n\n</div>", false),
        ("<div hidden={false}>\n\nabc\n\n</div>", false),
        ("<div hidden>\n\nabc\n\n</div>", true),
        ("<div className=\"sr-only\">\n\nabc\n\n</div>", true),
    ] {
        let document = super::document("a.mdx", text);
        let seen: Vec<_> = document
            .blocks
            .iter()
            .map(|block| (document.slice(block.text), block.hidden.is_some()))
            .collect();
        assert_eq!(seen, [("abc", hidden)], "{text}");
    }
}

#[test]
fn dialogs_and_lists_of_proposals() {
    assert_blocks(&[
        (
            "dialog",
            "<dialog>\n\na\n\n</dialog>\n\nb",
            &["p style: a", "p: b"],
        ),
        (
            "open dialog",
            "<dialog open>\n\na\n\n</dialog>\n\nb",
            &["p: a", "p: b"],
        ),
        (
            "datalist",
            "<datalist><option>a</option></datalist><p>b</p>",
            &["p: b"],
        ),
        (
            "class",
            "<p class='x sr-only'>a</p><p>b</p>",
            &["p style: a", "p: b"],
        ),
    ]);
}
