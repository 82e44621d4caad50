"""What every failing task calls: one line in ``logs/attention.jsonl``, which any monitor can follow."""

import json
from datetime import UTC, datetime

from warehouse.settings import Settings


def note_failure(dag_id: str, task_id: str, run_id: str, month: str | None, reason: str) -> None:
    """Append time, DAG, task, run, month and reason. Nothing is sent anywhere: see the runbook for mail or chat."""
    path = Settings().under("logs", "attention.jsonl")
    path.parent.mkdir(parents=True, exist_ok=True)
    line = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "dag": dag_id,
        "task": task_id,
        "run": run_id,
        "month": month,
        "reason": reason,
    }
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
