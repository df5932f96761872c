"""Stage: corpus. From an edition's folder to a `Volume`, and all that is wrong with the folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compendium.corpus import reading
from compendium.corpus.reading import read_volume
from compendium.diag import Diagnostic
from compendium.model.kept import Keep, again
from compendium.model.volume import Volume
from compendium.source.files import decode, read_folder

if TYPE_CHECKING:
    from compendium.corpus.schema import SchemaKind

__all__ = ["SchemaKind", "json_schema", "read", "read_files", "read_one"]


def read(root: Path) -> tuple[Volume | None, list[Diagnostic]]:
    """The edition in folder *root*, and every problem of its files, in order of place.

    None where edition.yaml, a register or a front matter cannot be made out; all files
    are looked through even then.
    """
    files, problems = read_folder(root)
    return read_volume(root.resolve().name, files, problems)


def read_files(
    files: Mapping[str, str | bytes],
    name: str = "edition",
    refused: Iterable[Diagnostic] = (),
    keep: Keep | None = None,
) -> tuple[Volume | None, list[Diagnostic]]:
    """The same for *files* in memory, by path, and the problems of those that were *refused*.

    Texts that *keep* has as they were read are not read again.
    """
    contents, problems = decode(files, again(keep))
    return read_volume(name, contents, [*refused, *problems], keep)


def read_one(
    files: Mapping[str, bytes], name: str, slug: str, keep: Keep | None = None
) -> Volume | None:
    """The volume called *name* that *files* plan, with the document *slug* alone.

    None if anything is wrong with what is read: `read_files` says what.
    """
    contents, problems = decode(files)
    return None if problems else reading.read_one(name, contents, slug, keep)


def json_schema(kind: SchemaKind) -> dict[str, Any]:
    """The JSON Schema of edition.yaml, of a front matter, or of a register, for editors."""
    from compendium.corpus import schema  # what is kept needs none

    return schema.json_schema(kind)
