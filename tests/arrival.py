"""Some of the demo's deliveries arrive in an inbox, as a bureau's transfer brings them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path


def arrive(deliveries: Path, inbox: Path, pattern: str, just_now: bool = False) -> list[str]:
    """Copy the files whose name holds ``pattern`` and which are not there yet.

    Args:
        just_now: With new times; otherwise with their own, as files that settled long ago.

    Returns:
        Names of the files that came: never none.
    """
    names = []
    for file in sorted(deliveries.rglob("*")):
        target = inbox / file.relative_to(deliveries)
        if file.is_file() and re.search(pattern, file.name) and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            (shutil.copyfile if just_now else shutil.copy2)(file, target)
            names.append(file.name)
    assert names, f"no delivery is called {pattern}"
    return names
