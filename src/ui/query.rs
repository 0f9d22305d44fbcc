//! `--jq`: a filter of the jq language, run on an answer inside duty, so that no jq has to be installed.

use jaq_core::load::{Arena, Error as LoadError, File, Loader};
use jaq_core::{Compiler, Ctx, Filter, Vars, data};
use jaq_json::Val;
use serde_json::Value;
use tr::tr;

use crate::error::Error;
use crate::text::duty;

type Data = data::JustLut<Val>;

/// What jq has and the library leaves out: lines for a spreadsheet or for `cut`.
const MISSING: &str = r#"
def @tsv: map(if . == null then "" elif type == "string" then gsub("\\\\"; "\\\\") | gsub("\t"; "\\t") | gsub("\n"; "\\n") | gsub("\r"; "\\r") else tostring end) | join("\t");
def @csv: map(if . == null then "" elif type == "string" then "\"" + gsub("\""; "\"\"") + "\"" else tostring end) | join(",");
"#;

/// A filter that can be run.
pub struct Query {
    filter: Filter<Data>,
    /// The command whose answer it is for, where its shape is known.
    command: Option<String>,
}

impl Query {
    /// What was typed, read.
    ///
    /// # Errors
    /// `Usage` where it is no filter.
    pub fn parse(text: &str, command: Option<String>) -> Result<Query, Error> {
        let refused = |why| hinted(refused(why), command.as_deref());
        let code = format!("{MISSING}{text}");
        let defs = jaq_core::defs()
            .chain(jaq_std::defs())
            .chain(jaq_json::defs());
        // The environment has keys in it.
        let std = jaq_std::funs().filter(|(name, ..)| *name != "env");
        let funs = jaq_core::funs().chain(std).chain(jaq_json::funs());
        let arena = Arena::default();
        let file = File {
            code: code.as_str(),
            path: (),
        };
        let modules = Loader::new(defs).load(&arena, file).map_err(|errors| {
            let at = errors.iter().find_map(|(_, error)| match error {
                LoadError::Lex(list) => list.first().map(|(_, at)| *at),
                LoadError::Parse(list) => list.first().map(|(_, at)| *at),
                LoadError::Io(_) => None,
            });
            let at = at.unwrap_or_default();
            refused(if at.is_empty() {
                tr!("it ends too early")
            } else {
                tr!("it cannot be read from '{at}' on", at)
            })
        })?;
        let compiler = Compiler::default().with_funs(funs);
        let filter = compiler.compile(modules).map_err(|errors| {
            let unknown = errors.iter().flat_map(|(_, errors)| errors);
            let names: Vec<&str> = unknown.map(|(name, _)| *name).collect();
            refused(tr!("it does not know {0}", names.join(", ")))
        })?;
        Ok(Query { filter, command })
    }

    /// What it makes of an answer, a line each: text as it is, everything else as JSON.
    ///
    /// # Errors
    /// `Failed` where it cannot be run on this answer.
    pub fn run(&self, answer: &Value) -> Result<String, Error> {
        let failed = |why: String| {
            let error = Error::failed(tr!("--jq failed: {why}", why)).of_showing();
            hinted(error, self.command.as_deref())
        };
        let bytes = serde_json::to_vec(answer).map_err(anyhow::Error::new)?;
        let input = jaq_json::read::parse_single(&bytes).map_err(|why| failed(why.to_string()))?;
        let mut lines = String::new();
        let context = Ctx::<Data>::new(&self.filter.lut, Vars::new([]));
        for output in self.filter.id.run((context, input)) {
            match output {
                Ok(Val::TStr(text)) => lines += &String::from_utf8_lossy(&text),
                Ok(value) => lines += &value.to_string(),
                Err(thrown) => match thrown.get_err() {
                    Ok(error) => return Err(failed(error.to_string())),
                    // 'halt' ends it.
                    Err(_) => break,
                },
            }
            lines.push('\n');
        }
        Ok(lines)
    }
}

fn refused(why: String) -> Error {
    Error::usage(tr!("the filter of --jq cannot be used: {why}", why))
}

/// How it is written, and where it says what there is to filter.
fn hinted(error: Error, command: Option<&str>) -> Error {
    let words = format!("help json {}", command.unwrap_or_default());
    error.hint(tr!(
        "write it in quotes, as in --jq '.items[].id'; '{command}' shows the JSON that it is for",
        command = duty!(&words)
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn run(filter: &str) -> Result<String, String> {
        let answer = json!({"items": [{"id": "18446744073709551615", "name": "a\tb,\"c\"", "used": 3}, {"id": "2", "name": null, "used": 1.5}]});
        let query = Query::parse(filter, None).map_err(|error| error.message)?;
        query.run(&answer).map_err(|error| error.message)
    }

    #[test]
    fn what_people_write_for_jq_works() {
        for (filter, lines) in [
            (".items[].id", "18446744073709551615\n2\n"),
            (".items | length", "2\n"),
            (
                ".items[] | select(.used > 2) | {id}",
                "{\"id\":\"18446744073709551615\"}\n",
            ),
            (
                ".items[] | [.name, .used] | @tsv",
                "a\\tb,\"c\"\t3\n\t1.5\n",
            ),
            (
                ".items[] | [.name, .used] | @csv",
                "\"a\tb,\"\"c\"\"\",3\n,1.5\n",
            ),
            (".items[0].name | test(\"^a\")", "true\n"),
            (".nothing", "null\n"),
            ("empty", ""),
        ] {
            assert_eq!(run(filter).as_deref(), Ok(lines), "{filter}");
        }
    }

    #[test]
    fn what_is_no_filter_is_refused_and_what_fails_is_told() {
        for (filter, part) in [
            (".items[", "cannot be used"),
            ("nosuch(1)", "does not know nosuch"),
            ("$x", "does not know $x"),
            (".items | .a", "--jq failed"),
            ("error(\"no\")", "--jq failed: \"no\""),
        ] {
            let why = run(filter).unwrap_err();
            assert!(why.contains(part), "{filter}: {why}");
        }
    }
}
