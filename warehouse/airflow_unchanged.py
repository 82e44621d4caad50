"""Whether a build would give what is published already: same deliveries, same decisions, same closes, same code."""

import hashlib
import json
from pathlib import Path

from warehouse.build import input_digest
from warehouse.closes import read_closes
from warehouse.connection import reader
from warehouse.scope import write_scope
from warehouse.settings import PROJECT, Settings

# Everything that a build's result depends on besides the deliveries, the decisions and the closes.
_CODE = ("dbt_project", "ingest", "warehouse")
_KINDS = {".sql", ".csv", ".yml", ".py", ".json"}
_MADE = {"target", "logs", "__pycache__", ".user.yml"}


def already_published(settings: Settings, made: str) -> str | None:
    """Run id of the published warehouse if it was made of the same, else None."""
    memory = _memory(settings)
    if not memory.exists():
        return None
    built: dict[str, str] = json.loads(memory.read_text("utf-8"))
    same = built["made_of"] == made and built["run_id"] == published_run(settings)
    return built["run_id"] if same else None


def published_run(settings: Settings) -> str | None:
    """Run id that the published file carries; None when nothing is published."""
    if not settings.published_path.exists():
        return None
    with reader(settings.published_path) as connection:
        row = connection.execute("select run_id from ops.publication").fetchone()
    return str(row[0]) if row else None


def remember_build(settings: Settings, run_id: str, made: str) -> None:
    """Keep what the build was made of, as it was before the build began."""
    memory = _memory(settings)
    memory.parent.mkdir(parents=True, exist_ok=True)
    temporary = memory.with_suffix(".tmp")
    temporary.write_text(json.dumps({"run_id": run_id, "made_of": made}), "utf-8")
    temporary.replace(memory)


def made_of(settings: Settings) -> str:
    """Digest of the deliveries in landing, of the decisions, of the closes and of the project's own files."""
    write_scope(settings)
    digest = hashlib.sha256(input_digest(settings).encode())
    for close in read_closes(settings.closed_path):
        digest.update(f"{close.digest} {close.status}\n".encode())
    for folder in _CODE:
        for path in sorted((PROJECT / folder).rglob("*")):
            if path.suffix in _KINDS and path.is_file() and not _MADE.intersection(path.parts):
                digest.update(str(path.relative_to(PROJECT)).encode() + b"\0" + path.read_bytes())
    lock = PROJECT / "requirements.lock"
    digest.update(lock.read_bytes() if lock.exists() else b"")
    return digest.hexdigest()


def _memory(settings: Settings) -> Path:
    return settings.under("state", "last-build.json")
