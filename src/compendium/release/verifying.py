"""Whether a release, an archive, a build or a PDF alone is as it was made, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from compendium.diag import Code, Diagnostic, Span
from compendium.model.seals import unbroken
from compendium.release.archive import ArchiveError, pack
from compendium.release.bag import DECLARATION, LIST, PAYLOAD, TAGS, digest, entries, listed
from compendium.release.opening import Opened, opened
from compendium.release.signing import signer
from compendium.release.sums import wanted

_AGAIN = "get it again from where it was published"


@dataclass(frozen=True, slots=True)
class Verified:
    """What was verified, told in lines, and every file that is not as it was."""

    told: tuple[str, ...]
    problems: list[Diagnostic] = field(default_factory=list)


def verify(path: Path, known: Path | None = None) -> Verified:
    """Verify the folder, archive or PDF *path*; *known* are allowed signers of OpenSSH.

    Shape: every problem has the path of the file that was altered, inside the release.
    Errors: `OSError` if the disk does not give it.
    """
    if path.is_dir() and (path / "manifest.json").is_file():
        return _build(path)
    if path.is_dir() or path.suffix == ".zip":
        return _release(path, known)
    return _pdf(path)


def _release(path: Path, known: Path | None) -> Verified:
    try:
        found = opened(path)
    except ArchiveError as error:
        return Verified((), [_problem("release-unreadable", f"`{path.name}`: {error}", path.name)])
    problems = list(_examined(found.files))
    if path.is_file():
        problems += _packed(path, found)
    vouched, witness = _vouched(path, found, known)
    problems += vouched
    count = f"{len(found.files)} files"
    whole = () if problems else (f"{count}, all as they were released",)
    return Verified((*whole, witness), problems)


# -- a bag ------------------------------------------------------------------------------


def _examined(files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """What in a bag does not agree with its lists."""
    if TAGS not in files or LIST not in files:
        missing = TAGS if TAGS not in files else LIST
        yield _problem("release-missing", f"`{missing}` is missing", missing)
        return
    payload = {path: data for path, data in files.items() if path.startswith(PAYLOAD)}
    tags = {p: data for p, data in files.items() if p not in payload and p != TAGS}
    amiss = list(_compared(tags, files[TAGS], TAGS))
    amiss += _compared(payload, files[LIST], LIST)
    yield from amiss
    if not amiss:
        for name, held in ((LIST, payload), (TAGS, tags)):
            if files[name] != listed(held):
                yield _altered(name)
        if files["bagit.txt"] != DECLARATION:
            yield _altered("bagit.txt")


def _compared(files: Mapping[str, bytes], manifest: bytes, name: str) -> Iterator[Diagnostic]:
    expected = dict(entries(manifest))
    for path in sorted({*files, *expected}):
        if path not in expected:
            yield _problem(
                "release-extra", f"`{path}` is no file of the release", path, "remove it"
            )
        elif path not in files:
            yield _problem("release-missing", f"`{path}` is missing", path)
        elif digest(files[path]) != expected[path]:
            message = f"`{path}` does not agree with its digest in `{name}`"
            yield _problem("release-altered", message, path)


def _packed(path: Path, found: Opened) -> Iterator[Diagnostic]:
    """Whether the archive has a byte that none of its files accounts for."""
    data, again = path.read_bytes(), pack(found.files, found.name)
    if data == again:
        return
    at = next((n for n, (a, b) in enumerate(zip(data, again, strict=False)) if a != b), len(again))
    message = f"`{path.name}` was altered outside its files, at byte {at}"
    yield _problem("release-altered", message, path.name)


# -- who vouches for it -----------------------------------------------------------------


def _vouched(path: Path, found: Opened, known: Path | None) -> tuple[list[Diagnostic], str]:
    """What the checksums beside *path* and their signature say."""
    beside = path.parent / f"{found.name}.sha256"
    if not beside.is_file():
        return [], f"no `{beside.name}` stands beside it: only its own lists were compared"
    sums = beside.read_bytes()
    problems = []
    name = path.name if path.is_file() else f"{found.name}/{TAGS}"
    data = path.read_bytes() if path.is_file() else found.files.get(TAGS, b"")
    if wanted(sums, name) != digest(data):
        message = f"`{name}` does not agree with its digest in `{beside.name}`"
        problems.append(_problem("release-altered", message, name.rpartition("/")[2]))
    signature = beside.with_name(f"{beside.name}.sig")
    if not signature.is_file():
        return problems, "not signed"
    good, who = signer(sums, signature.read_bytes(), known)
    if not good:
        message = f"`{signature.name}` was made by {who}"
        problems.append(_problem("signature-bad", message, signature.name))
        return problems, ""
    return problems, f"signed by {who}"


# -- a build, a PDF ---------------------------------------------------------------------


def _build(folder: Path) -> Verified:
    """A folder that `build` wrote, against its manifest."""
    try:
        expected = json.loads((folder / "manifest.json").read_bytes())["outputs"]
        found = dict(opened(folder).files)
    except (ValueError, KeyError, TypeError, ArchiveError) as error:
        message = f"`manifest.json` cannot be read: {error}"
        return Verified((), [_problem("release-unreadable", message, "manifest.json")])
    del found["manifest.json"]
    problems: list[Diagnostic] = []
    for path in sorted({*found, *expected}):
        if path not in expected:
            message = f"`{path}` is no file of the release"
            problems.append(_problem("release-extra", message, path, "remove it"))
        elif path not in found:
            problems.append(_problem("release-missing", f"`{path}` is missing", path))
        elif digest(found[path]) != expected[path]:
            message = f"`{path}` does not agree with its digest in `manifest.json`"
            problems.append(_problem("release-altered", message, path))
    return Verified(() if problems else (f"{len(found)} files, all as they were built",), problems)


def _pdf(path: Path) -> Verified:
    """A PDF by the seal it carries."""
    data = path.read_bytes()
    whole = unbroken(data) if data.startswith(b"%PDF-") else None
    if whole is None:
        message = f"`{path.name}` has no seal, or more than one"
        hint = "verify the release it is from"
        return Verified((), [_problem("seal-missing", message, path.name, hint)])
    if not whole:
        return Verified((), [_altered(path.name)])
    return Verified((f"as it was made; SHA-256 {digest(data)}",))


def _altered(path: str) -> Diagnostic:
    return _problem("release-altered", f"`{path}` was altered", path)


def _problem(code: Code, message: str, path: str, hint: str = _AGAIN) -> Diagnostic:
    return Diagnostic(code, message, Span(path), hint)
