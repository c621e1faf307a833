#!/usr/bin/env bash
# Measures this server beside NSD, Knot, BIND and PowerDNS on the same names, and prints a table and a chart.

set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
export PATH="$PATH:/usr/sbin:/sbin" DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

usage() {
  cat <<'USAGE'
Usage: bench/compare.sh [--quick] [--sections LIST] [--rounds N] [--seconds S] [--keep DIR] [--port N]

Installs nsd, knot, bind9, pdns-server and pdns-backend-bind with apt-get where they are missing, builds the server, the
load generator and a C echo, and measures them in turn: the server on processor 1, the load on processor 0, the same
zone, alternating rounds. Every reply is checked. Prints medians, and ratios as medians over the rounds.

  --quick          short rounds, at most 100,000 names: within 5 minutes on two processors
  --sections LIST  some of udp,tcp,sizes,growth,updates,http (default: all)
  --rounds N       how many alternating rounds (default: 5; with --quick 3)
  --seconds S      how long each measurement takes (default: 4; with --quick 1.5)
  --keep DIR       where to leave table.txt, chart.svg, results.tsv and all configurations (default: a temporary folder
                   for the work, and bench/results for the first three)
  --port N         the first of the ports to use on 127.0.0.1 (default: 5400)
  --help           print this
USAGE
}

quick='' sections='udp,tcp,sizes,growth,updates,http' rounds='' seconds='' keep='' port=5400
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --quick) quick=yes; shift; continue ;;
    --sections | --rounds | --seconds | --keep | --port) ;;
    *) echo "compare.sh: no such option: $1" >&2; usage >&2; exit 2 ;;
  esac
  [ $# -ge 2 ] || { echo "compare.sh: $1 needs a value" >&2; exit 2; }
  case $1 in
    --sections) sections=$2 ;;
    --rounds) rounds=$2 ;;
    --seconds) seconds=$2 ;;
    --keep) keep=$2 ;;
    --port) port=$2 ;;
  esac
  shift 2
done
rounds=${rounds:-$([ -n "$quick" ] && echo 3 || echo 5)}
seconds=${seconds:-$([ -n "$quick" ] && echo 1.5 || echo 4)}
warm_up=0.5
names=100000
zone=auth.example.org

fail() { echo "compare.sh: $*" >&2; exit 1; }
wants() { case ",$sections," in *",$1,"*) return 0 ;; *) return 1 ;; esac; }

[ "$(nproc)" -ge 2 ] || fail "two processors are needed, one for the server and one for the load"
command -v dotnet >/dev/null || fail "the .NET 10 SDK is missing: see https://dot.net"
for section in ${sections//,/ }; do
  case $section in udp | tcp | sizes | growth | updates | http) ;; *) fail "no such section: $section" ;; esac
done

# --- What is started is ended, and nothing else ---

declare -A pid=() endpoint=()
policy='' work=''
clean_up() {
  local one
  for one in "${pid[@]}"; do kill "$one" 2>/dev/null || true; done
  for one in "${pid[@]}"; do wait "$one" 2>/dev/null || true; done
  [ -z "$policy" ] || "${as_root[@]}" rm -f "$policy"
  [ -z "$work" ] || [ -n "$keep" ] || rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

stop() {
  kill "${pid[$1]}" 2>/dev/null || true
  wait "${pid[$1]}" 2>/dev/null || true
  unset "pid[$1]"
}

# --- Packages ---

as_root=()
[ "$(id -u)" = 0 ] || as_root=(sudo -n)

# Daemons that a package brings must not start and take port 53: policy-rc.d forbids it while packages are installed.
install_packages() {
  echo "Installing with apt-get: $*"
  command -v apt-get >/dev/null || fail "missing, and there is no apt-get to install them: $*"
  if [ ! -e /usr/sbin/policy-rc.d ]; then
    policy=/usr/sbin/policy-rc.d
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
    "${as_root[@]}" chmod 755 "$policy"
  fi
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null
  [ -z "$policy" ] || "${as_root[@]}" rm -f "$policy"
  policy=''
}

missing=()
command -v nsd >/dev/null || missing+=(nsd)
command -v knotd >/dev/null || missing+=(knot)
command -v named >/dev/null || missing+=(bind9)
command -v pdns_server >/dev/null || missing+=(pdns-server)
[ -n "$(find /usr/lib -name 'libbindbackend.so' -path '*pdns*' 2>/dev/null)" ] || missing+=(pdns-backend-bind)
if wants udp || wants tcp; then
  [ ${#missing[@]} = 0 ] || install_packages "${missing[@]}"
fi

# --- Building ---

work=${keep:-$(mktemp -d)}
mkdir -p "$work"
work=$(cd "$work" && pwd)
results=$work/results.tsv
: >"$results"

echo "Building"
dotnet publish -c Release -o "$work/server" -v quiet --nologo "$here/../src/ValidationZone.Server"
dotnet publish -c Release -o "$work/loadgenerator" -v quiet --nologo "$here/ValidationZone.LoadGenerator"
if command -v cc >/dev/null; then
  cc -O2 -o "$work/echo" "$here/echo.c"
else
  echo "There is no C compiler: the echo is skipped"
fi

load() { taskset -c 0 "$work/loadgenerator/loadgenerator" "$@"; }

# --- Servers: one thread each for questions, no logging, no limits of rate, no records that were not asked for ---

# start NAME COMMAND...: in the background on processor 1.
start() {
  local name=$1
  shift
  mkdir -p "$work/$name"
  taskset -c 1 "$@" >"$work/$name/log" 2>&1 &
  pid[$name]=$!
}

# ready NAME NAMES: waits until it answers.
ready() {
  load wait --server "${endpoint[$1]}" --names "$2" --timeout 120 --pid "${pid[$1]}" ||
    { tail -n 5 "$work/$1/log" >&2; fail "$1 does not answer"; }
}

start_nsd() {
  local at=$work/nsd
  mkdir -p "$at"
  cat >"$at/nsd.conf" <<CONF
server:
  ip-address: 127.0.0.1@$((port + 1))
  server-count: 1
  username: ""
  chroot: ""
  zonesdir: "$at"
  database: ""
  pidfile: "$at/nsd.pid"
  xfrdfile: "$at/xfrd.state"
  xfrdir: "$at"
  zonelistfile: "$at/zone.list"
  verbosity: 0
  rrl-ratelimit: 0
  minimal-responses: yes
  tcp-count: 100
  tcp-query-count: 0
remote-control:
  control-enable: no
zone:
  name: $zone
  zonefile: $work/zone
CONF
  endpoint[nsd]=127.0.0.1:$((port + 1))
  start nsd nsd -d -c "$at/nsd.conf"
}

start_knot() {
  local at=$work/knot
  mkdir -p "$at"
  cat >"$at/knot.conf" <<CONF
server:
  rundir: $at
  listen: 127.0.0.1@$((port + 2))
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
database:
  storage: $at
log:
  - target: stderr
    any: error
zone:
  - domain: $zone
    file: $work/zone
    zonefile-sync: -1
    zonefile-load: whole
    journal-content: none
    semantic-checks: off
CONF
  endpoint[knot]=127.0.0.1:$((port + 2))
  start knot knotd -c "$at/knot.conf"
}

start_bind() {
  local at=$work/bind
  mkdir -p "$at"
  cat >"$at/named.conf" <<CONF
options {
  directory "$at";
  pid-file "$at/named.pid";
  session-keyfile "$at/session.key";
  listen-on port $((port + 3)) { 127.0.0.1; };
  listen-on-v6 { none; };
  recursion no;
  minimal-responses yes;
  querylog no;
  tcp-clients 1000;
  notify no;
};
controls { };
logging { category default { null; }; };
zone "$zone" { type primary; file "$work/zone"; };
CONF
  endpoint[bind]=127.0.0.1:$((port + 3))
  # A copy, because Debian's AppArmor profile lets the program in its own place read no folder but its own.
  cp "$(command -v named)" "$at/named"
  start bind "$at/named" -f -n 1 -c "$at/named.conf"
}

start_powerdns() {
  local at=$work/powerdns
  mkdir -p "$at"
  echo "zone \"$zone\" { type master; file \"$work/zone\"; };" >"$at/named.conf"
  cat >"$at/pdns.conf" <<CONF
launch=bind
bind-config=$at/named.conf
local-address=127.0.0.1
local-port=$((port + 4))
socket-dir=$at
receiver-threads=1
distributor-threads=1
signing-threads=1
cache-ttl=60
negquery-cache-ttl=60
query-cache-ttl=60
max-cache-entries=2000000
max-packet-cache-entries=2000000
max-tcp-connections=100
max-tcp-connections-per-client=0
max-tcp-transactions-per-conn=0
loglevel=0
log-dns-queries=no
disable-syslog=yes
CONF
  endpoint[powerdns]=127.0.0.1:$((port + 4))
  start powerdns pdns_server --config-dir="$at" --daemon=no --guardian=no
}

# start_ours NAME DATABASE OFFSET [SETTINGS]: cookies and the rate limiter are on, as by default; only its limit is
# raised, because one address asks for everything here.
start_ours() {
  local name=$1 at=$work/$1
  mkdir -p "$at"
  cat >"$at/config.json" <<CONF
{
  "Zone": { "Name": "$zone" },
  "Dns": {
    "Listen": [ "127.0.0.1:$((port + $3))" ],
    "Workers": 1,
    "RateLimit": { "Enabled": true, "RepliesPerSecond": 1000000, "Burst": 10000000 }
  },
  "Api": { "Listen": [ "http://127.0.0.1:$((port + $3 + 50))" ] },
  "Values": { ${4:-} },
  "Database": "sqlite:$2"
}
CONF
  endpoint[$name]=127.0.0.1:$((port + $3))
  endpoint[$name-api]=127.0.0.1:$((port + $3 + 50))
  start "$name" "$work/server/validationzone" serve --config "$at/config.json"
}

# database NAMES: made once.
database() {
  local path=$work/names-$1/validationzone.db
  [ -e "$path" ] || load zone --format sqlite --names "$1" --out "$path" 2>&1 | tail -n 1 >&2
  echo "$path"
}

# copy_of DATABASE NAME: for a section that changes it.
copy_of() {
  mkdir -p "$work/$2-db"
  chmod 700 "$work/$2-db"
  cp "$1" "$1.pepper" "$work/$2-db/"
  echo "$work/$2-db/${1##*/}"
}

# --- Measuring ---

# measure SECTION SUBJECT ROUND COMMAND...: notes every figure that the load generator prints.
measure() {
  local section=$1 subject=$2 round=$3 status=0 output
  shift 3
  output=$(load "$@" --seconds "$seconds" --warmup "$warm_up" 2>"$work/mistakes") || status=$?
  case $status in
    0) ;;
    3) echo "  $section, $subject, round $round: $(cat "$work/mistakes")" >&2 ;;
    *) cat "$work/mistakes" >&2; fail "$section, $subject: the load generator failed" ;;
  esac
  awk -v OFS='\t' -v head="$section	$subject	$round" '$1 != "mistakes" { print head, $1, $2 }' <<<"$output" >>"$results"
}

# note SECTION SUBJECT METRIC VALUE: a figure that comes once.
note() { printf '%s\t%s\t1\t%s\t%s\n' "$1" "$2" "$3" "$4" >>"$results"; }

# median SECTION SUBJECT METRIC
median() {
  awk -F '\t' -v s="$1" -v j="$2" -v m="$3" '$1 == s && $2 == j && $4 == m { print $5 }' "$results" | middle
}

middle() {
  sort -g | awk '{ a[NR] = $1 } END { if (NR) print (NR % 2 ? a[(NR + 1) / 2] : (a[NR / 2] + a[NR / 2 + 1]) / 2); else print "-" }'
}

# ratio SECTION A B METRIC: the median over the rounds of A's figure divided by B's of the same round.
ratio() {
  awk -F '\t' -v s="$1" -v a="$2" -v b="$3" -v m="$4" '
    $1 == s && $4 == m && $2 == a { x[$3] = $5 }
    $1 == s && $4 == m && $2 == b { y[$3] = $5 }
    END { for (r in x) if (r in y && y[r] > 0) print x[r] / y[r] }' "$results" | middle |
    awk '{ if ($1 == "-") print "-"; else printf "%.2f\n", $1 }'
}

total() {
  awk -F '\t' -v s="$1" -v j="$2" -v m="$3" '$1 == s && $2 == j && $4 == m { t += $5 } END { print t + 0 }' "$results"
}

label() {
  case $1 in
    ours) echo ValidationZone ;;
    nsd) echo NSD ;;
    knot) echo Knot ;;
    bind) echo BIND ;;
    powerdns) echo PowerDNS ;;
    echo) echo 'C echo' ;;
    *) echo "$1" ;;
  esac
}

# table SECTION TITLE UNIT SUBJECT...: the first subject is the one that the others are compared with.
table() {
  local section=$1 title=$2 unit=$3 subject
  shift 3
  local first=$1
  printf '\n%s\n\n' "$title"
  printf '%-28s %10s %9s %10s %9s %9s %9s %6s %6s %6s\n' \
    '' "$unit/s" 'of first' 'CPU us' 'of first' 'p50 us' 'p99 us' 'busy %' wrong lost
  for subject in "$@"; do
    printf '%-28s %10.0f %9s %10.2f %9s %9.0f %9.0f %6.0f %6d %6d\n' "$(label "$subject")" \
      "$(median "$section" "$subject" "${unit}_per_second")" \
      "$(ratio "$section" "$subject" "$first" "${unit}_per_second")" \
      "$(median "$section" "$subject" server_cpu_us)" "$(ratio "$section" "$subject" "$first" server_cpu_us)" \
      "$(median "$section" "$subject" p50_us)" "$(median "$section" "$subject" p99_us)" \
      "$(median "$section" "$subject" server_busy_percent)" \
      "$(total "$section" "$subject" wrong)" "$(total "$section" "$subject" lost)"
  done
}

# leads SECTION SUBJECT...: this server's throughput against the others', also for the same processor time.
leads() {
  local section=$1 subject
  shift
  echo
  for subject in "$@"; do
    printf '%-28s %s times its queries a second, %s times its queries for the same processor time\n' \
      "against $(label "$subject")" "$(ratio "$section" ours "$subject" queries_per_second)" \
      "$(ratio "$section" "$subject" ours server_cpu_us)"
  done
}

# bars SECTION GROUP METRIC SUBJECT...: lines for the chart.
bars() {
  local section=$1 group=$2 metric=$3 subject
  shift 3
  for subject in "$@"; do
    printf '%s\t%s\t%s\n' "$group" "$(label "$subject")" "$(median "$section" "$subject" "$metric")"
  done
}

# --- Sections ---

section_udp() {
  local round subject subjects=(ours nsd knot bind powerdns)
  udp_subjects=("${subjects[@]}")
  echo "UDP"
  # Code is compiled while it runs; once it is, every round is like the others.
  load udp --server "${endpoint[ours]}" --names "$names" --seconds 3 --warmup 0 >/dev/null
  for ((round = 1; round <= rounds; round++)); do
    for subject in "${subjects[@]}"; do
      measure udp "$subject" "$round" udp --server "${endpoint[$subject]}" --names "$names" --pid "${pid[$subject]}"
    done
    [ -x "$work/echo" ] || continue
    # The echo sends what our average reply is long; it is no name server, so that only its length is checked.
    if [ -z "${pid[echo]:-}" ]; then
      local length
      length=$(median udp ours reply_octets)
      endpoint[echo]=127.0.0.1:$((port + 5))
      mkdir -p "$work/echo.d"
      taskset -c 1 "$work/echo" $((port + 5)) "$length" >"$work/echo.d/log" 2>&1 &
      pid[echo]=$!
      udp_subjects+=('echo')
    fi
    measure udp 'echo' "$round" udp --server "${endpoint[echo]}" --names "$names" --echo "$length" --pid "${pid[echo]}"
  done
  {
    table udp "UDP, $names names, 90 % existing, 10 % NXDOMAIN, EDNS 1232" queries "${udp_subjects[@]}"
    leads udp nsd knot bind powerdns
    [ ! -x "$work/echo" ] || printf '%-28s %s times the processor time of the C echo\n' \
      ValidationZone "$(ratio udp ours 'echo' server_cpu_us)"
  } | tee -a "$work/table.txt"
}

section_tcp() {
  local round subject subjects=(ours knot nsd bind powerdns)
  echo "TCP"
  load tcp --server "${endpoint[ours]}" --names "$names" --seconds 2 --warmup 0 >/dev/null
  for ((round = 1; round <= rounds; round++)); do
    for subject in "${subjects[@]}"; do
      measure tcp "$subject" "$round" tcp --server "${endpoint[$subject]}" --names "$names" --pid "${pid[$subject]}"
    done
  done
  {
    table tcp "TCP, 4 connections, 64 questions on the way in each" queries "${subjects[@]}"
    leads tcp nsd knot bind powerdns
  } | tee -a "$work/table.txt"
}

# The three sizes answer in turn, so that a slow minute of the machine hits all of them.
section_sizes() {
  local round size begin waited sizes=(10000 100000)
  [ -n "$quick" ] || sizes+=(1000000)
  echo "Sizes"
  for size in "${sizes[@]}"; do
    local path
    path=$(database "$size")
    begin=$(date +%s%N)
    start_ours "names-$size" "$path" $((10 + ${#size}))
    waited=$(ready "names-$size" "$size")
    note sizes "names-$size" load_ms $((($(date +%s%N) - begin) / 1000000))
    note sizes "names-$size" rss_mib "$(awk '$1 == "server_rss_mib" { print $2 }' <<<"$waited")"
    load udp --server "${endpoint[names-$size]}" --names "$size" --seconds 2 --warmup 0 >/dev/null
  done
  for ((round = 1; round <= rounds; round++)); do
    for size in "${sizes[@]}"; do
      measure sizes "names-$size" "$round" udp --server "${endpoint[names-$size]}" --names "$size" \
        --pid "${pid[names-$size]}"
    done
  done
  {
    table sizes "ValidationZone with more names" queries "${sizes[@]/#/names-}"
    for size in "${sizes[@]}"; do
      printf '%-28s loaded and answering after %s ms, %s MiB resident then\n' "names-$size" \
        "$(median sizes "names-$size" load_ms)" "$(median sizes "names-$size" rss_mib)"
    done
  } | tee -a "$work/table.txt"
  for size in "${sizes[@]}"; do stop "names-$size"; done
}

# Another process writes names into the database, and the server takes them in while it answers.
section_growth() {
  local first=10000 more=90000 path writer
  [ -n "$quick" ] || { first=500000; more=500000; }
  echo "Growth"
  path=$(copy_of "$(database "$first")" growth)
  start_ours growth "$path" 20
  ready growth "$first" >/dev/null
  load udp --server "${endpoint[growth]}" --names "$first" --seconds 2 --warmup 0 >/dev/null
  local asking=(udp --server "${endpoint[growth]}" --names "$first" --rate 20000 --window 1024 --pid "${pid[growth]}")
  measure growth idle 1 "${asking[@]}"
  nice -n 19 taskset -c 0 "$work/loadgenerator/loadgenerator" zone --format sqlite --first "$first" --names "$more" \
    --out "$path" >/dev/null 2>&1 &
  writer=$!
  pid[writer]=$writer
  local round=0
  while kill -0 "$writer" 2>/dev/null; do
    round=$((round + 1))
    measure growth growing "$round" "${asking[@]}"
  done
  wait "$writer" || fail "the names could not be added"
  unset 'pid[writer]'
  ready growth $((first + more)) >/dev/null
  {
    table growth "ValidationZone at 20,000 questions a second, growing from $first to $((first + more)) names" \
      queries idle growing
    printf '%-28s %s us idle, %s us while growing\n' "slowest answer" "$(largest growth idle)" "$(largest growth growing)"
  } | tee -a "$work/table.txt"
  stop growth
}

largest() {
  awk -F '\t' -v s="$1" -v j="$2" '$1 == s && $2 == j && $4 == "max_us" && $5 > m { m = $5 } END { print m + 0 }' "$results"
}

# The updates come from the load's processor and are worked off on the server's, beside the questions.
section_updates() {
  local round path subject
  echo "Answers during updates"
  path=$(copy_of "$(database $names)" updates)
  # Two values each, so that replies stay as long as they are.
  start_ours updates "$path" 21 '"PerCredential": 2'
  ready updates $names >/dev/null
  start_baseline
  local asking=(udp --server "${endpoint[updates]}" --names "$names" --pid "${pid[updates]}" --threads udp --changing)
  local changing=(http --api "${endpoint[updates-api]}" --names "$names")
  local posting=(http --api "${endpoint[baseline]}" --request empty)
  warm_up_http "${changing[@]}"
  warm_up_http "${posting[@]}"
  load "${asking[@]}" --seconds 2 --warmup 0 >/dev/null
  for ((round = 1; round <= rounds; round++)); do
    measure updates 'at full speed, idle' "$round" "${asking[@]}"
    measure updates 'at 20,000/s, idle' "$round" "${asking[@]}" --rate 20000
    during changing 'at full speed, 5,000 updates/s' "$round" "${asking[@]}"
    during changing 'at 20,000/s, 5,000 updates/s' "$round" "${asking[@]}" --rate 20000
    during posting 'at full speed, empty POSTs' "$round" "${asking[@]}"
    during posting 'at 20,000/s, empty POSTs' "$round" "${asking[@]}" --rate 20000
  done
  {
    table updates 'ValidationZone at full speed, updates on the same processor' queries \
      'at full speed, idle' 'at full speed, 5,000 updates/s' 'at full speed, empty POSTs'
    table updates 'ValidationZone at 20,000 questions a second, updates on the same processor' queries \
      'at 20,000/s, idle' 'at 20,000/s, 5,000 updates/s' 'at 20,000/s, empty POSTs'
    for subject in 'at full speed' 'at 20,000/s'; do
      printf '%-28s %s us of the answering thread an answer, %s us during updates: %s times as many for the same time\n' \
        "$subject" "$(median updates "$subject, idle" server_threads_us)" \
        "$(median updates "$subject, 5,000 updates/s" server_threads_us)" \
        "$(ratio updates "$subject, idle" "$subject, 5,000 updates/s" server_threads_us)"
    done
    printf '%-28s %s a second were made\n' "updates" "$(median updates changing updates_per_second)"
    printf '%-28s 5,000 a second, to a bare Kestrel on the same processor\n' "empty POSTs"
  } | tee -a "$work/table.txt"
  stop updates
  stop baseline
}

# during LOAD SUBJECT ROUND COMMAND...: measures while the load of that name runs at 5,000 requests a second, which must not make the questions of
# the command wait for its own turn on the processor of the loads.
during() {
  local -n beside=$1
  local name=$1 updater status=0
  shift
  nice -n 15 taskset -c 0 "$work/loadgenerator/loadgenerator" "${beside[@]}" --rate 5000 \
    --warmup "$warm_up" --seconds "$seconds" >"$work/updates.out" 2>"$work/updates.err" &
  updater=$!
  measure updates "$@"
  wait "$updater" || status=$?
  [ "$status" = 0 ] || echo "  $name: $(cat "$work/updates.err")" >&2
  awk -v OFS='\t' -v head="updates	$name	$2" '{ print head, $1, $2 }' "$work/updates.out" >>"$results"
}

start_baseline() {
  endpoint[baseline]=127.0.0.1:$((port + 30))
  start baseline "$work/loadgenerator/loadgenerator" baseline-http --listen "${endpoint[baseline]}"
}

# Long, because all of it is compiled on the one processor that also serves.
warm_up_http() { load "$@" --seconds "$([ -n "$quick" ] && echo 6 || echo 20)" --warmup 0 >/dev/null 2>&1 || true; }

section_http() {
  local round path
  echo "HTTP"
  path=$(copy_of "$(database $names)" http)
  start_ours http "$path" 22
  ready http $names >/dev/null
  start_baseline
  local updating=(http --api "${endpoint[http-api]}" --names "$names" --pid "${pid[http]}")
  local posting=(http --api "${endpoint[baseline]}" --request empty --pid "${pid[baseline]}")
  warm_up_http "${updating[@]}"
  warm_up_http "${posting[@]}"
  for ((round = 1; round <= rounds; round++)); do
    measure http 'empty POST, bare Kestrel' "$round" "${posting[@]}"
    measure http 'update' "$round" "${updating[@]}"
    measure http 'update, 1,000/s, seen in DNS' "$round" "${updating[@]}" --rate 1000 --visible-at "${endpoint[http]}"
  done
  table http 'HTTP, 64 connections; each update is durable and served when its reply comes' updates \
    'empty POST, bare Kestrel' 'update' 'update, 1,000/s, seen in DNS' | tee -a "$work/table.txt"
  stop http
  stop baseline
}

# --- The run ---

: >"$work/table.txt"
load zone --format zonefile --names "$names" --out "$work/zone" 2>/dev/null
if wants udp || wants tcp; then
  start_ours ours "$(database $names)" 0
  start_nsd
  start_knot
  start_bind
  start_powerdns
  for server in ours nsd knot bind powerdns; do ready "$server" $names >/dev/null; done
fi
udp_subjects=()
if wants udp; then section_udp; fi
if wants tcp; then section_tcp; fi
for server in "${!pid[@]}"; do stop "$server"; done
if wants sizes; then section_sizes; fi
if wants growth; then section_growth; fi
if wants updates; then section_updates; fi
if wants http; then section_http; fi

{
  if wants udp; then bars udp 'UDP, questions a second' queries_per_second "${udp_subjects[@]}"; fi
  if wants udp; then bars udp 'UDP, microseconds of the processor a question' server_cpu_us "${udp_subjects[@]}"; fi
  if wants tcp; then bars tcp 'TCP, questions a second' queries_per_second ours knot nsd bind powerdns; fi
  if wants http; then bars http 'HTTP, requests a second' updates_per_second 'empty POST, bare Kestrel' 'update'; fi
} | load chart --title "One processor each, $names names, medians of $rounds rounds" --out "$work/chart.svg"

if [ -z "$keep" ]; then
  mkdir -p "$here/results"
  cp "$work/table.txt" "$work/chart.svg" "$results" "$here/results/"
  work_shown=$here/results
else
  work_shown=$work
fi
echo
echo "Left in $work_shown: table.txt, chart.svg, results.tsv"
