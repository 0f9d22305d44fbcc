#!/bin/sh
# Installs duty: the binary, its man pages and its completions.
# How it is used is in usage() below; "sh install.sh --help" prints it.
set -eu

# scripts/release fills in where the releases are.
from=''
prefix=''
chosen=''
target=''
remove=''
work=''
# What a run that ends early has to take back: "staging" while nothing of the old version is touched.
phase=''

fail() {
    echo "install.sh: $*" >&2
    exit 1
}

# In the script itself, which may come out of a pipe and be no file.
usage() {
    cat <<'END'
Installs duty: the binary, its man pages and its completions.

  sh install.sh [--from ADDRESS] [--prefix DIR] [--target TARGET]
  sh install.sh --remove [--prefix DIR]

  --from ADDRESS   a folder with SHA256SUMS and the archives: https://… or a path on this machine; http only
                   where it is this machine itself that serves it
  --prefix DIR     where bin/ and share/ are; /usr/local for root, ~/.local for everybody else
  --target TARGET  which archive, where this system's is not meant
  --remove         take away what was installed there, and nothing else

Nothing is put in place before the checksum of the archive is right, and nothing replaced or taken away that this
script has not put there. A signature it does not check: where a release has attestations, `gh attestation verify`
does.
END
}

# One word of a command that can be copied.
quoted() {
    case $1 in
        *[!A-Za-z0-9_./+-]*) printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")" ;;
        *) printf '%s' "$1" ;;
    esac
}

options() {
    while [ $# -gt 0 ]; do
        case $1 in
            --from | --prefix | --target)
                [ $# -ge 2 ] || fail "$1 needs a value"
                case $1 in
                    --from) from=$2 ;;
                    --prefix) prefix=$2 chosen=yes ;;
                    *) target=$2 ;;
                esac
                shift 2
                ;;
            --remove)
                remove=yes
                shift
                ;;
            -h | --help)
                usage
                exit 0
                ;;
            *) fail "there is no option '$1'; see --help" ;;
        esac
    done
    if [ -z "$prefix" ]; then
        if [ "$(id -u)" = 0 ]; then
            prefix=/usr/local
        else
            prefix=${HOME:?}/.local
        fi
    fi
    case $prefix in
        /*) ;;
        *) prefix=$PWD/$prefix ;;
    esac
    while [ "$prefix" != "${prefix%/}" ]; do prefix=${prefix%/}; done
    # What this script has put there, a line each: checksum, path below the prefix.
    list=$prefix/share/duty/installed-files
}

# Its own target: the static binary runs on every Linux, the other one from glibc 2.28 on.
this_system() {
    system=$(uname -s)
    machine=$(uname -m)
    case $machine in
        x86_64 | amd64) machine=x86_64 ;;
        aarch64 | arm64) machine=aarch64 ;;
        *) fail "there is no archive for a $machine; 'cargo install --locked --path .' builds it from source" ;;
    esac
    case $system in
        Linux)
            # glibc says so itself; without one, or below what the archive needs, the static binary does.
            libc=gnu
            glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null | sed 's/^glibc //') || glibc=''
            major=${glibc%%.*}
            minor=${glibc#*.}
            minor=${minor%%.*}
            if [ -z "$glibc" ] || [ "$major" -lt 2 ] || { [ "$major" = 2 ] && [ "$minor" -lt 28 ]; }; then
                libc=musl
            fi
            target=$machine-unknown-linux-$libc
            ;;
        Darwin) target=$machine-apple-darwin ;;
        *) fail "this script knows Linux and macOS; for $system take the archive by hand" ;;
    esac
}

hasher() {
    if command -v sha256sum >/dev/null 2>&1; then
        hash=sha256sum
    elif command -v shasum >/dev/null 2>&1; then
        hash='shasum -a 256'
    else
        fail "neither sha256sum nor shasum is here: nothing can be checked"
    fi
}

sums() { # folder, file with paths below it; a line each, as in the list
    # shellcheck disable=SC2086 # a command with its option
    [ ! -s "$2" ] || (cd "$1" && xargs $hash <"$2")
}

fetch() { # name; on https all the way, also where it leads on to
    case $from in
        https://*)
            if command -v curl >/dev/null 2>&1; then
                curl -fsSL --proto '=https' --proto-redir '=https' --retry 2 -o "$work/$1" "${from%/}/$1"
            elif command -v wget >/dev/null 2>&1; then
                # wget cannot be told so: what came by another way is not used.
                wget -q -S -O "$work/$1" "${from%/}/$1" 2>"$work/headers" &&
                    ! grep -Eiq '^ *location: *http:' "$work/headers"
            else
                fail "neither curl nor wget is here"
            fi
            ;;
        http://*)
            if command -v curl >/dev/null 2>&1; then
                curl -fsS --proto '=http' --noproxy '*' --retry 2 -o "$work/$1" "${from%/}/$1"
            else
                wget -q -O "$work/$1" "${from%/}/$1"
            fi
            ;;
        *) cp "${from%/}/$1" "$work/$1" ;;
    esac || fail "cannot get $1 from $from"
}

valid_list() { # its lines name files below the prefix, and nothing else
    line=$(grep -Ev '^[0-9a-f]{64}  [^/]' "$list" || grep -F .. "$list") || true
    [ -z "$line" ] || fail "$list has a line that is not of this script: $line"
}

what_is_there() { # file with paths below the prefix; those of them that are there, with their checksums
    while IFS= read -r file; do
        if [ -f "$prefix/$file" ]; then
            echo "$file"
        elif [ -e "$prefix/$file" ]; then
            fail "$prefix/$file is no file"
        fi
    done <"$1" >"$work/there"
    sums "$prefix" "$work/there"
}

# Take away what is ours of the paths in this file; what somebody else has put in its place stays, and is named.
take_away() { # file with paths
    what_is_there "$1" >"$work/now"
    grep -vxFf "$list" "$work/now" | cut -c 67- | while IFS= read -r file; do
        echo "$prefix/$file stays: it is not what this script has put there."
    done
    grep -xFf "$list" "$work/now" | cut -c 67- | while IFS= read -r file; do
        rm -f "$prefix/$file"
        empty_folders "$file"
    done
}

# Folders that are empty now, up to the prefix: rmdir refuses the others.
empty_folders() { # path of a file that is gone
    folder=${1%/*}
    while [ "$folder" != . ] && rmdir "$prefix/$folder" 2>/dev/null; do
        case $folder in */*) folder=${folder%/*} ;; *) folder=. ;; esac
    done
    # The prefix too, where it was made for duty; the usual ones are the system's and the person's.
    [ -z "$chosen" ] || rmdir "$prefix" 2>/dev/null || true
}

# What a run that could not tidy up (kill -9, a power cut) has left beside the places of these files.
leftovers() { # file with paths
    while IFS= read -r file; do
        for left in "$prefix/$file.new"*; do
            case ${left#"$prefix/$file.new"} in
                '' | *[!0-9]*) ;;
                *) rm -f "$left" && empty_folders "$file" ;;
            esac
        done
    done <"$1"
    rm -f "$list.new"
}

paths_of() { # list; its paths, each once
    cut -c 67- "$1" | sort -u
}

# Each file of the archive: a function is called with its mode, its place there and its place below the prefix.
each() { # function
    "$1" 755 duty bin/duty
    for page in "$unpacked"/man/*.1; do
        "$1" 644 "man/${page##*/}" "share/man/man1/${page##*/}"
    done
    for page in "$unpacked"/man/zh_CN/*.1; do
        "$1" 644 "man/zh_CN/${page##*/}" "share/man/zh_CN/man1/${page##*/}"
    done
    "$1" 644 completions/duty.bash share/bash-completion/completions/duty
    "$1" 644 completions/_duty share/zsh/site-functions/_duty
    "$1" 644 completions/duty.fish share/fish/vendor_completions.d/duty.fish
    for file in LICENSE THIRD-PARTY.md; do
        "$1" 644 "$file" "share/doc/duty/$file"
    done
}

note() {
    echo "$2" >>"$work/sources"
    echo "$3" >>"$work/paths"
}

# Nothing that this script has not put there is in the way; what is the same as it would put there is no matter.
check() {
    what_is_there "$work/paths" >"$work/now"
    cat "$work/old" "$work/list" >"$work/known"
    foreign=$(grep -vxFf "$work/known" "$work/now" | cut -c 67- | head -n 1)
    [ -z "$foreign" ] || fail "$prefix/$foreign is there, and this script has not put it there: take it away," \
        "or choose another --prefix"
}

stage() {
    mkdir -p "$prefix/${3%/*}"
    echo "$3" >>"$work/staged"
    cp "$unpacked/$2" "$prefix/$3.new$$"
    chmod "$1" "$prefix/$3.new$$"
}

# A duty that is running keeps its file.
move() {
    mv -f "$prefix/$3.new$$" "$prefix/$3"
}

tidy() {
    [ -n "$work" ] || return 0
    if [ -e "$work/staged" ]; then
        while IFS= read -r file; do
            rm -f "$prefix/$file.new$$"
            empty_folders "$file"
        done <"$work/staged"
    fi
    if [ "$phase" = staging ]; then
        rm -f "$list.new"
        if [ -n "$before" ]; then
            cp "$work/old" "$list.new" && mv -f "$list.new" "$list"
        else
            rm -f "$list"
            empty_folders share/duty/installed-files
        fi
    fi
    rm -rf "$work"
}

put_in_place() {
    before=''
    : >"$work/old"
    if [ -e "$list" ]; then
        before=yes
        cp "$list" "$work/old"
    fi
    each note
    sums "$unpacked" "$work/sources" | cut -c 1-64 | paste -d ' ' - /dev/null "$work/paths" >"$work/list"
    check
    # Until all is done the list has both: whenever this is cut off, what is there is known.
    phase=staging
    mkdir -p "$prefix/share/duty"
    cat "$work/old" "$work/list" >"$list.new"
    mv -f "$list.new" "$list"
    each stage
    phase=moving
    each move
    # An older one may have had files that this one has not.
    paths_of "$work/old" | grep -vxFf "$work/paths" >"$work/gone" || true
    take_away "$work/gone"
    # Nor does it leave what one before it left that was killed.
    leftovers "$work/paths"
    cp "$work/list" "$list.new"
    mv -f "$list.new" "$list"
}

# zsh has no folder of completions that is a person's own: what it looks through is said in .zshrc.
for_zsh() {
    functions=$prefix/share/zsh/site-functions
    settings=${ZDOTDIR:-${HOME:-}}/.zshrc
    command -v zsh >/dev/null 2>&1 || return 0
    # shellcheck disable=SC2016 # zsh's variable
    ! zsh -fc 'print -rl -- $fpath' 2>/dev/null </dev/null | grep -qxF "$functions" || return 0
    ! grep -qsF "$functions" "$settings" || return 0
    echo "zsh does not look there for completions: put this into $settings, before the line with compinit:"
    echo "  fpath=($(quoted "$functions") \$fpath)"
}

main() {
    options "$@"
    # What root installs is for everybody.
    [ "$(id -u)" != 0 ] || umask 022
    trap tidy EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 141' PIPE
    trap 'exit 143' TERM
    work=$(mktemp -d)
    hasher
    [ ! -e "$list" ] || valid_list

    if [ -n "$remove" ]; then
        [ -e "$list" ] || fail "this script has installed nothing in $prefix (--prefix says where else to look)"
        paths_of "$list" >"$work/paths"
        take_away "$work/paths"
        leftovers "$work/paths"
        rm -f "$list"
        empty_folders share/duty/installed-files
        echo "duty is gone from $prefix. Your settings, your keys and the history of your preferences are untouched."
        exit 0
    fi

    [ -n "$from" ] || fail "where are the archives? Give --from, with the address of a release's files"
    case $from in
        http://*)
            printf '%s\n' "$from" | grep -Eq '^http://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?(/|$)' ||
                fail "$from is not https, which anybody on the way can change"
            ;;
    esac
    [ -n "$target" ] || this_system

    fetch SHA256SUMS
    # Two spaces or a star before the name, as sha256sum writes it.
    line=$(grep -E "^[0-9a-f]{64} [ *]duty-[0-9A-Za-z.+-]+-$target\.tar\.gz\$" "$work/SHA256SUMS") ||
        fail "SHA256SUMS names no archive for $target"
    [ "$(printf '%s\n' "$line" | wc -l)" -eq 1 ] || fail "SHA256SUMS names more than one archive for $target"
    expected=${line%% *}
    archive=${line#"$expected" ?}

    fetch "$archive"
    echo "$archive" >"$work/archive"
    actual=$(sums "$work" "$work/archive")
    actual=${actual%% *}
    [ "$actual" = "$expected" ] ||
        fail "$archive is not what SHA256SUMS says ($actual, not $expected): nothing was installed"

    tar -xzf "$work/$archive" -C "$work"
    unpacked=$work/${archive%.tar.gz}
    # That it runs here, before anything is replaced.
    version=$("$unpacked/duty" --version) || {
        # 126: it is there, and may not be started.
        [ $? != 126 ] || fail "the binary cannot be started in $work: where that folder is mounted noexec," \
            "set TMPDIR to one where programs may run. Nothing was installed"
        fail "the binary for $target does not run on this system"
    }
    put_in_place

    if [ -n "$before" ]; then
        echo "$version ($target) has replaced the one before in $prefix:"
    else
        echo "$version ($target) is installed in $prefix:"
    fi
    echo "  bin/duty"
    echo "  share/man: $(grep -c '  share/man/' "$list") pages, English and Chinese"
    echo "  completions for bash, zsh and fish below share/"
    echo "  share/doc/duty: the licences"
    case :${PATH:-}: in
        *:"$prefix/bin":*) ;;
        *) echo "Your PATH does not have $prefix/bin: add it, or run $(quoted "$prefix/bin/duty")." ;;
    esac
    for_zsh
    echo "To take it away again: sh install.sh --remove --prefix $(quoted "$prefix")"
}

# The last line, and one that is no command before its end: of a script that came only in part nothing runs.
{ main "$@"; }
