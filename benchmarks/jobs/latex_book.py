"""A LaTeX book, as many passes as it takes: `python latex_book.py ENGINE`, where book.tex is.

A pass is the last one if it wrote what it had read. After an edit the files of the last
build are still there, and one or two passes are enough.
"""

import subprocess
import sys
from pathlib import Path

MOST = 6
(engine,) = sys.argv[1:]


def kept() -> dict[str, bytes]:
    """What one pass leaves to the next."""
    paths = [Path(f"book.{suffix}") for suffix in ("aux", "toc", "out", "idx")]
    return {path.name: path.read_bytes() for path in paths if path.exists()}


for _ in range(MOST):
    before = kept()
    subprocess.run(
        [engine, "-interaction=batchmode", "book.tex"], check=True, stdout=subprocess.DEVNULL
    )
    after = kept()
    if after == before:
        break
    if after["book.idx"] != before.get("book.idx"):
        subprocess.run(["makeindex", "-q", "book"], check=True)
else:
    sys.exit(f"{engine}: the pages will not settle in {MOST} passes")
