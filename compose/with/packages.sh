# shellcheck shell=bash
# Sourced by test.sh: other shells than bash, and what checks manual pages.
packages+=(zsh fish mandoc groff)
install_missing_packages
