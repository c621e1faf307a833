#!/bin/sh
# Runs a DNS script of acme.sh without acme.sh: its functions are here, as far as such scripts may use them, and what
# they are told is kept in files of $HARNESS_FOLDER.
# Usage: acme-sh-functions.sh SCRIPT FUNCTION ARGUMENT...

: "${HARNESS_FOLDER:?}"
umask 077

_info() { printf '[info] %s\n' "$1"; }
_debug() { printf '[debug] %s %s\n' "$1" "$2" >&2; }
_debug2() { _debug "$@"; }
_secure_debug() { printf '[debug] %s [hidden]\n' "$1" >&2; }
_secure_debug2() { _secure_debug "$@"; }
_err() {
  printf '[error] %s\n' "$1" >&2
  return 1
}

_exists() { command -v "$1" >/dev/null 2>&1; }
_mktemp() { mktemp "$HARNESS_FOLDER/headers.XXXXXX"; }
_lower_case() { tr '[:upper:]' '[:lower:]'; }
_base64() { openssl base64 -e -A; }
_sleep() { echo "$1" >>"$HARNESS_FOLDER/waits"; }

# acme.sh reads its files back with eval, so that a key has to be the name of a variable, and no value may hold a
# single quote.
save() {
  case $2 in
    '' | [0-9]* | *[!A-Za-z0-9_]*) echo "harness: not the name of a variable: $2" >&2; exit 70 ;;
    *) ;;
  esac
  value=$3
  [ -z "$4" ] || value=base64:$(printf '%s' "$3" | _base64)
  case $value in
    *\'*) echo "harness: a quote in the value of $2" >&2; exit 70 ;;
    *) ;;
  esac
  touch "$1"
  grep -v "^$2=" "$1" >"$1.new"
  printf "%s='%s'\n" "$2" "$value" >>"$1.new"
  mv "$1.new" "$1"
}

load() {
  [ -f "$1" ] || return 0
  value=$(sed -n "s/^$2='\(.*\)'\$/\1/p" "$1")
  case $value in
    base64:*) printf '%s' "${value#base64:}" | openssl base64 -d -A ;;
    *) printf '%s' "$value" ;;
  esac
}

_saveaccountconf_mutable() { save "$HARNESS_FOLDER/account.conf" "SAVED_$1" "$2" "$3"; }
_readaccountconf_mutable() { load "$HARNESS_FOLDER/account.conf" "SAVED_$1"; }
_savedomainconf() { save "$HARNESS_FOLDER/domain.conf" "$1" "$2" "$3"; }
_readdomainconf() { load "$HARNESS_FOLDER/domain.conf" "$1"; }

# The headers are those of the script.
# shellcheck disable=SC2154
# request METHOD URL [BODY [CONTENT-TYPE]]
request() {
  [ -n "${HTTP_HEADER:-}" ] || HTTP_HEADER=$(_mktemp)
  [ -z "$4" ] || set -- "$1" "$2" "$3" "Content-Type: $4"
  curl --silent --location --dump-header "$HTTP_HEADER" --request "$1" ${3:+--data "$3"} --header "$4" \
    --header "$_H1" --header "$_H2" --header "$_H3" --header "$_H4" --header "$_H5" "$2" || return
  # With wget in place of curl, a refusal is a failure too, and has a code of its own.
  [ -z "${HARNESS_LIKE_WGET:-}" ] || ! grep -q '^HTTP/1.1 4' "$HTTP_HEADER" || return 6
}

# _post BODY URL [BASE64 [METHOD [CONTENT-TYPE]]]
_post() { request "${4:-POST}" "$2" "$1" "$5"; }
_get() { request GET "$1"; }

(
  # shellcheck source=/dev/null
  . "$1" || exit 70
  shift
  "$@"
)
