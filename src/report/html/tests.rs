//! The page is read back by an HTML tokeniser, as a browser would.

use super::page::{POLICY, SCRIPT, STYLE};
use super::*;
use crate::rules::builtin::builtin;
use crate::settings::Settings;
use crate::source::SourceFile;
use data_encoding::BASE64;
use html5gum::{Token, Tokenizer};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Elements that have no end tag.
const VOID: [&str; 3] = ["br", "meta", "hr"];
/// All elements that a page may hold.
const KNOWN: &str = "html head meta title style body a header p h1 h2 h3 h4 h5 h6 strong dl div dt dd nav ul ol li main \
    section table caption thead tbody tr th td details summary mark span article em s sub sup small code pre blockquote br \
    footer script";

struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The page of these drafts.
fn page(drafts: &[(&str, &str)]) -> String {
    let book = builtin();
    let html = Html::new([book], &book.version, None);
    let settings = Settings::of(book);
    let mut tally = Tally::default();
    let mut parts = Vec::new();
    for (number, (name, text)) in drafts.iter().enumerate() {
        let source = SourceFile::new(*name, *text);
        let mut review = crate::linter::lint(&source, book, &settings);
        // Every standing is to be met.
        if let Some(last) = review.findings.last_mut().filter(|_| number % 2 == 1) {
            last.standing = Standing::Baselined;
        }
        tally.add(&Tally::of(&review, Some(Level::Error)));
        parts.push(html.draft(number, &review, Some(Level::Error)));
    }
    let refused = [Refused {
        name: PathBuf::from("<b>lost\u{202e}</b>.md"),
        reason: "cannot be read: <script>alert(1)</script>".to_owned(),
    }];
    html.page(&parts, &tally, &refused, false)
}

/// Fails unless the page is sound; gives its tags.
fn sound(page: &str) -> Vec<Tag> {
    let known: BTreeSet<&str> = KNOWN.split_whitespace().collect();
    let (mut tags, mut open): (Vec<Tag>, Vec<String>) = (Vec::new(), Vec::new());
    for token in Tokenizer::new(page) {
        match token.unwrap() {
            Token::StartTag(tag) => {
                let name = text_of(&tag.name);
                assert!(known.contains(name.as_str()), "<{name}> is no part of a page");
                assert!(name != "a" || !open.contains(&name), "a link inside a link");
                if !VOID.contains(&name.as_str()) {
                    open.push(name.clone());
                }
                let attributes = tag
                    .attributes
                    .iter()
                    .map(|(key, value)| (text_of(key), text_of(value)));
                tags.push(Tag {
                    name,
                    attributes: attributes.collect(),
                });
            }
            Token::EndTag(tag) => assert_eq!(open.pop(), Some(text_of(&tag.name)), "ends another element"),
            Token::Error(error) => panic!("{error:?}"),
            Token::Comment(comment) => panic!("a comment: {comment:?}"),
            Token::String(_) | Token::Doctype(_) => {}
        }
    }
    assert_eq!(open, Vec::<String>::new());
    let mut ids = BTreeSet::new();
    for id in tags.iter().filter_map(|tag| tag.get("id")) {
        assert!(ids.insert(id.to_owned()), "two elements are called {id}");
        assert!(id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'), "{id}");
    }
    let mut level = 0;
    for tag in &tags {
        for (name, value) in &tag.attributes {
            assert!(
                !name.starts_with("on") && name != "style" && name != "src",
                "{name}={value}"
            );
            if name == "aria-labelledby" {
                assert!(ids.contains(value), "nothing is called {value}");
            }
        }
        if let Some(target) = tag.get("href") {
            match target.strip_prefix('#') {
                Some(id) => assert!(ids.contains(id), "nothing is called {id}"),
                None => assert!(
                    target.starts_with("https://") && tag.get("class") == Some("outside"),
                    "{target}"
                ),
            }
        }
        if let Some(here) = tag
            .name
            .strip_prefix('h')
            .and_then(|digit| digit.parse::<u8>().ok())
        {
            assert!(
                here <= level + 1,
                "a heading of level {here} under one of level {level}"
            );
            level = here;
        }
    }
    for (name, count) in [
        ("h1", 1),
        ("main", 1),
        ("header", 1),
        ("footer", 1),
        ("nav", 1),
        ("script", 1),
        ("style", 1),
    ] {
        assert_eq!(
            tags.iter().filter(|tag| tag.name == name).count(),
            count,
            "<{name}>"
        );
    }
    assert!(page.contains(&format!("<script>{SCRIPT}</script>")));
    assert!(page.contains(&format!("<style>{STYLE}</style>")));
    tags
}

const POST: &str = "---\ntitle: We expect the fund to gain 9% in 2027\n---\n\n# Outlook\n\n#### Deep\n\n\
    The fund **returned *8%* last year.[^1] We expect** sales to grow by 6% in 2027. It [joined](https://x.example/?a=b&c) \
    `code` and ~~all~~.\n\n\
    | Fund | Outlook |\n|---|---|\n| A | we expect +6% in 2027[^2] |\n| B |\n\n\
    - One.\n  - Costs will fall by 4% in 2027.\n\n    > quoted: we forecast growth of 3% in 2027.\n\n1. Gains are guaranteed.\n\n\
    <!-- caveat-ignore unmarked-forward-looking: quoted <b>from</b> the report -->\n\
    The company expects its sales to rise by 9% in 2027.\n\n```\nlet x = \"<script>\";\n```\n\n\
    ![We expect to double in 2027](x.png)\n\n<div style=\"display:none\">Past performance is not a guide.</div>\n\n\
    * Past performance is not a reliable indicator of future results.\n\n\
    [^1]: Past performance is not a reliable indicator of future results.\n";

#[test]
fn a_page_is_sound_and_holds_every_part() {
    let page = page(&[("posts/a.md", POST), ("b.md", POST), ("empty.md", "")]);
    sound(&page);
    let mut missing = Vec::new();
    for part in [
        "<mark class=\"open\" id=\"d1-s0\"><span class=\"vh\">[a forecast, not covered:] </span>",
        "<a class=\"marker\" id=\"d1-m0\" href=\"#d1-n1\"><span class=\"vh\">marker </span><strong><sup>[^1]</sup></strong></a>",
        "<span class=\"label\">[^1] </span><span class=\"kind\">past-performance note</span> ",
        "<a href=\"#d1-m0\"><span class=\"vh\">back to its marker </span>↩1</a>",
        "<p class=\"reason\"><strong>Reason: </strong>quoted &lt;b&gt;from&lt;/b&gt; the report</p>",
        "<pre class=\"not-prose\" tabindex=\"0\" aria-label=\"Not read as prose\">```\nlet x = &quot;&lt;script&gt;&quot;;\n```</pre>",
        "It <span class=\"link\">joined</span><span class=\"address\"> (https://x.example/?a=b&amp;c)</span> <code>code</code> and <s>all</s>.",
        "<td>baseline</td><td>known when the baseline was written</td>",
        "<td>comment in the draft</td><td>quoted &lt;b&gt;from&lt;/b&gt; the report</td>",
        "The draft is empty.",
        "<strong>&lt;b&gt;lost\\u{202e}&lt;/b&gt;.md</strong>: cannot be read: &lt;script&gt;alert(1)&lt;/script&gt;",
        "No reader sees this: a style hides it.",
        "<blockquote><p><mark class=\"open\" id=\"d1-s5\">",
        "<mark class=\"excepted\" id=\"d1-s7\">",
        "<span class=\"state excepted\">not covered, excepted</span>",
        "<p class=\"repair\"><strong>Repair: </strong>caveat check --fix",
    ] {
        missing.extend((!page.contains(part)).then_some(part));
    }
    assert_eq!(missing, Vec::<&str>::new());
    // The hash of nothing, and of the draft as it is on disk.
    assert!(page.contains("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    assert!(page.contains(&data_encoding::HEXLOWER.encode(&Sha256::digest(POST))));
}

#[test]
fn no_draft_injects_anything() {
    let hostile = [
        "<script>alert(1)</script> We expect sales to grow by 6% in 2027.\n",
        "</mark></p></article></main><script>alert(1)</script>\n\nWe expect 6% in 2027 &lt;script&gt;alert(1)&lt;/script&gt;\n",
        "# \" onmouseover=\"alert(1)\n\nWe expect \" onclick=\"x\" sales to grow by 6% in 2027.[\" id=\"main]\n",
        "[We expect](javascript:alert(1)) sales to grow by 6% in 2027, ![we expect](data:text/html;x \"</style>\").\n",
        "We expect\u{202e} sales\u{0} to\u{200b} grow \u{1b}[31m by 6% in 2027.\n\n`</code><script>`\n\n```\n</pre><script>\n```\n",
        "---\ntitle: </title><script>alert(1)</script> we expect 6% in 2027\n---\n",
        "<!-- caveat-ignore unmarked-forward-looking: </p><img src=x onerror=alert(1)> -->\nWe expect sales to grow in 2027.\n",
        "[^\"><script>]: Past performance.\n\nThe fund gained 9% last year.[^\"><script>]\n",
        "<details><table><tr><td>We expect 6% in 2027<td>x</table><li>we expect\n\n<svg onload=x><p id=main>a\n",
        "| <b onclick=x>we expect 6% in 2027</b> |\n|---|\n| ]]> --> |\n",
    ];
    let mut drafts: Vec<(&str, &str)> = hostile.iter().map(|text| ("d<i>\"'&.md", *text)).collect();
    drafts.push(("x\"><script>alert(1)</script>.md", hostile[0]));
    let page = page(&drafts);
    sound(&page);
    assert_eq!(page.matches("<script>").count(), 1);
    assert!(!page.contains("javascript:alert(1)\""));
    assert!(!page.contains(['\u{202e}', '\u{200b}', '\u{1b}', '\0']));
    for draft in &drafts {
        sound(&self::page(&[*draft]));
    }
}

#[test]
fn every_fixture_gives_a_sound_page() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")];
    let mut count = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "md" || e == "mdx") {
                let source = SourceFile::read(&path, path.file_name().unwrap()).unwrap();
                let page = page(&[(source.name().to_str().unwrap(), source.text())]);
                sound(&page);
                count += 1;
            }
        }
    }
    assert!(count > 20, "only {count} fixtures were found");
}

#[test]
fn deep_and_long_drafts_are_drawn() {
    for text in [
        format!("{}a", "> ".repeat(3000)),
        format!("{}we expect 6% in 2027", "- ".repeat(3000)),
        (0..40).fold(String::new(), |text, depth| {
            format!(
                "{text}{}- we expect sales to grow by {depth}% in 2027
",
                "  ".repeat(depth)
            )
        }),
        "*a **b ".repeat(3000),
        "We expect sales to grow by 6% in 2027.[1] ".repeat(300),
    ] {
        sound(&page(&[("a.md", &text)]));
    }
}

#[test]
fn the_policy_allows_just_the_style_and_the_script() {
    for (kind, text) in [("style", STYLE), ("script", SCRIPT)] {
        let hash = BASE64.encode(&Sha256::digest(text));
        let wanted = format!("{kind}-src 'sha256-{hash}';");
        assert!(
            POLICY.contains(&wanted),
            "{kind} was changed: the policy has to say {wanted}"
        );
    }
    assert!(POLICY.starts_with("default-src 'none';"));
}

/// The relative luminance of `#rrggbb` (WCAG 2).
fn luminance(color: &str) -> f64 {
    let digits = color.trim_start_matches('#');
    let digits = if digits.len() == 3 {
        digits.chars().flat_map(|c| [c, c]).collect()
    } else {
        digits.to_owned()
    };
    let part = |at: usize| {
        let value = f64::from(u8::from_str_radix(digits.get(at..at + 2).unwrap(), 16).unwrap()) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
}

#[test]
fn every_text_stands_out_from_its_ground() {
    let schemes: Vec<&str> = STYLE
        .split(":root {")
        .skip(1)
        .map(|rest| rest.split('}').next().unwrap())
        .collect();
    assert_eq!(schemes.len(), 3, "light, dark, print");
    for scheme in schemes {
        let color = |name: &str| {
            let rest = scheme
                .split(&format!("--{name}:"))
                .nth(1)
                .unwrap_or_else(|| panic!("no --{name}"));
            luminance(rest.split(';').next().unwrap().trim())
        };
        let mut pairs = vec![
            ("ink", "paper"),
            ("ink", "ground"),
            ("soft", "paper"),
            ("soft", "ground"),
            ("link", "ground"),
        ];
        let kinds = ["error", "warning", "info", "clean", "none"];
        let grounds = [
            "error-ground",
            "warning-ground",
            "info-ground",
            "clean-ground",
            "none-ground",
            "paper",
        ];
        for ground in grounds {
            pairs.extend([("ink", ground), ("link", ground)]);
        }
        for (kind, ground) in kinds.iter().zip(grounds) {
            pairs.extend([(*kind, ground), (*kind, "paper")]);
        }
        pairs.push(("soft", "none-ground"));
        pairs.push(("error", "clean-ground"));
        for (text, ground) in pairs {
            let (a, b) = (color(text), color(ground));
            let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
            assert!(
                contrast >= 4.5,
                "{text} on {ground} has a contrast of {contrast:.2}"
            );
        }
    }
}
