"""Passes are rows: the seed, the order in the project file and the models agree, and what rows say is possible."""

from __future__ import annotations

import csv
import importlib.util
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parents[2] / "dbt_project"
KINDS = {
    "pair", "even_pair", "cancel", "mark", "surplus", "repeat", "refund", "span", "scaled", "bundle", "zero_sum",
    "unknown_payer", "sum", "differ", "both", "decided",
}  # fmt: skip


def seed(name: str) -> list[dict[str, str]]:
    with (PROJECT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def project() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((PROJECT / "dbt_project.yml").read_text("utf-8"))
    return loaded


def test_seed_order_and_models_name_the_same_passes() -> None:
    ordered: dict[str, list[tuple[int, str]]] = {}
    for row in seed("match_passes"):
        ordered.setdefault(row["leg"], []).append((int(row["pass_order"]), row["model"]))
    by_seed = {leg: [model for _, model in sorted(passes)] for leg, passes in ordered.items()}
    by_file = {
        path.stem
        for path in (PROJECT / "models" / "matching").rglob("*.sql")
        if "match_pass(" in path.read_text("utf-8")
    }
    assert by_seed == project()["vars"]["match_passes"]
    assert by_file == {model for passes in by_seed.values() for model in passes}
    assert all(len({number for number, _ in passes}) == len(passes) for passes in ordered.values())


def test_passes_use_declared_legs_kinds_and_verdicts() -> None:
    legs = {row["leg"] for row in seed("legs")}
    verdicts = {row["verdict"] for row in seed("difference_causes")}
    for row in seed("match_passes"):
        assert row["leg"] in legs
        assert row["kind"] in KINDS, row["model"]
        assert row["verdict"] in verdicts, row["model"]
        assert row["model"].startswith(f"{row['leg']}_{row['pass'].lower()}_")
        assert row["description"]


def test_a_bulk_pass_pairs_lines_of_one_fund_that_agree_and_leaves_a_rest() -> None:
    rows = {row["model"]: row for row in seed("match_passes")}
    bulk = project()["vars"]["bulk_passes"]
    assert bulk
    for leg, name in bulk.items():
        row = rows[name]
        assert (row["leg"], row["kind"], row["verdict"]) == (leg, "pair", "matched")
        assert "fund_code" in row["keys"].split(";")
        rest = PROJECT / "models" / "matching" / leg / f"{leg}_rest.sql"
        assert f"units_rest('{leg}')" in rest.read_text("utf-8")


def test_causes_are_labelled_and_unique() -> None:
    rows = seed("difference_causes")
    assert len({(row["verdict"], row["cause"]) for row in rows}) == len(rows)
    parties = {"", "tax", "social_security", "finance"}
    assert all(row["label"] and row["english_label"] and row["recognised_by"] for row in rows)
    assert all(row["owner"] in parties and row["is_open"] in ("true", "false") for row in rows)


def test_a_cause_says_in_which_legs_and_rules_give_it_only_there() -> None:
    declared = {
        (leg, row["verdict"], row["cause"]) for row in seed("difference_causes") for leg in row["legs"].split(";")
    }
    assert {leg for leg, *_ in declared} == {row["leg"] for row in seed("legs")}
    verdicts, causes = {row["verdict"] for row in seed("verdict")}, {cause for *_, cause in declared if cause}
    text = (PROJECT / "macros" / "difference_cause.sql").read_text("utf-8")
    sums = ("unit_error", "typo") if "'unit_error'" in text and "'typo'" in text else ()
    given = set()
    for leg, body in re.findall(r"macro (\w+)_cause\(\) -%}(.*?)endmacro", text, re.S):
        for verdict, told in re.findall(r"when '(\w+)' then (.*?)(?=\n        when '|$)", body, re.S):
            assert verdict in verdicts, (leg, verdict)
            found = set(re.findall(r"'(\w+)'", told)) & causes
            given |= {(leg, verdict, cause) for cause in found | set(sums if "sum_cause" in told else ())}
    assert len(given) > 50
    assert given <= declared


def test_what_people_may_say_is_declared_for_each_leg_that_they_decide_in() -> None:
    rows = seed("difference_causes")
    decided = {leg for leg, passes in project()["vars"]["match_passes"].items() if passes[0] == f"{leg}_p0_people"}
    assert decided == set(next(row["legs"] for row in rows if row["cause"] == "by_person").split(";"))
    written_off = {row["verdict"]: set(row["legs"].split(";")) for row in rows if row["cause"] == "written_off"}
    assert set.intersection(*(written_off[verdict] for verdict in ("only_left", "only_right"))) == decided
    for verdict, legs in written_off.items():
        others = {
            leg
            for row in rows
            if row["verdict"] == verdict and row["is_open"] == "true"
            for leg in row["legs"].split(";")
        }
        assert legs == others & decided, verdict


def test_buckets_of_age_follow_one_another_without_a_gap() -> None:
    rows = sorted(seed("age_bucket"), key=lambda row: int(row["bucket_no"]))
    assert not rows[0]["days_from"] and not rows[-1]["days_to"]
    for earlier, later in pairwise(rows):
        assert int(later["days_from"]) == int(earlier["days_to"]) + 1
    assert len({row["bucket"] for row in rows}) == len(rows) and all(row["label"] for row in rows)


def test_workdays_follow_the_official_calendar() -> None:
    path = PROJECT / "scripts" / "workday_exceptions.py"
    spec = importlib.util.spec_from_file_location("workday_exceptions", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert [tuple(row.values()) for row in seed("workday_exception")] == module.exceptions()
    assert ("2023-01-28", "true", "春节") in module.exceptions()
