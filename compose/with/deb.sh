# shellcheck shell=bash
# Sourced by test.sh: what builds packages, checks them, and installs them in a system of their own. That last needs root.
packages+=(dpkg-dev debhelper fakeroot lintian mmdebstrap systemd)
install_missing_packages
require_python_packages_of deb
