#!/usr/bin/env bash
# Makes the images of compose.yaml without a registry. See usage.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. compose/packages.sh

usage() {
  cat <<'TXT'
Usage: compose/images.sh [--programs DIRECTORY] [--prefix PREFIX] [--profile NAME]…

Makes the images of compose.yaml from Debian's signed packages by mmdebstrap, without a registry, and gives them to podman. What is in
them is what compose/Dockerfile says. Needs root. Then:

  WORKER_PASSWORD=… OPERATOR_PASSWORD=… compose/podman.sh start DIRECTORY

  --programs DIRECTORY  take both programs from there instead of building them; they must have the Swift runtime inside
  --prefix PREFIX       what the images' names begin with; localhost/ by default
  --profile NAME        also the image of that profile of compose.yaml: postgres or metrics (web is in the worker's)
TXT
}

programs='' prefix=localhost/ profiles=()
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help) usage; exit 0 ;;
    --programs) programs=${2:?--programs needs a directory}; shift 2 ;;
    --prefix) prefix=${2:?--prefix needs a prefix}; shift 2 ;;
    --profile)
      case "${2-}" in postgres | metrics | web) profiles+=("$2"); shift 2 ;; *) fail "--profile needs postgres, metrics or web" ;; esac
      ;;
    *) fail "unknown argument: $1; --help lists those that there are" ;;
  esac
done

packages+=(mmdebstrap podman python3)
install_missing_packages
if [ -z "$programs" ]; then
  require_swift
  for product in invoice-worker invoice-documents; do
    INVOICE_WORKER_COMMIT=$(git rev-parse --short HEAD 2>/dev/null || true) \
      swift build -c release --static-swift-stdlib --product "$product" >&2
  done
  programs=$(swift build -c release --static-swift-stdlib --show-bin-path)
fi
facts() { "$programs/invoice-worker" version --json | python3 -c "import json, sys; print(json.load(sys.stdin)['$1'] or '')"; }
version=$(facts version) swift=$(facts swiftVersion) commit=$(facts commit)

work=$(mktemp -d "${TMPDIR:-/tmp}/invoice-worker-images.XXXXXX")
# A second interrupt must not leave half of it.
trap 'trap "" INT TERM; rm -rf --one-file-system "$work"' EXIT
# After what is running then has ended, which would write on otherwise.
trap 'exit 130' INT
trap 'exit 143' TERM

# The packages that a stage of the Dockerfile installs, with commas between them.
stage_packages() {
  awk -v stage="$1" '$1 == "FROM" { on = $4 == stage } on' compose/Dockerfile | tr -d '\\\n' |
    sed -nE 's/.*apt-get install -y --no-install-recommends ([^&]*)&&.*/\1/p' | tr -s ' ' ',' | sed 's/^,//; s/,$//'
}

# What a root file system of these packages is; hooks of mmdebstrap follow.
debian() {
  local tar=$1 list=$2
  shift 2
  mmdebstrap --quiet --mode=root --variant=minbase --include="$list" --format=tar \
    --customize-hook='rm -rf "$1"/var/cache/apt/* "$1"/var/lib/apt/lists/*' "$@" bookworm "$tar" >&2
}

mkdir -p "$work/out/bin" "$work/out/share/doc/invoice-worker"
install "$programs/invoice-worker" "$programs/invoice-documents" "$work/out/bin"
compose/sbom.py --name invoice-worker --version "$version" --commit "$commit" --swift "$swift" \
  "$work/out/bin/invoice-worker" "$work/out/bin/invoice-documents" >"$work/out/share/doc/invoice-worker/sbom.spdx.json"
strip "$work/out/bin/"*
debian "$work/worker.tar" "$(stage_packages worker)" \
  --customize-hook="cp -R '$work/out/.' \"\$1/usr/local/\"" \
  --customize-hook='useradd --root "$1" --uid 65532 --user-group --create-home --home-dir /var/lib/invoice-worker --shell /usr/sbin/nologin invoice-worker'
podman import --quiet \
  --change 'ENTRYPOINT ["invoice-worker"]' --change 'CMD ["run", "--migrate"]' --change USER=65532 \
  --change WORKDIR=/var/lib/invoice-worker --change VOLUME=/var/lib/invoice-worker --change EXPOSE=9464 --change STOPSIGNAL=SIGTERM \
  --change ENV=SWIFT_BACKTRACE=enable=no --change ENV=INVOICE_WORKER_HTTP=0.0.0.0:9464 \
  --change ENV=DATABASE_URL=sqlite:/var/lib/invoice-worker/invoice-worker.db \
  --change "LABEL=org.opencontainers.image.title=invoice-worker" --change "LABEL=org.opencontainers.image.version=$version" \
  --change "LABEL=org.opencontainers.image.revision=$commit" \
  "$work/worker.tar" "${prefix}invoice-worker" >/dev/null
rm "$work/worker.tar"

debian "$work/broker.tar" "$(stage_packages broker)" \
  --customize-hook='upload compose/rabbitmq/rabbitmq.conf /etc/rabbitmq/rabbitmq.conf' \
  --customize-hook='printf "listeners.tcp.default = 5672\n" >>"$1/etc/rabbitmq/rabbitmq.conf"' \
  --customize-hook='printf "[rabbitmq_management].\n" >"$1/etc/rabbitmq/enabled_plugins"'
podman import --quiet \
  --change 'CMD ["/usr/lib/rabbitmq/bin/rabbitmq-server"]' --change USER=rabbitmq --change ENV=HOME=/var/lib/rabbitmq \
  --change VOLUME=/var/lib/rabbitmq --change EXPOSE=5672 --change EXPOSE=15672 \
  "$work/broker.tar" "${prefix}invoice-worker-broker" >/dev/null
rm "$work/broker.tar"

for profile in ${profiles[@]+"${profiles[@]}"}; do
  case "$profile" in
    postgres)
      debian "$work/database.tar" "$(stage_packages database)" \
        --customize-hook='rm -rf "$1"/var/lib/postgresql/* "$1"/etc/postgresql/*' \
        --customize-hook='chroot "$1" install -d -o postgres -g postgres -m 700 /var/lib/postgresql/data'
      podman import --quiet \
        --change USER=postgres --change VOLUME=/var/lib/postgresql/data --change EXPOSE=5432 --change STOPSIGNAL=SIGINT \
        "$work/database.tar" "${prefix}invoice-worker-database" >/dev/null
      rm "$work/database.tar"
      ;;
    metrics)
      debian "$work/prometheus.tar" "$(stage_packages prometheus)" \
        --customize-hook='chroot "$1" install -d -o prometheus -g prometheus /var/lib/prometheus'
      podman import --quiet \
        --change 'ENTRYPOINT ["/usr/bin/prometheus"]' --change USER=prometheus --change WORKDIR=/var/lib/prometheus \
        --change VOLUME=/var/lib/prometheus --change EXPOSE=9090 \
        "$work/prometheus.tar" "${prefix}invoice-worker-prometheus" >/dev/null
      rm "$work/prometheus.tar"
      ;;
  esac
done
podman image ls --format '{{.Repository}}:{{.Tag}} {{.Size}}' | grep "^${prefix}invoice-worker"
