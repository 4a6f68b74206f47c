"""Reads metrics from standard input with Prometheus's own client, as text (0.0.4) or as OpenMetrics, and writes each sample as a
line: its name, its labels in their order, its value, and its exemplar's trace where it has one. What the client does not take, or
what is told twice, ends with a status other than 0."""

import sys

from prometheus_client.openmetrics import parser as openmetrics
from prometheus_client import parser as prometheus

text = sys.stdin.read()
parser = openmetrics if sys.argv[1] == "openmetrics" else prometheus
seen = set()
for family in parser.text_string_to_metric_families(text):
    if not family.documentation:
        sys.exit(f"{family.name} is not explained")
    if family.type == "unknown":
        sys.exit(f"{family.name} has no type")
    for sample in family.samples:
        labels = ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))
        key = f"{sample.name}{{{labels}}}"
        if key in seen:
            sys.exit(f"{key} is told twice")
        seen.add(key)
        trace = sample.exemplar.labels["trace_id"] if sample.exemplar else ""
        print(key, sample.value, trace)
