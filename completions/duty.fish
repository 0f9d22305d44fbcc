# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_duty_global_optspecs
    string join \n context= base-url= app-key-stdin o/output= jq= columns= q/quiet v/verbose log-file= no-input y/yes color= no-pager lang= timeout= h/help sandbox V/version
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
complete -c duty -n "__fish_duty_needs_command" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_needs_command" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_needs_command" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_needs_command" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_needs_command" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_needs_command" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_needs_command" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_needs_command" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_needs_command" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_needs_command" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_needs_command" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_needs_command" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_needs_command" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_needs_command" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_needs_command" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_needs_command" -s V -l version -d 'Print version'
complete -c duty -n "__fish_duty_needs_command" -f -a "auth" -d 'Keep APP keys in the keyring, and say which account commands work in'
complete -c duty -n "__fish_duty_needs_command" -f -a "profile" -d 'Show who you are: account, nickname, email, phone, time zone'
complete -c duty -n "__fish_duty_needs_command" -f -a "prefs" -d 'Show and change how you are notified, by severity'
complete -c duty -n "__fish_duty_needs_command" -f -a "app-key" -d 'Make, list, stop, delete and rotate APP keys, five at most'
complete -c duty -n "__fish_duty_needs_command" -f -a "doctor" -d 'Find out why you were not notified, or would not be'
complete -c duty -n "__fish_duty_needs_command" -f -a "device" -d 'List, bind and unbind the phones that get the app\'s pushes'
complete -c duty -n "__fish_duty_needs_command" -f -a "api" -d 'Ask the server anything, with duty\'s key, retries and pace'
complete -c duty -n "__fish_duty_needs_command" -f -a "open" -d 'Open a page of the console in the browser, or print its address'
complete -c duty -n "__fish_duty_needs_command" -f -a "config" -d 'Show and change config.toml: contexts, servers, output, language'
complete -c duty -n "__fish_duty_needs_command" -f -a "sandbox" -d 'Try duty against a made-up account on this machine'
complete -c duty -n "__fish_duty_needs_command" -f -a "completion" -d 'Print a completion script for a shell'
complete -c duty -n "__fish_duty_needs_command" -f -a "version" -d 'Print the version, and what this duty was built from'
complete -c duty -n "__fish_duty_needs_command" -f -a "help" -d 'Explain a command or a topic: options, exit-codes, environment, contract, reasons, json; write the man pages: man DIR'
complete -c duty -n "__fish_duty_using_subcommand auth; and not __fish_seen_subcommand_from login logout remove status list ls switch token" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and not __fish_seen_subcommand_from login logout remove status list ls switch token" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and not __fish_seen_subcommand_from login logout remove status list ls switch token" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand auth; and not __fish_seen_subcommand_from login logout remove status list ls switch token" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and not __fish_seen_subcommand_from login logout remove status list ls switch token" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and not __fish_seen_subcommand_from login logout remove status list ls switch token" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand auth; and not __fish_seen_subcommand_from login logout remove status list ls switch token" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand auth; and not __fish_seen_subcommand_from login logout remove status list ls switch token" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand auth; and not __fish_seen_subcommand_from login logout remove status list ls switch token" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and not __fish_seen_subcommand_from login logout remove status list ls switch token" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand auth; and not __fish_seen_subcommand_from login logout remove status list ls switch token" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand auth; and not __fish_seen_subcommand_from login logout remove status list ls switch token" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand auth; and not __fish_seen_subcommand_from login logout remove status list ls switch token" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand auth; and not __fish_seen_subcommand_from login logout remove status list ls switch token" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand auth; and not __fish_seen_subcommand_from login logout remove status list ls switch token" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand auth; and not __fish_seen_subcommand_from login logout remove status list ls switch token" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand auth; and not __fish_seen_subcommand_from login logout remove status list ls switch token" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand auth; and not __fish_seen_subcommand_from login logout remove status list ls switch token" -f -a "login" -d 'Check an APP key and store it in the keyring, under the name of a context'
complete -c duty -n "__fish_duty_using_subcommand auth; and not __fish_seen_subcommand_from login logout remove status list ls switch token" -f -a "logout" -d 'Delete the stored key of a context'
complete -c duty -n "__fish_duty_using_subcommand auth; and not __fish_seen_subcommand_from login logout remove status list ls switch token" -f -a "remove" -d 'Remove a context, and the key that is stored for it'
complete -c duty -n "__fish_duty_using_subcommand auth; and not __fish_seen_subcommand_from login logout remove status list ls switch token" -f -a "status" -d 'Show whether the key works, whose it is, and where it comes from'
complete -c duty -n "__fish_duty_using_subcommand auth; and not __fish_seen_subcommand_from login logout remove status list ls switch token" -f -a "list" -d 'List the contexts'
complete -c duty -n "__fish_duty_using_subcommand auth; and not __fish_seen_subcommand_from login logout remove status list ls switch token" -f -a "ls" -d 'List the contexts'
complete -c duty -n "__fish_duty_using_subcommand auth; and not __fish_seen_subcommand_from login logout remove status list ls switch token" -f -a "switch" -d 'Make a context the current one'
complete -c duty -n "__fish_duty_using_subcommand auth; and not __fish_seen_subcommand_from login logout remove status list ls switch token" -f -a "token" -d 'Print the key alone, for another program'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from login" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from login" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from login" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from login" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from login" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from login" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from login" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from login" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from login" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from login" -l insecure-storage -d 'Store the key in a file that only you can read, in clear text, instead of in the keyring'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from login" -l import -d 'Import the key and the server of the vendor\'s own CLI (~/.flashduty/config.yaml)'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from login" -l dry-run -d 'Show what would change, and change nothing'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from login" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from login" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from login" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from login" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from login" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from login" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from login" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from login" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from logout" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from logout" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from logout" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from logout" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from logout" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from logout" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from logout" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from logout" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from logout" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from logout" -l all -d 'Every context'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from logout" -l dry-run -d 'Show what would change, and change nothing'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from logout" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from logout" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from logout" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from logout" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from logout" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from logout" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from logout" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from logout" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from remove" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from remove" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from remove" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from remove" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from remove" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from remove" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from remove" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from remove" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from remove" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from remove" -l dry-run -d 'Show what would change, and change nothing'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from remove" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from remove" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from remove" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from remove" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from remove" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from status" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from status" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from status" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from status" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from status" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from status" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from status" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from status" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from status" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from status" -l all -d 'Every context'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from status" -l offline -d 'Ask no server: show what is stored, and say nothing about whether it works'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from status" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from status" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from status" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from status" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from status" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from status" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from list" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from list" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from list" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from list" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from list" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from list" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from list" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from list" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from list" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from list" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from list" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from list" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from ls" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from ls" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from ls" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from ls" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from ls" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from ls" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from ls" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from ls" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from ls" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from ls" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from ls" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from ls" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from ls" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from switch" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from switch" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from switch" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from switch" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from switch" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from switch" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from switch" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from switch" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from switch" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from switch" -l dry-run -d 'Show what would change, and change nothing'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from switch" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from switch" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from switch" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from switch" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from switch" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from switch" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from switch" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from switch" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from token" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from token" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from token" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from token" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from token" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from token" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from token" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from token" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from token" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from token" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from token" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from token" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from token" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from token" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from token" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from token" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand auth; and __fish_seen_subcommand_from token" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show set" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show set" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show set" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show set" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show set" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show set" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show set" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show set" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show set" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show set" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show set" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show set" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show set" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show set" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show set" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show set" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show set" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show set" -f -a "show" -d 'Show who the key belongs to'
complete -c duty -n "__fish_duty_using_subcommand profile; and not __fish_seen_subcommand_from show set" -f -a "set" -d 'Change your nickname, email, phone, language or time zone'
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -l web -d 'Open the page in the console instead; without a browser, print its address'
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from show" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from set" -l nickname -d 'What you are called, 2 to 39 characters' -r
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from set" -l email -d 'New email address' -r
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from set" -l phone -d 'New phone number: +8613800000001, or a national one with --country-code' -r
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from set" -l country-code -d 'Country of the phone number, two letters such as CN' -r
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from set" -l locale -d 'Language that Flashduty writes to you in' -r -f -a "zh-CN\t'Chinese'
en-US\t'English'"
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from set" -l time-zone -d 'Time zone by its IANA name, such as Asia/Shanghai' -r
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from set" -l verify-code -d 'Verification code that you have already; again for a command that needs two. Other users of the machine can see arguments: DUTY_VERIFY_CODE and --verify-code-stdin are safer [env: DUTY_VERIFY_CODE]' -r
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from set" -l verify-device -d 'Where the code comes from; on a terminal duty asks [env: DUTY_VERIFY_DEVICE] (default: the new address where one is set, else email)' -r -f -a "email\t'A mail with a code'
phone\t'A text message with a code'
totp\t'The authenticator app; nothing is sent'"
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from set" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from set" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from set" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from set" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from set" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from set" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from set" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from set" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from set" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from set" -l dry-run -d 'Show what would change, and change nothing'
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from set" -l verify-code-stdin -d 'Read the verification code from standard input, one a line'
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from set" -l send-code -d 'Have a code sent and end, changing nothing: for a script that reads it and runs the command again'
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from set" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from set" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from set" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from set" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from set" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand profile; and __fish_seen_subcommand_from set" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -f -a "show" -d 'Show which channel reaches you for which severity'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -f -a "channels" -d 'List the channels that can be chosen, and whether each would reach you'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -f -a "set" -d 'Replace the channels of one or more targets'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -f -a "add" -d 'Add channels to one or more targets'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -f -a "remove" -d 'Take channels away from one or more targets'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -f -a "clear" -d 'Empty the lists of one or more targets, so that you are not told'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -f -a "copy" -d 'Make targets list what another one lists'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -f -a "edit" -d 'Change the preferences in an editor, as text'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -f -a "export" -d 'Print the preferences as text, for \'prefs apply\''
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -f -a "apply" -d 'Make the preferences what a file says'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -f -a "diff" -d 'Compare the preferences with a file; exit 3 on a difference'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -f -a "log" -d 'Show who changed your preferences, keys, phones or contact, when and from where'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -f -a "test" -d 'Page yourself now, to see what reaches you'
complete -c duty -n "__fish_duty_using_subcommand prefs; and not __fish_seen_subcommand_from show channels set add remove clear copy edit export apply diff log test undo" -f -a "undo" -d 'Go back to what was there before the last change'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -l web -d 'Open the page in the console instead; without a browser, print its address'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from show" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -l proof -d 'Learn from the records of the last 30 days when each channel last reached you, by at most N requests (30)' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -l web -d 'Open the page in the console instead; without a browser, print its address'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from channels" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -l im -d 'IM app: dingtalk, feishu (or lark), wecom, slack, teams; with :ID or :NAME where there are several. Repeated or comma-separated' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -l retry-conflict -d 'Where somebody else writes at the same time, make the change again to what they left, up to N times' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
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
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from add" -l im -d 'IM app: dingtalk, feishu (or lark), wecom, slack, teams; with :ID or :NAME where there are several. Repeated or comma-separated' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from add" -l retry-conflict -d 'Where somebody else writes at the same time, make the change again to what they left, up to N times' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from add" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from add" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from add" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from add" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from add" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from add" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from add" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from add" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from add" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from add" -l voice -d 'Phone call'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from add" -l sms -d 'Text message'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from add" -l email -d 'Email'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from add" -l app -d 'Push of the Flashduty app'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from add" -l allow-silent -d 'Allow a change after which no critical incident would reach you'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from add" -l dry-run -d 'Show what would change, and change nothing'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from add" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from add" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from add" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from add" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from add" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from remove" -l im -d 'IM app: dingtalk, feishu (or lark), wecom, slack, teams; with :ID or :NAME where there are several. Repeated or comma-separated' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from remove" -l retry-conflict -d 'Where somebody else writes at the same time, make the change again to what they left, up to N times' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from remove" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from remove" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from remove" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from remove" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from remove" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from remove" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from remove" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from remove" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from remove" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from remove" -l voice -d 'Phone call'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from remove" -l sms -d 'Text message'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from remove" -l email -d 'Email'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from remove" -l app -d 'Push of the Flashduty app'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from remove" -l allow-silent -d 'Allow a change after which no critical incident would reach you'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from remove" -l dry-run -d 'Show what would change, and change nothing'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from remove" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from remove" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from remove" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from remove" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from remove" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from clear" -l retry-conflict -d 'Where somebody else writes at the same time, make the change again to what they left, up to N times' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from clear" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from clear" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from clear" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from clear" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from clear" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from clear" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from clear" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from clear" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from clear" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from clear" -l allow-silent -d 'Allow a change after which no critical incident would reach you'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from clear" -l dry-run -d 'Show what would change, and change nothing'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from clear" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from clear" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from clear" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from clear" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from clear" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from clear" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from clear" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from clear" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from copy" -l retry-conflict -d 'Where somebody else writes at the same time, make the change again to what they left, up to N times' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from copy" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from copy" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from copy" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from copy" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from copy" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from copy" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from copy" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from copy" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from copy" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from copy" -l allow-silent -d 'Allow a change after which no critical incident would reach you'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from copy" -l dry-run -d 'Show what would change, and change nothing'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from copy" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from copy" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from copy" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from copy" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from copy" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from copy" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from copy" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from copy" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from edit" -l retry-conflict -d 'Where somebody else writes at the same time, make the change again to what they left, up to N times' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from edit" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from edit" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from edit" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from edit" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from edit" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from edit" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from edit" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from edit" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from edit" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from edit" -l allow-silent -d 'Allow a change after which no critical incident would reach you'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from edit" -l dry-run -d 'Show what would change, and change nothing'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from edit" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from edit" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from edit" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from edit" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from edit" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from edit" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from edit" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from edit" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from export" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from export" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from export" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from export" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from export" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from export" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from export" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from export" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from export" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from export" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from export" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from export" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from export" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from export" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from apply" -s f -l file -d 'The file; \'-\' is standard input' -r -F
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from apply" -l retry-conflict -d 'Where somebody else writes at the same time, make the change again to what they left, up to N times' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from apply" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from apply" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from apply" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from apply" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from apply" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from apply" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from apply" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from apply" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from apply" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from apply" -l check -d 'Change nothing; exit 3 if there is a difference, 0 if there is none, 11 if that is not known'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from apply" -l strict -d 'Refuse every channel that duty does not know'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from apply" -l allow-silent -d 'Allow a change after which no critical incident would reach you'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from apply" -l dry-run -d 'Show what would change, and change nothing'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from apply" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from apply" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from apply" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from apply" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from apply" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from apply" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from apply" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from apply" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from diff" -s f -l file -d 'The file; \'-\' is standard input' -r -F
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from diff" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from diff" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from diff" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from diff" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from diff" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from diff" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from diff" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from diff" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from diff" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from diff" -l strict -d 'Refuse every channel that duty does not know'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from diff" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from diff" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from diff" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from diff" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from diff" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from diff" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from diff" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from diff" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from log" -l since -d 'So far back, at most 90 days: 24h, 7d' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from log" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from log" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from log" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from log" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from log" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from log" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from log" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from log" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from log" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from log" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from log" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from log" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from log" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from log" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from log" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from log" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from log" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from test" -l wait -d 'Wait so long for the record of each channel, such as 30s or 5m' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from test" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from test" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from test" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from test" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from test" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from test" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from test" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from test" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from test" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from test" -l dry-run -d 'Show the request and open nothing'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from test" -l mail -d 'Only send yourself a mail, where the server can: no incident, nothing rings'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from test" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from test" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from test" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from test" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from test" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from test" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from test" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from test" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from undo" -l retry-conflict -d 'Where somebody else writes at the same time, make the change again to what they left, up to N times' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from undo" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from undo" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from undo" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from undo" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from undo" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from undo" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from undo" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from undo" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from undo" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from undo" -l list -d 'List the changes that can be undone, the last one first'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from undo" -l allow-silent -d 'Allow a change after which no critical incident would reach you'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from undo" -l dry-run -d 'Show what would change, and change nothing'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from undo" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from undo" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from undo" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from undo" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from undo" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from undo" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from undo" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from undo" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and not __fish_seen_subcommand_from list ls create delete rm enable disable rename rotate" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and not __fish_seen_subcommand_from list ls create delete rm enable disable rename rotate" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and not __fish_seen_subcommand_from list ls create delete rm enable disable rename rotate" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and not __fish_seen_subcommand_from list ls create delete rm enable disable rename rotate" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and not __fish_seen_subcommand_from list ls create delete rm enable disable rename rotate" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and not __fish_seen_subcommand_from list ls create delete rm enable disable rename rotate" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand app-key; and not __fish_seen_subcommand_from list ls create delete rm enable disable rename rotate" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and not __fish_seen_subcommand_from list ls create delete rm enable disable rename rotate" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and not __fish_seen_subcommand_from list ls create delete rm enable disable rename rotate" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and not __fish_seen_subcommand_from list ls create delete rm enable disable rename rotate" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand app-key; and not __fish_seen_subcommand_from list ls create delete rm enable disable rename rotate" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand app-key; and not __fish_seen_subcommand_from list ls create delete rm enable disable rename rotate" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand app-key; and not __fish_seen_subcommand_from list ls create delete rm enable disable rename rotate" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and not __fish_seen_subcommand_from list ls create delete rm enable disable rename rotate" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand app-key; and not __fish_seen_subcommand_from list ls create delete rm enable disable rename rotate" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and not __fish_seen_subcommand_from list ls create delete rm enable disable rename rotate" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand app-key; and not __fish_seen_subcommand_from list ls create delete rm enable disable rename rotate" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and not __fish_seen_subcommand_from list ls create delete rm enable disable rename rotate" -f -a "list" -d 'List the keys, how many of five are used, and the one that duty is using'
complete -c duty -n "__fish_duty_using_subcommand app-key; and not __fish_seen_subcommand_from list ls create delete rm enable disable rename rotate" -f -a "ls" -d 'List the keys, how many of five are used, and the one that duty is using'
complete -c duty -n "__fish_duty_using_subcommand app-key; and not __fish_seen_subcommand_from list ls create delete rm enable disable rename rotate" -f -a "create" -d 'Create a key; its secret is shown or stored once and never again'
complete -c duty -n "__fish_duty_using_subcommand app-key; and not __fish_seen_subcommand_from list ls create delete rm enable disable rename rotate" -f -a "delete" -d 'Delete a key; what uses it stops working at once'
complete -c duty -n "__fish_duty_using_subcommand app-key; and not __fish_seen_subcommand_from list ls create delete rm enable disable rename rotate" -f -a "rm" -d 'Delete a key; what uses it stops working at once'
complete -c duty -n "__fish_duty_using_subcommand app-key; and not __fish_seen_subcommand_from list ls create delete rm enable disable rename rotate" -f -a "enable" -d 'Enable a disabled key'
complete -c duty -n "__fish_duty_using_subcommand app-key; and not __fish_seen_subcommand_from list ls create delete rm enable disable rename rotate" -f -a "disable" -d 'Disable a key without deleting it'
complete -c duty -n "__fish_duty_using_subcommand app-key; and not __fish_seen_subcommand_from list ls create delete rm enable disable rename rotate" -f -a "rename" -d 'Give a key another name'
complete -c duty -n "__fish_duty_using_subcommand app-key; and not __fish_seen_subcommand_from list ls create delete rm enable disable rename rotate" -f -a "rotate" -d 'Replace a key with a new one that is tested first, then disable the old one'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from list" -l person -d 'The member whose keys are meant, by id or email; for the account owner' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from list" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from list" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from list" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from list" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from list" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from list" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from list" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from list" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from list" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from list" -l web -d 'Open the page in the console instead; without a browser, print its address'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from list" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from list" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from list" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from ls" -l person -d 'The member whose keys are meant, by id or email; for the account owner' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from ls" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from ls" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from ls" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from ls" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from ls" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from ls" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from ls" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from ls" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from ls" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from ls" -l web -d 'Open the page in the console instead; without a browser, print its address'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from ls" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from ls" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from ls" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from ls" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from create" -l person -d 'The member whose keys are meant, by id or email; for the account owner' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from create" -l save -d 'Store it in the keyring as this context, and do not print it' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from create" -l output-file -d 'Write it to this new file that only you can read' -r -F
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from create" -l exec -d 'Give it to this shell command on its standard input; the command may take longer than --timeout' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from create" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from create" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from create" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from create" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from create" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from create" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from create" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from create" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from create" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from create" -l dry-run -d 'Show what would change, and change nothing'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from create" -l insecure-storage -d 'With --save, where there is no keyring: a file that only you can read, in clear text'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from create" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from create" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from create" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from create" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from create" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from create" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from create" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from delete" -l person -d 'The member whose keys are meant, by id or email; for the account owner' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from delete" -l verify-code -d 'Verification code that you have already; again for a command that needs two. Other users of the machine can see arguments: DUTY_VERIFY_CODE and --verify-code-stdin are safer [env: DUTY_VERIFY_CODE]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from delete" -l verify-device -d 'Where the code comes from; on a terminal duty asks [env: DUTY_VERIFY_DEVICE] (default: the new address where one is set, else email)' -r -f -a "email\t'A mail with a code'
phone\t'A text message with a code'
totp\t'The authenticator app; nothing is sent'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from delete" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from delete" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from delete" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from delete" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from delete" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from delete" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from delete" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from delete" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from delete" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from delete" -l self -d 'Do it even if it is, or may be, the key that duty itself is using'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from delete" -l dry-run -d 'Show what would change, and change nothing'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from delete" -l verify-code-stdin -d 'Read the verification code from standard input, one a line'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from delete" -l send-code -d 'Have a code sent and end, changing nothing: for a script that reads it and runs the command again'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from delete" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from delete" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from delete" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from delete" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from delete" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from delete" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rm" -l person -d 'The member whose keys are meant, by id or email; for the account owner' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rm" -l verify-code -d 'Verification code that you have already; again for a command that needs two. Other users of the machine can see arguments: DUTY_VERIFY_CODE and --verify-code-stdin are safer [env: DUTY_VERIFY_CODE]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rm" -l verify-device -d 'Where the code comes from; on a terminal duty asks [env: DUTY_VERIFY_DEVICE] (default: the new address where one is set, else email)' -r -f -a "email\t'A mail with a code'
phone\t'A text message with a code'
totp\t'The authenticator app; nothing is sent'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rm" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rm" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rm" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rm" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rm" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rm" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rm" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rm" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rm" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rm" -l self -d 'Do it even if it is, or may be, the key that duty itself is using'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rm" -l dry-run -d 'Show what would change, and change nothing'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rm" -l verify-code-stdin -d 'Read the verification code from standard input, one a line'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rm" -l send-code -d 'Have a code sent and end, changing nothing: for a script that reads it and runs the command again'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rm" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rm" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rm" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rm" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rm" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from enable" -l person -d 'The member whose keys are meant, by id or email; for the account owner' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from enable" -l verify-code -d 'Verification code that you have already; again for a command that needs two. Other users of the machine can see arguments: DUTY_VERIFY_CODE and --verify-code-stdin are safer [env: DUTY_VERIFY_CODE]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from enable" -l verify-device -d 'Where the code comes from; on a terminal duty asks [env: DUTY_VERIFY_DEVICE] (default: the new address where one is set, else email)' -r -f -a "email\t'A mail with a code'
phone\t'A text message with a code'
totp\t'The authenticator app; nothing is sent'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from enable" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from enable" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from enable" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from enable" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from enable" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from enable" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from enable" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from enable" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from enable" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from enable" -l self -d 'Do it even if it is, or may be, the key that duty itself is using'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from enable" -l dry-run -d 'Show what would change, and change nothing'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from enable" -l verify-code-stdin -d 'Read the verification code from standard input, one a line'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from enable" -l send-code -d 'Have a code sent and end, changing nothing: for a script that reads it and runs the command again'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from enable" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from enable" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from enable" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from enable" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from enable" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from enable" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from enable" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from enable" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from disable" -l person -d 'The member whose keys are meant, by id or email; for the account owner' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from disable" -l verify-code -d 'Verification code that you have already; again for a command that needs two. Other users of the machine can see arguments: DUTY_VERIFY_CODE and --verify-code-stdin are safer [env: DUTY_VERIFY_CODE]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from disable" -l verify-device -d 'Where the code comes from; on a terminal duty asks [env: DUTY_VERIFY_DEVICE] (default: the new address where one is set, else email)' -r -f -a "email\t'A mail with a code'
phone\t'A text message with a code'
totp\t'The authenticator app; nothing is sent'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from disable" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from disable" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from disable" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from disable" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from disable" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from disable" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from disable" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from disable" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from disable" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from disable" -l self -d 'Do it even if it is, or may be, the key that duty itself is using'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from disable" -l dry-run -d 'Show what would change, and change nothing'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from disable" -l verify-code-stdin -d 'Read the verification code from standard input, one a line'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from disable" -l send-code -d 'Have a code sent and end, changing nothing: for a script that reads it and runs the command again'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from disable" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from disable" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from disable" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from disable" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from disable" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from disable" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from disable" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from disable" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rename" -l person -d 'The member whose keys are meant, by id or email; for the account owner' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rename" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rename" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rename" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rename" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rename" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rename" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rename" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rename" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rename" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rename" -l dry-run -d 'Show what would change, and change nothing'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rename" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rename" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rename" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rename" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rename" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rename" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rename" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rename" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l person -d 'The member whose keys are meant, by id or email; for the account owner' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l keep-old -d 'Let the old key work on for a time, such as 12h or 7d, or until --finish: manual' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l state -d 'Keep what a later run has to know in this file instead of the state directory: for a pipeline that carries it from job to job; no secret is in it' -r -F
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l save -d 'Store it in the keyring as this context, and do not print it' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l output-file -d 'Write it to this new file that only you can read' -r -F
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l exec -d 'Give it to this shell command on its standard input; the command may take longer than --timeout' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l verify-code -d 'Verification code that you have already; again for a command that needs two. Other users of the machine can see arguments: DUTY_VERIFY_CODE and --verify-code-stdin are safer [env: DUTY_VERIFY_CODE]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l verify-device -d 'Where the code comes from; on a terminal duty asks [env: DUTY_VERIFY_DEVICE] (default: the new address where one is set, else email)' -r -f -a "email\t'A mail with a code'
phone\t'A text message with a code'
totp\t'The authenticator app; nothing is sent'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l delete -d 'Delete the old key instead of disabling it, now or where --keep-old ends'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l replace -d 'With five keys in use: delete the oldest disabled one first, never an enabled one'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l finish -d 'Retire the old key that --keep-old let work on, whether its time is over or not'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l resume -d 'Finish, or undo, a rotation that was interrupted'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l self -d 'Do it even if it may be the key that duty itself is using'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l dry-run -d 'Show what would change, and change nothing'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l insecure-storage -d 'With --save, where there is no keyring: a file that only you can read, in clear text'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l verify-code-stdin -d 'Read the verification code from standard input, one a line'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l send-code -d 'Have a code sent and end, changing nothing: for a script that reads it and runs the command again'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand app-key; and __fish_seen_subcommand_from rotate" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -l space -d 'Only this collaboration space, by name or id; repeated for several' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -l severity -d 'Only incidents of this severity; repeated or comma-separated' -r -f -a "critical\t'Wakes people'
warning\t'Wants attention'
info\t'Good to know'"
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -l proof -d 'Learn from the records of incidents when each channel last reached you, by at most N requests (10, and what they told is kept for a day; 0 for none)' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -l at -d 'When it begins: RFC 3339, or by the account\'s clock a date and time, or a time alone: the last such' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -l title -d 'Its title' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -l description -d 'Its description' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -l label -d 'A label of it; repeated for several' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -l integration -d 'The integration that it comes from' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -l all -d 'Show the spaces that do not concern you as well'
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -l problems -d 'Show nothing but the problems'
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -l strict -d 'Exit 3 on any problem, not only on an urgent one'
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -l all-labels -d 'It has no labels but those of --label'
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -f -a "explain" -d 'Walk one case, rule by rule and condition by condition'
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -f -a "incident" -d 'Why one incident reached you or did not, from its record'
complete -c duty -n "__fish_duty_using_subcommand doctor; and not __fish_seen_subcommand_from explain incident missed" -f -a "missed" -d 'What of the last day was for you and did not reach you'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from explain" -l at -d 'When it begins: RFC 3339, or by the account\'s clock a date and time, or a time alone: the last such' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from explain" -l title -d 'Its title' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from explain" -l description -d 'Its description' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from explain" -l label -d 'A label of it; repeated for several' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from explain" -l integration -d 'The integration that it comes from' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from explain" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from explain" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from explain" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from explain" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from explain" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from explain" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from explain" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from explain" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from explain" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from explain" -l web -d 'Open the page in the console instead; without a browser, print its address'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from explain" -l all-labels -d 'It has no labels but those of --label'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from explain" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from explain" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from explain" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from explain" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from explain" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from explain" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from explain" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from explain" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from incident" -l person -d 'Ask for somebody else, by id, name or email, as far as the key may see' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from incident" -l at -d 'Not here: the record says when' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from incident" -l title -d 'Not here' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from incident" -l description -d 'Not here' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from incident" -l label -d 'Not here' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from incident" -l integration -d 'Not here' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from incident" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from incident" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from incident" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from incident" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from incident" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from incident" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from incident" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from incident" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from incident" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from incident" -l web -d 'Open the page in the console instead; without a browser, print its address'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from incident" -l all-labels -d 'Not here'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from incident" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from incident" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from incident" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from incident" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from incident" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from incident" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from incident" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from incident" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -l since -d 'So far back: 90m, 24h, 7d' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -l from -d 'From then on: RFC 3339, or by your clock a date and time, or a time alone: the last such' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -l to -d 'Until then, at most until now; a time alone: the last such, or the next after --from' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -l severity -d 'Only incidents of this severity; repeated or comma-separated' -r -f -a "critical\t'Wakes people'
warning\t'Wants attention'
info\t'Good to know'"
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -l space -d 'Only this collaboration space, by name or id; repeated for several' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -l at -d 'Not here: the record says when' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -l title -d 'Not here' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -l description -d 'Not here' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -l label -d 'Not here' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -l integration -d 'Not here' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -l all -d 'Show the incidents that were not missed as well'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -l strict -d 'Exit 3 on any incident that was missed, not only on a critical one'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -l web -d 'Open the page in the console instead; without a browser, print its address'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -l all-labels -d 'Not here'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from missed" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand device; and not __fish_seen_subcommand_from list ls bind unbind rm app" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand device; and not __fish_seen_subcommand_from list ls bind unbind rm app" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand device; and not __fish_seen_subcommand_from list ls bind unbind rm app" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand device; and not __fish_seen_subcommand_from list ls bind unbind rm app" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand device; and not __fish_seen_subcommand_from list ls bind unbind rm app" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand device; and not __fish_seen_subcommand_from list ls bind unbind rm app" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand device; and not __fish_seen_subcommand_from list ls bind unbind rm app" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand device; and not __fish_seen_subcommand_from list ls bind unbind rm app" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand device; and not __fish_seen_subcommand_from list ls bind unbind rm app" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand device; and not __fish_seen_subcommand_from list ls bind unbind rm app" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand device; and not __fish_seen_subcommand_from list ls bind unbind rm app" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand device; and not __fish_seen_subcommand_from list ls bind unbind rm app" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand device; and not __fish_seen_subcommand_from list ls bind unbind rm app" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand device; and not __fish_seen_subcommand_from list ls bind unbind rm app" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand device; and not __fish_seen_subcommand_from list ls bind unbind rm app" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand device; and not __fish_seen_subcommand_from list ls bind unbind rm app" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand device; and not __fish_seen_subcommand_from list ls bind unbind rm app" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand device; and not __fish_seen_subcommand_from list ls bind unbind rm app" -f -a "list" -d 'List the phones that are bound to you'
complete -c duty -n "__fish_duty_using_subcommand device; and not __fish_seen_subcommand_from list ls bind unbind rm app" -f -a "ls" -d 'List the phones that are bound to you'
complete -c duty -n "__fish_duty_using_subcommand device; and not __fish_seen_subcommand_from list ls bind unbind rm app" -f -a "bind" -d 'Bind a phone: shows the code that the Flashduty app scans, and waits for the phone'
complete -c duty -n "__fish_duty_using_subcommand device; and not __fish_seen_subcommand_from list ls bind unbind rm app" -f -a "unbind" -d 'Unbind phones: they get no more pushes'
complete -c duty -n "__fish_duty_using_subcommand device; and not __fish_seen_subcommand_from list ls bind unbind rm app" -f -a "rm" -d 'Unbind phones: they get no more pushes'
complete -c duty -n "__fish_duty_using_subcommand device; and not __fish_seen_subcommand_from list ls bind unbind rm app" -f -a "app" -d 'Tell where to get the Flashduty app, by platform'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from list" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from list" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from list" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from list" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from list" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from list" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from list" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from list" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from list" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from list" -l web -d 'Open the page in the console instead; without a browser, print its address'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from list" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from list" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from list" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from ls" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from ls" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from ls" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from ls" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from ls" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from ls" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from ls" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from ls" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from ls" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from ls" -l web -d 'Open the page in the console instead; without a browser, print its address'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from ls" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from ls" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from ls" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from ls" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from bind" -l qr -d 'How the code is drawn' -r -f -a "auto\t'The best that the terminal shows'
half\t'Half blocks: the smallest'
full\t'Two columns a module, colored spaces: where a font draws half blocks with gaps'
ascii\t'Two characters a module and no colors'
image\t'A picture, where the terminal shows pictures (kitty graphics, iTerm2 or sixel)'"
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from bind" -l png -d 'Write the code to FILE as a PNG image; the file is removed when the waiting is over' -r -F
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from bind" -l svg -d 'Write the code to FILE as an SVG image; the file is removed when the waiting is over' -r -F
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from bind" -l wait -d 'Give up after this time, such as 90s or 5m; 0 gives one code and does not wait (default: 5m on a terminal, else 0)' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from bind" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from bind" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from bind" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from bind" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from bind" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from bind" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from bind" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from bind" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from bind" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from bind" -l invert -d 'Swap black and white, for --qr ascii on a dark screen or a reader that wants it'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from bind" -l text -d 'Print what the code holds, for a program that shows it in its own way'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from bind" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from bind" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from bind" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from bind" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from bind" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from bind" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from bind" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from bind" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from unbind" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from unbind" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from unbind" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from unbind" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from unbind" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from unbind" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from unbind" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from unbind" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from unbind" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from unbind" -l allow-silent -d 'Unbind even if no critical incident would reach you after it'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from unbind" -l dry-run -d 'Show what would change, and change nothing'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from unbind" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from unbind" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from unbind" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from unbind" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from unbind" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from unbind" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from unbind" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from unbind" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from rm" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from rm" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from rm" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from rm" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from rm" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from rm" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from rm" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from rm" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from rm" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from rm" -l allow-silent -d 'Unbind even if no critical incident would reach you after it'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from rm" -l dry-run -d 'Show what would change, and change nothing'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from rm" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from rm" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from rm" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from rm" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from rm" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from app" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from app" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from app" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from app" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from app" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from app" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from app" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from app" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from app" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from app" -l web -d 'Open the page in the console instead; without a browser, print its address'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from app" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from app" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from app" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from app" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from app" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from app" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from app" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand device; and __fish_seen_subcommand_from app" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand api" -s f -l raw-field -d 'A member of the body whose value is this text; a[b]=… is inside of a, a[]=… one more of a list' -r
complete -c duty -n "__fish_duty_using_subcommand api" -s F -l field -d 'The same with true, false, null and numbers read as such, and @FILE as what the file holds' -r
complete -c duty -n "__fish_duty_using_subcommand api" -l input -d 'The body, as JSON; \'-\' is standard input' -r -F
complete -c duty -n "__fish_duty_using_subcommand api" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand api" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand api" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand api" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand api" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand api" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand api" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand api" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand api" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand api" -l paginate -d 'Ask for every page of a list'
complete -c duty -n "__fish_duty_using_subcommand api" -l include -d 'Print the status and the headers of the answer first'
complete -c duty -n "__fish_duty_using_subcommand api" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand api" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand api" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand api" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand api" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand api" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand api" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand api" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand open" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand open" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand open" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand open" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand open" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand open" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand open" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand open" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand open" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand open" -l print -d 'Print the address only'
complete -c duty -n "__fish_duty_using_subcommand open" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand open" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand open" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand open" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand open" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand open" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand open" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand open" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand config; and not __fish_seen_subcommand_from path list ls get set unset rm" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand config; and not __fish_seen_subcommand_from path list ls get set unset rm" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand config; and not __fish_seen_subcommand_from path list ls get set unset rm" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand config; and not __fish_seen_subcommand_from path list ls get set unset rm" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand config; and not __fish_seen_subcommand_from path list ls get set unset rm" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand config; and not __fish_seen_subcommand_from path list ls get set unset rm" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand config; and not __fish_seen_subcommand_from path list ls get set unset rm" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand config; and not __fish_seen_subcommand_from path list ls get set unset rm" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand config; and not __fish_seen_subcommand_from path list ls get set unset rm" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand config; and not __fish_seen_subcommand_from path list ls get set unset rm" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand config; and not __fish_seen_subcommand_from path list ls get set unset rm" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand config; and not __fish_seen_subcommand_from path list ls get set unset rm" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand config; and not __fish_seen_subcommand_from path list ls get set unset rm" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand config; and not __fish_seen_subcommand_from path list ls get set unset rm" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand config; and not __fish_seen_subcommand_from path list ls get set unset rm" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand config; and not __fish_seen_subcommand_from path list ls get set unset rm" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand config; and not __fish_seen_subcommand_from path list ls get set unset rm" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand config; and not __fish_seen_subcommand_from path list ls get set unset rm" -f -a "path" -d 'Print where config.toml is'
complete -c duty -n "__fish_duty_using_subcommand config; and not __fish_seen_subcommand_from path list ls get set unset rm" -f -a "list" -d 'List what config.toml says'
complete -c duty -n "__fish_duty_using_subcommand config; and not __fish_seen_subcommand_from path list ls get set unset rm" -f -a "ls" -d 'List what config.toml says'
complete -c duty -n "__fish_duty_using_subcommand config; and not __fish_seen_subcommand_from path list ls get set unset rm" -f -a "get" -d 'Print one entry of config.toml'
complete -c duty -n "__fish_duty_using_subcommand config; and not __fish_seen_subcommand_from path list ls get set unset rm" -f -a "set" -d 'Set one entry of config.toml'
complete -c duty -n "__fish_duty_using_subcommand config; and not __fish_seen_subcommand_from path list ls get set unset rm" -f -a "unset" -d 'Take one entry out of config.toml'
complete -c duty -n "__fish_duty_using_subcommand config; and not __fish_seen_subcommand_from path list ls get set unset rm" -f -a "rm" -d 'Take one entry out of config.toml'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from path" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from path" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from path" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from path" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from path" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from path" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from path" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from path" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from path" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from path" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from path" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from path" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from path" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from path" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from path" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from path" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from list" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from list" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from list" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from list" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from list" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from list" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from list" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from list" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from list" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from list" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from list" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from list" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from ls" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from ls" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from ls" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from ls" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from ls" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from ls" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from ls" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from ls" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from ls" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from ls" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from ls" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from ls" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from ls" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from get" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from get" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from get" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from get" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from get" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from get" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from get" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from get" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from get" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from get" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from get" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from get" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from get" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from get" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from set" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from set" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from set" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from set" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from set" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from set" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from set" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from set" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from set" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from set" -l dry-run -d 'Show what would change, and change nothing'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from set" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from set" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from set" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from set" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from set" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from set" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from unset" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from unset" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from unset" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from unset" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from unset" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from unset" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from unset" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from unset" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from unset" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from unset" -l dry-run -d 'Show what would change, and change nothing'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from unset" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from unset" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from unset" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from unset" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from unset" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from unset" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from unset" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from unset" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from rm" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from rm" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from rm" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from rm" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from rm" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from rm" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from rm" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from rm" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from rm" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from rm" -l dry-run -d 'Show what would change, and change nothing'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from rm" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from rm" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from rm" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from rm" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand config; and __fish_seen_subcommand_from rm" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve scan page outbox reset" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve scan page outbox reset" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve scan page outbox reset" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve scan page outbox reset" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve scan page outbox reset" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve scan page outbox reset" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve scan page outbox reset" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve scan page outbox reset" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve scan page outbox reset" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve scan page outbox reset" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve scan page outbox reset" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve scan page outbox reset" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve scan page outbox reset" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve scan page outbox reset" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve scan page outbox reset" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve scan page outbox reset" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve scan page outbox reset" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve scan page outbox reset" -f -a "serve" -d 'Serve the made-up account on this machine until Ctrl-C, for other programs'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve scan page outbox reset" -f -a "scan" -d 'Play the phone: scan the code that \'device bind --sandbox\' shows'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve scan page outbox reset" -f -a "page" -d 'Have an alert come in, and an incident with it, to see what becomes of it'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve scan page outbox reset" -f -a "outbox" -d 'Show the verification codes that were "sent", and what each authenticator app shows now'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and not __fish_seen_subcommand_from serve scan page outbox reset" -f -a "reset" -d 'Forget every change and start over with the account as it was'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l listen -d 'Address to listen on; loopback only, port 0 chooses a free one' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l port -d 'Port to listen on at 127.0.0.1' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l spaces -d 'Serve this many generated collaboration spaces instead of the made-up seven; such an account is kept in memory and ends with the server' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l no-rate-limit -d 'Answer any number of requests; the real server takes 1,000 a minute and 50 a second'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from scan" -l name -d 'What the phone calls itself' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from scan" -l os -d 'Its system' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from scan" -l code -d 'The content of the code to scan instead of the newest' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from scan" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from scan" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from scan" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from scan" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from scan" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from scan" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from scan" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from scan" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from scan" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from scan" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from scan" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from scan" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from scan" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from scan" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from scan" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from scan" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from scan" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from page" -l space -d 'The collaboration space, by its name, a part of it or its id (default: the first)' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from page" -l severity -d 'How bad it is' -r -f -a "critical\t'Wakes people'
warning\t'Wants attention'
info\t'Good to know'"
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from page" -l title -d 'Its title (default: one that fits the rules of the space)' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from page" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from page" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from page" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from page" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from page" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from page" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from page" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from page" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from page" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from page" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from page" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from page" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from page" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from page" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from page" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from page" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from page" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from outbox" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from outbox" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from outbox" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from outbox" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from outbox" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from outbox" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from outbox" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from outbox" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from outbox" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from outbox" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from outbox" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from outbox" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from outbox" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from outbox" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from outbox" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from outbox" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from outbox" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand completion" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand completion" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand completion" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand completion" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand completion" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand completion" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand completion" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand completion" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand completion" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand completion" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand completion" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand completion" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand completion" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand completion" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand completion" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand completion" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand completion" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand version" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand version" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand version" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand version" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand version" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand version" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand version" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand version" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand version" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand version" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand version" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand version" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand version" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand version" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand version" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand version" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand version" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand help" -l context -d 'Account to work in, by the name that \'auth login\' gave it [env: DUTY_CONTEXT]' -r
complete -c duty -n "__fish_duty_using_subcommand help" -l base-url -d 'Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]' -r
complete -c duty -n "__fish_duty_using_subcommand help" -s o -l output -d 'Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]' -r -f -a "table\t'For people'
json\t'For programs'
yaml\t'JSON that people read more easily'
csv\t'A list for a spreadsheet'
tsv\t'A list for cut and awk'"
complete -c duty -n "__fish_duty_using_subcommand help" -l jq -d 'Print what this filter of the jq language makes of the JSON; no jq is needed' -r
complete -c duty -n "__fish_duty_using_subcommand help" -l columns -d 'With csv or tsv: these columns, in this order; a dot leads into one, as in account.name' -r
complete -c duty -n "__fish_duty_using_subcommand help" -l log-file -d 'Append what --verbose shows to FILE instead; with JSON there is no other place for it' -r -F
complete -c duty -n "__fish_duty_using_subcommand help" -l color -d 'Color the output [env: DUTY_COLOR, NO_COLOR]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c duty -n "__fish_duty_using_subcommand help" -l lang -d 'Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]' -r -f -a "en\t'English'
zh\t'Chinese'"
complete -c duty -n "__fish_duty_using_subcommand help" -l timeout -d 'Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]' -r
complete -c duty -n "__fish_duty_using_subcommand help" -l json -d 'Print the tree of commands, options, defaults and exit codes, for a program or an agent'
complete -c duty -n "__fish_duty_using_subcommand help" -l app-key-stdin -d 'Read the APP key from standard input instead of a variable or the keyring'
complete -c duty -n "__fish_duty_using_subcommand help" -s q -l quiet -d 'Say nothing but the result: no notes, no hints'
complete -c duty -n "__fish_duty_using_subcommand help" -s v -l verbose -d 'Show every request on stderr, the key left out'
complete -c duty -n "__fish_duty_using_subcommand help" -l no-input -d 'Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]'
complete -c duty -n "__fish_duty_using_subcommand help" -s y -l yes -d 'Answer yes to every confirmation'
complete -c duty -n "__fish_duty_using_subcommand help" -l no-pager -d 'Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]'
complete -c duty -n "__fish_duty_using_subcommand help" -s h -l help -d 'Print help'
complete -c duty -n "__fish_duty_using_subcommand help" -l sandbox -d 'Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]'
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from set" -f -a "critical\t'Incidents of severity critical'
warning\t'Incidents of severity warning'
info\t'Incidents of severity info'
all\t'All three severities'
shift\t'Notice of a schedule shift'
status-page\t'Status page changes; IM apps only'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from add" -f -a "critical\t'Incidents of severity critical'
warning\t'Incidents of severity warning'
info\t'Incidents of severity info'
all\t'All three severities'
shift\t'Notice of a schedule shift'
status-page\t'Status page changes; IM apps only'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from remove" -f -a "critical\t'Incidents of severity critical'
warning\t'Incidents of severity warning'
info\t'Incidents of severity info'
all\t'All three severities'
shift\t'Notice of a schedule shift'
status-page\t'Status page changes; IM apps only'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from clear" -f -a "critical\t'Incidents of severity critical'
warning\t'Incidents of severity warning'
info\t'Incidents of severity info'
all\t'All three severities'
shift\t'Notice of a schedule shift'
status-page\t'Status page changes; IM apps only'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from copy" -f -a "critical\t'Incidents of severity critical'
warning\t'Incidents of severity warning'
info\t'Incidents of severity info'
shift\t'Notice of a schedule shift'
status-page\t'Status page changes; IM apps only'
all\t'All three severities'"
complete -c duty -n "__fish_duty_using_subcommand prefs; and __fish_seen_subcommand_from test" -f -a "critical\t'Wakes people'
warning\t'Wants attention'
info\t'Good to know'"
complete -c duty -n "__fish_duty_using_subcommand doctor; and __fish_seen_subcommand_from explain" -f -a "critical\t'Wakes people'
warning\t'Wants attention'
info\t'Good to know'"
complete -c duty -n "__fish_duty_using_subcommand open" -f -a "profile\t'Who you are'
prefs\t'How you are notified'
keys\t'APP keys'
app\t'The app and the phones'
space\t'Collaboration spaces, or one of them'
incident\t'Incidents, or one of them'"
complete -c duty -n "__fish_duty_using_subcommand completion" -f -a "bash\t''
elvish\t''
fish\t''
powershell\t''
zsh\t''"
