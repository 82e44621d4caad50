"""DDL that makes a table append-only, on SQLite and on Postgres; the migrations run it."""

# ruff: noqa: S608 - table names and texts are from this package

from __future__ import annotations

from collections.abc import Iterator, Sequence

_REFUSED = "append-only table: rows are never changed or deleted"
_CHAIN = "journal: the next entry must follow the last one"

# `insert or replace` deletes without firing a DELETE trigger, so SQLite also refuses to insert an existing key.
_SQLITE = """
create trigger {table}_no_update before update on {table} begin select raise(abort, '{refused}'); end;
create trigger {table}_no_delete before delete on {table} begin select raise(abort, '{refused}'); end;
"""
_SQLITE_KEY = """
create trigger {table}_no_replace_{number} before insert on {table}
when exists (select 1 from {table} as present where {same}) begin select raise(abort, '{message}'); end;
"""
_SQLITE_CHAIN = f"""
create trigger audit_entry_follows before insert on audit_entry
when new.sequence <> (select coalesce(max(sequence), 0) + 1 from audit_entry)
  or new.previous_hash <> coalesce((select hash from audit_entry order by sequence desc limit 1), new.previous_hash)
begin select raise(abort, '{_CHAIN}'); end;
"""
_POSTGRES_FUNCTIONS = f"""
create function sanfang_refuse_change() returns trigger language plpgsql as $$
begin raise exception '{_REFUSED}'; end $$;

create function sanfang_follow_chain() returns trigger language plpgsql as $$
declare last_sequence bigint; last_hash text;
begin
  select sequence, hash into last_sequence, last_hash from audit_entry order by sequence desc limit 1;
  if new.sequence <> coalesce(last_sequence, 0) + 1 or new.previous_hash <> coalesce(last_hash, new.previous_hash) then
    raise exception '{_CHAIN}';
  end if;
  return new;
end $$;

create trigger audit_entry_follows before insert on audit_entry for each row execute function sanfang_follow_chain();
"""
_POSTGRES = """
create trigger {table}_no_change before update or delete or truncate on {table}
  for each statement execute function sanfang_refuse_change();
"""


def chain_guard(dialect: str) -> Iterator[str]:
    """Statements by which the journal accepts only the entry that follows its last one."""
    if dialect == "postgresql":
        yield from _statements(_POSTGRES_FUNCTIONS)
    else:
        yield _SQLITE_CHAIN.strip()


def append_only(dialect: str, table: str, keys: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Statements that refuse UPDATE, DELETE, TRUNCATE and REPLACE on a table.

    Args:
        keys: Primary key and unique constraints, each as its columns.
    """
    if dialect == "postgresql":
        yield from _statements(_POSTGRES.format(table=table))
        return
    yield from _SQLITE.format(table=table, refused=_REFUSED).strip().splitlines()
    for number, key in enumerate(keys):
        same = " and ".join(f"present.{column} = new.{column}" for column in key)
        # In the words of SQLite's own constraint, because callers tell a second outcome by it.
        message = "UNIQUE constraint failed: " + ", ".join(f"{table}.{column}" for column in key)
        yield _SQLITE_KEY.format(table=table, number=number, same=same, message=message).strip()


def _statements(text: str) -> Iterator[str]:
    yield from (part.strip() for part in text.split("\n\n") if part.strip())
