//! What one file says: the modules in it, what each defines and imports, and every path that its code
//! names, also within the tokens of a macro or an attribute. What is only there for tests is left out.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Spacing, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Item, UseTree, Visibility};

/// A name that a `use` brings in.
#[derive(Clone, Debug)]
pub struct Import {
    /// What it is called here; nothing for a `*`.
    pub name: Option<String>,
    /// As it is written.
    pub from: Vec<String>,
    /// Others can name it by way of this module.
    pub public: bool,
}

/// A module: a file, or a part of one.
#[derive(Debug, Default)]
pub struct Scope {
    pub path: Vec<String>,
    pub defined: BTreeSet<String>,
    pub imports: Vec<Import>,
    pub named: BTreeSet<Vec<String>>,
    /// What a macro at the level of items makes may be defined here too.
    pub has_macros: bool,
    /// Modules in it that are only there for tests.
    pub of_tests: BTreeSet<String>,
}

/// The modules in the source of the module that is called `path`.
pub fn scopes(path: Vec<String>, source: &str) -> syn::Result<Vec<Scope>> {
    let file = syn::parse_file(source)?;
    let mut reader = Reader {
        scope: Scope {
            path,
            ..Scope::default()
        },
        done: Vec::new(),
    };
    reader.visit_file(&file);
    reader.done.push(reader.scope);
    Ok(reader.done)
}

struct Reader {
    scope: Scope,
    done: Vec<Scope>,
}

impl Reader {
    fn import(&mut self, tree: &UseTree, before: &[String], public: bool) {
        let with = |ident: &Ident| {
            let mut path = before.to_vec();
            path.push(ident.to_string());
            path
        };
        let mut add = |name: Option<&Ident>, mut path: Vec<String>| {
            let mut name = name.map(ToString::to_string);
            // `use a::{self}` brings in `a`.
            if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
                path.pop();
                if name.as_deref() == Some("self") {
                    name = path.last().cloned();
                }
            }
            self.scope.imports.push(Import {
                name,
                from: path,
                public,
            });
        };
        match tree {
            UseTree::Path(path) => self.import(&path.tree, &with(&path.ident), public),
            UseTree::Name(name) => add(Some(&name.ident), with(&name.ident)),
            UseTree::Rename(rename) => add(Some(&rename.rename), with(&rename.ident)),
            UseTree::Glob(_) => add(None, before.to_vec()),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(tree, before, public);
                }
            }
        }
    }

    /// Paths in tokens: names with `::` between them; of single ones those that may be a call, a type
    /// or a constant.
    fn scan(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let sign = |at: usize, sign: char| matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == sign);
        let colons = |at: usize| {
            sign(at, ':')
                && sign(at + 1, ':')
                && matches!(&tokens[at], TokenTree::Punct(punct) if punct.spacing() == Spacing::Joint)
        };
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Group(group) => self.scan(group.stream()),
                TokenTree::Literal(literal) => self.literal(&literal.to_string()),
                TokenTree::Ident(first) => {
                    let begin = at;
                    let mut path = vec![first.to_string()];
                    while colons(at + 1)
                        && let Some(TokenTree::Ident(next)) = tokens.get(at + 3)
                    {
                        path.push(next.to_string());
                        at += 3;
                    }
                    let of_a_value = begin > 0 && sign(begin - 1, '.');
                    let called = matches!(tokens.get(at + 1), Some(TokenTree::Group(_)));
                    let telling = path.len() > 1
                        || called
                        || sign(at + 1, '!')
                        || path[0].starts_with(char::is_uppercase);
                    if telling && !of_a_value {
                        self.scope.named.insert(path);
                    }
                }
                TokenTree::Punct(_) => {}
            }
            at += 1;
        }
    }

    /// The path in a string, as serde's attributes have it.
    fn literal(&mut self, literal: &str) {
        if let Ok(text) = syn::parse_str::<syn::LitStr>(literal)
            && let Ok(path) = text.parse::<syn::Path>()
            && path.segments.len() > 1
        {
            self.scope.named.insert(segments(&path));
        }
    }
}

fn segments(path: &syn::Path) -> Vec<String> {
    path.segments
        .iter()
        .map(|segment| segment.ident.to_string())
        .collect()
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast Item) {
        let (attributes, name) = parts(item);
        if attributes.iter().any(is_of_tests) {
            if let Item::Mod(module) = item {
                self.scope.of_tests.insert(module.ident.to_string());
            }
            return;
        }
        match item {
            Item::Use(item) => {
                let public = !matches!(item.vis, Visibility::Inherited);
                self.import(&item.tree, &[], public);
            }
            Item::Mod(module) => {
                if let Some((_, items)) = &module.content {
                    let mut path = self.scope.path.clone();
                    path.push(module.ident.to_string());
                    let inner = Scope {
                        path,
                        ..Scope::default()
                    };
                    let outer = std::mem::replace(&mut self.scope, inner);
                    items.iter().for_each(|item| self.visit_item(item));
                    self.done.push(std::mem::replace(&mut self.scope, outer));
                }
            }
            _ => {
                self.scope.has_macros |= matches!(item, Item::Macro(item) if item.ident.is_none());
                self.scope.defined.extend(name.map(ToString::to_string));
                visit::visit_item(self, item);
            }
        }
    }

    fn visit_impl_item(&mut self, item: &'ast syn::ImplItem) {
        let of_tests =
            matches!(item, syn::ImplItem::Fn(item) if item.attrs.iter().any(is_of_tests));
        if !of_tests {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        // `::a::b` is another crate.
        if path.leading_colon.is_none() {
            self.scope.named.insert(segments(path));
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        visit::visit_macro(self, mac);
        self.scan(mac.tokens.clone());
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if attribute.path().is_ident("doc") {
            return;
        }
        visit::visit_attribute(self, attribute);
        if let syn::Meta::List(list) = &attribute.meta {
            self.scan(list.tokens.clone());
        }
    }
}

/// `#[test]`, and `#[cfg(…)]` where tests are meant.
fn is_of_tests(attribute: &Attribute) -> bool {
    if attribute.path().is_ident("test") {
        return true;
    }
    let syn::Meta::List(list) = &attribute.meta else {
        return false;
    };
    let condition = list.tokens.to_string().replace(' ', "");
    attribute.path().is_ident("cfg")
        && !condition.contains("not(test)")
        && condition
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| word == "test")
}

fn parts(item: &Item) -> (&[Attribute], Option<&Ident>) {
    match item {
        Item::Const(item) => (&item.attrs, Some(&item.ident)),
        Item::Enum(item) => (&item.attrs, Some(&item.ident)),
        Item::Fn(item) => (&item.attrs, Some(&item.sig.ident)),
        Item::Macro(item) => (&item.attrs, item.ident.as_ref()),
        Item::Static(item) => (&item.attrs, Some(&item.ident)),
        Item::Struct(item) => (&item.attrs, Some(&item.ident)),
        Item::Trait(item) => (&item.attrs, Some(&item.ident)),
        Item::Type(item) => (&item.attrs, Some(&item.ident)),
        Item::Union(item) => (&item.attrs, Some(&item.ident)),
        Item::Impl(item) => (&item.attrs, None),
        Item::Mod(item) => (&item.attrs, None),
        Item::Use(item) => (&item.attrs, None),
        _ => (&[], None),
    }
}
