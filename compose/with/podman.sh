# shellcheck shell=bash
# Sourced by test.sh: podman, and what runs compose.yaml with it. Needs root. Where podman cannot start a container
# INVOICE_WORKER_TEST_PODMAN_FAULT says why, and the test is skipped with that.
packages+=(podman runc netavark aardvark-dns iptables mmdebstrap curl)
install_missing_packages
require_python_packages_of podman

# What is enough here: podman's own limits may be higher than this machine lets anybody set.
CONTAINERS_CONF=$PWD/.build/containers.conf
export CONTAINERS_CONF
cat >"$CONTAINERS_CONF" <<TXT
[containers]
default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
TXT
# A container of one program and its libraries. In a shell of its own: what it makes is gone with it, whether it works or not.
try_podman() (
  folder=$(mktemp -d) || exit
  trap 'rm -rf "$folder"; podman rmi --force localhost/invoice-worker-try >/dev/null 2>&1 || true' EXIT
  for file in /bin/sh $(ldd /bin/sh | grep -o '/[^ ]*'); do install -D "$file" "$folder$file"; done
  tar -C "$folder" -c . | podman import --quiet - localhost/invoice-worker-try >/dev/null &&
    timeout 60 podman run --rm localhost/invoice-worker-try /bin/sh -c 'exit 0'
)
INVOICE_WORKER_TEST_PODMAN_FAULT=
if ! tried=$(try_podman 2>&1); then
  INVOICE_WORKER_TEST_PODMAN_FAULT=$(tail -n 1 <<<"${tried:-podman says nothing}")
fi
export INVOICE_WORKER_TEST_PODMAN_FAULT
