"""Faces in the style sheet: where the main one stands in it, no page is drawn without it."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping

_FACE = re.compile(r'(, )?url\("fonts/([a-z]+\.woff2)"\)( format\("woff2"\))')
_BORNE = "regular.woff2"
"""The face that every page needs; others are fetched by the pages that have them."""


def with_faces(style: bytes, faces: Mapping[str, bytes]) -> bytes:
    """The *style* sheet with no face that is not among *faces*, and bearing the main one."""

    def bear(found: re.Match[str]) -> str:
        comma, name, form = found[1] or "", found[2], found[3]
        if name not in faces:
            return "" if comma else 'local("")'
        if name != _BORNE:
            return found[0]
        return f'{comma}url("data:font/woff2;base64,{b64encode(faces[name]).decode()}"){form}'

    return _FACE.sub(bear, style.decode()).encode()
