//! The commands that look at no draft's text.

use super::args::{
    Cli, ConfigArgs, Explain, Init, RulebookArgs, RulebookCommand, Rules, RulesFormat, SchemaArgs, SchemaOf,
};
use super::messages::Messages;
use super::output::{Sink, Stream, Target};
use super::session::{loaded_here, look_up, profile_names, stop_for, workspace};
use super::{Status, Stop, rulebook_api};
use crate::config::workspace::{Loaded, NAMES};
use crate::config::{CommandLine, effective, template};
use crate::report::problem::NOTHING_CHECKED;
use crate::report::style::Look;
use crate::report::{path_text, rules as rules_report, sanitize};
use crate::source::SourceFile;
use clap::CommandFactory as _;
use std::io::Write as _;
use std::path::Path;

fn print(text: &str, look: Look) -> Result<Status, Stop> {
    let mut sink = Sink::open(
        Target {
            format: (),
            file: None,
        },
        look,
        Stream::Output,
    )
    .map_err(Stop::Message)?;
    sink.write(text)?;
    sink.finish()?;
    Ok(Status::Clean)
}

pub(super) fn explain(args: &Explain, look: Look, messages: &Messages) -> Result<Status, Stop> {
    let (loaded, _) = loaded_here(&args.config, messages)?;
    if let Some(page) = crate::docs::explain(&loaded.rulebook, &args.rule, look.width) {
        return print(&format!("{}\n", sanitize::lines(page.trim_end())), look);
    }
    look_up(
        std::slice::from_ref(&args.rule),
        "rule",
        "explain",
        &[loaded],
        crate::docs::names,
    )?;
    Err(Stop::Message(format!(
        "nothing is written about the rule '{}'",
        args.rule
    )))
}

pub(super) fn rules(args: &Rules, look: Look, messages: &Messages) -> Result<Status, Stop> {
    let (loaded, workspace) = loaded_here(&args.config, messages)?;
    look_up(
        &args.profile,
        "profile",
        "--profile",
        std::slice::from_ref(&loaded),
        profile_names,
    )?;
    let base = workspace.base();
    let line = CommandLine {
        profiles: args.profile.clone(),
        ..CommandLine::default()
    };
    let place = effective::Place {
        path: &base.join("draft.md"),
        base,
        draft: None,
    };
    // Without a draft nothing can be wrong with its front matter.
    let effective = effective::settings_for(&loaded, place, &line, true).map_err(|_| Stop::Said)?;
    let text = match args.format {
        RulesFormat::Table => rules_report::table(&loaded.rulebook, &effective, look)?,
        RulesFormat::Json => rules_report::json(&loaded.rulebook, &effective)?,
    };
    print(&text, look)
}

pub(super) fn rulebook(args: &RulebookArgs, look: Look, messages: &Messages) -> Result<Status, Stop> {
    let (loaded, _) = loaded_here(&args.config, messages)?;
    match args.command {
        RulebookCommand::Show => {
            let house = house_files(&loaded)?;
            match rulebook_api::merged(&house) {
                Ok(text) => print(&text, look),
                Err(errors) => {
                    messages.problems(&errors, NOTHING_CHECKED);
                    Err(Stop::Said)
                }
            }
        }
        RulebookCommand::Test => {
            let (report, passed) = rulebook_api::test(&loaded.rulebook);
            print(&format!("{}\n", sanitize::lines(report.trim_end())), look)?;
            Ok(if passed { Status::Clean } else { Status::Findings })
        }
    }
}

fn house_files(loaded: &Loaded) -> Result<Vec<SourceFile>, Stop> {
    let files = loaded.config.iter().flat_map(|config| &config.rulebooks);
    let read = |path: &Path| {
        SourceFile::read(path, path)
            .map_err(|error| Stop::Message(format!("rulebook {}: {error}", path_text(path))))
    };
    files.map(|(path, _)| read(path)).collect()
}

pub(super) fn init(args: &Init, look: Look, messages: &Messages) -> Result<Status, Stop> {
    if args.uninstall {
        return print(&super::hook::uninstall()?, look);
    }
    let file = Path::new(NAMES[0]);
    let there = NAMES.iter().map(Path::new).find(|name| name.exists());
    if let (Some(there), false, true, true) = (there, args.force, args.hook, args.profile.is_empty()) {
        let text = super::hook::install()?;
        return print(&format!("{} stays as it is.\n{text}", path_text(there)), look);
    }
    if let (Some(there), false) = (there, args.force) {
        let name = path_text(there);
        return Err(Stop::Message(format!(
            "{name} is there already; nothing was written (--force overwrites it)"
        )));
    }
    // The configuration that is being replaced may be the broken one: it is not looked at.
    let choice = super::args::ConfigChoice {
        config: None,
        no_config: true,
    };
    let (loaded, _) = loaded_here(&choice, messages)?;
    look_up(
        &args.profile,
        "profile",
        "--profile",
        std::slice::from_ref(&loaded),
        profile_names,
    )?;
    let text = template::template(&loaded.rulebook, &args.profile);
    let mut open = std::fs::File::options();
    let open = if args.force {
        open.create(true).truncate(true)
    } else {
        open.create_new(true)
    };
    let written = open
        .write(true)
        .open(file)
        .and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| Stop::Message(format!("{}: cannot be written: {error}", path_text(file))))?;
    let next = "Wrote caveat.toml. Next:\n  \
                read it and choose the profiles of your jurisdiction\n  \
                caveat check            looks at every draft below this folder\n  \
                caveat explain RULE     says what a rule wants and why\n";
    let hook = if args.hook {
        super::hook::install()?
    } else {
        String::new()
    };
    print(&format!("{next}{hook}"), look)
}

pub(super) fn config(args: &ConfigArgs, look: Look, messages: &Messages) -> Result<Status, Stop> {
    let mut workspace = workspace(&args.config)?;
    let base = workspace.base().to_owned();
    let shown = path_text(&args.path);
    let path = std::fs::canonicalize(&args.path)
        .map_err(|_| Stop::Message(format!("{shown}: no such file or folder")))?;
    // For a folder the settings of a draft in it are meant.
    let folder = if path.is_dir() {
        path.clone()
    } else {
        path.parent().unwrap_or(&base).to_owned()
    };
    let loaded = workspace.for_folder(&folder);
    stop_for(&workspace.take_troubles(), messages)?;
    let loaded = loaded.ok_or(Stop::Said)?;
    let draft = if path.is_dir() {
        path.join("draft.md")
    } else {
        path.clone()
    };
    let source = if path.is_file() {
        let read = SourceFile::read(&path, &args.path);
        Some(read.map_err(|error| Stop::Message(format!("{shown}: {error}")))?)
    } else {
        None
    };
    let document = source.as_ref().map(crate::markdown::read);
    let front_matter = document.as_ref().and_then(|d| d.front_matter.as_ref());
    let place = effective::Place {
        path: &draft,
        base: &base,
        draft: source.as_ref().map(|source| (source, front_matter)),
    };
    let effective = effective::settings_for(&loaded, place, &CommandLine::default(), true);
    let effective = effective.map_err(|problems| {
        messages.problems(&problems, "correct the front matter of the draft");
        Stop::Said
    })?;
    print(&listing(&effective, &loaded, look), look)
}

pub(super) fn schema(args: &SchemaArgs, look: Look, messages: &Messages) -> Result<Status, Stop> {
    let schema = match args.of {
        SchemaOf::Config => {
            let (loaded, _) = loaded_here(&args.config, messages)?;
            crate::docs::schema::configuration(&loaded.rulebook)
        }
        SchemaOf::Rulebook => crate::docs::schema::rulebook(),
    };
    print(&format!("{}\n", serde_json::to_string_pretty(&schema)?), look)
}

fn listing(effective: &crate::config::Effective, loaded: &Loaded, look: Look) -> String {
    let file = loaded
        .config
        .as_ref()
        .map_or_else(|| "none".to_owned(), |config| path_text(config.file.name()));
    let mut rows = vec![["configuration".to_owned(), file, String::new()]];
    rows.push([
        "rulebook".to_owned(),
        loaded.rulebook.version.clone(),
        String::new(),
    ]);
    rows.extend(effective.table(&loaded.rulebook));
    let width = |column: usize| {
        rows.iter()
            .filter_map(|r| r.get(column))
            .map(|cell| cell.chars().count())
            .max()
    };
    let (first, second) = (width(0).unwrap_or(0), width(1).unwrap_or(0).min(40));
    let mut text = String::new();
    for [key, value, origin] in &rows {
        let value = sanitize::one_line(value);
        let origin = look.dim(&sanitize::one_line(origin));
        text.push_str(format!("{key:<first$}  {value:<second$}  {origin}").trim_end());
        text.push('\n');
    }
    text
}

pub(super) fn completions(shell: clap_complete::Shell, look: Look) -> Result<Status, Stop> {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "caveat", &mut bytes);
    print(&String::from_utf8_lossy(&bytes), look)
}

pub(super) fn man(look: Look) -> Result<Status, Stop> {
    let mut bytes = Vec::new();
    let page = clap_mangen::Man::new(Cli::command()).render(&mut bytes);
    page.map_err(|error| Stop::Message(format!("the manual page: {error}")))?;
    print(&String::from_utf8_lossy(&bytes), look)
}
