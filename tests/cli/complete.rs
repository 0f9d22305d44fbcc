//! Live completion in real shells, at a terminal, by the Tab key; and what it is made from: the files that
//! commands leave, which have no secret in them and which no completion asks a server for.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use crate::harness::{World, binary};
use crate::pty::Pty;

/// A name that a shell would make much of.
const NASTY: &str = "x$(touch pwned);'\"`touch pwned`\\ y";

const SHELLS: [Shell; 3] = [
    Shell {
        program: "bash",
        args: &["--norc", "--noprofile", "-i"],
        start: "PS1='ready> '; source <(COMPLETE=bash duty)",
        list: "\t\t",
    },
    Shell {
        program: "zsh",
        args: &["-f", "-i"],
        start: "PS1='ready> '; unsetopt zle_bracketed_paste; autoload -U compinit; compinit -D; source <(COMPLETE=zsh duty)",
        list: "\t",
    },
    Shell {
        program: "fish",
        args: &["--no-config", "-i"],
        start: "function fish_prompt; echo -n 'ready> '; end; COMPLETE=fish duty | source",
        list: "\t",
    },
];

struct Shell {
    program: &'static str,
    args: &'static [&'static str],
    /// What somebody has in the file that the shell reads first.
    start: &'static str,
    /// What shows several candidates.
    list: &'static str,
}

/// An account that commands have seen, with two contexts beside it.
fn world() -> World {
    let mut world = World::new();
    let home = world.home.path().to_owned();
    let config = home.join("config");
    std::fs::create_dir(&config).unwrap();
    let contexts = "[contexts.work]\nlang = 'en'\n[contexts.home]\nlang = 'en'\n";
    std::fs::write(config.join("config.toml"), contexts).unwrap();
    std::fs::write(home.join("my prefs.toml"), "info = ['sms']\n").unwrap();
    let bin = binary();
    let path = std::env::var("PATH").unwrap();
    world
        .env(
            "PATH",
            format!("{}:{path}", bin.parent().unwrap().display()),
        )
        .env("DUTY_CONFIG_DIR", config)
        .env("DUTY_STATE_DIR", home.join("state"))
        .env("TERM", "xterm")
        .env("LC_ALL", "C.UTF-8");
    for words in ["app-key list", "prefs channels", "doctor"] {
        let ran = world.duty(words).any_status().any_requests();
        ran.any_stdout().any_stderr().run();
    }
    world.server.clear_requests();
    world
}

/// Types at a shell until this stands on the screen.
#[track_caller]
fn typed(world: &World, shell: &Shell, keys: &str, expected: &[&str]) -> Pty {
    let run = world.duty("");
    let mut pty = Pty::start_program(&run, shell.program, shell.args, (110, 30));
    pty.send(&format!("{}\n", shell.start));
    pty.until("prompt", |parser| {
        let text = parser.screen().contents();
        text.lines().any(|line| {
            line.trim_end() == "ready>" || line.starts_with("ready> ") && !line.contains("COMPLETE")
        })
    });
    pty.send(keys);
    pty.until(&format!("{expected:?} in {}", shell.program), |parser| {
        let text = parser.screen().contents();
        expected.iter().all(|part| text.contains(part))
    });
    pty
}

#[track_caller]
fn completes(keys: &str, expected: &str) {
    let world = world();
    for shell in &SHELLS {
        typed(&world, shell, &format!("{keys}\t"), &[expected]);
    }
    assert_eq!(world.server.requests().len(), 0, "a server was asked");
}

#[track_caller]
fn lists(keys: &str, expected: &[&str]) {
    let world = world();
    for shell in &SHELLS {
        typed(&world, shell, &format!("{keys}{}", shell.list), expected);
    }
    assert_eq!(world.server.requests().len(), 0, "a server was asked");
}

#[test]
fn contexts() {
    lists("duty --context ", &["home", "work"]);
}

#[test]
fn what_an_option_is_given_is_not_taken_for_a_command() {
    let world = world();
    for (words, expected) in [
        (&["duty", "--context", "prefs", "dev"][..], "device"),
        (&["duty", "--context", "app-key", "device", "unb"], "unbind"),
        (
            &[
                "duty",
                "--context",
                "prefs",
                "device",
                "list",
                "--columns",
                "na",
            ],
            "name",
        ),
        (
            &["duty", "prefs", "apply", "-f", "show", "--che"],
            "--check",
        ),
    ] {
        let told = answered(&world, words);
        let first = told.split('\t').next().unwrap();
        assert_eq!(first, expected, "{words:?}: {told}");
    }
}

#[test]
fn im_apps_although_bash_takes_the_word_apart() {
    completes("duty prefs set critical --im feishu:", "--im feishu:4401");
}

#[test]
fn keys() {
    lists("duty app-key delete ", &["ci-2024", "laptop"]);
    lists("duty app-key delete laptop ", &["ci-2024", "laptop"]);
}

#[test]
fn help_topics() {
    lists("duty help pr", &["prefs", "profile"]);
}

#[test]
fn targets_one_and_several() {
    completes("duty prefs set crit", "set critical");
    completes("duty prefs set critical,wa", "set critical,warning");
}

#[test]
fn the_values_of_an_option_in_one_word() {
    completes("duty --output=j", "--output=json");
}

#[test]
fn a_file_with_a_space_in_its_name() {
    completes("duty prefs apply -f my", "my\\ prefs.toml");
}

#[test]
fn what_a_server_calls_a_thing_is_one_word_whatever_is_in_it() {
    let world = world();
    world
        .duty("app-key create -q --")
        .arg(NASTY)
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    let seen = world.duty("app-key list").any_requests();
    seen.any_stdout().any_stderr().run();
    for shell in &SHELLS {
        let mut pty = typed(&world, shell, "duty app-key rename x\t", &["pwned"]);
        pty.send(" y --dry-run\n");
        // It is named as what it is: the key was found.
        pty.until("its name", |parser| {
            parser.screen().contents().contains("would be")
        });
        assert!(
            !world.home.path().join("pwned").exists(),
            "{}",
            shell.program
        );
    }
}

fn answered(world: &World, words: &[&str]) -> String {
    let mut run = world.duty("--").env("COMPLETE", "fish");
    for word in words {
        run = run.arg(*word);
    }
    run.any_stdout().run().stdout
}

#[test]
fn options_and_files_are_offered_where_they_are_meant() {
    let world = world();
    for (words, expected) in [
        (&["duty", "prefs", "show", ""][..], ""),
        (&["duty", "app-key", "create", "my"], ""),
        (&["duty", "prefs", "diff", "-f", "my"], "my prefs.toml\t\n"),
        (
            &["duty", "profile", "set", "--time-zone", "Asia/Shang"],
            "Asia/Shanghai\t\n",
        ),
        (
            &["duty", "config", "set", "contexts.work.b"],
            "contexts.work.base_url\t\n",
        ),
        (&["duty", "config", "set", "output", "js"], "json\t\n"),
        (
            &["duty", "api", "/member/i"],
            "/member/info\t\n/member/info/reset\t\n",
        ),
        (
            &["duty", "device", "list", "--columns", "id,na"],
            "id,name\t\n",
        ),
    ] {
        assert_eq!(answered(&world, words), expected, "{words:?}");
    }
    let options = answered(&world, &["duty", "prefs", "show", "-"]);
    assert!(
        options.contains("--output\t") && options.contains("-o\t"),
        "{options}"
    );
    // In the language of the person.
    let run = world
        .duty("--")
        .env("COMPLETE", "fish")
        .env("LC_ALL", "zh_CN.UTF-8");
    let ran = run.arg("duty").arg("app-k").any_stdout().run();
    assert!(ran.stdout.contains("轮换"), "{}", ran.stdout);
}

#[test]
fn what_is_kept_is_for_the_account_and_for_nobody_else() {
    let mut world = world();
    let files: Vec<PathBuf> = world
        .files()
        .into_iter()
        .map(|(path, _)| path)
        .filter(|path| path.starts_with(world.home.path().join("state/seen")))
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .collect();
    let [file] = files.as_slice() else {
        panic!("one server, one file: {files:?}");
    };
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let text = std::fs::read_to_string(file).unwrap();
    let key = world.server.app_key().to_string();
    assert!(!text.contains(&key) && !text.contains('@'), "{text}");
    let keys = ["duty", "app-key", "delete", ""];
    assert_eq!(answered(&world, &keys), "ci-2024\t5002\nlaptop\t5001\n");
    // Of another server, and of the made-up account, nothing was seen.
    world.env("DUTY_BASE_URL", "https://other.example");
    assert_eq!(answered(&world, &keys), "");
    // What cannot be read or written is nothing, and no command fails for it.
    std::fs::write(file, "{half").unwrap();
    world.env("DUTY_BASE_URL", world.server.base_url());
    assert_eq!(answered(&world, &keys), "");
    world.env("DUTY_STATE_DIR", "/dev/null/nowhere");
    let ran = world.duty("app-key list -q").requests(&["app_key_list"]);
    ran.stdout("5002\n5001\n").run();
}

#[test]
fn a_shell_that_duty_does_not_know_is_named() {
    let world = World::new();
    let ran = world.duty("").env("COMPLETE", "tcsh").status(2);
    ran.stderr(
        "
        error: COMPLETE names a shell that duty does not know
          try: one of: bash, elvish, fish, powershell, zsh
        ",
    )
    .run();
    // The variable alone changes nothing.
    let ran = world.duty("--version").env("COMPLETE", "bash");
    assert!(ran.any_stdout().run().stdout.starts_with("duty "));
}
