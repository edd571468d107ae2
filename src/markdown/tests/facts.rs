//! Inlines, comments, lists, sections, front matter.

use super::{document, dump};
use crate::document::{CommentSyntax, InlineKind};
use crate::source::SourceFile;
use jiff::civil::date;

/// Each inline as its kind, its prose and its source.
fn inlines(text: &str) -> Vec<(InlineKind, String, String)> {
    let file = SourceFile::new("a.md", text);
    let document = document("a.md", text);
    let inline = |i: &crate::document::Inline| {
        (
            i.kind.clone(),
            document.slice(i.text).to_owned(),
            file.slice(i.source).to_owned(),
        )
    };
    document.inlines.iter().map(inline).collect()
}

/// Kind, prose, source.
type Found<'a> = (InlineKind, &'a str, &'a str);

#[test]
fn inlines_know_their_markup() {
    let link = |to: &str| InlineKind::Link {
        destination: to.to_owned(),
    };
    let cases: [(&str, Vec<Found>); 13] = [
        (
            "a<sup>1</sup>",
            vec![(InlineKind::Superscript, "1", "<sup>1</sup>")],
        ),
        (
            "88<sup>12</sup>",
            vec![(InlineKind::Superscript, "¹²", "<sup>12</sup>")],
        ),
        (
            "<p>88<sup><b>1,2</b></sup>5</p>",
            vec![
                (InlineKind::Superscript, "¹,²", "<sup><b>1,2</b></sup>"),
                (InlineKind::Strong, "¹,²", "<b>1,2</b>"),
            ],
        ),
        (
            "88<sup> 1</sup>",
            vec![(InlineKind::Superscript, " 1", "<sup> 1</sup>")],
        ),
        (
            "**a *b***",
            vec![
                (InlineKind::Strong, "a b", "**a *b***"),
                (InlineKind::Emphasis, "b", "*b*"),
            ],
        ),
        ("[1]\n\n[1]: u\n", vec![(link("u"), "1", "[1]")]),
        ("[t](u \"x\")", vec![(link("u"), "t", "[t](u \"x\")")]),
        ("x [[T | s]]", vec![(link("T"), "s", "[[T | s]]")]),
        (
            "x[^1]\n\n[^1]: y",
            vec![(InlineKind::FootnoteReference, "[^1]", "[^1]")],
        ),
        (
            "x ~~y~~ <del>z</del>",
            vec![
                (InlineKind::Strike, "y", "~~y~~"),
                (InlineKind::Strike, "z", "<del>z</del>"),
            ],
        ),
        ("x `y`", vec![(InlineKind::Code, "\u{fffc}", "`y`")]),
        (
            "x <a href=\"u\">y</a>",
            vec![(link("u"), "y", "<a href=\"u\">y</a>")],
        ),
        ("x <i>y\n\nz", vec![(InlineKind::Emphasis, "y", "<i>y")]),
    ];
    for (text, expected) in cases {
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(k, t, s)| (k, t.to_owned(), s.to_owned()))
            .collect();
        assert_eq!(inlines(text), expected, "{text}");
    }
}

#[test]
fn comments_know_where_they_stand() {
    let cases = [
        ("<!-- c -->\n\nab", CommentSyntax::Html, " c ", 0, false),
        ("ab <!-- c --> cd", CommentSyntax::Html, " c ", 3, true),
        ("ab\n\n<!-- c -->\n\ncd", CommentSyntax::Html, " c ", 3, false),
        ("ab\n\n<!-- c -->\n", CommentSyntax::Html, " c ", 3, false),
        ("<p>ab<!--c--></p>", CommentSyntax::Html, "c", 2, true),
        (
            "ab\n\n[//]: # (c d)\n\ncd",
            CommentSyntax::LinkDefinition,
            "c d",
            3,
            false,
        ),
        (
            "ab\n\n[//]: # \"c\"\n",
            CommentSyntax::LinkDefinition,
            "c",
            3,
            false,
        ),
        (
            "> ab\n>\n> [//]: # (c d)\n",
            CommentSyntax::LinkDefinition,
            "c d",
            3,
            false,
        ),
        ("{/* c */}\n\nab", CommentSyntax::Mdx, " c ", 0, false),
        ("ab {/* c */} cd", CommentSyntax::Mdx, " c ", 3, true),
        ("{/* c */} ab", CommentSyntax::Mdx, " c ", 0, true),
        ("ab {# c #}", CommentSyntax::Template, " c ", 2, true),
        ("ab {{/* c */}} cd", CommentSyntax::Template, " c ", 3, true),
        ("ab {{- /* c */ -}} cd", CommentSyntax::Template, " c ", 3, true),
        (
            "{%- comment -%}endcomment{%- endcomment -%}\n\nab",
            CommentSyntax::Template,
            "endcomment",
            0,
            false,
        ),
        (
            "{% comment %}\nc\n\nd\n{% endcomment %}\n\nab",
            CommentSyntax::Template,
            "\nc\n\nd\n",
            0,
            false,
        ),
    ];
    for (text, syntax, body, at, inline) in cases {
        let name = if syntax == CommentSyntax::Mdx {
            "a.mdx"
        } else {
            "a.md"
        };
        let file = SourceFile::new(name, text);
        let document = document(name, text);
        let found: Vec<_> = document
            .comments
            .iter()
            .map(|c| (c.syntax, file.slice(c.body), c.at, c.inline))
            .collect();
        assert_eq!(found, [(syntax, body, at, inline)], "{text}");
    }
    for text in [
        "`<!-- c -->`",
        "    <!-- c -->",
        "```\n[//]: # (c)\n```",
        "ab\n[//]: # (c)",
        "`{/* c */}`",
        "ab {/* c */}",
        "ab {{/* c */ d }} e",
        "{% comment %} ab endcomment cd %}",
        "{% comment %} ab {% endcomment cd %}",
    ] {
        assert_eq!(document("a.md", text).comments, [], "{text}");
    }
}

#[test]
fn lists_begin_with_their_number() {
    for (text, expected) in [
        ("3. a\n4. b\n", vec![(true, 3)]),
        ("0) a\n", vec![(true, 0)]),
        ("999999999. a\n", vec![(true, 999_999_999)]),
        ("- a\n", vec![(false, 1)]),
        (
            "2. a\n   - b\n\n     7. c\n",
            vec![(true, 2), (false, 1), (true, 7)],
        ),
        ("<ol start=\"5\"><li>a</li></ol>\n", vec![(true, 5)]),
        ("<ol start=' 12 '><li>a</li></ol>\n", vec![(true, 12)]),
        ("<ol><li>a</li></ol>\n", vec![(true, 1)]),
        ("<ol start=x><li>a</li></ol>\n", vec![(true, 1)]),
        (
            "<ol start=99999999999999999999999><li>a</li></ol>\n",
            vec![(true, 1)],
        ),
        ("<ul start=4><li>a</li></ul>\n", vec![(false, 1)]),
    ] {
        let lists = document("a.md", text).lists;
        let found: Vec<_> = lists.iter().map(|l| (l.ordered, l.start)).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn lists_tables_and_sections() {
    let text = "We expect:\n\n* a\n  1) b\n* c\n\n# H\n\n| x |\n|-|\n| 1 |\n\n## I\n\n# J\n";
    let document = document("a.md", text);
    let lists: Vec<_> = document
        .lists
        .iter()
        .map(|l| (l.ordered, l.start, l.bullet, l.lead_in, l.parent, l.blocks))
        .collect();
    assert_eq!(
        lists,
        [
            (false, 1, '*', Some(0), None, (1, 4)),
            (true, 1, ')', Some(1), Some(0), (2, 3))
        ]
    );
    let table = &document.tables[0];
    assert_eq!(
        (table.header, table.blocks, table.caption),
        (Some(5), (5, 7), None)
    );
    let sections: Vec<_> = document
        .sections
        .iter()
        .map(|s| (s.heading, s.level, s.parent))
        .collect();
    assert_eq!(
        sections,
        [
            (None, 0, None),
            (Some(4), 1, Some(0)),
            (Some(7), 2, Some(1)),
            (Some(8), 1, Some(0))
        ]
    );
    assert_eq!(
        document.blocks.iter().map(|b| b.section).collect::<Vec<_>>(),
        [0, 0, 0, 0, 1, 1, 1, 2, 3]
    );
}

#[test]
fn definitions_keep_the_spelling_of_the_author() {
    let text = "x[^Fls] [a]\n\n[^fLS]: note\n\n[A b]: u\n[//]: # (c)\n";
    let (file, document) = (SourceFile::new("a.md", text), document("a.md", text));
    let definition = &document.definitions[0];
    assert_eq!(
        (definition.label.as_str(), file.slice(definition.marker)),
        ("fLS", "[^fLS]:")
    );
    assert_eq!(file.slice(definition.source), "[^fLS]: note");
    let links: Vec<_> = document
        .link_definitions
        .iter()
        .map(|(l, s)| (l.as_str(), file.slice(*s)))
        .collect();
    assert_eq!(links, [("A b", "[A b]: u")]);
}

#[test]
fn front_matter() {
    let yaml = "---\ntitle: \"Ä 5 %\"\ndescription: >-\n  one\n  two\nlastmod: 2024-01-01\ndate: Nov 3, 2025\n\
        lang: en\nauthors: [A, B]\ncaveat: {profiles: [uk, \"us\"]}\n---\ntext\n";
    let toml = "+++\ntitle = \"T\"\ndate = 2025-11-03T10:00:00Z\n[caveat]\nprofiles = [\"uk\"]\n+++\ntext\n";
    for (text, blocks, profiles) in [
        (
            yaml.to_owned(),
            vec!["title: Ä 5 %", "description: one two", "p: text"],
            vec!["uk", "us"],
        ),
        (
            format!("\u{feff}{yaml}"),
            vec!["title: Ä 5 %", "description: one two", "p: text"],
            vec!["uk", "us"],
        ),
        (toml.to_owned(), vec!["title: T", "p: text"], vec!["uk"]),
    ] {
        let (file, document) = (SourceFile::new("a.md", text.clone()), document("a.md", &text));
        assert_eq!(dump(&document), blocks, "{text}");
        let front = document.front_matter.expect("front matter");
        assert_eq!(front.date, Some(date(2025, 11, 3)), "{text}");
        assert_eq!(
            front.profiles.iter().map(|p| file.slice(p.1)).collect::<Vec<_>>(),
            profiles,
            "{text}"
        );
        assert_eq!(front.problem, None);
    }
}

/// A value on several lines is read word for word, so that what is found in it is shown where it stands; where the
/// source says it in other words than the value holds, it is one piece.
#[test]
fn front_matter_on_several_lines() {
    for (value, pieces) in [
        (
            ">\n  One rose.\n  Two fell.\n",
            vec!["One", "rose.", "Two", "fell."],
        ),
        ("\"one\n  two\"\n", vec!["one", "two"]),
        ("\"one\\ttwo\"\n", vec!["\"one\\ttwo\""]),
        ("one two\n", vec!["one two"]),
    ] {
        let text = format!("---\ndescription: {value}---\ntext\n");
        let (file, document) = (SourceFile::new("a.md", text.clone()), document("a.md", &text));
        let found: Vec<&str> = document.blocks.first().map_or_else(Vec::new, |block| {
            let within = document.pieces.iter().filter(|p| p.text.end <= block.text.end);
            within
                .map(|p| file.slice(p.source))
                .filter(|raw| !raw.trim().is_empty())
                .collect()
        });
        assert_eq!(found, pieces, "{text}");
    }
}

#[test]
fn front_matter_that_is_none_or_broken() {
    for (text, blocks) in [
        ("---\ntext\n", vec!["p: text"]),
        ("---\n\ntext here\n\n---\nmore\n", vec!["p: text here", "p: more"]),
        ("text\n\n---\ntitle: x\n---\n", vec!["p: text", "h2: title: x"]),
        (
            "---\n\nThe fund returned 8% in Brno: a fine year.\n\n---\n",
            vec!["p: The fund returned 8% in Brno: a fine year."],
        ),
    ] {
        let document = document("a.md", text);
        assert_eq!(
            (dump(&document), document.front_matter),
            (blocks.iter().map(ToString::to_string).collect(), None)
        );
    }
    for (text, place) in [
        ("---\ntitle: [a\ndate: x\n---\ntext\n", None),
        ("+++\ntitle = \n+++\ntext\n", Some("title = ")),
    ] {
        let (file, document) = (SourceFile::new("a.md", text), document("a.md", text));
        assert_eq!(dump(&document), ["p: text"], "{text}");
        let problem = document.front_matter.and_then(|f| f.problem).expect("a problem");
        assert!(
            !problem.message.is_empty() && !problem.at.is_empty(),
            "{problem:?}"
        );
        if let Some(place) = place {
            assert!(place.contains(file.slice(problem.at)), "{problem:?}");
        }
    }
    let only = document("a.md", "---\ntitle: x\n---\n");
    assert_eq!(dump(&only), ["title: x"]);
}

#[test]
fn a_closing_word_alone_hides_nothing() {
    for text in [
        "{% comment %} a forecast, endcomment %} b",
        "{% highlight %} a forecast, endhighlight %} b",
        "{{/* a */ forecast }} b",
        "{/* a forecast */} b",
    ] {
        let seen = document("a.md", text).text;
        assert!(seen.contains("forecast"), "{text}: {seen}");
    }
}

#[test]
fn many_unclosed_template_tags_take_no_longer_than_their_length() {
    for tag in [
        "{% comment %} endcomment\n",
        "{% highlight %} endhighlight {%\n",
        "{{/* */ }}\n",
    ] {
        let text = tag.repeat(40_000);
        let begun = std::time::Instant::now();
        assert_eq!(document("a.md", &text).comments, [], "{tag}");
        // Far more than it takes, far less than a search to the end for each.
        assert!(begun.elapsed().as_secs() < 20, "{tag}: {:?}", begun.elapsed());
    }
}
