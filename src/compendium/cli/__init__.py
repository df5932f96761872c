"""The command line: reads arguments, prints, and exits. Nothing else in the package does."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from io import TextIOWrapper

import click

from compendium import __version__
from compendium.cli.console import GOOD, MACHINE, PROBLEMS, STOPPED, USAGE, say

__all__ = ["COMMANDS", "GOOD", "MACHINE", "PROBLEMS", "STOPPED", "USAGE", "commands", "main"]

COMMANDS = {
    "build": "build:build",
    "build-all": "build:build_all",
    "check": "check:check",
    "cite": "cite:cite",
    "diff": "diff:diff",
    "doctor": "doctor:doctor",
    "import": "importing:import_",
    "init": "beginning:init",
    "pages": "pages:pages",
    "release": "release:release",
    "resolve": "resolve:resolve",
    "schema": "schema:schema",
    "verify": "verify:verify",
}
"""The commands by name, each with its module here and its function there."""


class _Commands(click.Group):
    """A group whose commands are imported when they are called: none pays for another."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            if cmd_name.startswith("-"):
                return None
            raise click.NoSuchCommand(cmd_name, possibilities=sorted(COMMANDS), ctx=ctx)
        module, _, function = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"compendium.cli.{module}"), function)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="compendium")
def commands() -> None:
    """Turn a folder of documents into a typeset edition whose page numbers are proved.

    Exit codes: 0 good, 1 problems in the edition, 2 wrong usage, 3 this machine.
    """


def main() -> None:
    """Run the command line; a failure of the machine is one line and exit code 3."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter
    try:
        commands(prog_name="compendium", standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except (click.Abort, KeyboardInterrupt):
        say("compendium: stopped; the last good build is as it was")
        sys.exit(STOPPED)
    except BrokenPipeError:  # whoever read what we print has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(MACHINE)
    except OSError as problem:
        say(f"compendium: {problem.filename or 'this machine'}: {problem.strerror or problem}")
        sys.exit(MACHINE)
