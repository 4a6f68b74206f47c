#!/usr/bin/env python3
"""Writes what programs are made of and run with, as SPDX 2.3 in JSON.

Usage: compose/sbom.py --name NAME --version VERSION [--commit COMMIT] --swift VERSION PROGRAM…

Each library that a program is linked with at run time (ldd) belongs to a package of Debian (dpkg), which is listed with its
version; the Swift runtime stands in the program itself. SOURCE_DATE_EPOCH fixes the time, so that the same inputs make the same bytes.
"""
import argparse
import datetime
import hashlib
import json
import os
import re
import subprocess
import sys


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def libraries(program):
    """The files that the program loads, by their real paths."""
    found = set()
    for line in output("ldd", program).splitlines():
        match = re.match(r"\s*(?:\S+ => )?(/\S+) \(0x", line)
        if match:
            found.add(os.path.realpath(match.group(1)))
        elif "not found" in line:
            sys.exit(f"{program}: {line.strip()}")
    return found


def owner(library):
    """The package of a library; a system with merged directories knows it by either path."""
    paths = [library] + [library.removeprefix("/usr")] * library.startswith("/usr/")
    for path in paths:
        asked = subprocess.run(["dpkg", "-S", path], capture_output=True, text=True)
        if asked.returncode == 0:
            return asked.stdout.splitlines()[0].rsplit(": ", 1)[0].split(", ")[0]
    sys.exit(f"{library} is of no package: link the Swift runtime into the program (--static-swift-stdlib)")


def identifier(text):
    return "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", text)


def debian_package(name):
    form = "${Package}\t${Version}\t${Architecture}\t${source:Package}\t${source:Version}\t${Maintainer}"
    package, version, architecture, source, source_version, maintainer = output(
        "dpkg-query", "-W", "-f", form, name).split("\t")
    return {
        "SPDXID": identifier(f"deb-{package}"),
        "name": package,
        "versionInfo": version,
        "supplier": "Organization: Debian",
        "originator": "Person: " + re.sub(r"\s*<(.*)>", r" (\1)", maintainer),
        "downloadLocation": "NOASSERTION",
        "sourceInfo": f"built from the source package {source} {source_version}",
        "filesAnalyzed": False,
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": "NOASSERTION",
        "copyrightText": "NOASSERTION",
        "externalRefs": [{
            "referenceCategory": "PACKAGE-MANAGER",
            "referenceType": "purl",
            "referenceLocator": f"pkg:deb/debian/{package}@{version.replace('+', '%2B').replace(':', '%3A')}?arch={architecture}",
        }],
    }


def own_package(name, version, **more):
    return {
        "SPDXID": identifier(name),
        "name": name,
        "versionInfo": version,
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": "NOASSERTION",
        "copyrightText": "NOASSERTION",
    } | more


def relation(one, kind, other):
    return {"spdxElementId": one, "relationshipType": kind, "relatedSpdxElement": other}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--name", required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--commit", default="")
    parser.add_argument("--swift", required=True)
    parser.add_argument("programs", nargs="+")
    given = parser.parse_args()
    product = own_package(given.name, given.version, primaryPackagePurpose="APPLICATION")
    if given.commit:
        product["sourceInfo"] = f"built from the commit {given.commit}"
    swift = own_package("swift-runtime", given.swift, supplier="Organization: Swift.org",
                        licenseDeclared="Apache-2.0 WITH Swift-exception")
    packages, files = {}, []
    relations = [relation("SPDXRef-DOCUMENT", "DESCRIBES", product["SPDXID"]),
                 relation(product["SPDXID"], "STATIC_LINK", swift["SPDXID"])]
    digests = []
    for program in given.programs:
        with open(program, "rb") as file:
            content = file.read()
        entry = {
            "SPDXID": identifier("file-" + os.path.basename(program)),
            "fileName": "./usr/bin/" + os.path.basename(program),
            "fileTypes": ["BINARY"],
            "checksums": [{"algorithm": "SHA1", "checksumValue": hashlib.sha1(content).hexdigest()},
                          {"algorithm": "SHA256", "checksumValue": hashlib.sha256(content).hexdigest()}],
            "licenseConcluded": "NOASSERTION",
            "licenseInfoInFiles": ["NOASSERTION"],
            "copyrightText": "NOASSERTION",
        }
        digests.append(entry["checksums"][1]["checksumValue"])
        files.append(entry)
        relations.append(relation(product["SPDXID"], "CONTAINS", entry["SPDXID"]))
        for name in sorted({owner(library) for library in libraries(program)}):
            package = packages.setdefault(name, debian_package(name))
            relations.append(relation(entry["SPDXID"], "DYNAMIC_LINK", package["SPDXID"]))
    sums = "".join(sorted(file["checksums"][0]["checksumValue"] for file in files))
    product |= {
        "filesAnalyzed": True,
        "packageVerificationCode": {"packageVerificationCodeValue": hashlib.sha1(sums.encode()).hexdigest()},
        "licenseInfoFromFiles": ["NOASSERTION"],
    }
    made = datetime.datetime.fromtimestamp(
        int(os.environ.get("SOURCE_DATE_EPOCH") or datetime.datetime.now().timestamp()), datetime.timezone.utc)
    json.dump({
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"{given.name}-{given.version}",
        "documentNamespace": f"urn:sha256:{hashlib.sha256(' '.join(digests).encode()).hexdigest()}",
        "creationInfo": {"created": made.strftime("%Y-%m-%dT%H:%M:%SZ"), "creators": ["Tool: invoice-worker-sbom"]},
        "packages": [product, swift] + [packages[name] for name in sorted(packages)],
        "files": files,
        "relationships": relations,
    }, sys.stdout, indent=1)
    print()


main()
