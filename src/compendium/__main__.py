"""The command `compendium`, which can still say what is missing where it cannot run."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

MACHINE_LACKS, STOPPED = 3, 130
_SELDOM = 50_000  # new objects: what an edition is made of lasts, and a search finds nothing


def main() -> None:
    """Run the command line; where it cannot be imported, answer `doctor` all the same."""
    gc.set_threshold(_SELDOM)
    try:
        from compendium.cli import main as command
        from compendium.model.kept import hold_nothing
    except (ImportError, OSError) as reason:
        if sys.argv[1:2] == ["doctor"]:
            sys.exit(report())
        sys.stderr.write(f"compendium: {reason}\n  run: compendium doctor\n")
        sys.exit(MACHINE_LACKS)
    except KeyboardInterrupt:
        sys.exit(STOPPED)
    hold_nothing()
    try:
        command()
    except SystemExit as ended:
        leave(ended.code)
    leave(0)


def leave(code: object) -> NoReturn:
    """End the process with exit *code*, all that was said having been written.

    A large edition is millions of values, and to take leave of each would take a second.
    """
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # whoever read it has gone, or it is closed
            stream.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


def report() -> int:
    """Print what was found, as plain as can be, and give the exit code."""
    from compendium.doctor import examine  # at start-up nobody needs it

    findings = examine()
    for finding in findings:
        mark = "good   " if finding.ok else "missing"
        sys.stdout.write(f"{mark}  {finding.name}: {finding.detail}\n")
        if not finding.ok:
            sys.stdout.write(f"         {finding.remedy}\n")
    return 0 if all(finding.ok for finding in findings) else MACHINE_LACKS


if __name__ == "__main__":
    main()
