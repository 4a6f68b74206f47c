# What the scripts of the private servers do alike; sourced by them.
# Each defines `usage` and `find_programs` (which sets `programs`), and keeps its settings in DIR/env.

fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
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
  directory=$2
  arguments=("${@:3}")
  find_programs
}

misused() {
  usage >&2
  exit 64
}

# Makes the settings of DIR known, DIR itself as `dir`.
read_settings() {
  dir=$(cd "$1" 2>/dev/null && pwd) || fail "$1: no such directory"
  [ -r "$dir/env" ] || fail "$dir holds no server: start it first"
  # shellcheck disable=SC1091
  . "$dir/env"
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
