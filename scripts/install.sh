#!/bin/sh
# Installs duty: the binary, its man pages and its completions.
#
#   sh install.sh [--from ADDRESS] [--prefix DIR] [--target TARGET]
#   sh install.sh --remove [--prefix DIR]
#
#   --from ADDRESS   a folder with SHA256SUMS and the archives: https://… or a path on this machine
#   --prefix DIR     where bin/ and share/ are; /usr/local for root, ~/.local for everybody else
#   --target TARGET  which archive, where this system's is not meant
#   --remove         take away what was installed there, and nothing else
#
# Nothing is put in place before the checksum of the archive is right. A signature it does not check: where a
# release has attestations, `gh attestation verify` does.
set -eu

# scripts/release fills in where the releases are.
from=''
prefix=''
target=''
remove=''

fail() {
    echo "install.sh: $*" >&2
    exit 1
}

usage() {
    sed -n '2,/^set -eu/ { /^set -eu/d; s/^# \{0,1\}//; p; }' "$0"
}

while [ $# -gt 0 ]; do
    case $1 in
        --from | --prefix | --target)
            [ $# -ge 2 ] || fail "$1 needs a value"
            case $1 in
                --from) from=$2 ;;
                --prefix) prefix=$2 ;;
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
# What this script has put there, a path a line, below the prefix.
list=$prefix/share/duty/installed-files

take_away() {
    [ -e "$list" ] || return 1
    while IFS= read -r file || [ -n "$file" ]; do
        case $file in
            '' | /* | *..*) fail "$list has a line that is not of this script: $file" ;;
        esac
        rm -f "$prefix/$file"
        # Folders that are empty now, up to the prefix: rmdir refuses the others.
        folder=$(dirname "$file")
        while [ "$folder" != . ] && rmdir "$prefix/$folder" 2>/dev/null; do
            folder=$(dirname "$folder")
        done
    done <"$list"
    rm -f "$list"
    rmdir "$prefix/share/duty" "$prefix/share" 2>/dev/null || true
}

if [ -n "$remove" ]; then
    take_away || fail "this script has installed nothing in $prefix (--prefix says where else to look)"
    echo "duty is gone from $prefix. Your settings, your keys and the history of your preferences are untouched."
    exit 0
fi

[ -n "$from" ] || fail "where are the archives? Give --from, with the address of a release's files"

if [ -z "$target" ]; then
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
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

fetch() { # name
    case $from in
        http://* | https://*)
            if command -v curl >/dev/null 2>&1; then
                curl -fsSL --retry 2 -o "$work/$1" "${from%/}/$1"
            elif command -v wget >/dev/null 2>&1; then
                wget -q -O "$work/$1" "${from%/}/$1"
            else
                fail "neither curl nor wget is here"
            fi
            ;;
        *) cp "${from%/}/$1" "$work/$1" ;;
    esac || fail "cannot get $1 from $from"
}

fetch SHA256SUMS
# Two spaces or a star before the name, as sha256sum writes it.
line=$(grep -E "^[0-9a-f]{64} [ *]duty-[0-9A-Za-z.+-]+-$target\.tar\.gz\$" "$work/SHA256SUMS") ||
    fail "SHA256SUMS names no archive for $target"
[ "$(printf '%s\n' "$line" | wc -l)" -eq 1 ] || fail "SHA256SUMS names more than one archive for $target"
expected=${line%% *}
archive=${line#"$expected" ?}

fetch "$archive"
if command -v sha256sum >/dev/null 2>&1; then
    actual=$(sha256sum "$work/$archive")
elif command -v shasum >/dev/null 2>&1; then
    actual=$(shasum -a 256 "$work/$archive")
else
    fail "neither sha256sum nor shasum is here: the archive cannot be checked"
fi
actual=${actual%% *}
[ "$actual" = "$expected" ] ||
    fail "$archive is not what SHA256SUMS says ($actual, not $expected): nothing was installed"

tar -xzf "$work/$archive" -C "$work"
unpacked=$work/${archive%.tar.gz}
# That it runs here, before anything is replaced.
version=$("$unpacked/duty" --version) || fail "the binary for $target does not run on this system"

# An older one goes first: it may have had files that this one has not.
before=''
if [ -e "$list" ]; then
    before=yes
    take_away
fi
mkdir -p "$prefix/share/duty"
: >"$list"
put() { # mode, file, place below the prefix
    mkdir -p "$prefix/$(dirname "$3")"
    # Written beside it and moved: a duty that is running keeps its file.
    cp "$2" "$prefix/$3.new"
    chmod "$1" "$prefix/$3.new"
    mv -f "$prefix/$3.new" "$prefix/$3"
    echo "$3" >>"$list"
}
put 755 "$unpacked/duty" bin/duty
pages=0
for page in "$unpacked"/man/*.1; do
    put 644 "$page" "share/man/man1/$(basename "$page")"
    pages=$((pages + 1))
done
for page in "$unpacked"/man/zh_CN/*.1; do
    put 644 "$page" "share/man/zh_CN/man1/$(basename "$page")"
    pages=$((pages + 1))
done
put 644 "$unpacked/completions/duty.bash" share/bash-completion/completions/duty
put 644 "$unpacked/completions/_duty" share/zsh/site-functions/_duty
put 644 "$unpacked/completions/duty.fish" share/fish/vendor_completions.d/duty.fish
for file in LICENSE THIRD-PARTY.md; do
    put 644 "$unpacked/$file" "share/doc/duty/$file"
done

if [ -n "$before" ]; then
    echo "$version ($target) has replaced the one before in $prefix:"
else
    echo "$version ($target) is installed in $prefix:"
fi
echo "  bin/duty"
echo "  share/man: $pages pages, English and Chinese"
echo "  completions for bash, zsh and fish below share/"
echo "  share/doc/duty: the licences"
case :${PATH:-}: in
    *:"$prefix/bin":*) ;;
    *) echo "Your PATH does not have $prefix/bin: add it, or run $prefix/bin/duty." ;;
esac
echo "To take it away again: sh install.sh --remove --prefix $prefix"
