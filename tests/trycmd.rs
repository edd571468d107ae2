//! What the program prints, as `tests/cmd` shows it.

#[test]
fn commands_print_what_is_shown() {
    trycmd::TestCases::new()
        .case("tests/cmd/*.md")
        .case("tests/cmd/*.trycmd");
}
