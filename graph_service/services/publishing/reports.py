"""A validation report in the formats that people, programs and continuous integration read."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from graph_service.model.report import Finding, ValidationReport
from graph_service.model.xml_text import legal


def write_json(report: ValidationReport) -> str:
    """One object for each finding."""
    findings = [asdict(finding) for finding in report.findings]
    return json.dumps({"conforms": report.conforms, "findings": findings}, ensure_ascii=False, indent=1)


def write_turtle(report: ValidationReport) -> str:
    """The ``sh:ValidationReport``."""
    return report.turtle


def write_junit(report: ValidationReport) -> str:
    """JUnit XML: a test case for each resource that something was found about; violations fail, warnings don't.

    Source: https://github.com/testmoapp/junitxml
    """
    cases: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        cases[finding.focus].append(finding)
    failures = sum(any(f.severity == "violation" for f in findings) for findings in cases.values())
    counts = {"tests": str(len(cases) or 1), "failures": str(failures), "errors": "0", "skipped": "0"}
    root = Element("testsuites", counts)
    suite = SubElement(root, "testsuite", {"name": "SHACL", **counts})
    if not cases:
        SubElement(suite, "testcase", {"name": "All shapes", "classname": "SHACL"})
    for focus, findings in cases.items():
        _case(suite, focus, findings)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


FORMATS: dict[str, tuple[str, Callable[[ValidationReport], str]]] = {
    "json": ("application/json", write_json),
    "turtle": ("text/turtle", write_turtle),
    "junit": ("application/xml", write_junit),
}


def _case(suite: Element, focus: str, findings: list[Finding]) -> None:
    first = findings[0]
    shape = first.shape.rsplit("/", 1)[-1].rsplit("-", 1)[0]
    named = {"name": legal(f"{first.label or focus} <{focus}>"), "classname": legal(shape)}
    path, _, line = first.source.rpartition(":")
    if path:
        named |= {"file": legal(path), "line": line}
    case = SubElement(suite, "testcase", named)
    for finding in findings:
        if finding.severity == "violation":
            failed = SubElement(case, "failure", {"type": finding.constraint, "message": legal(finding.message)})
            failed.text = legal(_told(finding))
    if advice := [_told(finding) for finding in findings if finding.severity != "violation"]:
        SubElement(case, "system-out").text = legal("\n".join(advice))


def _told(finding: Finding) -> str:
    value = f" Value: {finding.value}." if finding.value else ""
    place = f"{finding.source}: " if finding.source else ""
    return f"{place}{finding.severity}: {finding.message}{value} Shape: {finding.shape}"
