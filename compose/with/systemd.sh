# shellcheck shell=bash
# Sourced by test.sh: systemd-analyze, which checks the units. No unit is started.
packages+=(systemd)
install_missing_packages
