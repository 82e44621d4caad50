"""Source contracts: what each dataset of each party looks like when it is delivered.

The dataclasses here are the only form in which the rest of the package sees a contract; ``contract_file``
reads them from ``ingest/sources/<party>/<dataset>.yml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Label:
    """A header text and the months (``YYYYMM``, both inclusive) in which the bureau uses it."""

    text: str
    valid_from: str | None = None
    valid_to: str | None = None

    def is_valid(self, period: str) -> bool:
        """Tell whether the label belongs to a file of ``period`` (``YYYYMM``, or ``YYYY`` for a year)."""
        first, last = (period, period) if len(period) == 6 else (f"{period}01", f"{period}12")
        return (self.valid_from or "") <= last and first <= (self.valid_to or "999999")


@dataclass(frozen=True)
class Column:
    """One column of a dataset: its headers, its type and what its values must obey."""

    name: str
    labels: tuple[Label, ...]
    type: str
    required: bool = False
    optional: bool = False
    formats: tuple[str, ...] = ("iso",)
    pattern: str | None = None
    codes: tuple[str, ...] = ()
    unknown_code: str = "reject"
    check_digit: str | None = None
    classification: str | None = None
    description: str = ""

    @property
    def header(self) -> str:
        """The header that a clerk knows (the first label)."""
        return self.labels[0].text

    @property
    def personal(self) -> bool:
        """Whether the values never leave landing in the clear."""
        return self.classification is not None


@dataclass(frozen=True)
class Delivery:
    """When a file is due: ``day`` (of the next month; of ``month`` for a year) plus ``grace_days``."""

    frequency: str
    day: int
    grace_days: int
    required: bool
    month: int | None = None
    books: bool = False


@dataclass(frozen=True)
class FileShape:
    """How the bytes are laid out: ``delimited`` text or a ``workbook``."""

    kind: str
    extension: str
    encoding: str = "UTF-8"
    delimiter: str = ","
    quote: str = '"'
    header_rows: int = 1
    search_rows: int = 15


@dataclass(frozen=True)
class PeriodRule:
    """At least one of ``columns`` lies in the file's month, unless ``unless_filled`` has a value."""

    columns: tuple[str, ...]
    unless_filled: str | None = None


@dataclass(frozen=True)
class Key:
    """The columns that identify a row, and what two rows with the same key mean: ``warn`` or ``refuse``."""

    columns: tuple[str, ...]
    on_duplicate: str


@dataclass(frozen=True)
class Trailer:
    """The control totals at the end of a file.

    ``aligned``: marker, row count, then each sum under its column. ``compact``: marker, row count, sums.
    ``only`` (column, length) limits the summed rows, as in the ledger to four-digit accounts.
    """

    marker: str
    layout: str
    sums: tuple[str, ...]
    only: tuple[str, int] | None = None


@dataclass(frozen=True)
class Check:
    """A relation between columns that is doubtful (or impossible) when it does not hold."""

    kind: str
    column: str = ""
    other: str = ""
    edge: str = ""
    columns: tuple[str, ...] = ()
    unless: tuple[str, tuple[str, ...]] | None = None


@dataclass(frozen=True)
class SourceContract:
    """Everything that ingest knows about one dataset."""

    dataset: str
    party: str
    title: str
    version: int
    delivery: Delivery
    file: FileShape
    key: Key
    columns: tuple[Column, ...]
    rows_floor: int
    rows_ceiling: int
    tolerance_rows: int
    tolerance_share: Decimal
    period: PeriodRule | None = None
    trailer: Trailer | None = None
    unit: str | None = None
    amount: str | None = None
    opening: str | None = None
    closing: str | None = None
    checks: tuple[Check, ...] = ()

    def column(self, name: str) -> Column:
        """The column called ``name``; ``KeyError`` when the contract has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.dataset} has no column {name}")

    @property
    def personal(self) -> tuple[Column, ...]:
        """Columns that are personal data."""
        return tuple(c for c in self.columns if c.personal)

    @property
    def person_id(self) -> Column | None:
        """The column that identifies a person, if there is one."""
        return next((c for c in self.columns if c.classification == "person_id"), None)

    @property
    def person_name(self) -> Column | None:
        """The column with the person's name, if there is one."""
        return next((c for c in self.columns if c.classification == "person_name"), None)

    @property
    def landed(self) -> tuple[str, ...]:
        """Columns of the text Parquet after ``source_file_id`` and ``source_row``; ``person_key`` stands for the person."""
        names = [
            ("person_key" if c.classification == "person_id" else c.name)
            for c in self.columns
            if c.classification in (None, "person_id")
        ]
        return tuple(names)

    def tolerated(self, rows: int) -> int:
        """How many rejected rows a file of ``rows`` rows may have and still be accepted."""
        return max(self.tolerance_rows, int(self.tolerance_share * rows))


def load_contracts() -> dict[str, SourceContract]:
    """Every contract of ``ingest/sources`` by dataset name. Raises ``ContractError`` naming file and key."""
    from ingest.contract_file import load_contracts as read_all

    return read_all()
