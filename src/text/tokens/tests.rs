use super::*;

fn show(text: &str) -> String {
    let mut out = Vec::new();
    tokenize(text, TextSpan::from_usize(0, text.len()), &[], &mut out);
    let show = |t: &Token| match t.kind {
        Kind::Word => t.text.of(text).to_owned(),
        Kind::Sign => format!("‹{}›", t.text.of(text)),
        kind if t.year > 0 => format!("{kind:?}({}={})", t.text.of(text), t.year),
        kind => format!("{kind:?}({})", t.text.of(text)),
    };
    out.iter().map(show).collect::<Vec<_>>().join(" ")
}

#[test]
fn words_and_figures() {
    for (text, expected) in [
        ("We'll see a risk-free rate.", "We 'll see a risk free rate ‹.›"),
        (
            "the s&p 500, q&a; a cut&paste",
            "the s&p Number(500) ‹,› q&a ‹;› a cut ‹&› paste",
        ),
        (
            "It won't; the company’s S&P 500 fund",
            "It won't ‹;› the company ’s S&P Number(500) fund",
        ),
        ("U.S. stocks, 4.5% p.a.", "U.S. stocks ‹,› Percent(4.5%) p.a."),
        (
            "up +3.2% or -$4.1 billion",
            "up Percent(+3.2%) or Money(-$4.1 billion)",
        ),
        (
            "5–10% in 2025-2026",
            "Number(5) Percent(10%) in Year(2025=2025) Year(2026=2026)",
        ),
        (
            "FY27 and 2026E, Q3, 3Q25",
            "FiscalYear(FY27=2027) and EstimateYear(2026E=2026) ‹,› Quarter(Q3) ‹,› Quarter(3Q25=2025)",
        ),
        (
            "30 per cent, 50 basis points, 5 dollars, USD 20 million",
            "Percent(30 per cent) ‹,› Percent(50 basis points) ‹,› Money(5 dollars) ‹,› Money(USD 20 million)",
        ),
        (
            "$BABA at 3x, €5 and 20€",
            "Ticker($BABA) at Multiple(3x) ‹,› Money(€5) and Money(20€)",
        ),
        ("the 1990s, 12-month", "the Number(1990s) ‹,› Number(12) month"),
        ("a — b (c): “d”", "a ‹—› b ‹(› c ‹)› ‹:› d"),
        ("100k", "Number(100k)"),
        (
            "ex\u{ad}pects \u{200b}to\u{feff} rise \u{2060}3 per ce\u{ad}nt",
            "ex\u{ad}pects to rise Percent(3 per ce\u{ad}nt)",
        ),
        ("up\u{ad}\u{ad}\u{ad} a\u{ad}\u{200b}b", "up a\u{ad}\u{200b}b"),
    ] {
        assert_eq!(show(text), expected, "{text}");
    }
}

#[test]
fn markers_are_passed_over() {
    let text = "rose 30%[1] this year";
    let mut out = Vec::new();
    tokenize(
        text,
        TextSpan::from_usize(0, text.len()),
        &[TextSpan::new(8, 11)],
        &mut out,
    );
    let words: Vec<_> = out.iter().map(|t| t.text.of(text)).collect();
    assert_eq!(words, ["rose", "30%", "this", "year"]);
}
