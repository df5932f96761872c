"""The record for repositories: DataCite 4.5, Zenodo's deposit form, RO-Crate 1.1."""

from __future__ import annotations

from collections.abc import Mapping

from compendium.release.bag import digest
from compendium.release.record import Record

Json = dict[str, object]

_KINDS = {
    ".pdf": "application/pdf",
    ".epub": "application/epub+zip",
    ".xml": "application/xml",
    ".json": "application/json",
    ".html": "text/html",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".yaml": "application/yaml",
    ".bib": "application/x-bibtex",
    ".ris": "application/x-research-info-systems",
    ".css": "text/css",
    ".js": "text/javascript",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
}


def datacite(record: Record) -> Json:
    """The record in the JSON that DataCite registers, schema 4.5."""
    said: Json = {
        "types": {"resourceType": "Documentary edition", "resourceTypeGeneral": "Book"},
        "creators": [_creator(name) for name in record.editors or (record.publisher,) if name],
        "titles": _titles(record),
        "publisher": {"name": record.publisher or ":unav"},
        "publicationYear": record.year,
        "dates": [{"date": record.date, "dateType": "Issued"}],
        "language": record.languages[0],
        "version": record.version,
        "descriptions": [
            {"description": record.description, "descriptionType": "Abstract", "lang": "en"}
        ],
        "schemaVersion": "http://datacite.org/schema/kernel-4",
    }
    if record.doi:
        said["doi"] = record.doi
    if record.url:
        said["url"] = record.url
    if record.isbn:
        said["alternateIdentifiers"] = [
            {"alternateIdentifier": record.isbn, "alternateIdentifierType": "ISBN"}
        ]
    if record.rights or record.licence:
        said["rightsList"] = [_rights(record)]
    return said


def _titles(record: Record) -> list[Json]:
    titles: list[Json] = [{"title": record.title, "lang": record.languages[0]}]
    if record.subtitle:
        titles.append(
            {"title": record.subtitle, "titleType": "Subtitle", "lang": record.languages[0]}
        )
    return titles


def _creator(name: str) -> Json:
    family, _, given = name.partition(", ")
    if not given:
        return {"name": name, "nameType": "Organizational"}
    return {"name": name, "nameType": "Personal", "familyName": family, "givenName": given}


def _rights(record: Record) -> Json:
    said: Json = {"rights": record.licence or record.rights}
    if record.licence_url:
        said |= {"rightsUri": record.licence_url, "rightsIdentifier": record.licence}
    return said


def zenodo(record: Record) -> Json:
    """The `.zenodo.json` that Zenodo takes for a deposit of its own form."""
    said: Json = {
        "upload_type": "publication",
        "publication_type": "book",
        "title": record.full_title,
        "creators": [{"name": name} for name in record.editors or (record.publisher,) if name],
        "description": record.description,
        "version": record.version,
        "language": record.languages[0],
        "access_right": "open" if record.licence_url else "restricted",
    }
    if record.day:
        said["publication_date"] = record.day
    if record.licence_url:
        said["license"] = record.licence.lower()
    if record.isbn:
        said["imprint_isbn"] = record.isbn
    if record.publisher:
        said["imprint_publisher"] = record.publisher
    return said


def ro_crate(record: Record, files: Mapping[str, bytes]) -> Json:
    """The `ro-crate-metadata.json` of a crate of *files*: each with its kind, size and digest."""
    root: Json = {
        "@id": "./",
        "@type": "Dataset",
        "name": record.full_title,
        "description": record.description,
        "version": record.version,
        "datePublished": record.date,
        "inLanguage": list(record.languages),
        "hasPart": [{"@id": _iri(path)} for path in sorted(files)],
    }
    if record.doi:
        root["identifier"] = f"https://doi.org/{record.doi}"
    people = [
        {
            "@id": f"#editor-{at}",
            "@type": "Person" if ", " in name else "Organization",
            "name": name,
        }
        for at, name in enumerate(record.editors, 1)
    ]
    if people:
        root["editor"] = [{"@id": person["@id"]} for person in people]
    if record.publisher:
        root["publisher"] = {"@id": "#publisher"}
        people.append({"@id": "#publisher", "@type": "Organization", "name": record.publisher})
    root["license"] = {"@id": record.licence_url} if record.licence_url else _terms(record)
    about: Json = {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }
    return {
        "@context": "https://w3id.org/ro/crate/1.1/context",
        "@graph": [about, root, *people, *(_file(path, files[path]) for path in sorted(files))],
    }


def _terms(record: Record) -> str:
    return record.licence or record.rights or "All rights reserved."


def _file(path: str, data: bytes) -> Json:
    ending = "." + path.rpartition(".")[2]
    said: Json = {"@id": _iri(path), "@type": "File", "contentSize": str(len(data))}
    if ending in _KINDS:
        said["encodingFormat"] = _KINDS[ending]
    return {**said, "sha256": digest(data)}


def _iri(path: str) -> str:
    return path.replace("%", "%25").replace(" ", "%20")
