use crate::check::testkit::{Kit, labels};
use crate::document::Hidden;
use crate::finding::Level;
use crate::linter::lint;
use crate::resolve::{Coverage, Rejection};
use crate::rules::builtin::builtin;
use crate::settings::Settings;
use crate::source::SourceFile;

const DENIAL: &str = "that past results guarantee nothing";

/// "The shares rose 30%.[1]" and the note it leads to.
fn claim(text: &str, kinds: &[&str]) -> Kit {
    let mut kit = Kit::new();
    let block = kit.paragraph("The shares rose 30%.[1]");
    kit.statement(block, "past", "rose 30%", 90);
    let note = kit.note("[1]", text, kinds);
    let marker = kit.marker(block, "[1]", Some(note));
    kit.cover(Coverage::WrongNote(marker));
    kit
}

#[test]
fn an_incomplete_note_says_what_it_lacks() {
    let mut kit = claim("Past results.", &[]);
    kit.attempt(0, "past", &[DENIAL], None);
    let [finding] = kit.run().try_into().unwrap();
    assert_eq!(finding.rule, "note-incomplete");
    assert_eq!(
        finding.message,
        "this past-performance note does not say that past results guarantee nothing"
    );
    assert_eq!(
        labels(&kit, &finding),
        [
            (
                "[1] Past results.",
                "must also say that past results guarantee nothing"
            ),
            ("rose 30%", "a performance claim relies on this note"),
        ]
    );
    assert_eq!(
        finding.help,
        [
            "the past-performance note must say that past results guarantee nothing",
            "wording that may be used: Past results do not guarantee future ones.",
            "more: caveat explain note-incomplete",
        ]
    );
    assert_eq!(
        (finding.needs.as_deref(), finding.level),
        (Some("past"), Level::Error)
    );
}

#[test]
fn wording_that_does_not_count_is_named() {
    let table = [
        (
            Some(Rejection::Question),
            &[][..],
            "this past-performance note is put as a question and warns of nothing",
        ),
        (
            Some(Rejection::Undone),
            &[],
            "this past-performance note takes back what it says",
        ),
        (
            Some(Rejection::TooShort),
            &[DENIAL],
            "this note is too short for a past-performance note",
        ),
        (
            Some(Rejection::BareLink),
            &[],
            "this note is a link and nothing else, not a past-performance note",
        ),
        (
            None,
            &["a", "b", "c"],
            "this past-performance note does not say a, and lacks 2 more",
        ),
        (None, &[], "this past-performance note is not complete"),
    ];
    for (rejected, lacks, message) in table {
        let mut kit = claim("Past results.", &[]);
        kit.attempt(0, "past", lacks, rejected);
        let found = kit.run_rule("note-incomplete");
        assert_eq!(
            found.iter().map(|f| f.message.as_str()).collect::<Vec<_>>(),
            [message]
        );
    }
}

#[test]
fn a_note_that_is_something_else_may_mention_the_past() {
    // Kinds of the note, kind of the statement that leads to it, whether it is reported.
    let table: [(&[&str], &str, bool); 3] = [
        (&["forward"], "past", true),
        (&["forward"], "position", false),
        (&[], "position", true),
    ];
    for (kinds, statement, reported) in table {
        let mut kit = Kit::new();
        let block = kit.paragraph("The shares rose 30%.[1]");
        kit.statement(block, statement, "rose 30%", 90);
        let note = kit.note("[1]", "Past results and forecasts.", kinds);
        kit.attempt(note, "past", &[DENIAL], None);
        let marker = kit.marker(block, "[1]", Some(note));
        kit.cover(Coverage::WrongNote(marker));
        assert_eq!(
            !kit.run_rule("note-incomplete").is_empty(),
            reported,
            "{kinds:?} {statement}"
        );
    }
}

#[test]
fn of_several_kinds_the_one_it_comes_nearest_to_is_named() {
    let mut kit = Kit::new();
    let note = kit.general("Past results and forecasts.", &[]);
    kit.attempt(note, "past", &[DENIAL, "more"], None);
    kit.attempt(note, "forward", &["that it may be wrong"], None);
    let [finding] = kit.run().try_into().unwrap();
    assert_eq!(
        finding.message,
        "this forward-looking note does not say that it may be wrong"
    );
}

#[test]
fn a_labelled_note_that_nothing_leads_to_is_not_read_for_what_it_lacks() {
    let mut kit = Kit::new();
    let note = kit.note("[1]", "Past results.", &[]);
    kit.attempt(note, "past", &[DENIAL], None);
    assert_eq!(
        kit.run().into_iter().map(|f| f.rule).collect::<Vec<_>>(),
        ["note-without-marker"]
    );
}

#[test]
fn hidden_notes() {
    // Kinds, how it is hidden, and what is said.
    let table: [(&[&str], Hidden, Option<&str>); 5] = [
        (
            &["past"],
            Hidden::Comment,
            Some("this note stands in a comment, where no reader sees it"),
        ),
        (
            &["past"],
            Hidden::ClosedDetails,
            Some("this note stands in a part of the page that is folded away, where no reader sees it"),
        ),
        (
            &["source"],
            Hidden::Style,
            Some("this note stands in a part of the page that is styled away, where no reader sees it"),
        ),
        (&["source"], Hidden::ClosedDetails, None),
        (&[], Hidden::Style, None),
    ];
    for (kinds, how, message) in table {
        let mut kit = Kit::new();
        let note = kit.general("Past results guarantee nothing.", kinds);
        kit.hide(note, how);
        let found = kit.run();
        assert_eq!(
            found.iter().map(|f| f.message.as_str()).collect::<Vec<_>>(),
            message.as_slice(),
            "{how:?}"
        );
        for finding in found {
            assert_eq!(kit.at(finding.span), "Past results guarantee nothing.");
        }
    }
}

#[test]
fn disclaimers_in_comments() {
    let table = [
        (" * Past performance is no guarantee of future results. ", true),
        (
            "\n\nNot a note.\n\nPast performance does not guarantee\nfuture results.\n",
            true,
        ),
        (
            " Capital at risk: the value of investments can go down as well as up. ",
            true,
        ),
        (
            " caveat-ignore unmarked-past: past performance is no guarantee here ",
            false,
        ),
        (" To do: write about past performance ", false),
        (" the fund's guarantee for the future ", false),
        // Two paragraphs are not one disclaimer.
        (" Past performance \n\n is no guarantee of future results ", false),
        ("", false),
    ];
    for (body, expected) in table {
        let source = SourceFile::new("a.md", format!("Sales fell.\n\n<!--{body}-->\n\nAnd rose.\n"));
        let settings = Settings::of(builtin());
        let review = lint(&source, builtin(), &settings);
        let hidden = review.findings.iter().filter(|f| f.rule == "note-hidden");
        let found: Vec<_> = hidden
            .map(|f| (source.slice(f.span), f.help[0].as_str()))
            .collect();
        let comment = format!("<!--{body}-->");
        let one = [(comment.as_str(), "take it out of the comment")];
        assert_eq!(found, &one[..usize::from(expected)], "{body}");
    }
}

#[test]
fn small_print() {
    let mut kit = Kit::new();
    let note = kit.general("Past results guarantee nothing.", &["past"]);
    kit.general("We hold shares.", &["position"]);
    kit.shrink(note);
    let [finding] = kit.run().try_into().unwrap();
    assert_eq!(finding.rule, "note-too-small");
    assert_eq!(
        labels(&kit, &finding),
        [(
            "Past results guarantee nothing.",
            "a past-performance note in small print"
        )]
    );
}

#[test]
fn pointers() {
    // The note, what of it is a link, its kinds, and whether it only points elsewhere.
    let table: [(&str, &str, &[&str], bool); 9] = [
        ("See our disclosures.", "disclosures", &[], true),
        ("Legal disclosures", "disclosures", &[], true),
        ("Read the legal notice here.", "", &[], true),
        ("Full terms apply; click for risks.", "", &["source"], true),
        (
            "Past results guarantee nothing; see our disclosures.",
            "disclosures",
            &["past"],
            false,
        ),
        ("Prices: the exchange", "exchange", &["source"], false),
        ("Take 2 mins to learn more", "learn more", &[], false),
        ("Disclosures", "", &[], false),
        (
            "Read how the board and its lawyers see the terms of the deal that both sides signed in May.",
            "",
            &[],
            false,
        ),
    ];
    for (text, link, kinds, expected) in table {
        let mut kit = claim(text, kinds);
        if !link.is_empty() {
            kit.link(link);
        }
        let rules: Vec<_> = kit.run().into_iter().map(|f| f.rule).collect();
        let one = if expected {
            "note-behind-link"
        } else {
            "wrong-note-kind"
        };
        assert_eq!(rules, [one], "{text}");
    }
}

#[test]
fn a_pointer_is_told_which_warning_it_stands_for() {
    let kit = claim("See our disclosures.", &[]);
    let [finding] = kit.run().try_into().unwrap();
    assert_eq!(
        labels(&kit, &finding),
        [
            ("[1] See our disclosures.", "write the warning itself here"),
            ("rose 30%", "a performance claim relies on this note"),
        ]
    );
    assert_eq!(
        finding.help[0],
        "put the warning before the link: Past results do not guarantee future ones."
    );
    assert_eq!(finding.needs.as_deref(), Some("past"));
}

#[test]
fn mdx_drafts_get_mdx_comments() {
    let mut kit = Kit::new().named("posts/a.mdx");
    let block = kit.paragraph("The shares rose 30%.");
    kit.statement(block, "past", "rose 30%", 90);
    let [finding] = kit.run().try_into().unwrap();
    assert_eq!(
        finding.help[1],
        "an exception? put above the paragraph: {/* caveat-ignore unmarked-past: reason */}"
    );
}
