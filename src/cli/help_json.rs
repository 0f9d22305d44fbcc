//! Help for programs and agents: the tree of commands as JSON, and what each command prints, as a schema with an
//! example.

use clap::{Arg, Command};
use serde_json::{Value, json};
use tr::tr;

use crate::cli::{examples, help, schemas, tree};
use crate::commands::examples::Json;
use crate::error::{Error, Exit};
use crate::session::app::App;
use crate::text::duty;

/// `duty help --json`: commands, options, defaults, exit codes.
pub fn tree(app: &mut App) -> Result<Exit, Error> {
    let mut whole = tree::command();
    whole.build();
    let globals = whole.get_arguments().filter(|arg| arg.is_global_set());
    let globals: Vec<Value> = globals.map(argument).collect();
    let mut commands = Vec::new();
    leaves(&whole, &mut Vec::new(), &mut commands);
    let code = |(code, meaning): (u8, String)| json!({"code": code, "meaning": meaning});
    let codes: Vec<Value> = help::exit_code_meanings().into_iter().map(code).collect();
    let variable = |(name, meaning): (&str, String)| json!({"name": name, "meaning": meaning});
    let variables: Vec<Value> = help::variables().into_iter().map(variable).collect();
    let answer = json!({
        "name": "duty",
        "version": env!("CARGO_PKG_VERSION"),
        "commands": commands,
        "global_options": globals,
        "exit_codes": codes,
        "environment": variables,
        "topics": help::TOPICS,
    });
    app.out.as_json(&answer)?;
    Ok(Exit::Done)
}

fn leaves(command: &Command, path: &mut Vec<String>, found: &mut Vec<Value>) {
    let runs = !command.is_subcommand_required_set() && !path.is_empty();
    if runs {
        let words = path.join(" ");
        let own = command
            .get_arguments()
            .filter(|arg| !arg.is_global_set() && !arg.is_hide_set());
        let (arguments, options): (Vec<&Arg>, Vec<&Arg>) = own.partition(|arg| arg.is_positional());
        let shown = examples::of(&words).map_or(&[][..], |all| all.lines);
        let shown = shown
            .iter()
            .map(|(line, what)| json!({"line": line, "what": what}));
        found.push(json!({
            "path": path,
            "about": command.get_about().map(ToString::to_string),
            "aliases": command.get_all_aliases().collect::<Vec<_>>(),
            "arguments": arguments.into_iter().map(argument).collect::<Vec<_>>(),
            "options": options.into_iter().map(argument).collect::<Vec<_>>(),
            "examples": shown.collect::<Vec<_>>(),
            "has_json": schemas::of(&words).is_some(),
        }));
    }
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        path.push(sub.get_name().to_owned());
        leaves(sub, path, found);
        path.pop();
    }
}

fn argument(arg: &Arg) -> Value {
    let values = arg.get_possible_values().into_iter();
    let values: Vec<String> = values
        .filter(|value| !value.is_hide_set())
        .map(|value| value.get_name().to_owned())
        .collect();
    let takes = arg.get_action().takes_values();
    let default: Vec<String> = arg
        .get_default_values()
        .iter()
        .map(|value| value.to_string_lossy().into_owned())
        .collect();
    let names = arg.get_value_names().unwrap_or_default();
    let names: Vec<String> = names.iter().map(ToString::to_string).collect();
    let several = arg
        .get_num_args()
        .is_some_and(|range| range.max_values() > 1)
        || matches!(arg.get_action(), clap::ArgAction::Append);
    json!({
        "name": arg.get_long().map_or_else(|| arg.get_id().to_string(), |long| format!("--{long}")),
        "short": arg.get_short().map(|short| format!("-{short}")),
        "value_name": (takes && !names.is_empty()).then(|| names.join(" ")),
        "values": if takes { values } else { Vec::new() },
        "default": default.first().filter(|_| takes),
        "required": arg.is_required_set(),
        "several": several,
        "help": arg.get_help().map(ToString::to_string),
    })
}

/// `duty help json COMMAND`.
pub fn of_command(app: &mut App, words: &[String]) -> Result<Exit, Error> {
    let path = words.join(" ");
    let Some(schema) = schemas::of(&path) else {
        return Err(Error::usage(tr!("'{path}' prints no JSON", path)).hint(tr!(
            "'{command}' lists the commands that do",
            command = duty!("help json")
        )));
    };
    let answer = json!({
        "command": path,
        "schema": schemas::whole(schema),
        "example": example(&path),
    });
    app.out.as_json(&answer)?;
    Ok(Exit::Done)
}

/// What its man page shows.
fn example(path: &str) -> Value {
    match examples::of(path).map(|one| one.json) {
        Some(Json::Run(_)) => schemas::examples()[path].take(),
        json => json
            .and_then(examples::text)
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or(Value::Null),
    }
}
