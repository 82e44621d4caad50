"""Text deliveries: DuckDB writes the lines as UTF-8 with LF, a stream turns them into the party's encoding with CRLF."""

from __future__ import annotations

import codecs
from pathlib import Path

import duckdb

from demo.store import SQL

CHUNK = 1 << 22


def query_text(name: str) -> str:
    """Return the SELECT kept in demo/sql/<name>.sql."""
    return (SQL / f"{name}.sql").read_text("utf-8").strip()


def deliver_csv(
    con: duckdb.DuckDBPyConnection, query: str, target: Path, trailer: str, encoding: str, scratch: Path
) -> int:
    """Write a query with header as comma-separated file with CRLF and a trailer line; returns the bytes written."""
    con.execute(f"COPY ({query}) TO '{scratch}' (FORMAT csv, HEADER true, NULLSTR '')")
    return _transcode(scratch, target, trailer, encoding)


def deliver_piped(
    con: duckdb.DuckDBPyConnection, query: str, target: Path, trailer: str, encoding: str, scratch: Path
) -> int:
    """Write a query with header as `|`-separated file with CRLF and a trailer line; returns the bytes written."""
    con.execute(f"COPY ({query}) TO '{scratch}' (FORMAT csv, HEADER true, NULLSTR '', DELIMITER '|', QUOTE '')")
    return _transcode(scratch, target, trailer, encoding)


def _transcode(scratch: Path, target: Path, trailer: str, encoding: str) -> int:
    target.parent.mkdir(parents=True, exist_ok=True)
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoder = codecs.getincrementalencoder(encoding)()
    plain = encoding.startswith("utf-8")
    with scratch.open("rb") as source, target.open("wb") as sink:
        if encoding == "utf-8-sig":
            sink.write(codecs.BOM_UTF8)
        while chunk := source.read(CHUNK):
            chunk = chunk.replace(b"\n", b"\r\n")
            sink.write(chunk if plain else encoder.encode(decoder.decode(chunk)))
        sink.write((trailer + "\r\n").encode("utf-8" if plain else encoding))
    scratch.unlink()
    return target.stat().st_size
