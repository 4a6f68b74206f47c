"""Checks the contract by readers that others have written.

Usage: check-contract.py FOLDER

FOLDER holds asyncapi-*.json and .yaml (documents), schema-*.json (schemas by themselves), and where there are any
bodies.ndjson and events.ndjson: lines of {"schema": NAME, "body": …, "isFormal": …, "isRefused": …}. Prints a line for each
finding; the last line says how much was checked.

A body that its schema accepts may be refused for what no schema says (two dates in the wrong order), never for its form
(isFormal); one that its schema refuses must be refused (isRefused).
"""

import decimal
import json
import pathlib
import subprocess
import sys

import asyncapi3
import yaml
from cloudevents.core.formats.json import JSONFormat
from jsonschema import Draft7Validator, Draft202012Validator, FormatChecker

dates = FormatChecker(["date"])


def documents(folder):
    for file in sorted(folder.glob("asyncapi-*.json")):
        document = json.loads(file.read_text())
        asyncapi3.AsyncAPI3.model_validate(document)
        for name, schema in document["components"]["schemas"].items():
            Draft7Validator.check_schema(schema)
        if yaml.load(file.with_suffix(".yaml").read_text(), Loader=yaml.CSafeLoader) != document:
            print(f"{file.name}: YAML and JSON differ")
        for name, message in document["components"]["messages"].items():
            schema = {**message["payload"], "components": document["components"]}
            for example in message["examples"]:
                for error in Draft7Validator(schema, format_checker=dates).iter_errors(example["payload"]):
                    print(f"{file.name} {name}: {error.json_path} {error.message[:200]}")
        yield document


def schemas(folder):
    files = sorted(folder.glob("schema-*.json"))
    checked = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--check-metaschema", *map(str, files)],
        capture_output=True, text=True)
    if checked.returncode != 0:
        print(checked.stdout[:2000], checked.stderr[:2000])
    found = {}
    for file in files:
        schema = json.loads(file.read_text())
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema, format_checker=dates)
        found[file.stem.removeprefix("schema-")] = validator
        for example in schema["examples"]:
            for error in validator.iter_errors(example):
                print(f"{file.name}: {error.json_path} {error.message[:200]}")
    return found


def bodies(folder, validators):
    count = 0
    for line in lines(folder / "bodies.ndjson"):
        count += 1
        # A number as it is written; a float would round it.
        body = json.loads(line["body"], parse_float=decimal.Decimal)
        error = next(validators[line["schema"]].iter_errors(body), None)
        if error is None and line["isFormal"]:
            print(f"{line['schema']} accepts what the worker refuses: {line['body'][:400]} {line['faults'][:300]}")
        if error is not None and not line["isRefused"]:
            print(f"{line['schema']} refuses what the worker accepts: {error.json_path} {error.message[:200]} {line['body'][:400]}")
    return count


def events(folder, document):
    count = 0
    payloads = {
        message["name"]: Draft7Validator(
            {**message["payload"], "components": document["components"]}, format_checker=dates)
        for message in document["components"]["messages"].values()
    }
    for line in lines(folder / "events.ndjson"):
        count += 1
        event = json.loads(line["body"])
        for error in payloads[event["type"]].iter_errors(event):
            print(f"{event['type']}: {error.json_path} {error.message[:200]}")
        read = JSONFormat().read(None, line["body"].encode())
        if read.get_id() != event["id"] or read.get_dataschema() != event.get("dataschema"):
            print(f"{event['type']}: is read as another event")
    return count


def lines(file):
    return map(json.loads, file.open()) if file.exists() else ()


def main(folder):
    read = list(documents(folder))
    validators = schemas(folder)
    print(
        f"{len(read)} documents, {len(validators)} schemas, {bodies(folder, validators)} bodies,"
        f" {events(folder, read[0]) if read else 0} events")


main(pathlib.Path(sys.argv[1]))
