//! What is said of drafts in languages whose statements are not looked for, and of settings that mean nothing.

use crate::support::Folder;

const GERMAN: &str = "Die Aktie hat seit dem Beginn des Jahres um 65 % zugelegt, und das Kursziel liegt bei 140 Euro. Wir \
                      erwarten, dass sich der Kurs in den nächsten Jahren verdoppelt und die Dividende weiter steigt.\n";

#[test]
fn a_clean_result_does_not_hide_that_a_language_was_not_searched() {
    let folder = Folder::new(&[("a.md", GERMAN)]);
    let said = "1 file in German: statements are found in English only, so only the English in it was searched for them.";
    let run = folder.run(&["check"]);
    assert_eq!(
        run.stdout,
        format!("1 file checked, no statements found. {said}\n")
    );
    assert!(folder.run(&["statements"]).stdout.contains(said));
    let report: serde_json::Value =
        serde_json::from_str(&folder.run(&["check", "--format", "json"]).stdout).unwrap();
    assert_eq!(report["summary"]["not_searched"]["German"], 1);
    let page = folder.run(&["check", "--format", "html"]).stdout;
    assert!(page.contains("statements are found in English only"));
}

#[test]
fn settings_in_the_front_matter_that_mean_nothing_are_refused() {
    for (settings, said) in [
        ("{profils: [uk]}", "unknown key `profils` under `caveat`"),
        (
            "{profiles: [uk], coverage: section}",
            "unknown key `coverage` under `caveat`",
        ),
        ("uk", "holds settings, not a value"),
        ("[uk]", "holds settings, not a value"),
        ("{profiles: [ukk]}", "unknown profile `ukk`"),
    ] {
        let draft = format!("---\ncaveat: {settings}\n---\n\nThe office is closed.\n");
        let folder = Folder::new(&[("a.md", &draft)]);
        folder.run(&["check"]).fails(2, &[said]);
    }
}

#[test]
fn a_date_on_the_command_line_is_none_of_the_draft() {
    let folder = Folder::new(&[("a.md", "The shares are up 30% this year.\n")]);
    let arguments = [
        "check",
        "--select",
        "relative-period-without-date",
        "--format",
        "concise",
        "-q",
    ];
    let plain = folder.run(&arguments);
    assert!(plain.stdout.contains("relative-period-without-date"), "{plain:?}");
    let dated = folder.run(&[&arguments[..], &["--as-of", "2026-11-22"]].concat());
    assert_eq!(dated.stdout, plain.stdout);
}

#[test]
fn a_currency_is_a_code() {
    let folder = Folder::new(&[
        ("caveat.toml", "[publisher]\ncurrency = \"EURO\"\n"),
        ("a.md", "x\n"),
    ]);
    folder
        .run(&["check"])
        .fails(2, &["`currency` must be a code of three capital letters"]);
}

#[test]
fn the_wording_of_the_house_must_be_what_its_profile_asks() {
    let text = "[notes.past]\ntext = \"Past performance is no guarantee of future results.\"\n";
    let config = format!("profiles = [\"eu-strict\"]\n{text}");
    let folder = Folder::new(&[
        ("caveat.toml", config.as_str()),
        ("a.md", "The office is closed.\n"),
    ]);
    folder.run(&["check"]).fails(
        2,
        &[
            "is not what the profile asks of a past-performance note",
            "refer to the past",
        ],
    );
    folder.write("caveat.toml", text.as_bytes());
    folder.run(&["check"]).fails(0, &[]);
}

#[test]
fn a_text_that_is_prescribed_may_be_in_its_own_language() {
    let draft = "---\ncaveat: {profiles: [eu, es-crypto]}\n---\n\nBuy Bitcoin in two taps.\n\nLa inversión en criptoactivos no \
                 está regulada, puede no ser adecuada para inversores minoristas y perderse la totalidad del importe invertido.\n";
    let folder = Folder::new(&[("a.md", draft)]);
    let run = folder.run(&["check", "--format", "concise"]);
    assert!(!run.stdout.contains("note-language-mismatch"), "{}", run.stdout);
}
