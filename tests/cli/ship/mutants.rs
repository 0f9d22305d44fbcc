//! `tests/mutants-explained.txt`: each line is about a function that is there, and has a reason.

use std::path::Path;

/// What a file of explanations does not hold, a line each.
fn wrong(text: &str, root: &Path) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut reason = false;
    // The comment at the top is about the file.
    let body = text.split_once("\n\n").map_or("", |(_, body)| body);
    for line in body.lines() {
        if line.trim().is_empty() {
            reason = false;
        } else if let Some(said) = line.strip_prefix("# ") {
            reason |= said.split_whitespace().count() > 3;
        } else if !reason {
            wrong.push(format!("no reason above: {line}"));
        } else if let Some((file, mutant)) = line.split_once(": ") {
            let source = std::fs::read_to_string(root.join(file)).unwrap_or_default();
            // "replace NAME -> TYPE with VALUE" or "replace X with Y in NAME".
            let name = match mutant.rsplit_once(" in ") {
                Some((_, name)) => name,
                None => mutant
                    .trim_start_matches("replace ")
                    .split(" -> ")
                    .next()
                    .unwrap_or_default(),
            };
            let name = name.split(' ').next().unwrap_or_default();
            let name = name.rsplit("::").next().unwrap_or_default();
            let name: String = name
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            if !source.contains(&format!("fn {name}")) || name.is_empty() {
                wrong.push(format!("{file} has no function '{name}': {line}"));
            }
        } else {
            wrong.push(format!("no mutant: {line}"));
        }
    }
    wrong
}

#[test]
fn what_is_explained_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("tests/mutants-explained.txt")).unwrap();
    assert_eq!(wrong(&text, root), Vec::<String>::new());
    let odd = "# About it.\n\nsrc/error.rs: replace exit_code -> u8 with 1\n\n# It is not noticed by anybody.\nsrc/error.rs: replace Kind::gone -> u8 with 1\nsrc/nothing.rs: replace < with <= in exit_code\nwords\nsrc/error.rs: replace < with <= in Kind::exit_code\n";
    assert_eq!(wrong(odd, root).len(), 4, "{:?}", wrong(odd, root));
}
