"""A release, from the corpus to the folder and archive that leave the house, and back again."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from compendium import layout, pipeline, publish, release, standing, theme
from compendium.diag import Diagnostic, Span, failed
from compendium.model.published import LOCK
from compendium.release import Opened, Release
from compendium.source.files import contents

_LOCK = Path(__file__).resolve().parents[2] / "requirements.lock"


@dataclass(frozen=True, slots=True)
class Released:
    """What was released: the files beside each other in the folder, and an account in lines."""

    name: str
    account: tuple[str, ...]


def make_release(
    root: Path, target: Path, means: pipeline.Means, key: Path | None = None, strict: bool = False
) -> tuple[Released | None, list[Diagnostic]]:
    """Build the edition in *root* and put its release into the folder *target*.

    The addresses are frozen in the `ids.lock` of the corpus. Nothing is written if anything
    is wrong with the edition (with *strict*, if there is as
    much as a warning), or if its version went out before with other content.
    Errors: `PublishError` for the disk, `SigningError` for the *key*.
    """
    inputs, refused = contents(root)
    volume, edition, problems = pipeline.read(root)
    if volume is None or edition is None or refused or failed(problems, strict):
        return None, problems
    built, found = pipeline.make(edition, pipeline.EVERY, means, volume, inputs)
    problems += found
    if failed(problems, strict):
        return None, problems
    assert built.settled
    inputs[LOCK] = release.frozen(edition, built.settled.pages)
    listed = publish.manifest(inputs, built.files, standing.versions())
    made = Release(
        edition,
        {**built.files, "manifest.json": listed},
        inputs,
        _theme(edition.theme, means.themes),
        _locks(),
        environment(),
    )
    files = release.bagged(made)
    archive = release.pack(files, made.name)
    sums = release.checksums(files, archive, made.name)
    if taken := _taken(target, made.name, sums):
        return None, [*problems, taken]
    signature = {f"{made.name}.sha256.sig": release.sign(sums, key)} if key else {}
    beside = {f"{made.name}.zip": archive, **signature, f"{made.name}.sha256": sums}
    publish.publish(files, target / made.name, mark="bagit.txt")
    for name, data in beside.items():  # who finds the last of them finds all the rest
        publish.put(data, target / name)
    publish.put(inputs[LOCK], root / LOCK)
    told = (*built.account, f"{len(files)} files; SHA-256 of the archive {sums.decode()[:64]}")
    return Released(made.name, told), problems


def _taken(target: Path, name: str, sums: bytes) -> Diagnostic | None:
    """The problem with a version that went out before with other content."""
    before = target / f"{name}.sha256"
    if not before.is_file() or before.read_bytes() == sums:
        return None
    message = f"`{name}` was released before, with other content"
    hint = "raise `version` in edition.yaml, or release to another folder"
    return Diagnostic("release-taken", message, Span("edition.yaml"), hint)


def _theme(name: str, shelf: Path | None) -> dict[str, bytes]:
    folder = theme.find(name, shelf)
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _locks() -> dict[str, bytes]:
    return {_LOCK.name: _LOCK.read_bytes()} if _LOCK.is_file() else {}


def environment() -> dict[str, object]:
    """What can change a byte of a build and is none of the corpus or the theme.

    Shape: `python` is its version, `packages` those of everything installed that we use,
        `libraries` the SHA-256 of the shared libraries by their file names.
    """
    return {
        "python": ".".join(map(str, sys.version_info[:3])),
        "packages": _packages("compendium", *standing.ENGINES),
        "libraries": layout.libraries(),
    }


def _packages(*names: str) -> dict[str, str]:
    """The versions of the packages *names* and of all they need."""
    found: dict[str, str] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue
        if name not in found:
            found[name] = package.version
            waiting += [_bare(w) for w in package.requires or () if "extra ==" not in w]
    return dict(sorted(found.items()))


def _bare(wanted: str) -> str:
    letters = (letter if letter.isalnum() or letter in "-_." else " " for letter in wanted)
    return "".join(letters).split()[0].lower().replace("_", "-")


# -- and back -----------------------------------------------------------------------------


def rebuild(path: Path, means: pipeline.Means) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """Build the edition of the release in *path* again, from its own contents, and compare.

    What differs is a problem each, after those that say which library or package differs.
    Errors: `ArchiveError` for an archive that cannot be read.
    """
    found = release.opened(path)
    name, corpus = found.corpus
    with tempfile.TemporaryDirectory() as room:
        root = Path(room) / name
        shelf = Path(room) / "templates"
        _lay(root, corpus)
        _lay(shelf, found.below("data/source/templates/"))
        volume, edition, problems = pipeline.read(root, shelf)
        if volume is None or edition is None or failed(problems):
            return (), problems
        made, wrong = pipeline.make(
            edition, pipeline.EVERY, replace(means, themes=shelf), volume, corpus
        )
    problems += wrong
    if failed(problems):
        return (), problems
    listed = publish.manifest(corpus, made.files, standing.versions())
    differing = _differing(found, {**made.files, "manifest.json": listed})
    if not differing:
        return (f"{len(made.files)} files built again, all with the same bytes",), problems
    return (), [*problems, *_other_tools(found), *differing]


def _lay(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def _differing(found: Opened, made: Mapping[str, bytes]) -> list[Diagnostic]:
    before = found.below("data/edition/")
    return [
        Diagnostic(
            "release-differs",
            f"`{path}` comes out otherwise than it was released",
            Span(f"data/edition/{path}"),
            "see which library differs, and build where it is the same",
        )
        for path in sorted({*before, *made})
        if before.get(path) != made.get(path)
    ]


def _other_tools(found: Opened) -> list[Diagnostic]:
    """A problem for each package and library that is not the one of the release."""
    path = "data/source/environment.json"
    recorded = release.tools(found.files.get(path, b"{}"))
    present = release.flattened(environment())
    return [
        Diagnostic(
            "release-differs",
            f"`{tool}` was {_told(recorded.get(tool))} and is {_told(present.get(tool))}",
            Span(path),
            "install that one to build the same bytes",
        )
        for tool in sorted({*recorded, *present})
        if recorded.get(tool) != present.get(tool)
    ]


def _told(version: str | None) -> str:
    return f"`{version[:16]}`" if version else "not there"
