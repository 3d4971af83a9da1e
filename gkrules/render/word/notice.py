"""Notices to organs: a Word template filled in by docxtpl, in a sandbox, with everything escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from gkrules.model.errors import GkrulesError, UsageError
from gkrules.reading.containers.package import Package
from gkrules.reading.limits import DEFAULT_LIMITS, Limits
from gkrules.render.safe import clean

_NO_NAME = re.compile(r'[\\/:*?"<>|%\s.　]+')
_MOST_NAME = 60
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


def check_template(template: bytes, limits: Limits = DEFAULT_LIMITS) -> None:
    """Make sure that a template is a Word file within the limits, before another library opens it.

    Raises:
        UsageError: ``bad_template``.
    """
    try:
        package = Package(template, limits)
        if package.xml(package.main_name()) is None:
            raise UsageError("render/bad_template", reason="word/document.xml")
    except GkrulesError as error:
        raise UsageError("render/bad_template", reason=error.said) from error


def rendered_notice(template: bytes, data: Mapping[str, Any]) -> bytes:
    """The notice of one organ.

    Raises:
        UsageError: ``missing_extra``, or ``bad_template`` (a tag that is not closed, a name that there is not).
    """
    try:
        import docxtpl
        from jinja2 import StrictUndefined, TemplateError
        from jinja2.sandbox import ImmutableSandboxedEnvironment
    except ImportError as error:
        raise UsageError("render/missing_extra", backend="word") from error

    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    target = BytesIO()
    try:
        document = docxtpl.DocxTemplate(BytesIO(template))
        document.render(dict(data), environment, autoescape=True)
        document.save(target)
    except TemplateError as error:
        raise UsageError("render/bad_template", reason=clean(str(error)) or type(error).__name__) from error
    except Exception as error:
        raise UsageError("render/bad_template", reason=clean(f"{type(error).__name__}: {error}")) from error
    return target.getvalue()


def file_names(units: Mapping[str, str]) -> dict[str, str]:
    """By key, a name for the file of each organ: no path, nothing that a system forbids, and none twice."""
    taken: set[str] = set()
    names: dict[str, str] = {}
    for key, unit in units.items():
        stem = _NO_NAME.sub("_", clean(unit)).strip("_-")[:_MOST_NAME] or "_"
        stem = f"{stem}_" if _RESERVED.match(stem) else stem
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}_{number}"
        taken.add(name.casefold())
        names[key] = f"{name}.docx"
    return names
