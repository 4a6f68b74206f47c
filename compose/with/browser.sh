# shellcheck shell=bash
# Sourced by test.sh: a browser, what drives it, and axe, which finds what people with a screen reader or a keyboard could not use.
packages+=(chromium chromium-driver)
install_missing_packages
require_python_packages_of browser
