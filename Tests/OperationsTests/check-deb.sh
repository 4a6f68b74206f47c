#!/usr/bin/env bash
# Checks the packages of compose/deb.sh: check-deb.sh DIRECTORY PYTHON. Needs root; PYTHON is a folder with spdx-tools.
# They are clean, install into a Debian of their own, work there, and leave nothing of theirs behind.
set -euo pipefail
directory=$(cd "$1" && pwd) python=$2
# Everything that is mounted below is gone with this namespace, however it ends.
[ "${NAMESPACE-}" = own ] || NAMESPACE=own exec unshare --mount --propagation private "$0" "$@"
root=$(mktemp -d "${TMPDIR:-/tmp}/invoice-worker-chroot.XXXXXX")
# Lazily: a process that is left inside must not keep the directory. Nor must a second interrupt leave half of it.
trap 'trap "" INT TERM; umount --lazy "$root/proc" 2>/dev/null || true; rm -rf --one-file-system "$root"' EXIT
# After what is running then has ended, which would write on otherwise.
trap 'exit 130' INT
trap 'exit 143' TERM
say() { printf '%s\n' "$*"; }
inside() { chroot "$root" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"; }

say 'lintian: no error, no warning'
lintian --allow-root --fail-on error,warning "$directory"/*.deb

say 'a Debian of its own'
release=$(. /etc/os-release && printf '%s' "$VERSION_CODENAME")
mmdebstrap --quiet --mode=root --variant=minbase --include=systemd,man-db,python3-minimal --format=directory "$release" "$root"
mount -t proc proc "$root/proc"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
rm -f "$root/etc/dpkg/dpkg.cfg.d/"* # manuals and all
cp "$directory"/*.deb "$root/tmp/"
inside apt-get -q update >/dev/null
# What they depend on first, so that what is left after the purge can be told from it.
inside sh -c 'apt-get -q install -y --no-install-recommends \
  $(dpkg-deb -f /tmp/invoice-worker_*.deb Depends | tr -d " " | sed "s/([^)]*)//g; s/|[^,]*//g; s/,/ /g") \
  $(dpkg-deb -f /tmp/invoice-documents_*.deb Depends | tr -d " " | sed "s/([^)]*)//g; s/|[^,]*//g; s/,/ /g")' >/dev/null
listing() { (cd "$root" && find . -xdev \( -path ./proc -o -path ./var/cache -o -path ./var/lib/dpkg -o -path ./var/lib/apt -o -path ./var/log -o -path ./tmp -o -path ./run \) -prune -o -print | sort); }
listing >"$root/tmp/before"

say 'installed'
inside sh -c 'apt-get -q install -y --no-install-recommends /tmp/*.deb' >/dev/null
test -z "$(inside dpkg --verify invoice-worker invoice-documents)"
inside getent passwd invoice-worker >/dev/null
secrets=(amqp-url database-url database-read-url smtp-url tax-token)
for name in "${secrets[@]}"; do printf 'secret\n' >"$root/etc/invoice-worker/$name"; done
inside systemd-tmpfiles --create invoice-worker.conf
for name in "${secrets[@]}"; do [ "$(stat -c %a "$root/etc/invoice-worker/$name")" = 600 ]; done
test ! -e "$root/etc/systemd/system/multi-user.target.wants/invoice-worker.service" # nothing starts by itself

say 'it works'
inside invoice-worker --version
inside env DATABASE_URL=sqlite:/tmp/store.db invoice-worker migrate
inside env DATABASE_URL=sqlite:/tmp/store.db invoice-worker invoices list
inside invoice-documents --help >/dev/null
inside systemd-analyze verify /lib/systemd/system/invoice-worker.service /lib/systemd/system/invoice-worker@.service
for page in '1 invoice-worker' '5 invoice-worker.env' '7 invoice-worker-contract' '1 invoice-documents'; do
  # shellcheck disable=SC2086
  inside man -w $page >/dev/null
done
inside bash -c '. /usr/share/bash-completion/completions/invoice-worker && complete -p invoice-worker' >/dev/null

say 'the bill of materials: valid, and lists every package whose libraries the programs load'
for package in invoice-worker invoice-documents; do
  bill=$root/tmp/$package.spdx.json
  gzip -dc "$root/usr/share/doc/$package/$package.spdx.json.gz" >"$bill"
  "$python/bin/pyspdxtools" -i "$bill" >/dev/null
  python3 - "$bill" "$package" "$root" <<'PYTHON'
import json, re, subprocess, sys
bill = json.load(open(sys.argv[1]))
listed = {p["name"]: p["versionInfo"] for p in bill["packages"]}
def inside(*command):
    return subprocess.run(["chroot", sys.argv[3], *command], check=True, capture_output=True, text=True).stdout
loaded = inside("ldd", "/usr/bin/" + sys.argv[2])
assert "not found" not in loaded and "libswift" not in loaded, loaded
names = {line.split()[0].rsplit("/", 1)[-1] for line in loaded.splitlines() if "/" in line}
owners = {line.split(":")[0] for name in names for line in inside("dpkg", "-S", "*/" + name).splitlines()}
assert owners and owners <= listed.keys(), owners - listed.keys()
assert all(listed.values()) and "swift-runtime" in listed, listed
print(len(listed), "components of", sys.argv[2])
PYTHON
done

say 'removed: the configuration stays; purged: nothing stays but the user'
inside apt-get -q remove -y invoice-worker invoice-documents >/dev/null
test -e "$root/etc/invoice-worker/invoice-worker.env"
inside apt-get -q purge -y invoice-worker invoice-documents >/dev/null
listing >"$root/tmp/after"
diff "$root/tmp/before" "$root/tmp/after"
say 'clean'
