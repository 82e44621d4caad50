"""One file in work: what it is called, what it should be, where its bytes are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingest.contract import SourceContract
from ingest.limits import Limits
from ingest.naming import FileName


@dataclass(frozen=True)
class Job:
    """``content`` holds the unpacked bytes; whatever is made of them is written to ``scratch``."""

    name: FileName
    contract: SourceContract
    source_file_id: str
    content: Path
    scratch: Path
    limits: Limits
