"""Whether a build would give what is published already: same deliveries, same decisions, same closes, same code."""

import hashlib
import json
from pathlib import Path

from warehouse.build import input_digest, run_ledger
from warehouse.closes import read_closes
from warehouse.code_digest import code_digest
from warehouse.connection import reader
from warehouse.scope import write_scope
from warehouse.settings import Settings
from warehouse.state.export import write_decisions
from warehouse.state.store import open_state


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


def is_current(settings: Settings) -> bool:
    """Whether the published warehouse was made of the deliveries and decisions that are there now."""
    last = run_ledger(settings).last_publication()
    if last is None or not settings.published_path.exists():
        return False
    write_scope(settings)
    write_decisions(settings, open_state(settings))
    return run_ledger(settings).input_of(last[0]) == input_digest(settings)


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
    write_decisions(settings, open_state(settings))
    digest = hashlib.sha256(input_digest(settings).encode())
    for close in read_closes(settings.closed_path):
        digest.update(f"{close.digest} {close.status}\n".encode())
    digest.update(code_digest().encode())
    return digest.hexdigest()


def _memory(settings: Settings) -> Path:
    return settings.under("state", "last-build.json")
