"""A new pass is a row, its file and its name; a new leg is a row and its line model: added to a copy of the project."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.reconciliation.landing_zone import deliver, write_landing
from warehouse.closes import write_close_index
from warehouse.decision_file import ensure_decision_files
from warehouse.settings import Settings

pytestmark = pytest.mark.dbt
PROJECT = Path(__file__).resolve().parents[2] / "dbt_project"
SCENARIO = Path(__file__).parent / "scenarios" / "duplicate__not_when_due_twice"
LEG = "assessed_posted"
UNIT = """
select
    {{ content_id("concat('due|', record_key)") }} as unit_id, record_key, 'L' as side, region_code, fund_code, amount_due as amount,
    period, cast(1 as integer) as work_no, assessment_no, payer_key
from {{ ref('stg_ss_assessment') }}
union all
select line_id, record_key, 'R', region_code, fund_code, amount, period, work_no, assessment_no, payer_key
from {{ ref('posting_line') }}
"""
ROWS = [
    f"{LEG}_p2_number,{LEG},10,P2,pair,assessment_no;fund_code,,,,true,matched,核定单号相同",
    f"{LEG}_p3_amount,{LEG},20,P3,differ,assessment_no,,,,true,amount_differs,核定单号相同，金额不同",
]


def _extended(target: Path) -> Path:
    project = Path(shutil.copytree(PROJECT, target / "project", ignore=shutil.ignore_patterns("target", "logs")))
    with (project / "seeds" / "legs.csv").open("a", encoding="utf-8") as file:
        file.write(
            f"{LEG},9,核定与到账,Assessed and posted,social_security,social_security,核定,到账,1:1,5,{LEG}_unit\n"
        )
    with (project / "seeds" / "match_passes.csv").open("a", encoding="utf-8") as file:
        file.write("\n".join(ROWS) + "\n")
    names = [row.split(",")[0] for row in ROWS]
    settings = project / "dbt_project.yml"
    chain = f"  match_passes:\n    {LEG}:\n" + "".join(f"      - {name}\n" for name in names)
    settings.write_text(settings.read_text("utf-8").replace("  match_passes:\n", chain), "utf-8")
    models = project / "models" / "matching" / LEG
    models.mkdir()
    (models / f"{LEG}_unit.sql").write_text(UNIT, "utf-8")
    (models / f"{LEG}_outcome.sql").write_text(f"{{{{ leg_outcome('{LEG}') }}}}\n", "utf-8")
    (models / f"{LEG}_closed.sql").write_text(f"{{{{ closed_units('{LEG}') }}}}\n", "utf-8")
    for name in names:
        (models / f"{name}.sql").write_text("{{ match_pass() }}\n", "utf-8")
    return project


def test_a_pass_and_a_leg_are_added_as_rows(tmp_path: Path) -> None:
    project = _extended(tmp_path)
    write_landing(tmp_path / "landing", [deliver(SCENARIO, "910001")])
    write_close_index(tmp_path / "closed")
    ensure_decision_files(Settings(home=tmp_path))
    built = tmp_path / "warehouse.duckdb"
    done = subprocess.run(
        [sys.executable, "-m", "dbt.cli.main", "build", "-s", f"+{LEG}_outcome", "--exclude-resource-type", "test", "unit_test",
         "--project-dir", str(project), "--target-path", str(tmp_path / "target"), "--log-path", str(tmp_path / "logs")],
        env={**os.environ, "SANFANG_BUILD_PATH": str(built), "SANFANG_LANDING": str(tmp_path / "landing"),
             "SANFANG_CLOSED": str(tmp_path / "closed"), "SANFANG_DECISIONS": str(tmp_path / "state" / "decisions"),
             "DBT_PROFILES_DIR": str(project), "DO_NOT_TRACK": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    with duckdb.connect(str(built), read_only=True) as connection:
        told = connection.execute(
            f"select side, verdict, rule, count(*) from matching.{LEG}_outcome group by all order by all"
        ).fetchall()
    assert told == [
        ("L", "matched", f"{LEG}_p2_number", 2),
        ("L", "only_left", f"{LEG}_p8_left", 1),
        ("R", "matched", f"{LEG}_p2_number", 2),
    ]
