//! Markdown and template languages.

use super::assert_blocks;

#[test]
fn markdown() {
    assert_blocks(&[
        ("empty", "", &[]),
        ("soft break", "one\ntwo\n", &["p: one\ntwo"]),
        (
            "hard breaks",
            "one  \ntwo\\\nthree<br>four",
            &["p: one\u{2028}two\u{2028}three\u{2028}four"],
        ),
        ("escape", "a \\* b\\%", &["p: a * b%"]),
        ("entities", "S&amp;P&nbsp;5", &["p: S&P\u{a0}5"]),
        ("emphasis in a word", "un**believ**able", &["p: unbelievable"]),
        (
            "code",
            "run `x` now\n\n```\ncode\n```\n\n    code\n",
            &["p: run \u{fffc} now"],
        ),
        ("code alone", "`x`\n", &[]),
        ("unresolved marker", "rise.[^fls] [2]", &["p: rise.[^fls] [2]"]),
        (
            "definition",
            "rise[^1]\n\n[^1]: note\n\n    more\n",
            &["p: rise[^1]", "p def0: note", "p def0: more"],
        ),
        (
            "maths is none",
            "from $5 to $10 or $5–$6",
            &["p: from $5 to $10 or $5–$6"],
        ),
        ("not HTML", "up <5% if a < b", &["p: up <5% if a < b"]),
        ("task", "- [x] done\n- [ ] open", &["li0.0: done", "li0.1: open"]),
        (
            "tight and loose",
            "- a\n\n  b\n- c\n",
            &["li0.0: a", "li0.0+: b", "li0.1: c"],
        ),
        (
            "nested",
            "- a\n  - b\n    > c\n",
            &["li0.0: a", "li1.0: b", "li1.0+ q1: c"],
        ),
        ("quote", "> a\n> b\n>> c\n", &["p q1: a\nb", "p q2: c"]),
        (
            "table",
            "| a | b* |\n|-|-|\n| | 3 |\n| | |\n| x |\n",
            &["tr0!: a\tb*", "tr0: \t3", "tr0: x\t"],
        ),
        ("tab in a cell", "| a\tb |\n|-|\n", &["tr0!: a b"]),
        (
            "image",
            "see ![an *alt* &amp;](u \"ti\") here",
            &["p: see \u{fffc} here", "img: an alt &", "img: ti"],
        ),
        ("image alone", "![alt](u)", &["img: alt"]),
        (
            "headings",
            "# A #\n\nB\n===\n\nC\n---\n",
            &["h1: A", "h1: B", "h2: C"],
        ),
        (
            "underlined paragraph",
            "one\ntwo\n---\n\nIt rose.\n===\n",
            &["p: one\ntwo", "p: It rose."],
        ),
        (
            "underlined paragraph that ends with a marker",
            "It rose.[1]\n===\n\nIt rose[1]\n===\n",
            &["p: It rose.[1]", "h1: It rose[1]"],
        ),
        (
            "addresses",
            "see https://a.b/c_d_e. Now <https://x.y>",
            &["p: see \u{fffc}. Now \u{fffc}"],
        ),
        ("address alone", "https://a.b\n", &[]),
        (
            "link",
            "[text](u) and [1]\n\n[1]: https://a.b\n",
            &["p: text and 1"],
        ),
    ]);
}

#[test]
fn template_languages() {
    assert_blocks(&[
        (
            "in prose",
            "a {{ x }} b {% if y %} c {{< ref \"_x_\" >}} d",
            &["p: a \u{fffc} b \u{fffc} c \u{fffc} d"],
        ),
        ("alone", "{{< toc >}}\n\n{% include x.html %}\n", &[]),
        (
            "caption",
            "{{< figure src=\"a\" caption=\"We *expect* it\" >}}",
            &["cap: We *expect* it"],
        ),
        (
            "include",
            "{% include figure.html caption='C d' alt=\"e\" %}",
            &["cap: C d", "img: e"],
        ),
        (
            "highlight",
            "{% highlight r %}\ncode\n\nmore\n{% endhighlight %}\n\ntext",
            &["p: text"],
        ),
        ("braces are prose", "a {b} c } d {", &["p: a {b} c } d {"]),
        (
            "in code",
            "`{{ x }}` and `https://a.b` {{ y }}",
            &["p: \u{fffc} and \u{fffc} \u{fffc}"],
        ),
        (
            "wikilinks",
            "see [[Term | shown]] and [[Other]] [[1]]",
            &["p: see shown and Other [[1]]"],
        ),
        ("embed", "![[picture.png]] x", &["p: \u{fffc} x"]),
        (
            "attributes",
            "## Title {#id .c}\n\ntext\n{: .note}\n",
            &["h2: Title", "p: text"],
        ),
        (
            "mdx",
            "import X from 'y'\n\nexport const a = {\n\n b: 1 }\n\nA {x} <Y z={1} /> <B>b</B>\n",
            &["p: A \u{fffc} \u{fffc} b"],
        ),
        (
            "mdx component",
            "<Callout type={x}>\n\nWe expect.\n\n</Callout>\n",
            &["p: We expect."],
        ),
        (
            "import in prose",
            "import prices rose from 5 to 6",
            &["p: import prices rose from 5 to 6"],
        ),
    ]);
}

#[test]
fn lines_as_paragraphs() {
    let long = "The company raised its guidance for the year, and the market took it well; ".repeat(3)
        + "so did we.";
    let text = format!(
        "{long}\nWhat comes next?\n{long}[1]\n{long}\n1The exchange: https://a.b\n* Past results say little\n[1], [2] {long}"
    );
    let marked = format!("p: {long}[1]");
    let plain = format!("p: {long}");
    let note = format!("p: [1], [2] {long}");
    assert_blocks(&[(
        "notes at the end",
        &text,
        &[
            &plain,
            "h2?: What comes next?",
            &marked,
            &plain,
            "p: 1The exchange: \u{fffc}",
            "li0.0: Past results say little",
            &note,
        ],
    )]);
}
