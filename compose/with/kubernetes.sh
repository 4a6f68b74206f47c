# shellcheck shell=bash
# Sourced by test.sh: the schemas of Kubernetes, KEDA and the Prometheus operator. No cluster is asked.
require_python_packages_of kubernetes
