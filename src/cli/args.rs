//! The command line.

use crate::config::model::{FailOn, Words};
use crate::finding::Confidence;
use crate::rules::model::CoveragePolicy;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Checks investment commentary in Markdown: which statements may not go out as they stand.
#[derive(Debug, Parser)]
#[command(
    name = "caveat",
    version,
    about,
    arg_required_else_help = true,
    max_term_width = 100
)]
#[command(
    after_help = "Exit status: 0 nothing to report, 1 findings, 2 something could not be done as asked."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// When to colour the output
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "each is the word itself")]
pub enum Color {
    Auto,
    Always,
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check drafts and report what has to be fixed
    Check(Check),
    /// Record findings as known, so that only new ones fail a run
    Baseline(BaselineArgs),
    /// List every statement found, its marker, its note, and whether it is covered
    Statements(Statements),
    /// Explain a rule: what it finds, why, the legal basis, what satisfies it
    #[command(visible_alias = "rule")]
    Explain(Explain),
    /// List all rules with their levels
    Rules(Rules),
    /// Show or test the rulebook, the house's own files included
    Rulebook(RulebookArgs),
    /// Write a commented caveat.toml
    Init(Init),
    /// Show the settings in force for a path, and where each comes from
    Config(ConfigArgs),
    /// Print the JSON schema of caveat.toml or of a rulebook, for editors
    Schema(SchemaArgs),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// Which configuration.
#[derive(Clone, Debug, Default, Args)]
pub struct ConfigChoice {
    /// Use this configuration instead of the nearest caveat.toml
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub config: Option<PathBuf>,
    /// Use no configuration
    #[arg(long)]
    pub no_config: bool,
}

/// Which drafts, and what is asked of them: the same for `check` and `statements`.
#[derive(Clone, Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Common {
    /// Files and folders, by default this folder; "-" reads standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Use these profiles, together, in the place of others
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub profile: Vec<String>,
    /// Leave out statements of which the wording makes us less sure
    #[arg(long, value_name = "CONFIDENCE", value_parser = words::<Confidence>())]
    pub min_confidence: Option<Confidence>,
    /// How far a marker reaches
    #[arg(long, value_name = "POLICY", value_parser = words::<CoveragePolicy>())]
    pub coverage: Option<CoveragePolicy>,
    /// Write the first format without a file here instead of to standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "see its type")]
    pub config: ConfigChoice,
    /// Let excludes and ignore files hold for named files, too
    #[arg(long)]
    pub force_exclude: bool,
    /// Check also what .gitignore and .caveatignore leave out
    #[arg(long)]
    pub no_ignore: bool,
    /// Only what was asked for, no summary
    #[arg(long, short)]
    pub quiet: bool,
    /// Show every finding in full, and which configuration is used
    #[arg(long, short)]
    pub verbose: bool,
    /// The day that "this year" is meant from in drafts without a date
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<jiff::civil::Date>,
    /// How many files to check at once; all processors by default
    #[arg(long, value_name = "N")]
    pub threads: Option<std::num::NonZeroUsize>,
    /// Treat standard input as this file
    #[arg(long, value_name = "NAME", visible_alias = "stdin-file-path")]
    pub stdin_filename: Option<PathBuf>,
}

/// Which baseline.
#[derive(Clone, Debug, Default, Args)]
pub struct BaselineChoice {
    /// Known findings, which do not count [default: the nearest .caveat-baseline.json, if there is one]
    #[arg(long, value_name = "FILE", conflicts_with = "no_baseline")]
    pub baseline: Option<PathBuf>,
    /// Let known findings count, too
    #[arg(long)]
    pub no_baseline: bool,
}

/// `caveat check`.
#[derive(Clone, Debug, Args)]
#[command(group(clap::ArgGroup::new("repair").multiple(true)))]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Check {
    #[command(flatten)]
    #[expect(missing_docs, reason = "see its type")]
    pub common: Common,
    /// Check these rules only
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Do not check these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// From which level on findings make the exit status 1 [default: error]
    #[arg(long, value_name = "LEVEL", value_parser = words::<FailOn>())]
    pub fail_on: Option<FailOn>,
    /// Exit with 0 although there are findings; the same as --fail-on never
    #[arg(long, conflicts_with = "fail_on")]
    pub exit_zero: bool,
    /// pretty, concise, json, jsonl, sarif, github, gitlab, junit, rdjson, checkstyle or html; can be given several
    /// times, and =FILE writes to a file
    #[arg(long, value_name = "FORMAT[=FILE]")]
    pub format: Vec<String>,
    /// Check what is staged for the next commit: the text in the index, not that in the work tree
    #[arg(long, conflicts_with = "fix")]
    pub staged: bool,
    /// Report only what changed since this commit (or since the branch left it): new and changed sentences, and those
    /// whose note changed
    #[arg(long, value_name = "REV")]
    pub since: Option<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "see its type")]
    pub baseline: BaselineChoice,
    /// List also findings that a comment excepts, with the reason
    #[arg(long)]
    pub show_suppressed: bool,
    /// Count findings by rule
    #[arg(long)]
    pub statistics: bool,
    /// Repair what needs no second look: markers, labels, the house's own notes
    #[arg(long, group = "repair")]
    pub fix: bool,
    /// With --fix or --diff: also repairs that an editor should read, such as built-in notes
    #[arg(long, requires = "repair")]
    pub unsafe_fixes: bool,
    /// Show what --fix would change, and change nothing; exit with 1 if that is anything
    #[arg(long, group = "repair", conflicts_with_all = ["format", "output", "statistics", "show_suppressed"])]
    pub diff: bool,
}

/// `caveat baseline`.
#[derive(Clone, Debug, Args)]
pub struct BaselineArgs {
    #[command(subcommand)]
    #[expect(missing_docs, reason = "see its type")]
    pub command: BaselineCommand,
}

/// What to do with the baseline.
#[derive(Clone, Debug, Subcommand)]
pub enum BaselineCommand {
    /// Record the findings of today as known; those of drafts that are not looked at stay recorded
    Write(BaselineRun),
    /// Drop what no longer occurs
    Prune(BaselineRun),
}

/// `caveat baseline write` and `caveat baseline prune`.
#[derive(Clone, Debug, Args)]
#[command(mut_arg("output", |arg| arg.hide(true)))]
pub struct BaselineRun {
    #[command(flatten)]
    #[expect(missing_docs, reason = "see its type")]
    pub common: Common,
    /// The file [default: the nearest .caveat-baseline.json, or a new one at the top of the repository]
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
}

/// `caveat statements`.
#[derive(Clone, Debug, Args)]
pub struct Statements {
    #[command(flatten)]
    #[expect(missing_docs, reason = "see its type")]
    pub common: Common,
    /// table or json; can be given several times, and =FILE writes to a file
    #[arg(long, value_name = "FORMAT[=FILE]")]
    pub format: Vec<String>,
}

/// `caveat explain`.
#[derive(Clone, Debug, Args)]
pub struct Explain {
    /// The rule
    pub rule: String,
    #[command(flatten)]
    #[expect(missing_docs, reason = "see its type")]
    pub config: ConfigChoice,
}

/// `caveat rules`.
#[derive(Clone, Debug, Args)]
pub struct Rules {
    /// Show the levels with these profiles, together, in the place of others
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub profile: Vec<String>,
    /// How to print them
    #[arg(long, value_enum, default_value_t = RulesFormat::Table)]
    pub format: RulesFormat,
    #[command(flatten)]
    #[expect(missing_docs, reason = "see its type")]
    pub config: ConfigChoice,
}

/// How to print the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "each is the word itself")]
pub enum RulesFormat {
    Table,
    Json,
}

/// `caveat rulebook`.
#[derive(Clone, Debug, Args)]
pub struct RulebookArgs {
    #[command(subcommand)]
    #[expect(missing_docs, reason = "see its type")]
    pub command: RulebookCommand,
    #[command(flatten)]
    #[expect(missing_docs, reason = "see its type")]
    pub config: ConfigChoice,
}

/// What to do with the rulebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Subcommand)]
pub enum RulebookCommand {
    /// Print the rulebook in force as one file
    Show,
    /// Run every example in it
    Test,
}

/// `caveat init`.
#[derive(Clone, Debug, Args)]
pub struct Init {
    /// Use these profiles
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub profile: Vec<String>,
    /// Overwrite a caveat.toml that is there
    #[arg(long)]
    pub force: bool,
    /// Also have git check what is staged before every commit; a caveat.toml that is there stays
    #[arg(long)]
    pub hook: bool,
    /// Take the git hook away again
    #[arg(long, requires = "hook", conflicts_with_all = ["profile", "force"])]
    pub uninstall: bool,
}

/// `caveat schema`.
#[derive(Clone, Debug, Args)]
pub struct SchemaArgs {
    /// Of what
    #[arg(value_enum, default_value_t = SchemaOf::Config)]
    pub of: SchemaOf,
    #[command(flatten)]
    #[expect(missing_docs, reason = "see its type")]
    pub config: ConfigChoice,
}

/// What a schema is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// caveat.toml, with the names of the rulebook in force
    Config,
    /// A rulebook
    Rulebook,
}

/// `caveat config`.
#[derive(Clone, Debug, Args)]
pub struct ConfigArgs {
    /// A draft or a folder
    #[arg(default_value = ".")]
    pub path: PathBuf,
    #[command(flatten)]
    #[expect(missing_docs, reason = "see its type")]
    pub config: ConfigChoice,
}

/// A parser for a closed set of words; clap proposes the nearest one.
fn words<T: Words + Send + Sync>() -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(T::ALL.iter().map(|(word, _)| *word)).try_map(|given| {
        T::ALL
            .iter()
            .find(|(word, _)| *word == given)
            .map(|(_, value)| *value)
            .ok_or("not one of the words")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_definition_holds_together() {
        Cli::command().debug_assert();
    }
}
