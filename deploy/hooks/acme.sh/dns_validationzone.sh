#!/usr/bin/env sh
# Publishes DNS-01 values in a ValidationZone server, for acme.sh. Put it into the folder dnsapi of acme.sh.
# Settings, commands and examples: README.md beside this file.

# shellcheck disable=SC2034
dns_validationzone_info='ValidationZone
 A DNS server for one validation zone, to which _acme-challenge names lead by CNAME.
Options:
 VALIDATIONZONE_SERVER Address of the API. Default: "http://127.0.0.1:8080".
 VALIDATIONZONE_TOKEN Registration token. Optional.
 VALIDATIONZONE_USERNAME Of an account that the operator made for you. Optional.
 VALIDATIONZONE_PASSWORD Of that account. Optional.
 VALIDATIONZONE_FULLDOMAIN Of that account. Optional.
 VALIDATIONZONE_RETRIES How often a busy server is asked again. Default: "5".
'

########  Public functions #####################

# Usage: dns_validationzone_add _acme-challenge.www.example.com VALUE
dns_validationzone_add() {
  _info "Publishing the value in ValidationZone"
  _vz_settings || return 1
  _vz_own_account "$1" || return 1
  _vz_change /present "$2"
}

# Usage: dns_validationzone_rm _acme-challenge.www.example.com VALUE
dns_validationzone_rm() {
  _info "Taking the value back from ValidationZone"
  _vz_settings || return 1
  if ! _vz_read_account "$1"; then
    _err "There is no saved ValidationZone account for $1"
    return 1
  fi
  _vz_change /cleanup "$2"
}

########  Private functions ####################

# What the environment says is saved, so that the renewals of acme.sh's cron job find it.
_vz_settings() {
  VALIDATIONZONE_SERVER="${VALIDATIONZONE_SERVER:-$(_readaccountconf_mutable VALIDATIONZONE_SERVER)}"
  VALIDATIONZONE_TOKEN="${VALIDATIONZONE_TOKEN:-$(_readaccountconf_mutable VALIDATIONZONE_TOKEN)}"
  VALIDATIONZONE_RETRIES="${VALIDATIONZONE_RETRIES:-$(_readaccountconf_mutable VALIDATIONZONE_RETRIES)}"
  _vz_server="${VALIDATIONZONE_SERVER:-http://127.0.0.1:8080}"
  _vz_server="${_vz_server%/}"
  _vz_retries="${VALIDATIONZONE_RETRIES:-5}"
  case "$_vz_server" in
    http://* | https://*) ;;
    *)
      _err "VALIDATIONZONE_SERVER must start with https:// or http://, but is $_vz_server"
      return 1
      ;;
  esac
  case "$_vz_retries" in
    *[!0-9]* | ????*)
      _err "VALIDATIONZONE_RETRIES must be a number, but is $_vz_retries"
      return 1
      ;;
    *) ;;
  esac
  for _vz_key in VALIDATIONZONE_SERVER VALIDATIONZONE_TOKEN VALIDATIONZONE_RETRIES; do
    eval "_vz_value=\$$_vz_key"
    # shellcheck disable=SC2154
    [ -z "$_vz_value" ] || _saveaccountconf_mutable "$_vz_key" "$_vz_value" 1
  done
}

# ------------------------------------------------------------------------------------------------------ accounts

# Leaves an account for the name in $_vz_username, $_vz_password and $_vz_fulldomain. Fails when it is a new one:
# its CNAME cannot be there yet, and a validation that fails at the CA counts against a limit.
_vz_own_account() {
  if [ -n "$VALIDATIONZONE_USERNAME$VALIDATIONZONE_PASSWORD$VALIDATIONZONE_FULLDOMAIN" ]; then
    _vz_take_account "$1" "$VALIDATIONZONE_USERNAME" "$VALIDATIONZONE_PASSWORD" "${VALIDATIONZONE_FULLDOMAIN%.}"
    return
  fi
  _vz_read_account "$1" && return 0
  _vz_register "$1" || return 1
  _vz_aliases="$1. CNAME $_vz_fulldomain."
  _vz_register_others "$1"
  _err "Create these records, once, and run acme.sh again:
$_vz_aliases"
  return 1
}

# One run registers all names of the certificate, so that all records are told at once.
_vz_register_others() {
  [ "$(_readdomainconf Le_Webroot)" = dns_validationzone ] || return 0
  for _vz_other in $(printf '%s,%s' "$(_readdomainconf Le_Domain)" "$(_readdomainconf Le_Alt)" | tr ',' ' '); do
    _vz_other="_acme-challenge.${_vz_other#\*.}"
    # "no" is how acme.sh writes that there are no other names.
    case "$_vz_other" in
      _acme-challenge.no | *[!A-Za-z0-9._-]*) continue ;;
      *) ;;
    esac
    ! _vz_read_account "$_vz_other" || continue
    _vz_register "$_vz_other" || return 1
    _vz_aliases="$_vz_aliases
$_vz_other. CNAME $_vz_fulldomain."
  done
}

_vz_take_account() {
  case "/$2/$3/$4/" in
    *//*)
      _err "VALIDATIONZONE_USERNAME, VALIDATIONZONE_PASSWORD and VALIDATIONZONE_FULLDOMAIN belong together"
      return 1
      ;;
    *) ;;
  esac
  _vz_username="$2" _vz_password="$3" _vz_fulldomain="$4"
  _saveaccountconf_mutable "$(_vz_account_key "$1")" "$2 $3 $4" 1
  if ! _vz_read_account "$1"; then
    _err "The ValidationZone account for $1 could not be saved"
    return 1
  fi
}

_vz_read_account() {
  _vz_account="$(_readaccountconf_mutable "$(_vz_account_key "$1")")"
  _vz_username="${_vz_account%% *}"
  _vz_fulldomain="${_vz_account##* }"
  _vz_password="${_vz_account#* }"
  _vz_password="${_vz_password% *}"
  [ -n "$_vz_account" ]
}

# The base name as part of a variable's name. Two names never give the same: what stands after an underscore is one
# of three capitals.
_vz_account_key() {
  _vz_name="$(printf '%s' "${1%.}" | _lower_case)"
  printf 'VALIDATIONZONE_ACCOUNT_%s' \
    "$(printf '%s' "${_vz_name#_acme-challenge.}" | sed 's/_/_U/g; s/-/_H/g; s/\./_D/g')"
}

_vz_register() {
  _H1=""
  [ -z "$VALIDATIONZONE_TOKEN" ] || _H1="Authorization: Bearer $VALIDATIONZONE_TOKEN"
  _vz_post /register '{}' || return 1
  _secure_debug registration "$_vz_reply"
  case "$_vz_status" in
    201)
      _info "Registered $1"
      _vz_take_account "$1" "$(_vz_field username)" "$(_vz_field password)" "$(_vz_field fulldomain)"
      ;;
    401)
      _err "$_vz_server refused to register $1 (401): VALIDATIONZONE_TOKEN is missing, wrong, expired or used up"
      return 1
      ;;
    403)
      _err "$_vz_server does not accept registrations (403): ask its operator for an account and set \
VALIDATIONZONE_USERNAME, VALIDATIONZONE_PASSWORD and VALIDATIONZONE_FULLDOMAIN"
      return 1
      ;;
    *)
      _err "$_vz_server refused to register $1: status $_vz_status $(_vz_field error)"
      return 1
      ;;
  esac
}

# A field of the reply, which is one line of JSON.
_vz_field() {
  printf '%s' "$_vz_reply" | sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p"
}

# ------------------------------------------------------------------------------------------------------- the API

# _vz_change PATH VALUE
_vz_change() {
  _debug fulldomain "$_vz_fulldomain"
  _H1="Authorization: Basic $(printf '%s:%s' "$_vz_username" "$_vz_password" | _base64)"
  _secure_debug authorization "$_H1"
  _vz_post "$1" "{\"fqdn\": \"$_vz_fulldomain.\", \"value\": \"$2\"}" || return 1
  case "$_vz_status" in
    200) ;;
    401)
      _err "$_vz_server refused the account of $_vz_fulldomain (401): it was deleted or disabled, its key was \
changed, or this address may not use it"
      return 1
      ;;
    *)
      _err "$_vz_server refused the change at $_vz_fulldomain: status $_vz_status $(_vz_field error)"
      return 1
      ;;
  esac
  # A proxy that shows a page of its own answers 200 too.
  if [ "$(_vz_field value)" != "$2" ]; then
    _err "$_vz_server answered 200, but not as a ValidationZone server does: is the address right?"
    return 1
  fi
}

# _vz_post PATH BODY: leaves $_vz_status and $_vz_reply; asks again, some times, where that can help. Who asks is in
# $_H1, which is emptied.
_vz_post() {
  export _H1 _H2="" _H3="" _H4="" _H5=""
  # The status is read from the file of headers. _post would choose one too, but inside a subshell.
  [ -n "$HTTP_HEADER" ] || HTTP_HEADER="$(_mktemp)"
  _vz_attempt=0
  while :; do
    : >"$HTTP_HEADER"
    _vz_reply="$(_post "$2" "$_vz_server$1" "" POST application/json)"
    _vz_exit=$?
    _vz_status="$(_vz_last_status)"
    # wget counts a refusal as a failure of its own.
    case "$_vz_status" in
      4??) _vz_exit=0 ;;
      *) ;;
    esac
    _debug status "$_vz_status"
    _vz_reason="$(_vz_why_again "$1")"
    [ -n "$_vz_reason" ] || break
    _vz_attempt=$((_vz_attempt + 1))
    [ "$_vz_attempt" -le "$_vz_retries" ] || break
    _vz_wait="$(_vz_retry_after)"
    _info "$_vz_server is not available ($_vz_reason); asking again in $_vz_wait s ($_vz_attempt of $_vz_retries)"
    _sleep "$_vz_wait"
  done
  _H1=""
  if [ -n "$_vz_reason" ]; then
    _err "$_vz_server is not available ($_vz_reason), also after $_vz_retries more attempts"
    return 1
  fi
  if [ "$_vz_exit" != 0 ] || [ -z "$_vz_status" ]; then
    _err "$_vz_server did not answer"
    return 1
  fi
}

# Why the last request is worth another try. A value is published once however often it is sent; a registration that
# was cut off may have been done, and would be there twice.
_vz_why_again() {
  case "$1:$_vz_exit:$_vz_status" in
    *:0:429 | *:0:503) printf 'it answered %s' "$_vz_status" ;;
    /register:*) ;;
    *:0:5??) printf 'it answered %s' "$_vz_status" ;;
    *:0:?*) ;;
    *) printf 'no answer' ;;
  esac
}

# Redirects and interim replies leave headers too: the last ones count.
_vz_last_status() {
  tr -d '\r' <"$HTTP_HEADER" | sed -n 's/^HTTP[^ ]* \([0-9][0-9][0-9]\).*/\1/p' | tail -n 1
}

_vz_retry_after() {
  _vz_seconds="$(tr -d '\r' <"$HTTP_HEADER" | _lower_case |
    sed -n 's/^retry-after: *\([0-9]\{1,6\}\) *$/\1/p' | tail -n 1)"
  _vz_seconds="${_vz_seconds:-2}"
  [ "$_vz_seconds" -le 30 ] || _vz_seconds=30
  printf '%s' "$_vz_seconds"
}
