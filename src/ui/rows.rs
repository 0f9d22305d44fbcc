//! A list as CSV (RFC 4180) or TSV, for spreadsheets and for `cut`. What a spreadsheet would take for a formula
//! gets an apostrophe before it.

use serde_json::Value;
use tr::tr;

use crate::error::Error;

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separated {
    Comma,
    Tab,
}

/// The items of a list, below a header. `known` are the columns that there are; where nobody
/// knows them, those of the first item.
///
/// # Errors
/// `Usage` where a column is asked for that there is not.
pub fn rows(
    items: &[Value],
    wanted: &[String],
    known: &[String],
    separated: Separated,
) -> Result<String, Error> {
    // An empty list has the header that the same one has with something in it.
    let own = items.first().and_then(Value::as_object);
    let all: Vec<String> = match own {
        Some(first) if known.is_empty() => first.keys().cloned().collect(),
        _ => known.to_vec(),
    };
    let columns = if wanted.is_empty() { &all } else { wanted };
    let missing = columns.iter().find(|column| {
        let first = column.split('.').next().unwrap_or_default();
        !all.iter().any(|name| name == first)
    });
    if let Some(column) = missing {
        let all = all.join(", ");
        return Err(
            Error::usage(tr!("there is no column '{column}'", column)).hint(tr!(
                "there are: {all}; a dot leads into one, as in 'account.name'",
                all
            )),
        );
    }
    let header = columns.iter().cloned();
    let lines = items.iter().map(|item| {
        let cells = columns.iter().map(|column| cell(at(item, column)));
        cells.collect::<Vec<String>>()
    });
    let all = std::iter::once(header.collect()).chain(lines);
    Ok(match separated {
        Separated::Tab => all.map(|line| tabbed(&line)).collect(),
        Separated::Comma => quoted(all)?,
    })
}

fn at<'a>(item: &'a Value, column: &str) -> &'a Value {
    column
        .split('.')
        .fold(item, |value, name| value.get(name).unwrap_or(&Value::Null))
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => harmless(text),
        Value::Array(list) if list.iter().all(Value::is_string) => {
            let words: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
            harmless(&words.join(" "))
        }
        other => other.to_string(),
    }
}

/// A spreadsheet computes what begins like this.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn tabbed(line: &[String]) -> String {
    let escaped = line.iter().map(|cell| {
        cell.replace('\\', "\\\\")
            .replace('\t', "\\t")
            .replace('\n', "\\n")
            .replace('\r', "\\r")
    });
    escaped.collect::<Vec<_>>().join("\t") + "\n"
}

fn quoted(lines: impl Iterator<Item = Vec<String>>) -> Result<String, Error> {
    let failed = |why: String| Error::failed(why);
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for line in lines {
        writer
            .write_record(&line)
            .map_err(|why| failed(why.to_string()))?;
    }
    let bytes = writer.into_inner().map_err(|why| failed(why.to_string()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(columns: &[&str], separated: Separated) -> Result<String, String> {
        let items = [
            json!({"id": "1", "name": "=1+1", "of": {"a": -3}, "list": ["x", "y"], "n": null}),
            json!({"id": "2", "name": "a,\"b\"\nc\td", "of": {"a": true}, "list": [], "n": "@x"}),
        ];
        let columns: Vec<String> = columns.iter().map(ToString::to_string).collect();
        rows(&items, &columns, &[], separated).map_err(|error| error.message)
    }

    #[test]
    fn a_list_for_a_spreadsheet() {
        assert_eq!(
            told(&[], Separated::Comma).unwrap(),
            "id,name,of,list,n\r\n1,'=1+1,\"{\"\"a\"\":-3}\",x y,\r\n2,\"a,\"\"b\"\"\nc\td\",\"{\"\"a\"\":true}\",,'@x\r\n"
        );
        assert_eq!(
            told(&["name", "of.a"], Separated::Tab).unwrap(),
            "name\tof.a\n'=1+1\t-3\na,\"b\"\\nc\\td\ttrue\n"
        );
        assert!(
            told(&["nosuch"], Separated::Tab)
                .unwrap_err()
                .contains("nosuch")
        );
    }

    #[test]
    fn an_empty_list_has_its_header() {
        let known = ["id".to_owned(), "name".to_owned()];
        let empty = rows(&[], &[], &known, Separated::Comma);
        assert_eq!(empty.unwrap(), "id,name\r\n");
    }
}
