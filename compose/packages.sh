# shellcheck shell=bash
# Sourced by demo.sh and test.sh: installs what the project needs from Debian's packages, and starts nothing.

# Words are compared and messages are read below: in one language, whatever the caller's.
export LC_ALL=C.UTF-8

packages=(
  librabbitmq-dev libsqlite3-dev libssl-dev libpq-dev libxml2-dev libzip-dev libglib2.0-dev libcurl4-openssl-dev libmicrohttpd-dev pkg-config openssl # what the program is built with
  libpango1.0-dev libqpdf-dev fonts-noto-core fontconfig                # what invoice-documents draws and reads PDF with
  tzdata                                                                # the time zones of schedulers
  rabbitmq-server postgresql                                            # the private servers
  pgbouncer jq                                                          # what a worker must refuse; what an example pipes into
  poppler-utils qpdf                                                    # what the tests read PDF with
)

fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

missing_packages() {
  local package
  for package in "${packages[@]}"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
      printf '%s\n' "$package"
  done
}

# Run as root. A package with a service starts it when it is installed. Debian asks /usr/sbin/policy-rc.d first;
# for the time of the installation that answers "no" (101). What stood there before is put back, whatever happens.
install_quietly() {
  policy=/usr/sbin/policy-rc.d
  saved=$(mktemp -d)
  restore() {
    rm -f "$policy"
    if [ -e "$saved/policy" ] || [ -L "$saved/policy" ]; then mv "$saved/policy" "$policy"; fi
    rmdir "$saved"
  }
  if [ -e "$policy" ] || [ -L "$policy" ]; then mv "$policy" "$saved/policy"; fi
  trap restore EXIT
  trap 'exit 130' INT TERM
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
  export DEBIAN_FRONTEND=noninteractive
  apt-get -q -o DPkg::Lock::Timeout=300 update
  apt-get -q -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@"
  # Nor shall a service that nobody asked for start with the machine.
  case " $* " in
    *" rabbitmq-server "*)
      if [ -d /run/systemd/system ]; then systemctl disable rabbitmq-server >/dev/null 2>&1 || true; fi ;;
  esac
  case " $* " in
    *" pgbouncer "*)
      if [ -d /run/systemd/system ]; then systemctl disable pgbouncer >/dev/null 2>&1 || true; fi ;;
  esac
  case " $* " in
    *" prometheus "* | *" prometheus-alertmanager "*)
      if [ -d /run/systemd/system ]; then systemctl disable prometheus prometheus-alertmanager >/dev/null 2>&1 || true; fi ;;
  esac
  case " $* " in
    *" postgresql "*)
      if [ -d /run/systemd/system ]; then systemctl disable postgresql >/dev/null 2>&1 || true; fi ;;
  esac
}

install_missing_packages() {
  local missing as_root=()
  mapfile -t missing < <(missing_packages)
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "run as root or install sudo: ${missing[*]} must be installed"
    as_root=(sudo)
  fi
  printf 'Installing %s\n' "${missing[*]}" >&2
  "${as_root[@]}" bash -euo pipefail -c "$(declare -f install_quietly); install_quietly \"\$@\"" install "${missing[@]}" \
    </dev/null >&2 || fail "the packages could not be installed"
}

# The Python packages of compose/requirements.txt, in a virtual environment that is then first on the PATH.
require_python_packages() {
  local folder=$PWD/.build/python
  packages+=(python3-venv)
  install_missing_packages
  if ! cmp -s compose/requirements.txt "$folder/requirements.txt"; then
    rm -rf "$folder"
    mkdir -p .build
    /usr/bin/python3 -m venv "$folder"
    "$folder/bin/pip" -q install --requirement compose/requirements.txt >&2 ||
      fail "the packages of compose/requirements.txt could not be installed"
    cp compose/requirements.txt "$folder/requirements.txt"
  fi
  export PATH=$folder/bin:$PATH
}

# The Python packages of compose/with/NAME.txt, which lists all that they need, in a virtual environment of their own: .build/python-NAME.
require_python_packages_of() {
  local list=$PWD/compose/with/$1.txt folder=$PWD/.build/python-$1
  if ! cmp -s "$list" "$folder/requirements.txt"; then
    rm -rf "$folder"
    mkdir -p .build
    /usr/bin/python3 -m venv "$folder"
    "$folder/bin/pip" -q install --no-deps --requirement "$list" >&2 || fail "the packages of $list could not be installed"
    cp "$list" "$folder/requirements.txt"
  fi
}

# The Swift toolchain is the one thing that is assumed.
require_swift() {
  command -v swift >/dev/null || fail "swift is not on the PATH: install Swift 6.3 first (swift.org/install)"
}
