#!/usr/bin/env bash
# A private PostgreSQL server for tests and demonstrations: a free port on loopback, a password of its own,
# everything it writes inside one directory. The system's clusters, if any, are neither used nor touched.
set -euo pipefail

usage() {
  cat <<'TXT'
Usage: postgres.sh COMMAND DIR [arguments]

  start DIR [--tls]         start a server, making its cluster first; writes DIR/env and prints the URL
  stop DIR                  stop the server in order
  kill DIR                  end all of its processes as a power cut would (SIGKILL)
  restart DIR               start again after stop, kill or as it runs: same port, same data
  freeze DIR | thaw DIR     stop and continue all of its processes (SIGSTOP, SIGCONT)
  standby DIR PRIMARY_DIR   start a copy of the server in PRIMARY_DIR that follows it; every commit waits for it
  promote DIR               make a standby take writes
  psql DIR ARGUMENTS…       psql as the owner of everything
  guard DIR                 wait until standard input closes, then stop the server and remove DIR

As root the server runs as the user "postgres" (POSTGRES_USER names another), for it refuses to run as root.

Example:
  compose/postgres.sh start /tmp/database && . /tmp/database/env && echo "$DATABASE_URL"
TXT
}

# shellcheck disable=SC1091
# shellcheck source=compose/server.sh
. "$(dirname "${BASH_SOURCE[0]}")/server.sh"

# The newest of what is installed. Debian keeps the server's programs off the PATH, one directory a version.
find_programs() {
  local candidate
  for candidate in "${POSTGRES_BIN:-}" $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) /usr/local/bin; do
    if [ -n "$candidate" ] && [ -x "$candidate/initdb" ]; then
      programs=$candidate
      return
    fi
  done
  fail "PostgreSQL is not installed (on Debian: apt-get install postgresql)"
}

# Whose the data is when root runs this: a directory of the server's may be.
# shellcheck disable=SC2034 # server.sh asks it
[ "$(id -u)" != 0 ] || server_user=$(id -u "${POSTGRES_USER:-postgres}" 2>/dev/null || true)

# Runs a program of the server as the user who owns the data.
as_owner() {
  if [ "$(id -u)" = 0 ]; then
    local user=${POSTGRES_USER:-postgres}
    (cd / && HOME=$dir exec setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups -- "$@")
  else
    (cd / && exec "$@")
  fi
}

make_certificate() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=localhost \
    -addext 'subjectAltName=DNS:localhost' -keyout "$dir/server.key" -out "$dir/server.pem" 2>/dev/null
  chmod 600 "$dir/server.key"
}

make_cluster() {
  local tls=$1 port password
  port=$(free_ports 1)
  password=$(head -c 24 /dev/urandom | base64 | tr -dc 'A-Za-z0-9')
  (umask 077 && printf '%s\n' "$password" >"$dir/password")
  [ "$tls" = no ] || make_certificate
  [ "$(id -u)" != 0 ] || chown -R "${POSTGRES_USER:-postgres}" "$dir"
  as_owner "$programs/initdb" --pgdata="$dir/data" --username=postgres --pwfile="$dir/password" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 >"$dir/initdb.log" 2>&1 || {
    cat "$dir/initdb.log" >&2
    fail "the cluster could not be made"
  }
  {
    printf "listen_addresses = '127.0.0.1'\nport = %s\n" "$port"
    # No socket in a directory that all users share.
    printf "unix_socket_directories = ''\n"
    # A commit survives a power cut.
    printf 'fsync = on\nsynchronous_commit = on\nfull_page_writes = on\n'
    printf 'max_connections = 200\nshared_buffers = 128MB\nmax_wal_size = 2GB\n'
    printf "log_line_prefix = '%%m [%%p] %%a '\nlog_lock_waits = on\ndeadlock_timeout = 200ms\n"
    if [ "$tls" = yes ]; then
      printf "ssl = on\nssl_cert_file = '%s'\nssl_key_file = '%s'\n" "$dir/server.pem" "$dir/server.key"
    fi
  } >>"$dir/data/postgresql.conf"
  (
    umask 077
    {
      printf 'export DATABASE_URL=postgres://postgres:%s@127.0.0.1:%s/postgres\n' "$password" "$port"
      printf 'export POSTGRES_PORT=%s\n' "$port"
      [ "$tls" = no ] || printf 'export POSTGRES_CERTIFICATE=%q\n' "$dir/server.pem"
    } >"$dir/env"
  )
}

# Has libpq find the server and sign in by the environment: a command line is for everybody to read.
sign_in() {
  local rest=${1#postgres://}
  export PGUSER=${rest%%:*} PGHOST=127.0.0.1 PGDATABASE=postgres
  rest=${rest#*:}
  export PGPASSWORD=${rest%%@*}
  rest=${rest##*:}
  export PGPORT=${rest%%/*}
}

# A copy of a running server, which follows it. From then on a commit there is on both before it is answered:
# otherwise what was committed last would be missing after the standby's promotion.
make_standby() {
  local primary=$1 port password url
  port=$(free_ports 1)
  # shellcheck disable=SC1091
  url=$(. "$primary/env" && printf '%s' "$DATABASE_URL")
  password=$(cat "$primary/password")
  [ "$(id -u)" != 0 ] || chown "${POSTGRES_USER:-postgres}" "$dir"
  sign_in "$url"
  as_owner "$programs/pg_basebackup" --pgdata="$dir/data" --write-recovery-conf --checkpoint=fast \
    >"$dir/basebackup.log" 2>&1 || {
    cat "$dir/basebackup.log" >&2
    fail "the server in $primary could not be copied"
  }
  printf 'port = %s\nsynchronous_standby_names = '"''"'\n' "$port" >>"$dir/data/postgresql.conf"
  (umask 077 && printf 'export DATABASE_URL=postgres://postgres:%s@127.0.0.1:%s/postgres\nexport POSTGRES_PORT=%s\n' \
    "$password" "$port" "$port" >"$dir/env")
  "$programs/psql" --quiet --command "ALTER SYSTEM SET synchronous_standby_names = '*'" \
    --command 'SELECT pg_reload_conf()' >/dev/null
}

server_process() {
  local pid
  pid=$(head -n 1 "$dir/data/postmaster.pid" 2>/dev/null) || return 1
  [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null || return 1
  # The file survives a power cut, and its number may belong to another program since.
  [ "$(readlink "/proc/$pid/cwd" 2>/dev/null)" = "$dir/data" ] || return 1
  printf '%s\n' "$pid"
}

# The server's first process, then those it made: one for each session and task.
all_processes() {
  local first
  first=$(server_process) || return 0
  printf '%s\n' "$first"
  ps -o pid= --ppid "$first" || true
}

launch() {
  ! server_process >/dev/null || fail "the server of $dir is running already"
  close_inherited
  # Its own session, so that an interrupt at the terminal does not end the server under a running test.
  as_owner setsid "$programs/pg_ctl" start --silent --wait --timeout=180 --pgdata="$dir/data" \
    --log="$dir/server.log" </dev/null >"$dir/start.log" 2>&1 || {
    cat "$dir/start.log" >&2
    tail -n 20 "$dir/server.log" >&2
    fail "the server did not start; its log is $dir/server.log"
  }
  printf '%s\n' "$DATABASE_URL"
}

halt() {
  server_process >/dev/null || return 0
  signal CONT
  as_owner "$programs/pg_ctl" stop --silent --wait --timeout=180 --mode=fast --pgdata="$dir/data" >/dev/null
}

signal() {
  local pid
  for pid in $(all_processes); do kill "-$1" "$pid" 2>/dev/null || true; done
}

# The first process must not see its children die, or it would begin to recover.
end_at_once() {
  local pids pid
  pids=$(all_processes)
  for pid in $pids; do kill -KILL "$pid" 2>/dev/null || true; done
  for pid in $pids; do
    for _ in $(seq 1 200); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.02
    done
  done
}

read_arguments "$@"
set -- ${arguments[@]+"${arguments[@]}"}

case "$command" in
  start)
    tls=no
    while [ $# -gt 0 ]; do
      case "$1" in
        --tls) tls=yes; shift ;;
        *) misused ;;
      esac
    done
    make_directory "$directory"
    [ -e "$dir/env" ] || make_cluster "$tls"
    read_settings "$dir"
    launch
    ;;
  restart)
    read_settings "$directory"
    halt
    launch
    ;;
  stop)
    read_settings "$directory"
    halt
    ;;
  kill)
    read_settings "$directory"
    end_at_once
    ;;
  freeze)
    read_settings "$directory"
    signal STOP
    ;;
  thaw)
    read_settings "$directory"
    signal CONT
    ;;
  standby)
    [ $# -eq 1 ] || misused
    primary=$(cd "$1" 2>/dev/null && pwd) || fail "$1: no such directory"
    require_own "$primary"
    require_settings "$primary"
    make_directory "$directory"
    [ -e "$dir/env" ] || make_standby "$primary"
    read_settings "$dir"
    launch
    ;;
  promote)
    read_settings "$directory"
    as_owner "$programs/pg_ctl" promote --silent --wait --timeout=180 --pgdata="$dir/data"
    ;;
  psql)
    read_settings "$directory"
    sign_in "$DATABASE_URL"
    exec "$programs/psql" "$@"
    ;;
  guard)
    trap '' INT TERM HUP
    cat >/dev/null
    [ -e "$directory/env" ] || { rm -rf "$directory"; exit 0; }
    read_settings "$directory"
    # What the last test left is of no use to anybody.
    end_at_once
    rm -rf "$dir"
    ;;
  *) misused ;;
esac
