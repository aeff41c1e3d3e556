# What every script shares: words on the terminal, children that end with us, and small checks.
# Sourced; expects `set -euo pipefail`. Long work runs through `attend` or `start_child`, so that a signal to
# the script ends it at once, and so that even a script killed with -9 takes its children along.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
unset PGDATA PGHOST PGHOSTADDR PGPORT PGUSER PGDATABASE PGSERVICE PGPASSWORD PGOPTIONS CDPATH

say() { printf '%s\n' "$*"; }

die() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# Prints the comment block at the head of the calling script.
print_help() {
  sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$0"
}

is_root() { [ "$(id -u)" -eq 0 ]; }

# require_space DIRECTORY MEGABYTES PURPOSE
require_space() {
  local there=$1 free
  while [ ! -e "$there" ]; do there=$(dirname "$there"); done
  free=$(($(df -k --output=avail "$there" | tail -n 1) / 1024))
  [ "$free" -ge "$2" ] || die "Only $free MB are free on the disk of $there, but $3 needs about $2 MB; please make room first."
}

# Descriptor 9 is the lock of the data directory (see lock_data); no child may hold on to it.
# lock_data DIRECTORY
lock_data() {
  exec 9>>"$1/.lock"
  flock -n 9 || die "Wasl already runs on $1 (process $(head -n 1 "$1/.lock")); stop it first, or name another directory with --data."
  printf '%s\n' "$$" >"$1/.lock"
}

# attend COMMAND...: runs a long command to its end; a signal to this script ends it with everything that it started.
attended=
attend() {
  local status=0
  setsid setpriv --pdeathsig TERM -- "$@" 9>&- &
  attended=$!
  wait "$attended" || status=$?
  attended=
  return "$status"
}

# quietly LOG COMMAND...: attends it with its output in LOG, of which the end is shown if it fails.
quietly() {
  local log=$1 status=0
  shift
  mkdir -p "$(dirname "$log")"
  attend "$@" >"$log" 2>&1 || status=$?
  [ "$status" -eq 0 ] || { tail -n 30 "$log" >&2; say "(all of it: $log)" >&2; }
  return "$status"
}

# start_child SIGNAL LOG COMMAND...: starts a server; its pid is then in $child. SIGNAL is what it gets if we are killed.
child=
start_child() {
  local signal=$1 log=$2
  shift 2
  setsid setpriv --pdeathsig "$signal" "$@" >>"$log" 2>&1 9>&- &
  child=$!
}

# end_child PID SIGNAL SECONDS: asks it to stop, waits, and kills it if it does not.
end_child() {
  local pid=$1 deadline=$((SECONDS + $3))
  kill -s "$2" "$pid" 2>/dev/null || return 0
  while kill -0 "$pid" 2>/dev/null && [ "$SECONDS" -lt "$deadline" ]; do sleep 0.05; done
  kill -s KILL "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
}

end_attended() {
  [ -n "$attended" ] || return 0
  kill -s TERM -- "-$attended" 2>/dev/null || true
  wait "$attended" 2>/dev/null || true
}

# on_exit FUNCTION: runs it once however the script ends; neither a second Ctrl-C nor a terminal that is gone stops it.
on_exit() {
  # shellcheck disable=SC2064  # the name is wanted now
  trap "trap '' INT TERM HUP PIPE; set +e; end_attended; $1" EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
}
