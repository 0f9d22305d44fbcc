//! What each shell is told: once how it asks duty, and then, key by key, what could come next. A candidate is
//! quoted here where the shell does not do it by itself.

use clap_complete::env::Shells;
use clap_complete::{CompletionCandidate, Shell};

use crate::cli::complete::line::{self, Quote};

/// What is typed where a shell asks.
pub struct Typed {
    /// The words before the last one; the first is duty.
    pub before: Vec<String>,
    /// What there is of the last one.
    pub last: String,
    /// What of the last word stands already and is not given again.
    stands: usize,
    quote: Quote,
}

impl Typed {
    /// As this shell gives it.
    pub fn of(shell: Shell, arguments: &[String]) -> Typed {
        match (shell, arguments) {
            (Shell::Bash, [line, replaced]) => Typed::of_bash(line, replaced),
            (_, [before @ .., last]) => Typed {
                before: match shell {
                    Shell::Zsh => before.iter().map(|raw| line::unquoted(raw).0).collect(),
                    _ => before.to_vec(),
                },
                last: match shell {
                    Shell::Zsh | Shell::Fish => line::unquoted(last).0,
                    _ => last.clone(),
                },
                stands: 0,
                quote: Quote::None,
            },
            (_, []) => Typed {
                before: vec!["duty".to_owned()],
                last: String::new(),
                stands: 0,
                quote: Quote::None,
            },
        }
    }

    /// The line up to the cursor, and what of it the answer replaces: for bash a word ends also at `:` and `=`.
    fn of_bash(typed: &str, replaced: &str) -> Typed {
        let mut raw = line::words(typed);
        let last = raw.pop().unwrap_or_default();
        let (stands, quote) = match last.strip_suffix(replaced) {
            Some(stands) => line::unquoted(stands),
            None => (String::new(), Quote::None),
        };
        Typed {
            before: raw.iter().map(|word| line::unquoted(word).0).collect(),
            last: line::unquoted(last).0,
            stands: stands.len(),
            quote,
        }
    }
}

/// A candidate, and what is told beside it.
pub type Offer = (String, String);

/// The answer to a shell.
pub fn answer(shell: Shell, typed: &Typed, offers: &[Offer]) -> String {
    let mut text = String::new();
    for (value, about) in offers {
        text += &match shell {
            Shell::Bash => {
                let Some(rest) = value.get(typed.stands..) else {
                    continue;
                };
                line::typed(rest, typed.quote)
            }
            Shell::Zsh => {
                // The first character says whether a space comes after it.
                let open = value.ends_with(['/', '=', ':', ',']);
                let escaped = |text: &str| text.replace('\\', r"\\").replace(':', r"\:");
                let about = match about.is_empty() {
                    true => String::new(),
                    false => format!(":{}", about.replace('\\', r"\\")),
                };
                format!("{}{}{about}", if open { '-' } else { '+' }, escaped(value))
            }
            Shell::Fish => format!("{value}\t{about}"),
            Shell::PowerShell => {
                let plain = |c: char| c.is_alphanumeric() || "+=:./_-\\".contains(c);
                match value.chars().all(plain) {
                    true => format!("{value}\t{about}"),
                    false => format!("'{}'\t{about}", value.replace('\'', "''")),
                }
            }
            _ => value.clone(),
        };
        text.push('\n');
    }
    text
}

/// What makes a shell ask this program.
pub fn registration(shell: Shell, program: &str) -> String {
    let script = match shell {
        Shell::Bash => BASH,
        Shell::Zsh => ZSH,
        Shell::Fish => FISH,
        _ => return of_library(shell, program),
    };
    let quoted = match shell {
        Shell::Fish => program.replace('\\', r"\\").replace('\'', r"\'"),
        _ => program.replace('\'', r"'\''"),
    };
    script.replace("PROGRAM", &format!("'{quoted}'"))
}

fn of_library(shell: Shell, program: &str) -> String {
    let mut script = Vec::new();
    if let Some(its) = Shells::builtins().completer(&shell.to_string()) {
        let _ = its.write_registration("COMPLETE", "duty", "duty", program, &mut script);
    }
    String::from_utf8_lossy(&script).into_owned()
}

/// The line up to the cursor, because bash takes words apart where duty does not; and what it will replace.
const BASH: &str = r#"_duty_live() {
    local IFS=$'\n' line
    COMPREPLY=()
    while read -r line; do
        [[ -n $line ]] && COMPREPLY+=("$line")
    done <<<"$(COMPLETE=bash PROGRAM -- "${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null)"
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[/=:,] ]]; then
        compopt -o nospace 2>/dev/null
    fi
    return 0
}
complete -o nosort -F _duty_live duty 2>/dev/null || complete -F _duty_live duty
"#;

const ZSH: &str = r#"#compdef duty
_duty_live() {
    local line
    local -a closed open
    for line in "${(@f)$(COMPLETE=zsh PROGRAM -- "${(@)words[1,CURRENT-1]}" "$PREFIX" 2>/dev/null)}"; do
        case $line in
            +*) closed+=("${line[2,-1]}") ;;
            -*) open+=("${line[2,-1]}") ;;
        esac
    done
    (( $#closed )) && _describe -V 'duty' closed
    (( $#open )) && _describe -V 'duty' open -S ''
}
compdef _duty_live duty
"#;

const FISH: &str = r#"function __duty_live
    set -l words (commandline --current-process --tokenize --cut-at-cursor)
    set -l token (commandline --current-token --cut-at-cursor)
    COMPLETE=fish PROGRAM -- $words "$token" 2>/dev/null
end
complete --command duty --erase
complete --command duty --no-files --keep-order --arguments '(__duty_live)'
"#;

/// A candidate of the engine, if it can stand on one line.
pub fn value_of(candidate: &CompletionCandidate) -> Option<String> {
    let value = candidate.get_value().to_str()?;
    (crate::text::visible(value) == value).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offers(values: &[&str]) -> Vec<Offer> {
        values
            .iter()
            .map(|value| ((*value).to_owned(), "a: b".to_owned()))
            .collect()
    }

    #[test]
    fn bash_gets_what_it_replaces_and_no_more() {
        for (line, replaced, value, given) in [
            ("duty --im feishu:", "", "feishu:4401", "4401\n"),
            ("duty --im feishu:44", "44", "feishu:4401", "4401\n"),
            ("duty --output=j", "j", "--output=json", "json\n"),
            (
                r"duty -f my\ p",
                r"my\ p",
                "my prefs.toml",
                "my\\ prefs.toml\n",
            ),
            ("duty -f \"my p", "my p", "my $x.toml", "my \\$x.toml\n"),
            (
                "duty -f 'my p",
                "my p",
                "my 'x'.toml",
                "my '\\''x'\\''.toml\n",
            ),
            (
                "duty app-key delete ",
                "",
                "$(reboot);`x`",
                "\\$\\(reboot\\)\\;\\`x\\`\n",
            ),
        ] {
            let typed = Typed::of(Shell::Bash, &[line.to_owned(), replaced.to_owned()]);
            assert_eq!(
                answer(Shell::Bash, &typed, &offers(&[value])),
                given,
                "{line}"
            );
        }
    }

    #[test]
    fn other_shells_quote_by_themselves_but_powershell() {
        let typed = Typed::of(Shell::Zsh, &["duty".into(), r"my\ p".into()]);
        assert_eq!(typed.last, "my p");
        let offers = offers(&["a:b/", "it's"]);
        for (shell, text) in [
            (Shell::Zsh, "-a\\:b/:a: b\n+it's:a: b\n"),
            (Shell::Fish, "a:b/\ta: b\nit's\ta: b\n"),
            (Shell::PowerShell, "a:b/\ta: b\n'it''s'\ta: b\n"),
            (Shell::Elvish, "a:b/\nit's\n"),
        ] {
            assert_eq!(answer(shell, &typed, &offers), text, "{shell}");
        }
    }

    #[test]
    fn every_shell_can_ask() {
        for shell in [
            Shell::Bash,
            Shell::Zsh,
            Shell::Fish,
            Shell::Elvish,
            Shell::PowerShell,
        ] {
            let script = registration(shell, "/opt/a b/duty");
            assert!(script.contains("/opt/a b/duty'"), "{shell}: {script}");
            assert!(script.contains("COMPLETE"), "{shell}");
        }
    }
}
