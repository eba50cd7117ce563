"""The dry run of an import: what would become new, what would change, what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from autoleads.models import CarImport
from autoleads.services.cars import PlannedRow, State
from autoleads.text.phrases import Phrases

SHOWN = 100
STATES: dict[State, str] = {"wrong": "late", "new": "good", "changed": "info", "same": ""}
"""What a row would do → the colour of its tag; in the order of the page."""


@dataclass(frozen=True)
class ImportRow:
    """A line of the table."""

    number: int
    name: str
    code: str | None
    state: State
    notes: Sequence[str]
    """What is wrong, or the fields that would change."""


@dataclass(frozen=True)
class ImportPage:
    """The context of `panel/car_import.html`."""

    kept: CarImport
    counts: dict[State, int]
    rows: Sequence[ImportRow]
    """The first hundred, the wrong ones before the others."""

    @classmethod
    def of(cls, kept: CarImport, planned: Sequence[PlannedRow], phrases: Phrases) -> ImportPage:
        """Return the page of the rows that a user has kept."""
        counted = Counter(row.state for row in planned)
        order = list(STATES)
        shown = sorted(planned, key=lambda row: order.index(row.state))[:SHOWN]
        return cls(
            kept=kept,
            counts={state: counted[state] for state in STATES},
            rows=[_row(row, phrases) for row in shown],
        )

    @property
    def tones(self) -> dict[State, str]:
        return STATES

    @property
    def writes(self) -> int:
        """The number of cars that would be added or changed."""
        return self.counts["new"] + self.counts["changed"]


def _row(row: PlannedRow, phrases: Phrases) -> ImportRow:
    if row.errors:
        notes = [
            f"{phrases(f'car_{error.field}')}: {phrases(error.phrase, **error.values)}"
            for error in row.errors
        ]
    else:
        notes = [phrases(f"car_{name}") for name in row.changed]
    code = row.car.display_code if row.car else None
    return ImportRow(row.number, row.name, code, row.state, notes)
