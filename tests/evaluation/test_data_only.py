"""What needs rows only: a third scheme, another region's rule; and one changed figure moves its cell and nothing else."""

import csv
import json
import shutil
from decimal import Decimal

import pytest

from tests import deliveries
from tests.evaluation.scenarios import PLAIN, RULES, STATISTICS, write_goals
from warehouse import dbt_run
from warehouse.connection import reader
from warehouse.run import run
from warehouse.settings import PROJECT, Settings

pytestmark = pytest.mark.dbt

SCHEME_ROWS = {
    "scheme": ["province-x,某省自评办法,省财政厅文件,benefits,0.90,0.50,linear"],
    "scheme_weight": [
        "province-x,0,预算执行率,,20",
        "province-x,1,产出,产出%,40",
        "province-x,2,效益与满意度,效益%,40",
    ],
    "scheme_band": ["province-x,grade,优秀,85,100", "province-x,grade,合格,0,85"],
    "scheme_year": [f"{PLAIN},2021,2021,province-x"],
    "evaluation_decision": [f"{PLAIN},2021,110,S9,扣分,4,目标明显偏低,评价小组"],
}
GOALS = [
    ("110", "产出指标", "数量", "离退休人数", "S9", "≥", "1.5", "万人", 40, "否", "基数偏低", None),
    ("110", "效益指标", "社会", "上访件数", "S10", "≤", "8", "件", 40, "否", "集中反映调待政策", None),
]


def table(settings, region, fund):
    with reader(settings.published_path) as connection:
        cursor = connection.execute(
            "select * from marts.mart_self_evaluation where region_code = ? and fund_code = ?", [region, fund]
        )
        names = [column[0] for column in cursor.description]
        return {row["indicator_code"]: row for row in (dict(zip(names, r, strict=True)) for r in cursor.fetchall())}


@pytest.fixture(scope="module")
def changed(tmp_path_factory, scored):
    """The same home with one restated statistic, another goals file and a project whose seeds have more rows."""
    home = tmp_path_factory.mktemp("changed") / "home"
    shutil.copytree(scored.home, home, ignore=shutil.ignore_patterns("build", "published"))
    settings = Settings(home=home)
    inbox = settings.under("inbox")
    june = {fund: dict(names) for fund, names in STATISTICS.items()}
    june["110"]["满意人数"] = ("183", "人")
    rows = [(fund, name, *value) for fund, names in june.items() for name, value in names.items()]
    written = deliveries.statistics(home / "draft", RULES, "202106", rows)
    written.rename(inbox / "social_security" / f"ss_statistics_{RULES}_202106_v2.xlsx")
    write_goals(inbox, PLAIN, "2021", GOALS, version=2)
    project = home.parent / "project"
    shutil.copytree(PROJECT / "dbt_project", project / "dbt_project")
    for seed, lines in SCHEME_ROWS.items():
        with (project / "dbt_project" / "seeds" / f"{seed}.csv").open("a", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(line.split(",") for line in lines)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dbt_run, "PROJECT", project)
        summary = run(settings)
    assert summary.publication is not None, summary.build.failures or summary.build.message
    return settings


def test_a_third_scheme_is_rows_only(changed):
    rows = table(changed, PLAIN, "110")
    assert {row["scheme"] for row in rows.values()} == {"province-x"}
    # Execution is that of benefits, 12 × 1000 of 12000 yuan; the fund total carries no points.
    assert (rows["benefits"]["weight"], rows["benefits"]["score"], rows["total"]["weight"]) == (20, 20, None)
    # 2.1 of 1.5 is under the 50 % of this scheme; four points are off by decision. 12 of 8 is 2 − 1.5.
    assert not rows["S9"]["is_over_achieved"]
    assert rows["S9"]["score"] == 36
    assert rows["S10"]["score"] == 20
    total = rows["total_score"]
    assert (total["weight"], total["score"], total["grade"], total["status"]) == (100, 76, "合格", "complete")


def test_one_changed_figure_moves_its_cell_and_nothing_else(scored, changed):
    before, after = table(scored, RULES, "110"), table(changed, RULES, "110")
    assert before.keys() == after.keys()
    moved = {
        code
        for code in before
        if {k: v for k, v in before[code].items() if k != "source_files"}
        != {k: v for k, v in after[code].items() if k != "source_files"}
    }
    assert moved == {"S17"}
    assert (before["S17"]["actual"], after["S17"]["actual"]) == (Decimal("97.5"), Decimal(97))
    with reader(changed.published_path) as connection:
        assert connection.execute(after["S17"]["evidence_sql"]).fetchone()[0] == 97
    files = [{f["source_file_id"] for f in json.loads(rows["S17"]["source_files"])} for rows in (before, after)]
    (restated,) = files[1] - files[0]
    assert restated.startswith(f"ss_statistics-{RULES}-202106-v2-")
    for fund in ("410", "all"):
        assert table(scored, RULES, fund) == {
            code: {**row, "source_files": table(scored, RULES, fund)[code]["source_files"]}
            for code, row in table(changed, RULES, fund).items()
        }
