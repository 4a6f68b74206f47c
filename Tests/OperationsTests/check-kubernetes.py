"""Checks the manifests of a folder: check-kubernetes.py FOLDER.

Each document by the schema of its kind, without a member that it does not know; what the kustomization names is there; and what the
documents say of each other agrees.
"""
import pathlib
import re
import sys
import warnings

import yaml
from cloudcoil.models.keda import v1alpha1 as keda
from cloudcoil.models.prometheus_operator import v1 as prometheus

warnings.filterwarnings("ignore")
import kubernetes_validate  # noqa: E402 (it warns of its own dependencies)

OLDEST, NEWEST = "1.28", "1.37"
OWN = {"ScaledObject": keda.ScaledObject, "TriggerAuthentication": keda.TriggerAuthentication, "PodMonitor": prometheus.PodMonitor}


def unknown_members(given, known, path=""):
    """What was given and the model has not kept: it does not know it."""
    if isinstance(given, dict):
        for name, value in given.items():
            if not isinstance(known, dict) or name not in known:
                yield f"{path}/{name}"
            else:
                yield from unknown_members(value, known[name], f"{path}/{name}")
    elif isinstance(given, list):
        for place, value in enumerate(given):
            yield from unknown_members(value, known[place], f"{path}/{place}")


def check(document):
    kind = document["kind"]
    if kind in OWN:
        kept = OWN[kind].model_validate(document).model_dump(by_alias=True, exclude_none=True)
        found = list(unknown_members(document, kept))
        assert not found, f"{kind}: {found}"
    else:
        for version in (OLDEST, "1.31", NEWEST):
            kubernetes_validate.validate(document, version, strict=True)


folder = pathlib.Path(sys.argv[1])
kustomization = yaml.safe_load((folder / "kustomization.yaml").read_text())
files = {path.name for path in folder.glob("*.yaml")} - {"kustomization.yaml"}
assert set(kustomization["resources"]) == files, files
documents = {}
for name in sorted(files):
    for document in yaml.safe_load_all((folder / name).read_text()):
        check(document)
        assert document["kind"] not in documents, document["kind"]
        documents[document["kind"]] = document
        print(f"{name}: {document['kind']}")

deployment = documents["Deployment"]
pod = deployment["spec"]["template"]
labels = pod["metadata"]["labels"]
container = pod["spec"]["containers"][0]
ports = {port["name"]: port["containerPort"] for port in container["ports"]}
environment = {variable["name"]: variable.get("value") for variable in container["env"]}

for kind, selector in {
    "Service": documents["Service"]["spec"]["selector"],
    "PodDisruptionBudget": documents["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"],
    "NetworkPolicy": documents["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"],
    "PodMonitor": documents["PodMonitor"]["spec"]["selector"]["matchLabels"],
    "Deployment": deployment["spec"]["selector"]["matchLabels"],
}.items():
    assert selector.items() <= labels.items(), kind
assert documents["ScaledObject"]["spec"]["scaleTargetRef"]["name"] == deployment["metadata"]["name"]
assert documents["PodMonitor"]["spec"]["podMetricsEndpoints"][0]["port"] in ports
for probe, path in {"startupProbe": "/livez", "livenessProbe": "/livez", "readinessProbe": "/readyz"}.items():
    assert container[probe]["httpGet"] == {"path": path, "port": "http"}, probe
assert environment["INVOICE_WORKER_HTTP"].endswith(f":{ports['http']}")
assert pod["spec"]["terminationGracePeriodSeconds"] > 25, "a drain takes 25 s"
for part in pod["spec"]["containers"] + pod["spec"]["initContainers"]:
    assert part["securityContext"]["readOnlyRootFilesystem"] and not part["securityContext"]["allowPrivilegeEscalation"]
    assert not any("PASSWORD" in v["name"] or v["name"] in ("AMQP_URL", "DATABASE_URL") for v in part["env"]), "by files only"

# KEDA sees the five queues that workers take requests and runs from, and none of those beside them.
trigger = documents["ScaledObject"]["spec"]["triggers"][0]
name = re.compile(trigger["metadata"]["queueName"])
assert all(name.search(f"invoice.{work}") for work in ("generate", "ingest", "manage", "records", "run"))
assert not any(name.search(other) for other in ("invoice.dead", "invoice.unrouted", "invoice.retry.10s", "invoice.run.old"))
assert trigger["authenticationRef"]["name"] == documents["TriggerAuthentication"]["metadata"]["name"]
assert trigger["metadata"]["protocol"] == "http" and trigger["metadata"]["excludeUnacknowledged"] == "false"
assert documents["ScaledObject"]["spec"]["minReplicaCount"] >= 1
