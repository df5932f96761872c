"""The command `doctor`."""

from __future__ import annotations

import sys

import click

from compendium import doctor as surgery
from compendium.cli.console import GOOD, MACHINE


@click.command()
def doctor() -> None:
    """Say what this machine lacks.

    For each thing there is the command that mends it.
    """
    findings = surgery.examine()
    for finding in findings:
        mark = "good   " if finding.ok else "missing"
        click.echo(f"{mark}  {finding.name}: {finding.detail}")
        if not finding.ok:
            click.echo(f"         {finding.remedy}")
    sys.exit(GOOD if all(finding.ok for finding in findings) else MACHINE)
