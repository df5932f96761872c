"""Results that can be made again, kept by a key: what a stage may be given to be sooner done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol, TypeVar, cast

T = TypeVar("T")


class Keep(Protocol):
    """What keeps bytes by key: never wrong, at most gone. A key is 64 hexadecimal digits."""

    def get(self, key: str) -> bytes | None:
        """What was put under *key*, or None."""

    def put(self, key: str, data: bytes) -> None:
        """Keep *data* under *key*, if that can be done."""


class Season:
    """*keep* for one state of the program and its engines, which *salt* tells from any other.

    So nobody who keeps something need say which code made it.
    """

    def __init__(self, keep: Keep, salt: str) -> None:
        self._keep, self._salt = keep, salt

    def get(self, key: str) -> bytes | None:
        """What was put under *key* by the same program."""
        return self._keep.get(self._own(key))

    def put(self, key: str, data: bytes) -> None:
        """Keep *data* for the same program."""
        self._keep.put(self._own(key), data)

    def _own(self, key: str) -> str:
        return sha256(f"{self._salt}\0{key}".encode()).hexdigest()


def key_of(what: str, parts: Iterable[str | bytes]) -> str:
    """A key for what is made of *parts*, each taken with its length, so that none pass for two."""
    whole = sha256(what.encode())
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        whole.update(b"\0%d:" % len(data) + data)
    return whole.hexdigest()


def kept(keep: Keep | None, key: str, make: Callable[[], bytes]) -> bytes:
    """What *keep* has under *key*, or what *make* makes, kept for the next time."""
    found = keep.get(key) if keep is not None else None
    if found is None:
        found = make()
        if keep is not None:
            keep.put(key, found)
    return found


_held: dict[str, object] = {}
_before: dict[str, object] = {}
_leaving = False


def hold_nothing() -> None:
    """Hold nothing from now on: this process builds and ends, and its memory is for the book."""
    global _leaving  # what is held is the whole process's
    _leaving = True


def leaving() -> bool:
    """Whether this process builds and ends."""
    return _leaving


def held(key: str, make: Callable[[], T]) -> T:
    """The value this process made for *key* in this build or the one before, or what *make* makes.

    A process that stays has at once what has not changed. The value is shared, so it must
    be one that nobody changes; *key* is a `key_of` of all that goes into it. After
    `hold_nothing` it is made each time.
    """
    if _leaving:
        return make()
    if key not in _held:
        _held[key] = _before.pop(key) if key in _before else make()
    return cast("T", _held[key])


class Again(Protocol):
    """What may give again what was made before: `last`, or `anew`, which never does."""

    def __call__(
        self,
        what: str,
        inputs: tuple[object, ...],
        make: Callable[[], T],
        good: Callable[[T], bool] = ...,
    ) -> T:
        """What *make* makes of *inputs*."""


@dataclass(slots=True)
class _Last:
    """What was made last, and of what."""

    inputs: tuple[object, ...] | None = None
    value: object = None


def last(
    what: str,
    inputs: tuple[object, ...],
    make: Callable[[], T],
    good: Callable[[T], bool] = lambda _: True,
) -> T:
    """What *make* makes of *inputs*, or made the last time of equal ones, if that is still *good*.

    Shape: *what* tells apart what is made in one build.

    To compare is quick where inputs are the very values of the last time, or hold these.
    """
    before = held(what, _Last)
    if before.inputs != inputs or not good(cast("T", before.value)):
        before.value = make()
        before.inputs = inputs
    return cast("T", before.value)


def anew(
    what: str,
    inputs: tuple[object, ...],
    make: Callable[[], T],
    good: Callable[[T], bool] = lambda _: True,
) -> T:
    """What *make* makes."""
    del what, inputs, good
    return make()


def again(keep: Keep | None) -> Again:
    """What gives again what was made before: a process that keeps nothing, or leaves, has none."""
    return anew if keep is None or _leaving else last


def turn() -> None:
    """Begin another build: what the one before did not ask for is let go."""
    _before.clear()
    _before.update(_held)
    _held.clear()
