"""The container of an EPUB: one ZIP file that says first what it is."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

_BIRTH = (1980, 1, 1, 0, 0, 0)
_KIND = b"application/epub+zip"
_WHERE = b"""<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""


def epub_container(files: Mapping[str, bytes]) -> bytes:
    """*files*, whose paths begin with "EPUB/", as an EPUB; the same bytes for the same files."""
    output = BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(_member("mimetype", zipfile.ZIP_STORED), _KIND)
        for path, data in sorted({**files, "META-INF/container.xml": _WHERE}.items()):
            archive.writestr(_member(path, zipfile.ZIP_DEFLATED), data)
    return output.getvalue()


def _member(path: str, method: int) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(path, _BIRTH)
    member.create_system = 3
    member.external_attr = 0o644 << 16
    member.compress_type = method
    return member
