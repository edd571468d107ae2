//! How long each stage takes, in bytes of draft per second. `cargo bench` runs all, `cargo bench -- lint` some.

mod drafts;

use caveat::linter::lint;
use caveat::rules::Rulebook;
use caveat::rules::builtin::{builtin, load};
use caveat::settings::Settings;
use caveat::source::SourceFile;
use divan::counter::BytesCount;
use divan::{Bencher, black_box};

const KB: usize = 1 << 10;
const SIZES: &[usize] = &[8 * KB, 1 << 20];

fn main() {
    divan::main();
}

fn source(text: String) -> SourceFile {
    SourceFile::new("draft.md", text)
}

fn draft(bytes: usize) -> SourceFile {
    source(drafts::post(1, bytes))
}

/// Markdown's parser alone, with the same extensions: the measure for all else.
#[expect(
    clippy::disallowed_methods,
    reason = "this is what the crate's own use is measured against"
)]
fn events(text: &str) -> usize {
    use pulldown_cmark::{Options, Parser};
    let options = Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let events = Parser::new_ext(text, options).into_offset_iter();
    events
        .map(|(event, range)| black_box((event, range)).1.len())
        .sum()
}

#[divan::bench(args = SIZES)]
fn parser_alone(bencher: Bencher<'_, '_>, bytes: usize) {
    let source = draft(bytes);
    bencher
        .counter(BytesCount::of_str(source.text()))
        .bench(|| events(source.text()));
}

#[divan::bench(args = SIZES)]
fn parse(bencher: Bencher<'_, '_>, bytes: usize) {
    let source = draft(bytes);
    bencher
        .counter(BytesCount::of_str(source.text()))
        .bench(|| caveat::markdown::read(&source));
}

#[divan::bench(args = SIZES)]
fn notes(bencher: Bencher<'_, '_>, bytes: usize) {
    let source = draft(bytes);
    let document = caveat::markdown::read(&source);
    bencher
        .counter(BytesCount::of_str(source.text()))
        .bench(|| caveat::notes::read(&document, builtin()));
}

#[divan::bench(args = SIZES)]
fn segment(bencher: Bencher<'_, '_>, bytes: usize) {
    let source = draft(bytes);
    let document = caveat::markdown::read(&source);
    let notes = caveat::notes::read(&document, builtin());
    bencher
        .counter(BytesCount::of_str(source.text()))
        .bench(|| caveat::text::sentences::split(&document, &notes));
}

#[divan::bench(args = SIZES)]
fn detect(bencher: Bencher<'_, '_>, bytes: usize) {
    let source = draft(bytes);
    let document = caveat::markdown::read(&source);
    let notes = caveat::notes::read(&document, builtin());
    let sentences = caveat::text::sentences::split(&document, &notes);
    let languages = caveat::text::language::of_draft(&source, &document, &notes);
    bencher
        .counter(BytesCount::of_str(source.text()))
        .bench(|| caveat::detect::detect(&document, &notes, &sentences, builtin(), languages, None));
}

#[divan::bench(args = SIZES)]
fn resolve(bencher: Bencher<'_, '_>, bytes: usize) {
    let source = draft(bytes);
    let settings = Settings::of(builtin());
    let parts = || {
        let document = caveat::markdown::read(&source);
        let notes = caveat::notes::read(&document, builtin());
        let sentences = caveat::text::sentences::split(&document, &notes);
        let languages = caveat::text::language::of_draft(&source, &document, &notes);
        let detected = caveat::detect::detect(&document, &notes, &sentences, builtin(), languages, None);
        (document, notes, sentences, detected)
    };
    bencher
        .counter(BytesCount::of_str(source.text()))
        .with_inputs(parts)
        .bench_values(|(document, notes, sentences, detected)| {
            caveat::resolve::resolve(
                &source,
                builtin(),
                &settings,
                document,
                notes,
                sentences,
                detected,
            )
        });
}

#[divan::bench(args = SIZES)]
fn check(bencher: Bencher<'_, '_>, bytes: usize) {
    let source = draft(bytes);
    let settings = Settings::of(builtin());
    let review = lint(&source, builtin(), &settings);
    bencher
        .counter(BytesCount::of_str(source.text()))
        .bench(|| caveat::check::run(&review.resolved));
}

/// From bytes to findings.
#[divan::bench(args = SIZES)]
fn whole(bencher: Bencher<'_, '_>, bytes: usize) {
    let source = draft(bytes);
    let settings = Settings::of(builtin());
    bencher
        .counter(BytesCount::of_str(source.text()))
        .bench(|| lint(&source, builtin(), &settings).findings.len());
}

/// The same, on one thread, for a thousand posts.
#[divan::bench(sample_count = 5)]
fn repository(bencher: Bencher<'_, '_>) {
    let posts = drafts::repository(1000);
    let settings = Settings::of(builtin());
    bencher
        .counter(BytesCount::new(posts.iter().map(String::len).sum::<usize>()))
        .bench(|| {
            let posts = posts.iter().map(|text| source(text.clone()));
            posts
                .map(|source| lint(&source, builtin(), &settings).findings.len())
                .sum::<usize>()
        });
}

/// What [`repository`] is measured against.
#[divan::bench(sample_count = 5)]
fn repository_parser_alone(bencher: Bencher<'_, '_>) {
    let posts = drafts::repository(1000);
    bencher
        .counter(BytesCount::new(posts.iter().map(String::len).sum::<usize>()))
        .bench(|| posts.iter().map(|text| events(text)).sum::<usize>());
}

#[divan::bench(args = drafts::HOSTILE, sample_count = 3)]
fn hostile(bencher: Bencher<'_, '_>, name: &str) {
    let source = source(drafts::hostile(name, 256 * KB));
    let settings = Settings::of(builtin());
    bencher
        .counter(BytesCount::of_str(source.text()))
        .bench(|| lint(&source, builtin(), &settings).findings.len());
}

/// What every start of the program does.
#[divan::bench]
fn rulebook() -> Rulebook {
    load(&[]).expect("the built-in rulebook is sound")
}

/// What a start with a house's own rulebook does.
#[divan::bench]
fn rulebook_of_a_house() -> Rulebook {
    let house = "schema = 1\n[class.house]\nsummary = \"Ours.\"\nwords = [\"ours\"]\n";
    load(&[("house.toml".into(), house.to_owned())]).expect("the house's rulebook is sound")
}
