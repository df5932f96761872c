"""The command `schema`."""

from __future__ import annotations

import json

import click

from compendium import pipeline


@click.command()
@click.argument("kind", type=click.Choice(["edition", "document", "matter", "register", "pages"]))
def schema(kind: str) -> None:
    """Print the JSON Schema of a file.

    With it, an editor completes and checks as one types.
    """
    click.echo(json.dumps(pipeline.schema(kind), ensure_ascii=False, indent=2))
