"""What an importer is: a module, or any object, that recognises a source and reads it.

Ours are listed here. Others come with a package of their own, which names them in the
entry-point group `compendium.importers`; docs/importing.md shows one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol, cast, runtime_checkable

from compendium.diag import Diagnostic, Span
from compendium.importers.report import Report

GROUP = "compendium.importers"

OURS = ("own", "tei", "akn", "justice", "udhr", "treaties", "word", "plain")
"""Modules of this package, in the order in which they are asked."""


@dataclass(slots=True)
class Imported:
    """What an import makes, and its account.

    Shape: `files` and `images` are by their path in the edition's folder. Where the
        report has an error, neither is written.
    """

    report: Report
    files: dict[str, str] = field(default_factory=dict)
    images: dict[str, bytes] = field(default_factory=dict)


@runtime_checkable
class Importer(Protocol):
    """One kind of source.

    Errors: neither function raises for what stands in *path*; what is wrong with it is
        said in the report. A fault of the disk is an `OSError`.
    """

    def recognises(self, path: Path) -> bool:
        """Whether the file or folder *path* looks like a source of this kind, broken or not."""
        ...

    def read(self, path: Path, languages: tuple[str, ...] = ()) -> Imported:
        """The edition that *path* becomes.

        *languages* are those asked for, the main one first. Where there are none, the
        source decides.
        """
        ...


def importers() -> Iterator[Importer]:
    """Those of other packages by name, then ours: theirs may know more of a source."""
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        loaded = point.load()
        if not isinstance(loaded, Importer):
            raise TypeError(f"the importer `{point.name}` has no `recognises` and `read`")
        yield loaded
    for name in OURS:
        yield cast(Importer, import_module(f"compendium.importers.{name}"))


def choose(source: Path) -> Importer | None:
    """The first importer that recognises *source*."""
    return next((one for one in importers() if one.recognises(source)), None)


def unknown(source: Path) -> Diagnostic:
    """The problem with a source that no importer recognises."""
    message = f"`{source.name}` is of no kind that can be imported"
    hint = "see docs/importing.md for the kinds, and for how to add one"
    return Diagnostic("source-unknown", message, Span(source.name), hint)
