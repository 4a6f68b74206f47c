#!/usr/bin/env bash
# Checks what no compiler looks at. See usage.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. compose/packages.sh

usage() {
  cat <<'TXT'
Usage: compose/check.sh

Checks every script of the repository (shellcheck), that Python compiles, that JSON and YAML can be read, and that compose.yaml agrees
with itself, in every profile, and with the Dockerfile and images.sh. Prints what is wrong, and ends with status 1 then. Installs what
is missing. Nothing is built or started. The tests do it with compose/test.sh --with check.
TXT
}
case "${1-}" in
  '') ;;
  -h | --help) usage; exit 0 ;;
  *) fail "unknown argument: $1; --help lists those that there are" ;;
esac

packages+=(shellcheck python3-yaml)
install_missing_packages
if git rev-parse --git-dir >/dev/null 2>&1; then
  files() { git ls-files --cached --others --exclude-standard -- "$@"; }
else
  files() { find . -path ./.build -prune -o -type f -name "$1" -print; }
fi
status=0
mapfile -t scripts < <(files '*.sh' && echo .ci/run)
shellcheck --severity=warning --external-sources --source-path=. "${scripts[@]}" || status=1
mapfile -t python < <(files '*.py')
/usr/bin/python3 - "${python[@]}" <<'PYTHON' || status=1
import ast, sys
for path in sys.argv[1:]:
    ast.parse(open(path).read(), path)
PYTHON
# A template of JSON, or hostile input of a test, is no document of ours.
mapfile -t documents < <(files '*.json' '*.yaml' '*.yml' | grep -vE '^(\./)?Tests/(Fuzzing|.*Corpus)' || true)
/usr/bin/python3 - "${documents[@]}" <<'PYTHON' || status=1
import json, sys, yaml
status = 0
for path in sys.argv[1:]:
    try:
        with open(path, encoding="utf-8") as file:
            json.load(file) if path.endswith(".json") else list(yaml.safe_load_all(file))
    except ValueError as error:
        print(f"{path}: {error}")
        status = 1
    except yaml.YAMLError as error:
        print(f"{path}: {error}")
        status = 1
sys.exit(status)
PYTHON
/usr/bin/python3 - <<'PYTHON' || status=1
import os, re, sys, yaml
with open("compose/compose.yaml", encoding="utf-8") as file:
    compose = yaml.safe_load(file)
with open("compose/Dockerfile", encoding="utf-8") as file:
    stages = set(re.findall(r"^FROM \S+ AS (\S+)", file.read(), re.M))
with open("compose/images.sh", encoding="utf-8") as file:
    images = file.read()
faults = []
services = compose["services"]
profiles = {name: frozenset(service.get("profiles", [])) for name, service in services.items()}
without = {name for name, own in profiles.items() if not own}
if without != {"broker", "setup", "worker"}:
    faults.append(f"what starts without a profile is {sorted(without)}")
if frozenset().union(*profiles.values()) != {"postgres", "metrics", "web"}:
    faults.append(f"the profiles are {sorted(frozenset().union(*profiles.values()))}")
for name, service in services.items():
    for other in service.get("depends_on", {}):
        # Only what is in every profile of this one, or in none, is there whenever this one starts.
        if other not in services or profiles[other] and not (profiles[name] and profiles[name] <= profiles[other]):
            faults.append(f"{name} depends on {other}, which may not be there")
    target = service["build"].get("target", "worker")
    if target not in stages:
        faults.append(f"{name}: the Dockerfile has no stage {target}")
    image = re.sub(r"\$\{[^}]*\}", "", service["image"])
    if not re.search(r'\$\{prefix\}' + re.escape(image) + r'"', images):
        faults.append(f"{name}: images.sh does not make {image}")
    for secret in service.get("secrets", []):
        if secret not in compose["secrets"]:
            faults.append(f"{name}: there is no secret {secret}")
    for volume in service.get("volumes", []):
        source = volume.split(":")[0]
        if source.startswith("."):
            if not os.path.exists(os.path.join("compose", source)):
                faults.append(f"{name}: there is no {source}")
        elif source not in compose["volumes"]:
            faults.append(f"{name}: there is no volume {source}")
    for port in service.get("ports", []):
        if not port.startswith("127.0.0.1:"):
            faults.append(f"{name}: {port} is published to other machines")
for fault in faults:
    print(f"compose/compose.yaml: {fault}")
sys.exit(bool(faults))
PYTHON
[ "$status" -eq 0 ] && printf '%d scripts, %d Python files and %d documents are right.\n' "${#scripts[@]}" "${#python[@]}" "${#documents[@]}"
exit "$status"
