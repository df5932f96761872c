"""The colours of a page, defined: an archive must know which red, and which black, is meant."""

from __future__ import annotations

from collections.abc import Iterable
from struct import pack

from compendium.assemble.notation import dictionary, reference, text

_D50 = (0.9642, 1.0, 0.8249)
_TO_D50 = (1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168)
_PRIMARIES = {
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.7141),
}
_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
_CURVE_KIND = 3  # a power with a straight line at the dark end
_MADE = (2026, 1, 1, 0, 0, 0)  # a profile must have a date; this one does not change


def intent(profile: int) -> bytes:
    """What says that the colours of a book are those of sRGB; *profile* is the object of that."""
    return dictionary(
        {
            b"/Type": b"/OutputIntent",
            b"/S": b"/GTS_PDFA1",
            b"/OutputConditionIdentifier": text("sRGB"),
            b"/Info": text("sRGB IEC 61966-2-1"),
            b"/DestOutputProfile": reference(profile),
        }
    )


def srgb() -> bytes:
    """An ICC profile, version 4.2, of the colour space sRGB."""
    curve = b"para" + pack(">4xHxx", _CURVE_KIND) + _fixed(_CURVE)
    tags = {
        b"desc": _text("sRGB"),
        b"cprt": _text("No copyright"),
        b"wtpt": _xyz(_D50),
        b"chad": b"sf32" + bytes(4) + _fixed(_TO_D50),
        **{tag: _xyz(values) for tag, values in _PRIMARIES.items()},
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    start = 128 + 4 + 12 * len(tags)
    table, data, places = pack(">I", len(tags)), b"", dict[bytes, int]()
    for tag, value in tags.items():
        if value not in places:
            places[value] = start + len(data)
            data += value + bytes(-len(value) % 4)
        table += tag + pack(">2I", places[value], len(value))
    size = start + len(data)
    header = pack(
        ">I4xI4s4s4s6H4s28x", size, 0x04200000, b"mntr", b"RGB ", b"XYZ ", *_MADE, b"acsp"
    )
    return (header + _fixed(_D50)).ljust(128, b"\0") + table + data


def _xyz(values: Iterable[float]) -> bytes:
    return b"XYZ " + bytes(4) + _fixed(values)


def _fixed(values: Iterable[float]) -> bytes:
    return b"".join(pack(">i", round(value * 65536)) for value in values)


def _text(words: str) -> bytes:
    encoded = words.encode("utf-16-be")
    return b"mluc" + pack(">4x2I4s2I", 1, 12, b"enUS", len(encoded), 28) + encoded
