#!/usr/bin/env bash
# Checks what no compiler looks at. See usage.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. compose/packages.sh

usage() {
  cat <<'TXT'
Usage: compose/check.sh

Checks every script of the repository (shellcheck), that Python compiles, and that JSON and YAML can be read. Prints what is wrong,
and ends with status 1 then. Installs what is missing. Nothing is built or started. The tests do it with compose/test.sh --with check.
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
[ "$status" -eq 0 ] && printf '%d scripts, %d Python files and %d documents are right.\n' "${#scripts[@]}" "${#python[@]}" "${#documents[@]}"
exit "$status"
