"""Reads the contract files below ``ingest/sources`` and checks them against ``source.schema.json``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from ingest.contract import (
    Check,
    Column,
    Delivery,
    FileShape,
    Key,
    Label,
    PeriodRule,
    SourceContract,
    Trailer,
)

SOURCES = Path(__file__).parent / "sources"
SCHEMA = Path(__file__).parent / "source.schema.json"


class ContractError(ValueError):
    """A contract file is wrong; the message names the file, the key and what is allowed."""


def load_contracts(sources: Path = SOURCES) -> dict[str, SourceContract]:
    """Read every contract, by dataset name, in a fixed order. Raises ``ContractError``."""
    found: dict[str, SourceContract] = {}
    for path in sorted(sources.glob("*/*.yml")):
        contract = read_contract(path)
        if contract.dataset in found:
            raise ContractError(f"{path}: dataset '{contract.dataset}' is declared twice")
        found[contract.dataset] = contract
    return found


def read_contract(path: Path) -> SourceContract:
    """Read one contract file. Raises ``ContractError``."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as unreadable:
        raise ContractError(f"{path}: not readable as YAML: {unreadable}") from unreadable
    for complaint in sorted(_validator().iter_errors(raw), key=lambda e: list(map(str, e.absolute_path))):
        error = _precise(complaint)
        where = ".".join(str(p) for p in error.absolute_path) or "(top)"
        raise ContractError(f"{path}: key '{where}': {_allowed(error)}")
    contract = _build(raw)
    for problem in _contradictions(contract, path):
        raise ContractError(f"{path}: {problem}")
    return contract


@cache
def _validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _precise(error: jsonschema.ValidationError) -> jsonschema.ValidationError:
    """Of the alternatives of a ``oneOf``, the complaint that names the deepest key."""
    if error.validator == "oneOf" and error.context:
        return max(error.context, key=lambda e: len(e.absolute_path))
    return error


def _allowed(error: jsonschema.ValidationError) -> str:
    schema: Any = error.schema
    if error.validator == "enum":
        return f"{error.instance!r} is not allowed; allowed: {', '.join(map(str, schema['enum']))}"
    if error.validator == "additionalProperties":
        return f"{error.message}; allowed keys: {', '.join(schema['properties'])}"
    return str(error.message)


def _contradictions(contract: SourceContract, path: Path) -> Iterator[str]:
    names = [c.name for c in contract.columns]
    if path.stem != contract.dataset or path.parent.name != contract.party:
        yield f"key 'dataset': the file must be called {contract.party}/{contract.dataset}.yml"
    for name in names:
        if names.count(name) > 1:
            yield f"key 'columns': '{name}' is declared twice"
    used = [*contract.key.columns, *(contract.trailer.sums if contract.trailer else ())]
    used += [*(contract.period.columns if contract.period else ())]
    used += [n for n in (contract.amount, contract.opening, contract.closing) if n]
    used += [contract.period.unless_filled] if contract.period and contract.period.unless_filled else []
    used += [contract.trailer.only[0]] if contract.trailer and contract.trailer.only else []
    for check in contract.checks:
        used += [n for n in (check.column, check.other, *check.columns) if n]
        used += [check.unless[0]] if check.unless else []
    for name in used:
        if name not in names:
            yield f"'{name}' is used but is no column; columns: {', '.join(names)}"


def _build(raw: dict[str, Any]) -> SourceContract:
    trailer, period, balances = raw.get("trailer"), raw.get("period"), raw.get("balances", {})
    return SourceContract(
        dataset=raw["dataset"],
        party=raw["party"],
        title=raw["title"],
        version=raw["version"],
        delivery=Delivery(**raw["delivery"]),
        file=FileShape(**raw["file"]),
        key=Key(tuple(raw["key"]["columns"]), raw["key"]["on_duplicate"]),
        columns=tuple(_column(c) for c in raw["columns"]),
        rows_floor=raw["rows"]["floor"],
        rows_ceiling=raw["rows"]["ceiling"],
        tolerance_rows=raw["tolerance"]["rows"],
        tolerance_share=Decimal(raw["tolerance"]["share"]),
        period=PeriodRule(tuple(period["columns"]), period.get("unless_filled")) if period else None,
        trailer=_trailer(trailer) if trailer else None,
        unit=raw.get("unit"),
        amount=raw.get("amount"),
        opening=balances.get("opening"),
        closing=balances.get("closing"),
        checks=tuple(_check(c) for c in raw.get("checks", ())),
    )


def _column(raw: dict[str, Any]) -> Column:
    header = raw["header"]
    labels = [{"label": header}] if isinstance(header, str) else header
    return Column(
        name=raw["name"],
        type=raw["type"],
        labels=tuple(Label(x["label"], x.get("valid_from"), x.get("valid_to")) for x in labels),
        required=raw.get("required", False),
        optional=raw.get("presence") == "optional",
        formats=tuple(raw.get("formats", ("iso",))),
        pattern=raw.get("pattern"),
        codes=tuple(raw.get("codes", ())),
        unknown_code=raw.get("on_unknown_code", "reject"),
        check_digit=raw.get("check_digit"),
        classification=raw.get("classification"),
        description=raw.get("description", ""),
    )


def _trailer(raw: dict[str, Any]) -> Trailer:
    only = raw.get("only")
    return Trailer(raw["marker"], raw["layout"], tuple(raw["sums"]), (only["column"], only["length"]) if only else None)


def _check(raw: dict[str, Any]) -> Check:
    unless = raw.get("unless")
    return Check(
        kind=raw["kind"],
        column=raw.get("column", ""),
        other=raw.get("other", ""),
        edge=raw.get("edge", ""),
        columns=tuple(raw.get("columns", ())),
        unless=(unless["column"], tuple(unless["values"])) if unless else None,
    )
