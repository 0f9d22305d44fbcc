//! Which file of a crate needs which: by every path that names something of another module, wherever
//! it stands. A name that a module only passes on leads to the file that defines it.

mod read;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use read::{Import, Scope};

/// A file needs another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    pub from: String,
    pub to: String,
    /// As it is written.
    pub path: String,
    /// Files that pass the name on.
    pub by_way_of: Vec<String>,
}

impl std::fmt::Display for Edge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Edge {
            from,
            to,
            path,
            by_way_of,
        } = self;
        write!(f, "{from} needs {to} ({path})")?;
        match by_way_of.as_slice() {
            [] => Ok(()),
            others => write!(f, " by way of {}", others.join(", ")),
        }
    }
}

/// The files of a crate.
#[derive(Default)]
pub struct Graph {
    pub files: BTreeSet<String>,
    pub edges: Vec<Edge>,
    /// Paths that should name something of the crate and do not.
    pub unresolved: Vec<String>,
}

/// Where a name is defined, and which modules passed it on.
struct Place {
    module: Vec<String>,
    /// The path ends at the module itself.
    whole: bool,
    by_way_of: Vec<Vec<String>>,
}

/// Names that lead in a circle end somewhere.
const PATIENCE: usize = 16;

struct Crate {
    name: String,
    scopes: BTreeMap<Vec<String>, (String, Scope)>,
}

impl Graph {
    /// Of a folder of sources; the tests in it are left out.
    pub fn of_folder(name: &str, folder: &Path) -> Graph {
        let mut sources = Vec::new();
        super::rust_files(folder, &mut |path| {
            let relative = path.strip_prefix(folder).unwrap();
            sources.push((
                relative.to_str().unwrap().replace('\\', "/"),
                std::fs::read_to_string(path).unwrap(),
            ));
        });
        Graph::of(name, &sources)
    }

    /// Of files by their names and contents.
    pub fn of(name: &str, sources: &[(String, String)]) -> Graph {
        let mut scopes = BTreeMap::new();
        let mut of_tests = Vec::new();
        for (file, source) in sources {
            let path = module_of(file);
            if path.iter().any(|part| part == "tests") {
                continue;
            }
            let read = read::scopes(path, source).unwrap_or_else(|error| panic!("{file}: {error}"));
            for scope in read {
                let below =
                    |name: &String| [scope.path.as_slice(), std::slice::from_ref(name)].concat();
                of_tests.extend(scope.of_tests.iter().map(below));
                scopes.insert(scope.path.clone(), (file.clone(), scope));
            }
        }
        scopes.retain(|path, _| !of_tests.iter().any(|tests| path.starts_with(tests)));
        let name = name.to_owned();
        Crate { name, scopes }.graph()
    }

    /// Files that need each other, directly or by way of others; each group once.
    pub fn circles(&self) -> Vec<Vec<String>> {
        let mut needs: BTreeMap<&String, BTreeSet<&String>> = BTreeMap::new();
        for edge in &self.edges {
            needs.entry(&edge.from).or_default().insert(&edge.to);
        }
        let reached_from = |file: &String| {
            let mut reached: BTreeSet<&String> = BTreeSet::new();
            let mut ahead = vec![file.clone()];
            while let Some(file) = ahead.pop() {
                for next in needs.get(&file).into_iter().flatten() {
                    if reached.insert(next) {
                        ahead.push((*next).clone());
                    }
                }
            }
            reached
        };
        let reached: BTreeMap<&String, BTreeSet<&String>> = self
            .files
            .iter()
            .map(|file| (file, reached_from(file)))
            .collect();
        let mut circles = BTreeSet::new();
        for (file, there) in &reached {
            let circle: Vec<String> = there
                .iter()
                .filter(|other| reached[**other].contains(file))
                .map(|other| (*other).clone())
                .collect();
            if circle.len() > 1 {
                circles.insert(circle);
            }
        }
        circles.into_iter().collect()
    }

    /// Why these files are a circle: one line for each file that needs another of them.
    pub fn reasons(&self, circle: &[String]) -> Vec<String> {
        let mut told = BTreeSet::new();
        self.edges
            .iter()
            .filter(|edge| circle.contains(&edge.from) && circle.contains(&edge.to))
            .filter(|edge| told.insert((&edge.from, &edge.to)))
            .map(ToString::to_string)
            .collect()
    }
}

/// `a/b.rs` and `a/b/mod.rs` are the module a::b; `lib.rs` is the crate, and `main.rs` stands beside it.
pub fn module_of(file: &str) -> Vec<String> {
    let stem = file.trim_end_matches(".rs");
    let stem = stem.strip_suffix("/mod").unwrap_or(stem);
    if stem == "lib" {
        return Vec::new();
    }
    stem.split('/').map(str::to_owned).collect()
}

impl Crate {
    fn graph(&self) -> Graph {
        let mut graph = Graph {
            files: self.scopes.values().map(|(file, _)| file.clone()).collect(),
            ..Graph::default()
        };
        for (file, scope) in self.scopes.values() {
            let imported = scope
                .imports
                .iter()
                .map(|import| (&import.from, Some(import)));
            let named = scope.named.iter().map(|path| (path, None));
            for (segments, import) in imported.chain(named) {
                let place = match import {
                    Some(import) => self.origin(scope, import, PATIENCE),
                    None => self.find(scope, segments, PATIENCE),
                };
                let path = segments.join("::");
                let Some(place) = place else {
                    if matches!(segments[0].as_str(), "crate" | "super") {
                        graph.unresolved.push(format!("{file}: {path}"));
                    }
                    continue;
                };
                // To pass on what is below is to declare it, and a module is no need by itself.
                let passed_on = import.is_some_and(|import| import.public)
                    && place.module.starts_with(&scope.path);
                if passed_on || place.whole {
                    continue;
                }
                let file_of = |module: &Vec<String>| self.scopes[module].0.clone();
                let to = file_of(&place.module);
                if to != *file || !place.by_way_of.is_empty() {
                    graph.edges.push(Edge {
                        from: file.clone(),
                        to,
                        path,
                        by_way_of: place.by_way_of.iter().map(file_of).collect(),
                    });
                }
            }
        }
        graph.edges.sort();
        graph.edges.dedup();
        graph
    }

    /// Where a path leads that stands in a module. Nothing where it leads out of the crate.
    fn find(&self, scope: &Scope, path: &[String], patience: usize) -> Option<Place> {
        let patience = patience.checked_sub(1)?;
        if let Some(absolute) = self.absolute(scope, path) {
            return self.walk(&absolute, patience);
        }
        let (first, rest) = path.split_first()?;
        // What a module is called here by a `use`, or by being in it.
        for import in scope
            .imports
            .iter()
            .filter(|import| import.name.as_ref() == Some(first))
        {
            let mut onward = import.from.clone();
            onward.extend_from_slice(rest);
            let own = import.from.first() == Some(first);
            let found = if own {
                self.find_below(scope, &onward, patience)
            } else {
                self.find(scope, &onward, patience)
            };
            if found.is_some() {
                return found;
            }
        }
        self.find_below(scope, path, patience)
            .or_else(|| self.in_globs(scope, path, patience))
    }

    /// A name that is defined in the module, or a module in it.
    fn find_below(&self, scope: &Scope, path: &[String], patience: usize) -> Option<Place> {
        let first = path.first()?;
        let below = [scope.path.as_slice(), path].concat();
        let module = &below[..=scope.path.len()];
        (scope.defined.contains(first) || self.scopes.contains_key(module))
            .then(|| self.walk(&below, patience))
            .flatten()
    }

    fn in_globs(&self, scope: &Scope, path: &[String], patience: usize) -> Option<Place> {
        let globs = scope.imports.iter().filter(|import| import.name.is_none());
        for glob in globs {
            if let Some(place) = self.origin(scope, glob, patience)
                && place.whole
                && let (_, there) = &self.scopes[&place.module]
                && place.module != scope.path
                && let Some(found) = self.find_below(there, path, patience)
            {
                return Some(found);
            }
        }
        None
    }

    /// Where an import comes from.
    fn origin(&self, scope: &Scope, import: &Import, patience: usize) -> Option<Place> {
        let path = &import.from;
        if import.name.is_none() || import.name.as_ref() == path.first() {
            // A name that this import itself may bring does not lead to it.
            let absolute = self.absolute(scope, path);
            return match absolute {
                Some(absolute) => self.walk(&absolute, patience),
                None => self.find_below(scope, path, patience),
            };
        }
        self.find(scope, path, patience)
    }

    /// A path that says itself where it begins.
    fn absolute(&self, scope: &Scope, path: &[String]) -> Option<Vec<String>> {
        let first = path.first()?;
        let (mut module, mut rest) = match first.as_str() {
            "crate" => (Vec::new(), &path[1..]),
            "self" | "super" => (scope.path.clone(), path),
            name if *name == self.name => (Vec::new(), &path[1..]),
            _ => return None,
        };
        while let Some(step @ ("self" | "super")) = rest.first().map(String::as_str) {
            if step == "super" {
                module.pop();
            }
            rest = &rest[1..];
        }
        module.extend_from_slice(rest);
        Some(module)
    }

    /// Where a path from the crate leads.
    fn walk(&self, path: &[String], patience: usize) -> Option<Place> {
        let mut depth = 0;
        while depth < path.len() && self.scopes.contains_key(&path[..=depth]) {
            depth += 1;
        }
        let (module, rest) = path.split_at(depth);
        let (_, scope) = self.scopes.get(module)?;
        let here = |whole| Place {
            module: module.to_vec(),
            whole,
            by_way_of: Vec::new(),
        };
        let Some(name) = rest.first() else {
            return Some(here(true));
        };
        if scope.defined.contains(name) {
            return Some(here(false));
        }
        let brings = |import: &&Import| import.name.as_ref() == Some(name);
        if scope.imports.iter().any(|import| brings(&import)) {
            let mut place = self.find(scope, rest, patience)?;
            place.by_way_of.insert(0, module.to_vec());
            return Some(place);
        }
        if let Some(mut place) = self.in_globs(scope, rest, patience) {
            place.by_way_of.insert(0, module.to_vec());
            return Some(place);
        }
        // What a macro makes is defined where the macro stands.
        scope.has_macros.then(|| here(false))
    }
}
