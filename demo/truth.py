"""The planted truth, written where the product never looks."""
from __future__ import annotations
from pathlib import Path
import duckdb
from demo.plan import Planted
def write_truth(con: duckdb.DuckDBPyConnection, folder: Path, planted: Planted) -> None:
    """Write the truth."""
    folder.mkdir(parents=True, exist_ok=True)
