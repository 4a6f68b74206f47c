# shellcheck shell=bash
# Sourced by test.sh: promtool, with which the tests check metrics, alerts and the dashboard's expressions. Nothing is started.
packages+=(prometheus)
install_missing_packages
