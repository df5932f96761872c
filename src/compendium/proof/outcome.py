"""What a proof found: how much was checked, and what does not agree."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from compendium.diag import Code, Diagnostic, Severity, Span

SUMMED = ("words", "notes", "level passages", "page references")
"""What an account in one line tells of."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The outcome of reading finished files back.

    Shape: `subject` is what was read ("pdf", "site"); `counts` says how many of each thing
        were compared; `findings` are what did not agree, in reading order; `remarks` what
        could be better, a late note say; `reader` names what it was read with, and its
        version.
    """

    subject: str
    reader: Mapping[str, str]
    counts: Mapping[str, int]
    findings: tuple[Diagnostic, ...]
    remarks: tuple[Diagnostic, ...] = ()

    def summary(self) -> str:
        """One line: "1,912 words, 37 notes, 214 page references: all proved"."""
        told = [f"{self.counts[name]:,} {name}" for name in SUMMED if name in self.counts]
        wrong = sum(finding.severity is Severity.ERROR for finding in self.findings)
        verdict = (
            "all proved" if not wrong else f"{wrong:,} {'does' if wrong == 1 else 'do'} not agree"
        )
        more = len(self.remarks)
        if more:
            verdict += f"; {more:,} remark{'' if more == 1 else 's'}, see proof.json"
        return f"{', '.join(told) or 'nothing'}: {verdict}"


@dataclass(slots=True)
class Findings:
    """What is gathered while a proof goes on."""

    counts: dict[str, int] = field(default_factory=dict)
    problems: dict[Diagnostic, None] = field(default_factory=dict)
    remarks: dict[Diagnostic, None] = field(default_factory=dict)

    def count(self, name: str, number: int = 1) -> None:
        """Note that *number* more things called *name* were compared."""
        self.counts[name] = self.counts.get(name, 0) + number

    def add(self, code: Code, message: str, span: Span, hint: str = "") -> None:
        """Note an error, once."""
        self.problems[Diagnostic(code, message, span, hint)] = None

    def remark(self, code: Code, message: str, span: Span) -> None:
        """Note, once, what is no error and could still be better."""
        self.remarks[Diagnostic(code, message, span, severity=Severity.WARNING)] = None


def to_json(proofs: Sequence[Proof]) -> bytes:
    """`proof.json`: every proof of an edition, the same bytes for the same files."""
    whole = {"format": 1, "proofs": [_plain(proof) for proof in proofs]}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _plain(proof: Proof) -> dict[str, object]:
    return {
        "of": proof.subject,
        "proved": not any(f.severity is Severity.ERROR for f in proof.findings),
        "reader": dict(sorted(proof.reader.items())),
        "counts": dict(sorted(proof.counts.items())),
        "findings": [_finding(finding) for finding in proof.findings],
        "remarks": [_finding(remark) for remark in proof.remarks],
    }


def _finding(finding: Diagnostic) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "at": str(finding.span),
        "message": finding.message,
    }
