//! Languages: the Chinese catalog is complete and current, its placeholders are the code's, and what
//! a Chinese reader sees is Chinese. `scripts/generate` adds what is new to the catalog, untranslated.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::Command;
use duty::cli::{examples, help_page, short_help, tree};
use proc_macro2::{TokenStream, TokenTree};

use crate::harness::World;

fn catalog_path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("po/zh.po")
}

/// Text in English, with its context where it has one.
type Text = (String, Option<String>);

/// Texts to where they stand.
type Texts = BTreeMap<Text, BTreeSet<String>>;

fn text_of(entry: &rspolib::POEntry) -> Text {
    (entry.msgid.clone(), entry.msgctxt.clone())
}

fn texts() -> Texts {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut texts = Texts::new();
    in_folder(&root, &root, &mut texts);
    of_help(&tree::whole(), "", &mut texts);
    for heading in help_page::HEADINGS.into_iter().chain(short_help::TEXTS) {
        texts
            .entry((heading.into(), None))
            .or_default()
            .insert("help".into());
    }
    texts
}

fn in_folder(root: &Path, folder: &Path, texts: &mut Texts) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            in_folder(root, &path, texts);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let tokens: TokenStream = std::fs::read_to_string(&path).unwrap().parse().unwrap();
            let place = path.strip_prefix(root).unwrap().display().to_string();
            in_tokens(tokens, &format!("src/{place}"), texts);
        }
    }
}

/// Every `tr!("…")`, also inside other macros.
fn in_tokens(tokens: TokenStream, place: &str, texts: &mut Texts) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (index, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else {
            continue;
        };
        let is_tr = index >= 2
            && matches!(&tokens[index - 2], TokenTree::Ident(name) if name == "tr")
            && matches!(&tokens[index - 1], TokenTree::Punct(sign) if sign.as_char() == '!');
        if is_tr {
            let text = of_call(group.stream(), place);
            texts.entry(text).or_default().insert(place.to_owned());
        }
        in_tokens(group.stream(), place, texts);
    }
}

/// What is said by `tr!("text", …)` or `tr!("context" => "text", …)`.
fn of_call(tokens: TokenStream, place: &str) -> Text {
    let mut tokens = tokens.into_iter();
    let mut literal = || match tokens.next() {
        Some(TokenTree::Literal(literal)) => {
            let literal = syn::parse_str::<syn::LitStr>(&literal.to_string()).unwrap();
            let arrow =
                matches!(tokens.next(), Some(TokenTree::Punct(sign)) if sign.as_char() == '=');
            (literal.value(), arrow && tokens.next().is_some())
        }
        _ => panic!("{place}: tr! without a literal"),
    };
    match literal() {
        (text, false) => (text, None),
        (context, true) => (literal().0, Some(context)),
    }
}

fn of_help(command: &Command, path: &str, texts: &mut Texts) {
    let mut add = |text: String| {
        texts.entry((text, None)).or_default().insert("help".into());
    };
    if let Some(about) = command.get_about() {
        add(about.to_string());
    }
    help_page::paragraphs(command)
        .into_iter()
        .for_each(&mut add);
    for argument in command.get_arguments() {
        if let Some(help) = argument.get_help() {
            add(help.to_string());
        }
        if let Some(heading) = argument.get_help_heading() {
            add(heading.to_owned());
        }
    }
    if let Some(examples) = examples::of(path) {
        for (_, what) in examples.lines {
            add((*what).to_owned());
        }
    }
    for sub in command.get_subcommands() {
        of_help(sub, format!("{path} {}", sub.get_name()).trim(), texts);
    }
}

/// `{…}` in a text, each once.
fn placeholders(text: &str) -> BTreeSet<String> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// A command in a text is a value (`duty!`), which is written out with quotes and with the account of the run.
#[test]
fn no_text_spells_a_command_out() {
    let nouns: Vec<String> = tree::whole()
        .get_subcommands()
        .map(|noun| format!("duty {}", noun.get_name()))
        .collect();
    let spelt: Vec<_> = texts()
        .into_iter()
        .filter(|(_, places)| places.iter().any(|place| place != "help"))
        .filter(|((text, _), _)| nouns.iter().any(|noun| text.contains(noun)))
        .collect();
    assert!(spelt.is_empty(), "{spelt:?}");
    assert!(nouns.len() > 7, "{nouns:?}");
}

#[test]
fn the_catalog_is_complete_and_current() {
    let texts = texts();
    let mut file = rspolib::pofile(catalog_path().to_str().unwrap()).unwrap();
    if std::env::var_os("DUTY_GENERATE").is_some() {
        let known: BTreeSet<Text> = file.entries.iter().map(text_of).collect();
        file.entries
            .retain(|entry| texts.contains_key(&text_of(entry)));
        for (text, context) in texts.keys().filter(|text| !known.contains(*text)) {
            let mut entry = rspolib::POEntry::from(text.as_str());
            entry.msgctxt.clone_from(context);
            entry.msgstr = Some(String::new());
            file.entries.push(entry);
        }
        for entry in &mut file.entries {
            // One place a line: rspolib breaks a long line without the sign of a comment.
            let places: Vec<String> = texts[&text_of(entry)].iter().cloned().collect();
            entry.comment = Some(places.join("\n"));
        }
        file.entries.sort_by_key(text_of);
        rspolib::Save::save(&file, catalog_path().to_str().unwrap());
    }
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for entry in &file.entries {
        let chinese = entry.msgstr.clone().unwrap_or_default();
        if !seen.insert(text_of(entry)) {
            wrong.push(format!("twice: {:?}", entry.msgid));
        }
        if !texts.contains_key(&text_of(entry)) {
            wrong.push(format!("no longer in the code: {:?}", entry.msgid));
        } else if chinese.is_empty() {
            wrong.push(format!("not translated: {:?}", entry.msgid));
        } else if placeholders(&chinese) != placeholders(&entry.msgid) {
            wrong.push(format!("other placeholders: {:?} {chinese:?}", entry.msgid));
        }
    }
    for (text, places) in &texts {
        if !seen.contains(text) {
            wrong.push(format!("not in the catalog: {text:?} ({places:?})"));
        }
    }
    assert!(
        wrong.is_empty(),
        "po/zh.po (scripts/generate adds what is new):\n{}",
        wrong.join("\n")
    );
    assert!(texts.len() > 100, "{} texts found", texts.len());
}

#[test]
fn a_chinese_reader_reads_chinese_and_a_program_reads_the_same() {
    let world = World::new();
    let ran = world
        .duty("prefs show --lang zh")
        .any_requests()
        .any_stdout()
        .run();
    assert!(ran.stdout.contains("语音"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("CHANNEL"), "{}", ran.stdout);
    let json = |lang: &str| {
        let ran = world
            .duty(&format!("prefs show -o json --lang {lang}"))
            .any_requests()
            .any_stdout()
            .run();
        ran.stdout
    };
    assert_eq!(json("zh"), json("en"));
    let ran = world
        .duty("prefs set --help")
        .env("LANG", "zh_CN.UTF-8")
        .any_stdout()
        .run();
    for words in [
        "\n用法：duty prefs set",
        "\n选项：\n",
        "[可选值：critical",
        "--voice",
    ] {
        assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
    }
    let ran = world
        .duty("prefs channels --lang zh")
        .any_requests()
        .any_stdout()
        .run();
    assert!(ran.stdout.contains("--phone 号码'"), "{}", ran.stdout);
    let ran = world
        .duty("profile show --lang zh")
        .env_remove("DUTY_APP_KEY")
        .any_stderr()
        .status(4)
        .run();
    assert!(ran.stderr.starts_with("错误"), "{}", ran.stderr);
}

#[test]
fn json_is_english_in_every_language_and_so_are_its_errors() {
    let world = World::new();
    let folder = world.home.path().join("broken");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("config.toml"), "lang = 7\n").unwrap();
    let told = |words: &str, lang: &str, key: bool, status: i32| {
        let mut run = world
            .duty(words)
            .env("DUTY_LANG", lang)
            .env("DUTY_OUTPUT", "json")
            .any_requests()
            .any_stdout()
            .any_stderr()
            .status(status);
        if !key {
            run = run.env_remove("DUTY_APP_KEY");
        }
        if words == "config list" {
            run = run.env("DUTY_CONFIG_DIR", &folder);
        }
        let ran = run.run();
        (ran.stdout, ran.stderr, ran.requests)
    };
    for (words, key, status) in [
        ("prefs set warning --voice --dry-run", true, 0),
        ("prefs show", true, 0),
        ("device app", true, 0),
        ("auth status", false, 4),
        ("profile show", false, 4),
        ("prefs add critical --im feishu:nosuch", true, 6),
        ("prefs set critical --nosuch", true, 2),
        ("help nosuch", true, 2),
        ("config list", true, 2),
    ] {
        let (stdout, stderr, requests) = told(words, "zh", key, status);
        let (plain_stdout, plain_stderr, _) = told(words, "en", key, status);
        assert_eq!((stdout, stderr), (plain_stdout, plain_stderr), "{words}");
        for request in requests {
            assert_eq!(request.header("accept-language"), Some("zh-CN"), "{words}");
        }
    }
    let set = told("prefs set warning --voice --dry-run", "zh", true, 0).0;
    assert!(set.contains("the phone number is not verified"), "{set}");
}

#[test]
fn wrong_arguments_are_told_in_chinese() {
    let world = World::new();
    let told = |words: &str, expected: &str| {
        let ran = world
            .duty(words)
            .env("DUTY_LANG", "zh")
            .any_stderr()
            .status(2)
            .run();
        assert!(ran.stderr.starts_with(expected), "{words}: {}", ran.stderr);
        assert!(ran.stderr.contains(" -h'"), "{words}: {}", ran.stderr);
        assert!(!ran.stderr.contains("error:"), "{words}: {}", ran.stderr);
    };
    told(
        "prefs set critical --voic",
        "错误：未知选项 '--voic'\n  相近：--voice\n  用法：duty prefs set",
    );
    told("prefs nosuch", "错误：未知命令 'nosuch'\n");
    told("prefs set", "错误：缺少参数：<TARGET>...\n");
    told(
        "prefs set nosuch --voice",
        "错误：“nosuch”不是 '<TARGET>...' 的有效值\n  可选：critical, warning, info",
    );
    told(
        "prefs set critical --im",
        "错误：'--im <TYPE[:ID|:NAME]>' 需要一个值\n",
    );
    told(
        "prefs set critical --im nosuch",
        "错误：“nosuch”不是 '--im <TYPE[:ID|:NAME]>' 的有效值：可选：dingtalk",
    );
    told(
        "device bind --png a --svg b",
        "错误：'--png <FILE>' 不能与 '--svg <FILE>' 同时使用\n",
    );
}

#[test]
fn help_in_chinese_fits_its_lines() {
    let world = World::new();
    for words in [
        "prefs set --help",
        "help device bind",
        "--help",
        "help environment",
    ] {
        let ran = world.duty(words).env("DUTY_LANG", "zh").any_stdout().run();
        for line in ran.stdout.lines() {
            assert!(console::measure_text_width(line) <= 100, "{words}: {line}");
        }
        assert!(!ran.stdout.contains("possible values"), "{}", ran.stdout);
    }
}
