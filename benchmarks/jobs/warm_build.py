"""Builds in a process that stays: `python warm_build.py CORPUS OUTPUT CHANGED...`.

Builds the edition, then for each CHANGED file puts it in the place of the document of that
name and builds again. Prints the seconds of each build on a line.
"""

import shutil
import sys
import time
from pathlib import Path

from compendium.cli import commands


def main(corpus: str, output: str, *changed: str) -> None:
    """Build once, and once more for each file of *changed*."""
    for path in ("", *changed):
        if path:
            shutil.copy(path, Path(corpus, "documents"))
        call = ["build", corpus, "--to", output, "--only", "pdf", "--quiet"]
        begun = time.perf_counter()
        try:
            commands(call, standalone_mode=False)
        except SystemExit as ended:
            if ended.code:
                raise
        sys.stdout.write(f"{time.perf_counter() - begun:.6f}\n")


if __name__ == "__main__":  # worker processes read this file too
    main(*sys.argv[1:])
