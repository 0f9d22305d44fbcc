# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_duty_global_optspecs
    string join \n context= base-url= app-key-stdin o/output= q/quiet v/verbose no-input y/yes color= lang= timeout= h/help sandbox V/version
end

function __fish_duty_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_duty_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_duty_using_subcommand
    set -l cmd (__fish_duty_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c duty -n "__fish_duty_needs_command" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_needs_command" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_needs_command" -s o -l output -d 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'"
complete -c duty -n "__fish_duty_needs_command" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_needs_command" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_needs_command" -l timeout -d 'Give up after this many seconds, retries included (default 30) [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_needs_command" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_needs_command" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_needs_command" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_needs_command" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_needs_command" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_needs_command" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_needs_command" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_needs_command" -s V -l version -d 'Print version'
complete -c duty -n "__fish_duty_needs_command" -f -a "profile" -d 'Show who you are: account, nickname, email, phone, time zone'
complete -c duty -n "__fish_duty_needs_command" -f -a "prefs" -d 'Show and change how you are notified, by severity'
complete -c duty -n "__fish_duty_needs_command" -f -a "sandbox" -d 'Try duty against a made-up account on this machine'
complete -c duty -n "__fish_duty_needs_command" -f -a "completion" -d 'Print a completion script for a shell'
complete -c duty -n "__fish_duty_needs_command" -f -a "help" -d 'Explain a command or a topic: exit-codes, environment, contract'
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show" -s o -l output -d 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'"
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show" -l timeout -d 'Give up after this many seconds, retries included (default 30) [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show" -f -a "show" -d 'Show who the key belongs to'
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -s o -l output -d 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'"
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -l timeout -d 'Give up after this many seconds, retries included (default 30) [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set" -s o -l output -d 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set" -l timeout -d 'Give up after this many seconds, retries included (default 30) [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set" -f -a "show" -d 'Show which channel reaches you for which severity'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set" -f -a "channels" -d 'List the channels that can be chosen, and whether each would reach you'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set" -f -a "set" -d 'Replace the channels of one or more targets'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -s o -l output -d 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -l timeout -d 'Give up after this many seconds, retries included (default 30) [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -s o -l output -d 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -l timeout -d 'Give up after this many seconds, retries included (default 30) [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -l im -d 'IM app: dingtalk, feishu (or lark), wecom, slack, teams; with :ID or :NAME where there are several. Repeated or comma-separated' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -s o -l output -d 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -l timeout -d 'Give up after this many seconds, retries included (default 30) [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -l voice -d 'Phone call'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -l sms -d 'Text message'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -l email -d 'Email'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -l app -d 'Push of the Flashduty app'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -l allow-silent -d 'Allow a change after which no critical incident would reach you'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -l dry-run -d 'Show what would change, and change nothing'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve reset" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve reset" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve reset" -s o -l output -d 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'"
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve reset" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve reset" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve reset" -l timeout -d 'Give up after this many seconds, retries included (default 30) [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve reset" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve reset" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve reset" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve reset" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve reset" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve reset" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve reset" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve reset" -f -a "serve" -d 'Serve the made-up account on this machine until Ctrl-C, for other programs'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve reset" -f -a "reset" -d 'Forget every change and start over with the account as it was'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l listen -d 'Address to listen on; loopback only, port 0 chooses a free one' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -s o -l output -d 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'"
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l timeout -d 'Give up after this many seconds, retries included (default 30) [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l no-rate-limit -d 'Answer any number of requests; the real server takes 1,000 a minute and 50 a second'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -s o -l output -d 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'"
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l timeout -d 'Give up after this many seconds, retries included (default 30) [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand completion" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand completion" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand completion" -s o -l output -d 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'"
complete -c duty -n "__fish_duty_using_subcommand completion" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand completion" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand completion" -l timeout -d 'Give up after this many seconds, retries included (default 30) [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand completion" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand completion" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand completion" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand completion" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand completion" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand completion" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand completion" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand help" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand help" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand help" -s o -l output -d 'Print a table for people or JSON for programs; errors follow [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'"
complete -c duty -n "__fish_duty_using_subcommand help" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand help" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand help" -l timeout -d 'Give up after this many seconds, retries included (default 30) [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand help" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand help" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand help" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand help" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand help" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand help" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand help" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
