
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'duty' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'duty'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'duty' {
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Account to work in, by the name that ''auth login'' gave it [env: DUTY_CONTEXT]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Color the output [env: DUTY_COLOR, NO_COLOR]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds, retries included (default 30) [env: DUTY_TIMEOUT]')
            [CompletionResult]::new('--app-key-stdin', '--app-key-stdin', [CompletionResultType]::ParameterName, 'Read the APP key from standard input instead of a variable or the keyring')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but the result: no notes, no hints')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but the result: no notes, no hints')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr, the key left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr, the key left out')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every confirmation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('profile', 'profile', [CompletionResultType]::ParameterValue, 'Show who you are: account, nickname, email, phone, time zone')
            [CompletionResult]::new('prefs', 'prefs', [CompletionResultType]::ParameterValue, 'Show and change how you are notified, by severity')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'Try duty against a made-up account on this machine')
            [CompletionResult]::new('completion', 'completion', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Explain a command or a topic: exit-codes, environment, contract')
            break
        }
        'duty;profile' {
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Account to work in, by the name that ''auth login'' gave it [env: DUTY_CONTEXT]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Color the output [env: DUTY_COLOR, NO_COLOR]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds, retries included (default 30) [env: DUTY_TIMEOUT]')
            [CompletionResult]::new('--app-key-stdin', '--app-key-stdin', [CompletionResultType]::ParameterName, 'Read the APP key from standard input instead of a variable or the keyring')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but the result: no notes, no hints')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but the result: no notes, no hints')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr, the key left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr, the key left out')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every confirmation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show who the key belongs to')
            break
        }
        'duty;profile;show' {
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Account to work in, by the name that ''auth login'' gave it [env: DUTY_CONTEXT]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Color the output [env: DUTY_COLOR, NO_COLOR]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds, retries included (default 30) [env: DUTY_TIMEOUT]')
            [CompletionResult]::new('--app-key-stdin', '--app-key-stdin', [CompletionResultType]::ParameterName, 'Read the APP key from standard input instead of a variable or the keyring')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but the result: no notes, no hints')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but the result: no notes, no hints')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr, the key left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr, the key left out')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every confirmation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]')
            break
        }
        'duty;prefs' {
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Account to work in, by the name that ''auth login'' gave it [env: DUTY_CONTEXT]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Color the output [env: DUTY_COLOR, NO_COLOR]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds, retries included (default 30) [env: DUTY_TIMEOUT]')
            [CompletionResult]::new('--app-key-stdin', '--app-key-stdin', [CompletionResultType]::ParameterName, 'Read the APP key from standard input instead of a variable or the keyring')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but the result: no notes, no hints')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but the result: no notes, no hints')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr, the key left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr, the key left out')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every confirmation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show which channel reaches you for which severity')
            [CompletionResult]::new('channels', 'channels', [CompletionResultType]::ParameterValue, 'List the channels that can be chosen, and whether each would reach you')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Replace the channels of one or more targets')
            break
        }
        'duty;prefs;show' {
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Account to work in, by the name that ''auth login'' gave it [env: DUTY_CONTEXT]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Color the output [env: DUTY_COLOR, NO_COLOR]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds, retries included (default 30) [env: DUTY_TIMEOUT]')
            [CompletionResult]::new('--app-key-stdin', '--app-key-stdin', [CompletionResultType]::ParameterName, 'Read the APP key from standard input instead of a variable or the keyring')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but the result: no notes, no hints')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but the result: no notes, no hints')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr, the key left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr, the key left out')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every confirmation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]')
            break
        }
        'duty;prefs;channels' {
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Account to work in, by the name that ''auth login'' gave it [env: DUTY_CONTEXT]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Color the output [env: DUTY_COLOR, NO_COLOR]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds, retries included (default 30) [env: DUTY_TIMEOUT]')
            [CompletionResult]::new('--app-key-stdin', '--app-key-stdin', [CompletionResultType]::ParameterName, 'Read the APP key from standard input instead of a variable or the keyring')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but the result: no notes, no hints')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but the result: no notes, no hints')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr, the key left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr, the key left out')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every confirmation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]')
            break
        }
        'duty;prefs;set' {
            [CompletionResult]::new('--im', '--im', [CompletionResultType]::ParameterName, 'IM app: dingtalk, feishu (or lark), wecom, slack, teams; with :ID or :NAME where there are several. Repeated or comma-separated')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Account to work in, by the name that ''auth login'' gave it [env: DUTY_CONTEXT]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Color the output [env: DUTY_COLOR, NO_COLOR]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds, retries included (default 30) [env: DUTY_TIMEOUT]')
            [CompletionResult]::new('--voice', '--voice', [CompletionResultType]::ParameterName, 'Phone call')
            [CompletionResult]::new('--sms', '--sms', [CompletionResultType]::ParameterName, 'Text message')
            [CompletionResult]::new('--email', '--email', [CompletionResultType]::ParameterName, 'Email')
            [CompletionResult]::new('--app', '--app', [CompletionResultType]::ParameterName, 'Push of the Flashduty app')
            [CompletionResult]::new('--allow-silent', '--allow-silent', [CompletionResultType]::ParameterName, 'Allow a change after which no critical incident would reach you')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--app-key-stdin', '--app-key-stdin', [CompletionResultType]::ParameterName, 'Read the APP key from standard input instead of a variable or the keyring')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but the result: no notes, no hints')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but the result: no notes, no hints')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr, the key left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr, the key left out')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every confirmation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]')
            break
        }
        'duty;sandbox' {
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Account to work in, by the name that ''auth login'' gave it [env: DUTY_CONTEXT]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Color the output [env: DUTY_COLOR, NO_COLOR]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds, retries included (default 30) [env: DUTY_TIMEOUT]')
            [CompletionResult]::new('--app-key-stdin', '--app-key-stdin', [CompletionResultType]::ParameterName, 'Read the APP key from standard input instead of a variable or the keyring')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but the result: no notes, no hints')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but the result: no notes, no hints')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr, the key left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr, the key left out')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every confirmation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve the made-up account on this machine until Ctrl-C, for other programs')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Forget every change and start over with the account as it was')
            break
        }
        'duty;sandbox;serve' {
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Address to listen on; loopback only, port 0 chooses a free one')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Account to work in, by the name that ''auth login'' gave it [env: DUTY_CONTEXT]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Color the output [env: DUTY_COLOR, NO_COLOR]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds, retries included (default 30) [env: DUTY_TIMEOUT]')
            [CompletionResult]::new('--no-rate-limit', '--no-rate-limit', [CompletionResultType]::ParameterName, 'Answer any number of requests; the real server takes 1,000 a minute and 50 a second')
            [CompletionResult]::new('--app-key-stdin', '--app-key-stdin', [CompletionResultType]::ParameterName, 'Read the APP key from standard input instead of a variable or the keyring')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but the result: no notes, no hints')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but the result: no notes, no hints')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr, the key left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr, the key left out')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every confirmation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]')
            break
        }
        'duty;sandbox;reset' {
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Account to work in, by the name that ''auth login'' gave it [env: DUTY_CONTEXT]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Color the output [env: DUTY_COLOR, NO_COLOR]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds, retries included (default 30) [env: DUTY_TIMEOUT]')
            [CompletionResult]::new('--app-key-stdin', '--app-key-stdin', [CompletionResultType]::ParameterName, 'Read the APP key from standard input instead of a variable or the keyring')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but the result: no notes, no hints')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but the result: no notes, no hints')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr, the key left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr, the key left out')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every confirmation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]')
            break
        }
        'duty;completion' {
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Account to work in, by the name that ''auth login'' gave it [env: DUTY_CONTEXT]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Color the output [env: DUTY_COLOR, NO_COLOR]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds, retries included (default 30) [env: DUTY_TIMEOUT]')
            [CompletionResult]::new('--app-key-stdin', '--app-key-stdin', [CompletionResultType]::ParameterName, 'Read the APP key from standard input instead of a variable or the keyring')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but the result: no notes, no hints')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but the result: no notes, no hints')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr, the key left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr, the key left out')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every confirmation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]')
            break
        }
        'duty;help' {
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Account to work in, by the name that ''auth login'' gave it [env: DUTY_CONTEXT]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Color the output [env: DUTY_COLOR, NO_COLOR]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds, retries included (default 30) [env: DUTY_TIMEOUT]')
            [CompletionResult]::new('--app-key-stdin', '--app-key-stdin', [CompletionResultType]::ParameterName, 'Read the APP key from standard input instead of a variable or the keyring')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but the result: no notes, no hints')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but the result: no notes, no hints')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr, the key left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr, the key left out')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every confirmation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]')
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
