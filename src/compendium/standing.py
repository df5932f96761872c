"""Whether the edition that was built last still stands, so that nothing need be done again.

It does if nothing that goes into it has changed and nothing that came out of it has: every
file of the corpus, of the themes and of this program, the versions of all engines, and every
byte of what was published, by SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from compendium import __version__
from compendium.diag import Diagnostic

if TYPE_CHECKING:
    from compendium.model.kept import Keep

_PACKAGE = Path(__file__).resolve().parent
_PROGRAM = (".css", ".j2", ".js", ".json", ".otf", ".py", ".ttf", ".yaml")

ENGINES = (
    "brotli", "fonttools", "icu4py", "jinja2", "markdown-it-py", "pikepdf", "pillow", "pydyf",
    "pypdfium2", "uharfbuzz", "weasyprint",
)  # fmt: skip
"""The packages a manifest names with their versions."""

Standing = tuple[dict[str, bytes], tuple[str, ...], list[Diagnostic]]
"""The published files, what was told of them, and the warnings that went with them."""


@cache
def versions() -> dict[str, str]:
    """The version of everything that can change a byte of what is built."""
    from importlib.metadata import version

    return {"compendium": __version__, **{name: version(name) for name in ENGINES}}


@cache
def program(*versions: tuple[str, str]) -> str:
    """A key for this program, every file of it, with engines of these *versions*."""
    whole = hashlib.sha256(json.dumps([sys.version, *versions]).encode())
    _take(whole, _files(_PACKAGE))
    return whole.hexdigest()


def build_key(
    inputs: Mapping[str, bytes], program: str, outputs: Iterable[str], templates: Path
) -> str:
    """What a build with these inputs, with the themes in *templates*, is remembered under."""
    whole = hashlib.sha256(json.dumps([program, sorted(outputs)]).encode())
    _take(whole, sorted(inputs.items()))
    _take(whole, _files(templates))
    return whole.hexdigest()


def _take(whole: hashlib._Hash, files: Iterable[tuple[str, bytes]]) -> None:
    for path, data in files:
        whole.update(f"{path}\0{hashlib.sha256(data).hexdigest()}\n".encode())


def remember(
    store: Keep, key: str, manifest: bytes, told: Iterable[str], problems: Iterable[Diagnostic]
) -> None:
    """Note what the build of *key* published, what it told, and what it warned of."""
    record = {
        "manifest": hashlib.sha256(manifest).hexdigest(),
        "told": [*told],
        "problems": [problem.plain() for problem in problems],
    }
    store.put(key, json.dumps(record).encode())


def recall(store: Keep, key: str, target: Path) -> Standing | None:
    """The edition in *target*, if it is what the build of *key* published, whole; else None."""
    data = store.get(key)
    if data is None:
        return None
    record = json.loads(data)
    try:
        manifest = (target / "manifest.json").read_bytes()
        listed = json.loads(manifest)["outputs"]
        files = {name: (target / name).read_bytes() for name in listed}
    except (OSError, ValueError, KeyError, TypeError):
        return None
    there = {p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file()}
    if _digest(manifest) != record["manifest"] or there != {*listed, "manifest.json"}:
        return None
    if any(_digest(files[name]) != wanted for name, wanted in listed.items()):
        return None
    return files, tuple(record["told"]), [Diagnostic.of(plain) for plain in record["problems"]]


def note(store: Keep, key: str, lines: Iterable[str], problems: Iterable[Diagnostic]) -> None:
    """Note what was told of an edition that was checked, and what is wrong with it."""
    record = {"told": [*lines], "problems": [problem.plain() for problem in problems]}
    store.put(key, json.dumps(record).encode())


def told(store: Keep, key: str) -> tuple[tuple[str, ...], list[Diagnostic]] | None:
    """What `note` noted under *key*, if there is anything."""
    data = store.get(key)
    if data is None:
        return None
    record = json.loads(data)
    return tuple(record["told"]), [Diagnostic.of(plain) for plain in record["problems"]]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    paths = (p for p in folder.rglob("*") if p.suffix in _PROGRAM and p.is_file())
    for path in sorted(paths):
        yield path.relative_to(folder).as_posix(), path.read_bytes()
