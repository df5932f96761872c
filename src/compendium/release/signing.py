"""Signatures of OpenSSH (`ssh-keygen -Y`), for which most people who sign have a key."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

NAMESPACE = "compendium"
"""What a signature is for, so that one made for something else is no signature of a release."""

_SECONDS = 60
_GOOD = re.compile(r'Good "[^"]*" signature (?:for (?P<who>\S+) )?with (?P<key>.+)')


class SigningError(Exception):
    """Nothing could be signed; the message says why, and what would help."""


def sign(data: bytes, key: Path) -> bytes:
    """The signature of *data* with the private key in the file *key*.

    Errors: `SigningError` if there is no `ssh-keygen`, or it cannot use the key.
    """
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "signed"
        path.write_bytes(data)
        done = _run("-Y", "sign", "-q", "-f", str(key), "-n", NAMESPACE, str(path))
        if done is None:
            raise SigningError("a signature needs `ssh-keygen`; install openssh-client")
        if done.returncode:
            raise SigningError(f"`{key}` cannot sign: {done.stderr.strip() or 'no reason given'}")
        return path.with_name("signed.sig").read_bytes()


def signer(data: bytes, signature: bytes, known: Path | None = None) -> tuple[bool, str]:
    """Whether *signature* is good for *data*, and whose it is.

    Shape: *known* is a file of allowed signers, as OpenSSH has them. Without it the
        signature can be good, but only the key is known that made it.
    """
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "signature"
        path.write_bytes(signature)
        place = ("-n", NAMESPACE, "-s", str(path))
        if known is None:
            done = _run("-Y", "check-novalidate", *place, given=data)
        else:
            found = _run("-Y", "find-principals", "-s", str(path), "-f", str(known))
            who = found.stdout.split("\n", 1)[0].strip() if found and not found.returncode else ""
            if not who:
                return False, "nobody whom the list of signers knows"
            done = _run("-Y", "verify", "-f", str(known), "-I", who, *place, given=data)
    if done is None:
        return False, "nobody can tell: `ssh-keygen` is missing"
    told = _GOOD.search(done.stdout)
    if done.returncode or not told:
        return False, "somebody else, or for other files"
    return True, f"{told['who']}, {told['key']}" if told["who"] else told["key"]


def _run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[str] | None:
    try:
        done = subprocess.run(
            ["ssh-keygen", *arguments], input=given, capture_output=True, timeout=_SECONDS,
            check=False,
        )  # fmt: skip
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return None
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(errors="replace"),
        done.stderr.decode(errors="replace"),
    )  # fmt: skip
