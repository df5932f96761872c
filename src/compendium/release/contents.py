"""What a release holds besides the files of the build: sources, licences, and who it is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from compendium.model.digests import document_digests, text_digest
from compendium.model.edition import Edition
from compendium.release.bag import bag
from compendium.release.deposit import datacite, ro_crate, zenodo
from compendium.release.onix import onix
from compendium.release.record import Record, record
from compendium.release.stranger import readme


@dataclass(frozen=True, slots=True)
class Release:
    """All that goes into one release.

    Shape: `built` are the files of the build by path; `corpus` and `theme` those it was
        made of, by path in their folders; `locks` the lock files of the program;
        `environment` names every engine, library and font with its version or digest.
    """

    edition: Edition
    built: Mapping[str, bytes]
    corpus: Mapping[str, bytes]
    theme: Mapping[str, bytes]
    locks: Mapping[str, bytes] = field(default_factory=dict)
    environment: Mapping[str, object] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the folder and of the archive, "joint-compendium-1.0"."""
        return f"{self.edition.id}-{self.edition.version}"


def bagged(release: Release) -> dict[str, bytes]:
    """Every file of the release by its path in the release's folder."""
    payload = _payload(release)
    said = record(release.edition)
    beside = {"README.txt": readme(said, payload).encode()}
    return bag(payload, beside, _information(said))


def _payload(release: Release) -> dict[str, bytes]:
    """Every file of the release by its path below `data/`."""
    edition, said = release.edition, record(release.edition)
    files = {f"edition/{path}": data for path, data in release.built.items()}
    files |= {f"source/corpus/{edition.id}/{p}": data for p, data in release.corpus.items()}
    files |= {f"source/templates/{edition.theme}/{p}": d for p, d in release.theme.items()}
    files |= {f"source/{path}": data for path, data in release.locks.items()}
    files |= _licences(release.theme)
    files["digests.json"] = _json(
        {"format": 1, "text": text_digest(edition), "documents": document_digests(edition)}
    )
    files["source/environment.json"] = _json(release.environment)
    files |= _metadata(said, release)
    for name in ("citations/CITATION.cff", "CITATION.cff"):
        if name in release.built:
            files["CITATION.cff"] = release.built[name]
    if "ids.lock" in release.corpus:
        files["ids.lock"] = release.corpus["ids.lock"]
    files["ro-crate-metadata.json"] = _json(ro_crate(said, files))
    return dict(sorted(files.items()))


def _information(said: Record) -> Iterable[tuple[str, str]]:
    """What `bag-info.txt` says."""
    yield "Source-Organization", said.publisher
    yield "External-Description", said.description
    yield "External-Identifier", said.doi or said.isbn or said.url
    yield "Bagging-Date", said.day
    yield "Bag-Software-Agent", "compendium"


def _metadata(said: Record, release: Release) -> dict[str, bytes]:
    return {
        "metadata/datacite.json": _json(datacite(said)),
        "metadata/zenodo.json": _json(zenodo(said)),
        "metadata/onix.xml": onix(said, release.built),
    }


def _licences(theme: Mapping[str, bytes]) -> dict[str, bytes]:
    """The terms of the fonts, which go wherever they go."""
    return {
        f"licences/{path.rpartition('/')[2]}": data
        for path, data in theme.items()
        if "LICENSE" in path or "OFL" in path
    }


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
