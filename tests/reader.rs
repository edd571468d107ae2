//! Properties of the reader of drafts that hold for every input.

#[path = "reader/sound.rs"]
#[expect(unreachable_pub, reason = "the fuzz targets share it as a library")]
mod sound;

use caveat::document::Document;
use caveat::markdown;
use caveat::source::SourceFile;
use proptest::prelude::*;
use sound::check;

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
