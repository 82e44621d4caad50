"""Digest of the project's own files: everything that a build depends on besides what was delivered, decided and closed."""

import hashlib

from warehouse.settings import PROJECT

_CODE = ("dbt_project", "ingest", "warehouse")
_KINDS = {".sql", ".csv", ".yml", ".py", ".json"}
_MADE = {"target", "logs", "__pycache__", ".user.yml"}


def code_digest() -> str:
    """SHA-256 over models, seeds, contracts, code and the pinned versions of the libraries."""
    digest = hashlib.sha256()
    for folder in _CODE:
        for path in sorted((PROJECT / folder).rglob("*")):
            if path.suffix in _KINDS and path.is_file() and not _MADE.intersection(path.parts):
                digest.update(str(path.relative_to(PROJECT)).encode() + b"\0" + path.read_bytes())
    lock = PROJECT / "requirements.lock"
    digest.update(lock.read_bytes() if lock.exists() else b"")
    return digest.hexdigest()
