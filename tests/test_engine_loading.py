"""The engine is loaded without anything else being started, and finds the same libraries."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

LOADED = "from weasyprint.text import ffi; print([getattr(ffi, n) is None for n in NAMES])"
NAMES = (
    "NAMES = 'gobject pango harfbuzz harfbuzz_subset harfbuzz_vector fontconfig pangoft2'.split()"
)
FORBIDDEN = """
import subprocess
class Never:
    def __init__(self, *_, **__): raise AssertionError("a process is started")
subprocess.Popen = Never
"""


def said(*lines: str) -> str:
    """What a new process prints that runs *lines*."""
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.check_output([sys.executable, "-c", "\n".join(lines)], env=paths, text=True)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems look for libraries otherwise")
def test_same_libraries() -> None:
    """No process is started to look for a library, and none is missed."""
    ours = said(FORBIDDEN, "import compendium.layout.setting", NAMES, LOADED)
    assert ours == said(NAMES, LOADED)


def test_nothing_stays_changed() -> None:
    """Others who look for a library find it as before."""
    assert (
        said(
            "import ctypes.util",
            "find = ctypes.util.find_library",
            "import compendium.layout.setting",
            "print(ctypes.util.find_library is find)",
        )
        == "True\n"
    )
