#!/usr/bin/env bash
# Asks a server the 18 questions of RFC 8906 section 8 with dig, and checks each reply.

set -euo pipefail

usage() {
  cat <<'USAGE'
Usage: tests/rfc8906.sh ADDRESS PORT ZONE

Prints one line for each check of RFC 8906 section 8 and exits with 1 when one of them fails, with 2 when it was called
wrongly. ADDRESS is a name server of ZONE; dig (Debian: bind9-dnsutils) must be installed.
USAGE
}

if [ $# -ne 3 ]; then
  usage >&2
  exit 2
fi
command -v dig >/dev/null || { echo "rfc8906.sh: dig is not installed" >&2; exit 2; }

readonly ADDRESS=$1 PORT=$2 ZONE=${3%.}.
failures=0
reply=
problems=

# ask SECTION TITLE DIG-ARGUMENT...: puts one question; the expectations that follow are about its reply.
ask() {
  section=$1 title=$2
  shift 2
  problems=
  reply=$(dig "@$ADDRESS" -p "$PORT" +tries=3 +time=5 "$@" 2>&1) || problems="no reply; "
}

# expect and expect_not WHAT PATTERN: whether some line of what dig printed matches, letter case apart.
expect() {
  grep -Eiq -- "$2" <<<"$reply" || problems+="$1 is missing; "
}

expect_not() {
  if grep -Eiq -- "$2" <<<"$reply"; then problems+="$1 is there; "; fi
}

expect_status() { expect "status $1" "status: $1,"; }
expect_flag() { expect "flag $1" "^;; flags:[^;]* $1[ ;]"; }
expect_no_flag() { expect_not "flag $1" "^;; flags:[^;]* $1[ ;]"; }
expect_soa() { expect "the SOA" "^${ZONE//./\\.}[[:space:]].*[[:space:]]SOA[[:space:]]"; }
expect_no_soa() { expect_not "a SOA" "^[^;].*[[:space:]]SOA[[:space:]]"; }
expect_no_opt() { expect_not "an OPT record" "^; EDNS:"; }
expect_edns0() { expect "EDNS version 0" "^; EDNS: version: 0[,;]"; }

# A plain authoritative reply with the SOA, whatever flag the question had beside it.
expect_plain_soa() {
  expect_status NOERROR
  expect_soa
  expect_flag aa
  expect_no_flag ad
  expect_no_opt
}

expect_edns_soa() {
  expect_status NOERROR
  expect_soa
  expect_flag aa
  expect_no_flag ad
  expect_edns0
}

expect_badvers() {
  expect_status BADVERS
  expect_no_soa
  expect_no_flag aa
  expect_no_flag ad
  expect_edns0
}

# Every reply must also be one that dig finds nothing wrong with.
finish() {
  expect_not "a warning of dig" "malformed|mismatch|trailing|extra bytes|unexpected"
  if [ -z "$problems" ]; then
    echo "ok   $section $title"
  else
    echo "FAIL $section $title: ${problems%; }"
    failures=$((failures + 1))
  fi
}

ask 8.1.1 "the server is configured for the zone" +noedns +noad +norec soa "$ZONE"
expect_plain_soa
expect_no_flag rd
finish

ask 8.1.2 "unknown type" +noedns +noad +norec type1000 "$ZONE"
expect_status NOERROR
expect "an empty answer" "ANSWER: 0,"
expect_flag aa
expect_no_flag rd
expect_no_flag ad
expect_no_opt
finish

ask 8.1.3.1 "CD=1" +noedns +noad +norec +cd soa "$ZONE"
expect_plain_soa
expect_no_flag rd
finish

ask 8.1.3.2 "AD=1" +noedns +norec +ad soa "$ZONE"
expect_plain_soa
expect_no_flag rd
finish

ask 8.1.3.3 "the reserved bit" +noedns +noad +norec +zflag soa "$ZONE"
expect_plain_soa
expect_no_flag rd
expect_not "the reserved bit" "MBZ"
finish

ask 8.1.3.4 "RD=1" +noedns +noad +rec soa "$ZONE"
expect_plain_soa
expect_flag rd
finish

ask 8.1.4 "unknown opcode" +noedns +noad +opcode=15 +norec +header-only
expect_status NOTIMP
expect "opcode 15" "opcode: (RESERVED)?15,"
expect "empty sections" "QUERY: 0, ANSWER: 0, AUTHORITY: 0, ADDITIONAL: 0"
expect_no_flag aa
expect_no_flag rd
expect_no_flag ad
expect_no_opt
finish

ask 8.1.5 "TCP" +noedns +noad +norec +tcp soa "$ZONE"
expect_plain_soa
expect_no_flag rd
finish

ask 8.2.1 "minimal EDNS" +nocookie +edns=0 +noad +norec soa "$ZONE"
expect_edns_soa
finish

ask 8.2.2 "EDNS version 1" +nocookie +edns=1 +noednsneg +noad +norec soa "$ZONE"
expect_badvers
finish

ask 8.2.3 "unknown EDNS option" +nocookie +edns=0 +noad +norec +ednsopt=100 soa "$ZONE"
expect_edns_soa
expect_not "option 100" "^; OPT=100"
finish

ask 8.2.4 "unknown EDNS flag" +nocookie +edns=0 +noad +norec +ednsflags=0x40 soa "$ZONE"
expect_edns_soa
expect_not "an unknown flag" "^; EDNS:.*MBZ"
finish

ask 8.2.5 "EDNS version 1 with an unknown flag" \
  +nocookie +edns=1 +noednsneg +noad +norec +ednsflags=0x40 soa "$ZONE"
expect_badvers
expect_not "an unknown flag" "^; EDNS:.*MBZ"
finish

ask 8.2.6 "EDNS version 1 with an unknown option" \
  +nocookie +edns=1 +noednsneg +noad +norec +ednsopt=100 soa "$ZONE"
expect_badvers
expect_not "option 100" "^; OPT=100"
finish

# Whether the reply is cut depends on the zone; that EDNS survives does not.
ask 8.2.7 "truncated reply" +norec +dnssec +bufsize=512 +ignore dnskey "$ZONE"
expect_status NOERROR
expect_edns0
finish

ask 8.2.8 "DO=1" +nocookie +edns=0 +noad +norec +dnssec soa "$ZONE"
expect_edns_soa
expect "DO" "^; EDNS:.*flags: do[ ;]"
finish

ask 8.2.9 "EDNS version 1 with DO=1" +nocookie +edns=1 +noednsneg +noad +norec +dnssec soa "$ZONE"
expect_badvers
finish

ask 8.2.10 "several known EDNS options" \
  +edns=0 +noad +norec +cookie +nsid +expire +subnet=0.0.0.0/0 soa "$ZONE"
expect_edns_soa
finish

echo "$failures of 18 checks failed"
[ "$failures" -eq 0 ]
