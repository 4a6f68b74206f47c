# shellcheck shell=bash
# What the scripts of the private servers do alike; sourced by them.
# Each defines `usage` and `find_programs` (which sets `programs`), and keeps its settings in DIR/env.

fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# Continues the script with the programs of another Debian, whose root file system INVOICE_WORKER_SERVERS names: all of
# /usr is that one's, for this script and the server it starts, and for nobody else. Everything else, the directory of the
# server and the users among it, is where it is. Needs root.
enter_servers() {
  [ -n "${INVOICE_WORKER_SERVERS:-}" ] || return 0
  [ "${entered_servers:-}" != "$INVOICE_WORKER_SERVERS" ] || return 0
  export entered_servers=$INVOICE_WORKER_SERVERS
  exec unshare --mount --propagation private /bin/sh -c 'mount --bind "$0/usr" /usr && exec /bin/bash "$@"' \
    "$INVOICE_WORKER_SERVERS" "$0" "$@"
}

# So many ports of the loopback address, all different, that are free. None is of the range that the kernel gives to
# whoever connects: there somebody else's connection could take the port of a server that is away for a moment.
free_ports() {
  perl -MIO::Socket::INET -e '
    my ($first) = do { open my $range, "<", "/proc/sys/net/ipv4/ip_local_port_range"; split " ", <$range> };
    $first = 32768 unless $first && $first > 12000;
    my @open;
    while (@open < $ARGV[0]) {
      my $port = 10240 + int rand($first - 10240);
      push @open, IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1", LocalPort => $port) || next;
    }
    print join(" ", map { $_->sockport } @open), "\n"' "$1"
}

# Reads the verb and the directory, and finds the server's programs. What is left stands in `arguments`.
read_arguments() {
  command=${1:-}
  case "$command" in
    '' | help | -h | --help)
      usage
      exit 0
      ;;
  esac
  [ $# -ge 2 ] || misused
  enter_servers "$@"
  # Of whoever sources this.
  # shellcheck disable=SC2034
  directory=$2 arguments=("${@:3}")
  find_programs
}

misused() {
  usage >&2
  exit 64
}

# Refuses a path that somebody else could have put something into: not this user's (nor the one's whom a server of
# root's runs as), or writable by others.
require_own() {
  local path=$1 owner mode
  read -r owner mode <<<"$(stat -L -c '%u %a' -- "$path")"
  [ "$owner" = "$(id -u)" ] || [ "$owner" = "${server_user:-}" ] ||
    fail "$path belongs to another user: use a directory of your own"
  [ $((0$mode & 002)) = 0 ] || fail "everybody may write to $path: chmod o-w it, or use a directory of your own"
}

# Makes the directory, for this user only, where there is none; `dir` is its whole path.
make_directory() {
  [ -e "$1" ] || { mkdir -p "$(dirname "$1")" && (umask 077 && mkdir "$1"); }
  dir=$(cd "$1" && pwd)
  require_own "$dir"
}

# Makes the settings of DIR known, DIR itself as `dir`. They are commands: whose they are is looked at before.
read_settings() {
  dir=$(cd "$1" 2>/dev/null && pwd) || fail "$1: no such directory"
  require_own "$dir"
  [ -r "$dir/env" ] || fail "$dir holds no server: start it first"
  require_settings "$dir"
  # shellcheck disable=SC1091
  . "$dir/env"
}

# The settings themselves are this user's alone, and no link.
require_settings() {
  [ -f "$1/env" ] && [ ! -L "$1/env" ] || fail "$1/env is no file"
  local server_user=
  require_own "$1/env"
}

# A descriptor that a server inherits stays open as long as it runs: whoever waits for the end of this script's
# output, or of the script by a pipe of its own, would wait for the server.
close_inherited() {
  local entry
  for entry in /proc/"$BASHPID"/fd/*; do
    entry=${entry##*/}
    case "$entry" in
      0 | 1 | 2 | 255) ;;
      *) eval "exec $entry>&-" ;;
    esac
  done
}
