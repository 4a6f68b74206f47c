# shellcheck shell=bash
# Sourced by test.sh: promtool, with which the tests check metrics, alerts and the dashboard's expressions, and the servers that an
# alert goes through from end to end. No service is started.
packages+=(prometheus prometheus-alertmanager)
install_missing_packages
