"""What this package writes about reports, and is none: a page and a workbook of findings draw the form, and would be taken for reports."""

from __future__ import annotations

from gkrules.model.errors import DocumentError
from gkrules.reading.containers.package import Package

PAGE_MARK = '<meta name="generator" content="gkrules">'
"""Stands in the head of every page of findings."""
WORKBOOK_CATEGORY = "gkrules findings"
"""The category of every workbook of findings, among the properties of the file."""
_HEAD = 4_000
_PROPERTIES = "docProps/core.xml"


def refuse_page(text: str) -> None:
    """Make sure that a page is none of ours.

    Raises:
        DocumentError: ``own_output``.
    """
    if PAGE_MARK in text[:_HEAD]:
        raise DocumentError("reading/own_output")


def refuse_workbook(package: Package) -> None:
    """Make sure that a workbook is none of ours; a form to fill in is a report.

    Raises:
        DocumentError: ``own_output``.
    """
    if package.holds(_PROPERTIES) and f">{WORKBOOK_CATEGORY}<".encode() in (package.part(_PROPERTIES) or b""):
        raise DocumentError("reading/own_output")
