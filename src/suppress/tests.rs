use crate::check::testkit::{Kit, labels};
use crate::finding::Standing;

/// Rule, whether it is excepted, and the first words of each finding.
fn outcome(kit: &Kit) -> Vec<(String, Option<String>)> {
    kit.run()
        .into_iter()
        .map(|f| {
            let reason = match f.standing {
                Standing::Suppressed { reason } => Some(reason.to_string()),
                Standing::Open | Standing::Baselined => None,
            };
            (f.rule, reason)
        })
        .collect()
}

fn forecast(kit: &mut Kit, text: &str) {
    let block = kit.paragraph(text);
    kit.statement(block, "forward", "should", 90);
}

fn suppressed(rule: &str, reason: &str) -> (String, Option<String>) {
    (rule.to_owned(), Some(reason.to_owned()))
}

fn open(rule: &str) -> (String, Option<String>) {
    (rule.to_owned(), None)
}

#[test]
fn a_comment_alone_excepts_the_next_block_and_no_other() {
    let mut kit = Kit::new();
    forecast(&mut kit, "Sales should rise.");
    kit.comment(" caveat-ignore unmarked-forward: a quotation ");
    forecast(&mut kit, "Margins should widen.");
    forecast(&mut kit, "Costs should fall.");
    assert_eq!(
        outcome(&kit),
        [
            open("unmarked-forward"),
            suppressed("unmarked-forward", "a quotation"),
            open("unmarked-forward")
        ]
    );
}

#[test]
fn it_excepts_the_named_rule_alone() {
    let mut kit = Kit::new();
    kit.comment(" caveat-ignore unmarked-forward: a quotation ");
    let block = kit.paragraph("Sales should rise. The shares rose 30%.");
    kit.statement(block, "forward", "should", 90);
    kit.statement(block, "past", "rose 30%", 90);
    assert_eq!(
        outcome(&kit),
        [
            suppressed("unmarked-forward", "a quotation"),
            open("unmarked-past")
        ]
    );
}

#[test]
fn it_excepts_a_note_with_its_label_and_a_list_item() {
    let mut kit = Kit::new();
    kit.comment(" caveat-ignore note-without-marker: kept for the archive ");
    kit.note("[^1]", "Forecasts may be wrong.", &["forward"]);
    kit.comment(" caveat-ignore unmarked-forward: a quotation ");
    let item = kit.item("Sales should rise.");
    kit.statement(item, "forward", "should", 90);
    assert_eq!(
        outcome(&kit),
        [
            suppressed("note-without-marker", "kept for the archive"),
            suppressed("unmarked-forward", "a quotation")
        ]
    );
}

#[test]
fn above_a_table_it_excepts_all_rows() {
    let mut kit = Kit::new();
    kit.comment(" caveat-ignore unmarked-forward: the client's own figures ");
    let [_, first, second] = kit.table(["Fund\tReturn", "A\tshould make 3%", "B\tshould make 4%"]);
    kit.statement(first, "forward", "should", 90);
    kit.statement(second, "forward", "should", 90);
    let why = "the client's own figures";
    assert_eq!(
        outcome(&kit),
        [
            suppressed("unmarked-forward", why),
            suppressed("unmarked-forward", why)
        ]
    );
}

#[test]
fn inside_a_paragraph_it_excepts_its_sentence() {
    // Where the comment stands, and which of the two sentences is excepted.
    let table = [
        (
            "Sales should <!-- caveat-ignore unmarked-forward: x --> rise. Costs should fall.",
            [true, false],
        ),
        (
            "Sales should rise.<!-- caveat-ignore unmarked-forward: x --> Costs should fall.",
            [true, false],
        ),
        (
            "Sales should rise. Costs<!-- caveat-ignore unmarked-forward: x --> should fall.",
            [false, true],
        ),
        (
            "Sales should rise. Costs should fall.<!-- caveat-ignore unmarked-forward: x -->",
            [false, true],
        ),
        (
            "<!-- caveat-ignore unmarked-forward: x -->Sales should rise. Costs should fall.",
            [true, false],
        ),
    ];
    for (text, expected) in table {
        let mut kit = Kit::new();
        let block = kit.paragraph_with_comment(text);
        kit.statement(block, "forward", "should", 90);
        kit.statement(block, "forward", "should", 90);
        let excepted: Vec<_> = outcome(&kit)
            .into_iter()
            .map(|(_, reason)| reason.is_some())
            .collect();
        assert_eq!(excepted, expected, "{text}");
    }
}

#[test]
fn start_and_end_except_what_stands_between() {
    let mut kit = Kit::new();
    kit.comment(" caveat-ignore-start unmarked-forward, unmarked-past: minutes of a meeting ");
    forecast(&mut kit, "Sales should rise.");
    let past = kit.paragraph("The shares rose 30%.");
    kit.statement(past, "past", "rose 30%", 90);
    kit.comment(" caveat-ignore-end unmarked-forward ");
    forecast(&mut kit, "Costs should fall.");
    let past = kit.paragraph("The bonds fell 3%.");
    kit.statement(past, "past", "fell 3%", 90);
    kit.comment(" caveat-ignore-end ");
    forecast(&mut kit, "Margins should widen.");
    let why = "minutes of a meeting";
    assert_eq!(
        outcome(&kit),
        [
            suppressed("unmarked-forward", why),
            suppressed("unmarked-past", why),
            open("unmarked-forward"),
            suppressed("unmarked-past", why),
            open("unmarked-forward"),
        ]
    );
}

#[test]
fn a_whole_draft() {
    let mut kit = Kit::new();
    forecast(&mut kit, "Sales should rise.");
    kit.comment(" caveat-ignore-file unmarked-forward: translated by the regulator ");
    let why = "translated by the regulator";
    assert_eq!(outcome(&kit), [suppressed("unmarked-forward", why)]);
}

/// The comment before a forecast, whether it excepts it, and the findings about the comment: rule, message, words
/// at fault, label.
type Case = (
    &'static str,
    bool,
    &'static [(&'static str, &'static str, &'static str, &'static str)],
);

const FAULTS: [Case; 9] = [
    (
        " caveat-ignore unmarked-forward ",
        false,
        &[(
            "suppression-without-reason",
            "this exception gives no reason and does not apply",
            "unmarked-forward",
            "why may it stand as it is?",
        )],
    ),
    (
        " caveat-ignore unmarked-forward a quotation ",
        false,
        &[(
            "suppression-without-reason",
            "this exception gives no reason and does not apply",
            "unmarked-forward",
            "put a colon behind the rule",
        )],
    ),
    (
        " caveat-ignore unmarked-foward, unmarked-forward: a quotation ",
        true,
        &[(
            "suppression-unknown-rule",
            "there is no rule unmarked-foward",
            "unmarked-foward",
            "did you mean unmarked-forward?",
        )],
    ),
    (
        " caveat-ignore zzz: a quotation ",
        false,
        &[(
            "suppression-unknown-rule",
            "there is no rule zzz",
            "zzz",
            "see: caveat rules",
        )],
    ),
    (
        " caveat-ignore: a quotation ",
        false,
        &[(
            "suppression-unknown-rule",
            "this exception names no rule and does not apply",
            "<!-- caveat-ignore: a quotation -->",
            "which rule?",
        )],
    ),
    (
        " caveat-ignroe unmarked-forward: a quotation ",
        false,
        &[(
            "suppression-unknown-rule",
            "this comment is not understood and excepts nothing",
            "caveat-ignroe",
            "did you mean caveat-ignore?",
        )],
    ),
    (
        " caveat-ignore unmarked-past, unmarked-forward: a quotation ",
        true,
        &[(
            "suppression-unused",
            "this exception from unmarked-past is not needed",
            "unmarked-past",
            "there is nothing that it excepts",
        )],
    ),
    (
        " caveat-ignore-start unmarked-forward: a quotation ",
        false,
        &[(
            "suppression-unclosed",
            "this exception from unmarked-forward has no end and does not apply",
            "unmarked-forward",
            "begins here",
        )],
    ),
    (
        " caveat-ignore-end unmarked-forward ",
        false,
        &[(
            "suppression-unclosed",
            "nothing begins that this end of unmarked-forward could end",
            "unmarked-forward",
            "no start stands before it",
        )],
    ),
];

#[test]
fn faults_of_exceptions() {
    for (comment, excepted, expected) in FAULTS {
        let mut kit = Kit::new();
        kit.comment(comment);
        forecast(&mut kit, "Sales should rise.");
        let found = kit.run();
        let faults: Vec<_> = found
            .iter()
            .filter(|f| f.rule.starts_with("suppression-"))
            .map(|f| {
                let (words, label) = labels(&kit, f)[0];
                (f.rule.as_str(), f.message.as_str(), words, label)
            })
            .collect();
        assert_eq!(faults, expected, "{comment}");
        let forecast = found
            .iter()
            .find(|f| f.rule == "unmarked-forward")
            .expect("the forecast");
        assert_eq!(forecast.standing != Standing::Open, excepted, "{comment}");
    }
}

#[test]
fn exceptions_cannot_be_excepted() {
    let mut kit = Kit::new();
    kit.comment(" caveat-ignore-file suppression-unused: no ");
    kit.comment(" caveat-ignore unmarked-forward: nothing here ");
    kit.paragraph("Sales fell.");
    let found = kit.run();
    let seen: Vec<_> = found
        .iter()
        .map(|f| (f.rule.as_str(), f.message.as_str(), f.standing.clone()))
        .collect();
    assert_eq!(
        seen,
        [
            (
                "suppression-unknown-rule",
                "suppression-unused cannot be excepted",
                Standing::Open
            ),
            (
                "suppression-unused",
                "this exception from unmarked-forward is not needed",
                Standing::Open
            ),
        ]
    );
}

#[test]
fn an_exception_waits_for_rules_and_confidences_that_are_not_asked_for() {
    let mut kit = Kit::new();
    kit.comment(" caveat-ignore unmarked-forward: a quotation ");
    let block = kit.paragraph("Sales could rise.");
    kit.statement(block, "forward", "could", 20);
    assert_eq!(
        outcome(&kit),
        [],
        "the statement is below the confidence asked for"
    );
    kit.off("unmarked-forward");
    assert_eq!(outcome(&kit), []);
}

#[test]
fn a_comment_behind_everything_excepts_nothing() {
    let mut kit = Kit::new();
    forecast(&mut kit, "Sales should rise.");
    kit.comment(" caveat-ignore unmarked-forward: a quotation ");
    assert_eq!(
        outcome(&kit),
        [open("unmarked-forward"), open("suppression-unused")]
    );
}

#[test]
fn a_long_reason_is_cut_and_says_so() {
    let mut kit = Kit::new();
    kit.comment(&format!(" caveat-ignore unmarked-forward: {} ", "é".repeat(201)));
    forecast(&mut kit, "Sales should rise.");
    let cut = format!("{}… (shortened)", "é".repeat(200));
    assert_eq!(outcome(&kit), [suppressed("unmarked-forward", &cut)]);
}

#[test]
fn a_comment_names_only_so_many_rules() {
    let mut kit = Kit::new();
    let many: Vec<String> = (0..50).map(|i| format!("zzz{i}")).collect();
    kit.comment(&format!(
        " caveat-ignore {}, unmarked-forward: a quotation ",
        many.join(", ")
    ));
    forecast(&mut kit, "Sales should rise.");
    let found = kit.run();
    let unknown: Vec<_> = found
        .iter()
        .filter(|f| f.rule == "suppression-unknown-rule")
        .collect();
    let wanted = (0..20)
        .map(|i| format!("there is no rule zzz{i}"))
        .chain(["this comment names more than 20 rules; the others are not excepted".to_owned()]);
    assert!(
        unknown.iter().map(|f| f.message.clone()).eq(wanted),
        "{unknown:#?}"
    );
    let forecast = found
        .iter()
        .find(|f| f.rule == "unmarked-forward")
        .expect("the forecast");
    assert_eq!(forecast.standing, Standing::Open);
}
