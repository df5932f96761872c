"""Builds in a process that stays: `python warm_build.py CORPUS OUTPUT CHANGED...`.

Builds the edition, then for each CHANGED file puts it in the place of the document of that
name and builds again, with the processes that it has. Prints the seconds of each build on a
line.
"""

import shutil
import sys
import time
from pathlib import Path

from compendium import layout, pipeline
from compendium.cache import Cache, cache_folder
from compendium.diag import failed


def main(corpus: str, output: str, *changed: str) -> None:
    """Build once, and once more for each file of *changed*."""
    root, target = Path(corpus), Path(output, Path(corpus).resolve().name)
    with layout.Pool(2) as pool:
        means = pipeline.Means(pool.jobs, Cache(cache_folder()), pool=pool)
        for path in ("", *changed):
            if path:
                shutil.copy(path, root / "documents")
            begun = time.perf_counter()
            _, problems = pipeline.build(root, target, frozenset({"pdf"}), means)
            if failed(problems):
                sys.exit("\n".join(map(str, problems)))
            sys.stdout.write(f"{time.perf_counter() - begun:.6f}\n")


if __name__ == "__main__":  # worker processes read this file too
    main(*sys.argv[1:])
