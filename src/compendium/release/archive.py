"""The archive of a release: one ZIP file, the same bytes from the same files everywhere.

Its members are stored as they are, because two versions of a packer pack differently;
what is large in an edition is packed already.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

_BIRTH = (1980, 1, 1, 0, 0, 0)
LARGEST = 4_000_000_000
"""Bytes that an archive may unpack to."""


class ArchiveError(ValueError):
    """The file is no archive that can be read safely; the message says why."""


def pack(files: Mapping[str, bytes], folder: str) -> bytes:
    """An archive that unpacks to *folder* with *files* in it."""
    output = BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_STORED) as archive:
        for path, data in sorted(files.items()):
            member = zipfile.ZipInfo(f"{folder}/{path}", _BIRTH)
            member.create_system = 3  # the system that wrote it would be a clock of a kind
            member.external_attr = 0o644 << 16
            archive.writestr(member, data)
    return output.getvalue()


def unpack(data: bytes) -> tuple[str, dict[str, bytes]]:
    """The folder in the archive *data* and its files by path.

    Errors: `ArchiveError` for what is no archive of one folder, or leads out of it.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if sum(member.file_size for member in members) > LARGEST:
                raise ArchiveError(f"it unpacks to more than {LARGEST} bytes")
            found = {member.filename: archive.read(member) for member in members}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise ArchiveError(f"it is no archive that can be read: {error}") from error
    if len(found) < len(members):
        raise ArchiveError("it has two files of one name")
    folders = {name.partition("/")[0] for name in found}
    if len(folders) != 1 or any(_strays(name) for name in found):
        raise ArchiveError("it does not hold one folder")
    folder = folders.pop()
    return folder, {name.removeprefix(f"{folder}/"): content for name, content in found.items()}


def _strays(name: str) -> bool:
    parts = name.split("/")
    return len(parts) < 2 or any(part in ("", ".", "..") for part in parts) or "\\" in name
