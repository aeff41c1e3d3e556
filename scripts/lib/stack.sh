# A private PostgreSQL 15 and one or several Redis below one data directory, on unix sockets only. Sourced after common.sh.
# All are direct children of the script, so that nothing outlives it. The caller holds the lock of the data
# directory, hence whatever an earlier, killed run left behind may be cleared away.
#
#   STACK_PG_PORT     set it before to let PostgreSQL listen on this port of the loopback interface, too: the role `ejabberd`
#                     may come there with its password, nobody else
#   stack_start DATA [durable|fast [NUMBER OF REDIS]]   then: STACK_DATABASE (conninfo without a dbname), STACK_REDIS (path
#                     of the first socket), STACK_REDIS_LIST (as in wasl.conf), POSTGRES_PID, REDIS_PIDS
#   stack_stop

POSTGRES_BIN=/usr/lib/postgresql/15/bin
POSTGRES_PID=
STACK_PG_PORT=
REDIS_PIDS=()

# Options of setpriv: PostgreSQL refuses to run as root, and Redis has no need to.
drop_to() {
  if is_root; then say --reuid "$1" --regid "$1" --init-groups --reset-env --; else say --; fi
}
as_postgres() {
  # shellcheck disable=SC2046  # several words
  setpriv $(drop_to postgres) env -C / LC_ALL=C.UTF-8 "$@"
}

# own_directory PATH OWNER MODE: makes it; refuses a link and anything that belongs to somebody else.
own_directory() {
  if ! is_root; then set -- "$1" "$(id -un)" "$3"; fi
  [ ! -L "$1" ] || die "$1 is a link where a private directory was expected; remove it and start again."
  mkdir -p "$1"
  case "$(stat -c %U "$1")" in
    "$2" | "$(id -un)") ;;
    *) die "$1 belongs to $(stat -c %U "$1"); remove it and start again." ;;
  esac
  chown "$2" "$1"
  chmod "$3" "$1"
}

# Sets postgres_home: DATA/postgres, or what that link leads to. Root's home and the like cannot be entered by
# the user postgres; the cluster then lies below /var/lib (not /var/tmp, which is swept) and DATA/postgres links to it.
place_postgres() {
  local data=$1 place=$1/postgres
  if [ -L "$place" ]; then
    postgres_home=$(readlink "$place")
    [ -d "$postgres_home" ] || die "$place leads to $postgres_home, which is gone; put it back, or remove the link to start empty."
  elif as_postgres test -x "$data"; then
    postgres_home=$place
  elif [ -e "$place/data" ]; then
    die "The user postgres can no longer enter $data; give its parent directories mode o+x again."
  else
    rmdir "$place" 2>/dev/null || true
    postgres_home=$(mktemp -d /var/lib/wasl-XXXXXX)/postgres
    chmod 0711 "$(dirname "$postgres_home")"
    mkdir "$postgres_home"
    ln -s "$postgres_home" "$place"
    say "The user postgres cannot enter $data, so the database lies in $postgres_home."
  fi
  own_directory "$postgres_home" postgres 0700
}

# Does any process, even an orphaned backend, still work in the cluster?
postgres_in_use() {
  local process
  for process in /proc/[0-9]*; do
    case "$(readlink "$process/cwd" 2>/dev/null)" in "$postgres_home/data" | "$postgres_home/data.new") return 0 ;; esac
  done
  return 1
}

not() { ! "$@"; }

# wait_until SECONDS COMMAND...
wait_until() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.1
  done
}

make_cluster() {
  local data=$1 mode=$2 sync=()
  [ "$mode" != fast ] || sync=(--no-sync)
  as_postgres rm -rf "$postgres_home/data.new"
  # A cluster made under another name and renamed when whole: a killed initdb leaves no half of one.
  # shellcheck disable=SC2046
  quietly "$data/log/initdb.log" setpriv $(drop_to postgres) env -C / LC_ALL=C.UTF-8 \
    "$POSTGRES_BIN/initdb" -D "$postgres_home/data.new" -U wasl -A trust -E UTF8 --data-checksums \
    --locale-provider=icu --icu-locale=und --locale=C.UTF-8 "${sync[@]}" ||
    die "PostgreSQL could not make its database files in $postgres_home; see above."
  as_postgres mv "$postgres_home/data.new" "$postgres_home/data"
}

# Prints the path of a pg_hba.conf.
guest_list() {
  as_postgres tee "$postgres_home/guests.conf" >/dev/null <<<$'local all all trust\nhost ejabberd ejabberd 127.0.0.1/32 scram-sha-256'
  say "$postgres_home/guests.conf"
}

start_postgres() {
  local data=$1 mode=$2 settings setting options=()
  settings=(
    listen_addresses='' unix_socket_directories="$sockets/pg" max_connections=200
    shared_buffers=256MB max_wal_size=1GB log_line_prefix='%m [%p] ' timezone=UTC
    lc_messages=C fsync=on synchronous_commit=on
  )
  [ "$mode" != fast ] || settings+=(fsync=off synchronous_commit=off full_page_writes=off shared_buffers=128MB)
  [ -z "$STACK_PG_PORT" ] || settings+=(listen_addresses=127.0.0.1 port="$STACK_PG_PORT" hba_file="$(guest_list)")
  wait_until 30 not postgres_in_use || die "Another PostgreSQL is still working in $postgres_home; stop it first."
  [ -s "$postgres_home/data/PG_VERSION" ] || make_cluster "$data" "$mode"
  # A lock file that survived a kill may name a number that by now is somebody else's process.
  as_postgres rm -f "$postgres_home/data/postmaster.pid" "$sockets/pg/.s.PGSQL.${STACK_PG_PORT:-5432}.lock"
  for setting in "${settings[@]}"; do options+=(-c "$setting"); done
  # shellcheck disable=SC2046
  start_child INT "$data/log/postgres.log" $(drop_to postgres) env -C / LC_ALL=C.UTF-8 \
    "$POSTGRES_BIN/postgres" -D "$postgres_home/data" "${options[@]}"
  POSTGRES_PID=$child
}

# start_redis DATA SOCKET
start_redis() {
  local data=$1 socket=$2
  # It is only a doorbell between server processes: nothing in it is worth keeping.
  # shellcheck disable=SC2046
  start_child TERM "$data/log/redis.log" $(drop_to redis) redis-server --port 0 --unixsocket "$socket" --unixsocketperm 700 \
    --dir "$sockets/redis" --save '' --appendonly no --daemonize no
  REDIS_PIDS+=("$child")
  STACK_REDIS_LIST+=${STACK_REDIS_LIST:+,}unix:$socket
}

alive_and() {
  kill -0 "$1" || return 0
  shift
  "$@"
}

stack_start() {
  local data=$1 mode=${2:-durable} redis_count=${3:-1} i
  mkdir -p "$data/log"
  # A socket's path may have 108 bytes: hence /tmp, and the same short name every time for the same data directory.
  sockets=/tmp/wasl-$(id -u)-$(printf %s "$data" | sha256sum | cut -c1-8)
  own_directory "$sockets" "$(id -un)" 0711
  own_directory "$sockets/pg" postgres 0700
  own_directory "$sockets/redis" redis 0700
  STACK_DATABASE="host=$sockets/pg user=wasl${STACK_PG_PORT:+ port=$STACK_PG_PORT}"
  STACK_REDIS=$sockets/redis/redis.sock
  STACK_REDIS_LIST=

  place_postgres "$data"
  start_postgres "$data" "$mode"
  start_redis "$data" "$STACK_REDIS"
  for ((i = 2; i <= redis_count; i++)); do start_redis "$data" "$sockets/redis/redis$i.sock"; done
  wait_until 60 alive_and "$POSTGRES_PID" "$POSTGRES_BIN/pg_isready" -q -d "$STACK_DATABASE dbname=postgres" && kill -0 "$POSTGRES_PID" 2>/dev/null || {
    tail -n 10 "$data/log/postgres.log" >&2
    die "PostgreSQL did not start; its last words are above."
  }
  local sockets_of_redis
  IFS=, read -ra sockets_of_redis <<<"${STACK_REDIS_LIST//unix:/}"
  for i in "${!REDIS_PIDS[@]}"; do
    wait_until 20 alive_and "${REDIS_PIDS[i]}" redis-cli -s "${sockets_of_redis[i]}" ping && kill -0 "${REDIS_PIDS[i]}" 2>/dev/null || {
      tail -n 10 "$data/log/redis.log" >&2
      die "Redis did not start; its last words are above."
    }
  done
}

# query DATABASE SQL: one value of the private PostgreSQL.
query() { "$POSTGRES_BIN/psql" -XAtq -v ON_ERROR_STOP=1 -d "$STACK_DATABASE dbname=$1" -c "$2"; }

create_database() {
  [ -n "$(query postgres "select 1 from pg_database where datname = '$1'")" ] || query postgres "create database $1"
}

stack_stop() {
  local pid
  for pid in "${REDIS_PIDS[@]}"; do end_child "$pid" TERM 10; done
  [ -z "$POSTGRES_PID" ] || end_child "$POSTGRES_PID" INT 60
  REDIS_PIDS=()
  POSTGRES_PID=
  [ -z "${sockets:-}" ] || rm -rf "$sockets"
}
