"""The landing zone on disk: raw bytes, text Parquet, findings, receipts, index. Every file appears whole."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from ingest.contract import SourceContract
from ingest.limits import Limits
from ingest.naming import FileName


@dataclass(frozen=True)
class Landing:
    """Where deliveries go. ``vault`` is the folder of ``persons.duckdb`` (or that file itself)."""

    root: Path
    quarantine: Path
    vault: Path
    pseudonym_key: bytes = field(repr=False)
    limits: Limits = field(default_factory=Limits)

    @property
    def vault_file(self) -> Path:
        """The DuckDB file with the persons."""
        return self.vault if self.vault.suffix == ".duckdb" else self.vault / "persons.duckdb"

    def raw_path(self, sha256: str) -> Path:
        """Where the delivered bytes with this SHA-256 are kept."""
        return self.root / "raw" / sha256[:2] / sha256

    def text_path(self, name: FileName, source_file_id: str) -> Path:
        """The all-text Parquet of an accepted file."""
        return (
            self.root
            / "text"
            / name.dataset
            / f"region={name.region}"
            / f"period={name.period}"
            / f"{source_file_id}.parquet"
        )

    def findings_path(self, dataset: str, source_file_id: str) -> Path:
        """The rejects and warnings of an accepted file."""
        return self.root / "findings" / dataset / f"{source_file_id}.parquet"

    def receipt_path(self, source_file_id: str) -> Path:
        """The receipt of a delivery."""
        return self.root / "receipts" / f"{source_file_id}.json"

    def prepare(self) -> None:
        """Make the folders; those with personal data for their owner only."""
        for name in ("text", "findings", "receipts", "index"):
            (self.root / name).mkdir(parents=True, exist_ok=True)
        for folder in (self.root / "raw", self.root / "work"):
            folder.mkdir(mode=0o700, exist_ok=True)
            folder.chmod(0o700)
        self.quarantine.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sweep(self.root / "work")

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A private folder that vanishes at the end; one left by a killed process is swept later."""
        work = self.root / "work"
        with _locked(work / ".lock"):
            folder = Path(tempfile.mkdtemp(dir=work))
            lock = (folder / "lock").open("w")
            fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            lock.close()

    @contextmanager
    def engine(self, scratch: Path) -> Iterator[duckdb.DuckDBPyConnection]:
        """A DuckDB of its own that spills to ``scratch`` and loads no extension."""
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": self.limits.memory,
            "temp_directory": str(scratch),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": False,
        }
        if self.limits.threads:
            settings["threads"] = self.limits.threads
        connection = duckdb.connect(":memory:", config=settings)
        try:
            yield connection
        finally:
            connection.close()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sweep(work: Path) -> None:
    """Remove scratch folders whose process is gone."""
    with _locked(work / ".lock"):
        for folder in (p for p in work.iterdir() if p.is_dir()):
            lock_file = folder / "lock"
            with lock_file.open("w") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                shutil.rmtree(folder, ignore_errors=True)


def settle(temporary: Path, final: Path) -> None:
    """Sync a finished file and give it its name."""
    final.parent.mkdir(parents=True, exist_ok=True)
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    temporary.replace(final)


def text_columns(contract: SourceContract) -> dict[str, str]:
    """Columns and types of a dataset's text Parquet."""
    return {"source_file_id": "VARCHAR", "source_row": "BIGINT", **dict.fromkeys(contract.landed, "VARCHAR")}


def write_index(landing: Landing) -> None:
    """Compile receipts into ``index/`` and write the empty ``_schema`` files. Same receipts, same content."""
    from ingest.index import compile_index

    compile_index(landing)
