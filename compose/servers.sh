# shellcheck shell=bash
# Sourced by test.sh after packages.sh: servers of another Debian than the one that runs, in a folder of their own.
# broker.sh and postgres.sh use them when INVOICE_WORKER_SERVERS names the folder (see enter_servers in server.sh).

# What is installed there: the servers, and what their scripts call.
server_packages=(rabbitmq-server postgresql procps openssl)

# Prints the folder with the servers of the release NAME, made now if it is not there. Needs root.
prepare_servers() {
  local name=$1 cache folder
  [ "$(id -u)" = 0 ] || fail "--servers $name: run as root, for the servers run on another root file system"
  cache=${INVOICE_WORKER_SERVERS_CACHE:-$PWD/.build/servers}
  mkdir -p "$cache"
  folder=$(cd "$cache" && pwd)/$name
  if [ ! -e "$folder/complete" ]; then
    packages+=(debootstrap)
    install_missing_packages
    printf 'Making %s with the servers of Debian "%s"\n' "$folder" "$name" >&2
    rm -rf --one-file-system "$folder"
    # In a mount namespace of its own: what is mounted inside is gone with it, however it ends.
    unshare --mount --propagation private bash -euo pipefail -c "$(declare -f make_servers); make_servers \"\$@\"" \
      make "$name" "$folder" "${server_packages[@]}" </dev/null >"$folder.log" 2>&1 ||
      fail "the servers could not be installed; see $folder.log"
    touch "$folder/complete"
  fi
  printf '%s\n' "$folder"
}

make_servers() {
  local name=$1 folder=$2
  shift 2
  debootstrap --variant=minbase "$name" "$folder"
  # No service starts when its package is installed.
  printf '#!/bin/sh\nexit 101\n' >"$folder/usr/sbin/policy-rc.d"
  chmod 755 "$folder/usr/sbin/policy-rc.d"
  mountpoint -q "$folder/proc" || mount -t proc proc "$folder/proc"
  chroot "$folder" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 \
    apt-get -q install -y --no-install-recommends "$@"
}
