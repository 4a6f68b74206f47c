# shellcheck shell=bash
# Sourced by test.sh: what compose/check.sh looks at scripts and documents with.
packages+=(shellcheck python3-yaml)
install_missing_packages
