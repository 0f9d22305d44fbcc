//! What CONTRIBUTING.md says about where things are is so.

use std::path::Path;

/// The paths of the text that are named in full, and what the table says stands in them.
#[test]
fn what_contributing_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("CONTRIBUTING.md")).unwrap();
    let quoted = |line: &str| -> Vec<String> {
        let pieces = line.split('`').skip(1).step_by(2);
        pieces.map(str::to_owned).collect()
    };
    let mut named = 0;
    // A file of the room `api` is named without its `src/` too.
    let tops = ["src/", "tests/", "sandbox/", "scripts/", "docs/", "po/"];
    for path in text.lines().flat_map(quoted) {
        let whole = !path.contains(['…', '<', ' ']);
        if whole && tops.iter().any(|top| path.starts_with(top)) {
            named += 1;
            assert!(root.join(&path).exists(), "CONTRIBUTING.md names {path}");
        }
    }
    assert!(named > 20, "{named}");
    let table = text.split("## Where is").nth(1).unwrap();
    let table = table.split("\n## ").next().unwrap();
    let mut held = 0;
    for line in table.lines() {
        if let [file, there] = &quoted(line)[..]
            && line.starts_with("| ")
        {
            let source = std::fs::read_to_string(root.join(file)).unwrap();
            assert!(source.contains(there.as_str()), "{file} has no {there}");
            held += 1;
        }
    }
    assert!(held > 10, "{held}");
}
