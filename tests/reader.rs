//! Properties of the reader of drafts that hold for every input.

use caveat::document::Document;
use caveat::markdown;
use caveat::source::SourceFile;
use proptest::prelude::*;

/// Fragments that mean something to Markdown, HTML, YAML or a template language, and often nothing together.
#[rustfmt::skip]
const TOKENS: &[&str] = &[
    "word ", "We expect 5 % ", "é", "日本", "\u{a0}", "😀", "\n", "\n", "\n\n", "  \n", "\\\n", "\t", "    ", " ",
    "*", "**", "_", "~~", "`", "```\n", "# ", "## ", "> ", "- ", "* ", "1. ", "- [x] ", "| ", "|--|--|\n", " | ",
    "---\n", "===\n", "+++\n", "...\n", "[", "]", "(", ")", "[1]", "[^1]", "[^1]: ", "[1]: https://a.b\n", "![",
    "](u \"t\")", "](u)", "[[", "]]", "[[a | b]]", "\\", "\\*", "\\|", "&amp;", "&nbsp;", "&#8217;", "&", "<", ">",
    "<p>", "</p>", "<b>", "</b>", "<i>", "<sup>", "</sup>", "<small>", "</small>", "<br>", "<br/>", "<div>",
    "</div>", "<div hidden>", "<span style=\"display:none\">", "</span>", "<details>\n", "<details open>",
    "</details>\n", "<summary>", "</summary>", "<table>", "</table>", "<caption>", "<tr>", "</tr>", "<td>", "</td>",
    "<th>", "<ul>", "<li>", "</li>", "</ul>", "<ol>", "<blockquote>", "</blockquote>", "<figure>", "<figcaption>",
    "</figcaption>", "</figure>", "<h2>", "</h2>", "<script>", "</script>", "<style>\n", "</style>", "<code>",
    "</code>", "<pre>", "</pre>", "<!--", "-->", "<!-- c -->", "<img alt=\"an é &amp; b\" title='t'>",
    "<a href=\"u\">", "</a>", "<?x ?>", "<!DOCTYPE html>", "<![CDATA[", "]]>", "{{", "}}",
    "{{< figure caption=\"c d\" >}}", "{{ x }}", "{%", "%}", "{% comment %}", "{% endcomment %}", "{/*", "*/}", "{#",
    "#}", "{#id}\n", "{: .c}\n", "{", "}", "<Comp a={1} />", "[//]: # (c)\n", "\n\n[//]: # (c)\n\n",
    "https://x.y/a_b*c", "https://", "<https://x.y>", "$5 to $10 ", "<5% ", "title: ", "date: 2025-11-03\n",
    "key: [a\n", "caveat: {profiles: [uk]}\n", "import x from 'y'\n", "export const ", "\u{feff}", "\u{2028}",
    "\u{fffc}", "\0",
    "A sentence that is long enough to count as a long line of text, which takes more than a hundred and twenty \
    characters in all, as here.\n",
];

fn soup() -> impl Strategy<Value = String> {
    let starts = prop::sample::select(vec![
        "",
        "\u{feff}",
        "---\n",
        "+++\n",
        "---\ntitle: a b\n---\n",
        "<div>\n",
    ]);
    let tokens = prop::collection::vec(prop::sample::select(TOKENS.to_vec()), 0..40);
    (starts, tokens).prop_map(|(start, tokens)| start.to_owned() + &tokens.concat())
}

fn read(name: &str, text: &str) -> (SourceFile, Document) {
    let file = SourceFile::new(name, text);
    let document = markdown::read(&file);
    (file, document)
}

fn check_pieces(file: &SourceFile, document: &Document) {
    let (text, source) = (document.text.as_str(), file.text());
    let mut end = 0;
    for piece in &document.pieces {
        assert!(piece.text.start >= end && !piece.text.is_empty(), "{piece:?}");
        assert!(text.get(piece.text.range()).is_some(), "{piece:?}");
        assert!(source.get(piece.source.range()).is_some(), "{piece:?}");
        if piece.verbatim {
            assert_eq!(document.slice(piece.text), file.slice(piece.source));
        }
        end = piece.text.end;
    }
}

fn check_blocks(file: &SourceFile, document: &Document) {
    let text = document.text.as_str();
    let mut end = 0;
    for block in &document.blocks {
        assert_eq!(block.text.start, end, "{block:?}");
        assert_eq!(
            text.as_bytes().get(block.text.end as usize),
            Some(&b'\n'),
            "{block:?}"
        );
        assert!(!document.slice(block.text).trim().is_empty(), "{block:?}");
        end = block.text.end + 1;
        let pieces: Vec<_> = document
            .pieces
            .iter()
            .filter(|p| block.text.contains(p.text))
            .collect();
        assert_eq!(
            pieces.iter().map(|p| p.text.len()).sum::<u32>(),
            block.text.len(),
            "pieces cover {block:?}"
        );
        for pair in pieces.windows(2) {
            assert!(pair[0].source.end <= pair[1].source.start, "{pair:?}");
        }
        assert!(file.text().get(block.source.range()).is_some(), "{block:?}");
        assert!((block.section as usize) < document.sections.len(), "{block:?}");
        assert_eq!(document.source_of(block.text), block.source, "{block:?}");
    }
    assert_eq!(end as usize, text.len());
}

fn check(file: &SourceFile, document: &Document) {
    check_pieces(file, document);
    check_blocks(file, document);
    let (text, source, blocks) = (document.text.as_str(), file.text(), document.blocks.len());
    let mut before = 0;
    for inline in &document.inlines {
        assert!(
            before <= inline.text.start && !inline.text.is_empty(),
            "{inline:?}"
        );
        assert!(text.get(inline.text.range()).is_some(), "{inline:?}");
        assert!(source.get(inline.source.range()).is_some(), "{inline:?}");
        before = inline.text.start;
    }
    for comment in &document.comments {
        assert!(comment.source.contains(comment.body), "{comment:?}");
        assert!(source.get(comment.body.range()).is_some(), "{comment:?}");
        assert!(text.is_char_boundary(comment.at as usize), "{comment:?}");
    }
    for list in &document.lists {
        assert!(
            list.blocks.0 <= list.blocks.1 && list.blocks.1 as usize <= blocks,
            "{list:?}"
        );
        assert!(list.lead_in.is_none_or(|b| b < list.blocks.0), "{list:?}");
    }
    for table in &document.tables {
        assert!(
            table.blocks.0 <= table.blocks.1 && table.blocks.1 as usize <= blocks,
            "{table:?}"
        );
        assert!(
            table
                .header
                .is_none_or(|h| table.blocks.0 <= h && h < table.blocks.1),
            "{table:?}"
        );
    }
    for definition in &document.definitions {
        assert!(definition.source.contains(definition.marker), "{definition:?}");
    }
    assert!(!document.sections.is_empty());
}

fn kinds(document: &Document) -> Vec<String> {
    document
        .blocks
        .iter()
        .map(|b| format!("{:?} {:?} {}", b.kind, b.hidden, b.quote_depth))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(2000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_a_sound_document(text in soup(), mdx in any::<bool>()) {
        let (file, document) = read(if mdx { "a.mdx" } else { "a.md" }, &text);
        check(&file, &document);
    }

    #[test]
    fn line_ends_of_windows_change_nothing_but_places(text in soup()) {
        let unix = text.replace('\r', "");
        let (_, one) = read("a.md", &unix);
        let (file, two) = read("a.md", &unix.replace('\n', "\r\n"));
        check(&file, &two);
        prop_assert_eq!(&one.text, &two.text);
        prop_assert_eq!(kinds(&one), kinds(&two));
    }

    #[test]
    fn arbitrary_text_gives_a_sound_document(text in "\\PC{0,200}") {
        let (file, document) = read("a.md", &text);
        check(&file, &document);
    }

    #[test]
    fn a_byte_order_mark_moves_places_by_three(text in soup()) {
        let plain = text.trim_start_matches('\u{feff}');
        let (_, one) = read("a.md", plain);
        let (_, two) = read("a.md", &format!("\u{feff}{plain}"));
        prop_assert_eq!(&one.text, &two.text);
        for (a, b) in one.pieces.iter().zip(&two.pieces) {
            prop_assert_eq!(a.source.start + 3, b.source.start);
        }
    }
}
