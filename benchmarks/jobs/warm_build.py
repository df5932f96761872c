"""Builds in a process that stays: `python warm_build.py CORPUS OUTPUT CHANGED...`.

Builds the edition, then for each CHANGED file puts it in the place of the document of that
name and builds again. Prints the seconds of each build on a line.
"""

import shutil
import sys
import time
from pathlib import Path

from compendium.cli import commands

corpus, output, *changed = sys.argv[1:]
for path in ("", *changed):
    if path:
        shutil.copy(path, Path(corpus, "documents"))
    begun = time.perf_counter()
    commands(["build", corpus, "--to", output, "--only", "pdf", "--quiet"], standalone_mode=False)
    sys.stdout.write(f"{time.perf_counter() - begun:.6f}\n")
