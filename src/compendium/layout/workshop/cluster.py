"""Typesetting on a Dask cluster: `connect` gives an executor like any other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from compendium.layout.workshop.work import Setup


def connect(address: str) -> Executor:
    """An executor on the cluster at *address* ("tcp://host:8786").

    Each worker of the cluster should have one thread: the engine bears no more, and others
    would wait. All need the versions that we have; results of others are not used.
    Errors: `ImportError` without the extra `cluster`, `OSError` if nobody answers.
    """
    from distributed import Client

    return _Cluster(Client(address))


class _Cluster(Executor):
    """The executor of a client, which sends fonts and theme to each worker once."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._executor = client.get_executor(pure=False)
        self._sent: dict[str, Any] = {}

    def submit(self, task: Callable[..., Any], /, *args: Any, **others: Any) -> Future[Any]:
        """Run *task* on a worker."""
        given = [self._placed(arg) if isinstance(arg, Setup) else arg for arg in args]
        future: Future[Any] = self._executor.submit(task, *given, **others)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster, which goes on without us."""
        self._executor.shutdown(wait=wait and not cancel_futures)
        self._client.close()

    def _placed(self, setup: Setup) -> Any:
        if setup.digest not in self._sent:
            self._sent[setup.digest] = self._client.scatter(setup, broadcast=True)
        return self._sent[setup.digest]
