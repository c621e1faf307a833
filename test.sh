#!/usr/bin/env bash
# Builds everything and runs every test. Safe to run again and again.

set -euo pipefail
cd "$(dirname "$0")"

usage() {
  cat <<'USAGE'
Usage: ./test.sh [--long] [FILTER]

Installs the Debian packages the tests need where they are missing, builds the solution in Release with warnings as
errors, runs all test projects, and ends with the line "N passed, N failed".

  FILTER   run only tests whose full name contains this text, such as CertbotTests or Killed_under
  --long   run the long tests at full length: 100 crashes of each kind, 1,000,000 mutations
  --help   print this

With CI=true nothing may be missing and nothing is skipped: what cannot run, fails. Elsewhere, tests whose programs are
missing are skipped and say why.
USAGE
}

filter=
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --long) export VALIDATIONZONE_LONG_TESTS=1 ;;
    -*) usage >&2; exit 2 ;;
    *) filter=$1 ;;
  esac
  shift
done

# Servers and mount live there, and not everybody has them in the path.
export PATH="$PATH:/usr/sbin:/sbin"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# program=package
readonly NEEDED=(
  nsd=nsd knotd=knot named=bind9 kresd=knot-resolver unbound=unbound pebble=pebble lego=lego certbot=certbot
  dig=bind9-dnsutils kdig=knot-dnsutils drill=ldnsutils
  dehydrated=dehydrated uacme=uacme openssl=openssl
  curl=curl dash=dash shellcheck=shellcheck mkfs.ext4=e2fsprogs mount=mount
)

missing_packages() {
  local entry
  for entry in "${NEEDED[@]}"; do
    command -v "${entry%%=*}" >/dev/null || echo "${entry#*=}"
  done
  # Not in the path, since a machine may have several versions; no cluster of it has to run.
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || echo postgresql
  # A module and no program: the ready-made files for clients are read with it.
  /usr/bin/python3 -c 'import yaml' 2>/dev/null || echo python3-yaml
}

policy=
scratch=
issuance=
clean_up() {
  [ -z "$issuance" ] || kill "$issuance" 2>/dev/null || true
  [ -z "$policy" ] || "${as_root[@]}" rm -f "$policy"
  [ -z "$scratch" ] || rm -rf "$scratch"
}
trap clean_up EXIT

# Daemons that a package brings must not start and take port 53: policy-rc.d forbids it while packages are installed.
forbid_starting_daemons() {
  [ ! -e /usr/sbin/policy-rc.d ] || return 0
  policy=/usr/sbin/policy-rc.d
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
  "${as_root[@]}" chmod 755 "$policy"
}

allow_starting_daemons() {
  [ -z "$policy" ] || "${as_root[@]}" rm -f "$policy"
  policy=
}

install_packages() {
  echo "Installing with apt-get: $*"
  forbid_starting_daemons
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null
  allow_starting_daemons
}

as_root=()
mapfile -t packages < <(missing_packages)
if [ ${#packages[@]} -gt 0 ]; then
  can_install=yes
  command -v apt-get >/dev/null || can_install=
  if [ "$(id -u)" != 0 ]; then
    if sudo -n true 2>/dev/null; then as_root=(sudo -n); else can_install=; fi
  fi
  if [ -n "$can_install" ]; then
    install_packages "${packages[@]}"
  else
    echo "Missing, and no apt-get or no root to install them: ${packages[*]}"
    echo "Tests that need them are skipped; with CI=true they fail."
  fi
fi

command -v dotnet >/dev/null || { echo "The .NET 10 SDK is missing: see https://dot.net" >&2; exit 1; }

echo "Building"
dotnet build ValidationZone.sln -c Release -warnaserror -v quiet --nologo

scratch=$(mktemp -d)
# Every secret that a test sees issued is written down there, and what servers log, answer and store is kept beside it.
if [ -z "$filter" ]; then
  export VALIDATIONZONE_SECRET_LEDGER=$scratch/ledger
  mkdir -m 700 "$VALIDATIONZONE_SECRET_LEDGER"
fi
limit=40m
[ "${VALIDATIONZONE_LONG_TESTS:-}" != 1 ] || limit=3h
runner_arguments=(-noLogo -noColor)
[ "${CI:-}" != true ] || runner_arguments+=(-failSkips)
[ -z "$filter" ] || runner_arguments+=(-method "*$filter*")

total=0 failed=0 skipped=0

# run_project NAME TITLE [OPTION]...: runs the tests of a project, or those that the options leave.
run_project() {
  local name=$1 title=$2 status=0
  local output=$scratch/$title.txt
  shift 2
  echo
  echo "== $title"
  run_tests "$name" "$@" 2>&1 | tee "$output" || status=$?
  count "$title" "$output" "$status"
}

run_tests() {
  local name=$1
  shift
  timeout "$limit" "tests/$name/bin/Release/net10.0/$name" "${runner_arguments[@]}" "$@"
}

# Certificates take minutes in which clients and authorities wait for each other: other tests run meanwhile.
readonly ISSUANCE=ValidationZone.EndToEnd.Tests.Issuance

run_end_to_end() {
  local name=ValidationZone.EndToEnd.Tests status=0
  run_tests "$name" -namespace "$ISSUANCE" >"$scratch/issuance.txt" 2>&1 &
  issuance=$!
  run_project "$name" "$name" -namespace- "$ISSUANCE"
  echo
  echo "== $ISSUANCE"
  wait "$issuance" || status=$?
  issuance=
  cat "$scratch/issuance.txt"
  count "$ISSUANCE" "$scratch/issuance.txt" "$status"
}

# figure NAME SUMMARY: a number of the runner's summary line; a run without tests prints only its total.
figure() {
  local number
  number=$(sed -n "s/.* $1: \([0-9]*\).*/\1/p" <<<"$2")
  echo "${number:-0}"
}

count() {
  local summary ran bad
  summary=$(grep ' Total: [0-9]' "$2" | tail -n 1 || true)
  ran=$(($(figure Total "$summary") - $(figure 'Not Run' "$summary")))
  bad=$(($(figure Failed "$summary") + $(figure Errors "$summary")))
  # A runner that died has no summary, or one that does not explain its exit code.
  if [ -z "$summary" ] || { [ "$3" != 0 ] && [ "$bad" = 0 ]; }; then
    echo "    $1: the test runner ended with exit code $3 [FAIL]" | tee -a "$2"
    ran=$((ran + 1))
    bad=$((bad + 1))
  fi
  total=$((total + ran))
  failed=$((failed + bad))
  skipped=$((skipped + $(figure Skipped "$summary")))
}

for folder in tests/*.Tests; do
  name=$(basename "$folder")
  case $name in
    *EndToEnd*) run_end_to_end ;;
    *) run_project "$name" "$name" ;;
  esac
done

if [ -z "$filter" ]; then
  run_project ValidationZone.Server.Tests SecretSearch -explicit only -method '*.No_secret_that_was_issued_*'
  cat "$VALIDATIONZONE_SECRET_LEDGER/result.txt" 2>/dev/null || true
fi

if [ "$failed" -gt 0 ]; then
  echo
  echo "Failed:"
  grep -h '\[FAIL\]' "$scratch"/*.txt || true
fi

echo
echo "$((total - failed - skipped)) passed, $failed failed$([ "$skipped" = 0 ] || echo ", $skipped skipped")"
[ "$failed" = 0 ] && [ "$total" -gt 0 ]
