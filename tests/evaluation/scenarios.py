"""Small regions with twelve months of books and statistics, and goals that meet every rule of scoring.

The goals' codes are those of no catalogue (S01, S02 …): they are recognised by declared names, as in other bureaus' files.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from tests import deliveries

HEADER = (
    "险种", "一级指标", "二级指标", "三级指标", "指标代码", "方向", "目标值", "单位", "分值", "需求驱动", "偏差原因", "改进措施",
)  # fmt: skip
RULES, PLAIN, LATER = "110100", "120100", "130100"

# code: name, direction, target, unit, weight, demand-driven, reason → actual in that unit, score, gap
# (blocks in order: 10 for execution, then 50, 30 and 10 points)
PENSION = [
    ("S01", "产出指标", "离退休人数", "≥", "2", "万人", 5, "否", None, "2.1", "5.00", None),
    ("S02", "产出指标", "参保人数", "≥", "4000", "人", 5, "否", "参保对象外流", "3000", "3.75", None),
    ("S03", "产出指标", "参保职工数", "≥", "0.8", "万人", 5, "否", None, "0.3", "1.88", "reason"),
    ("S04", "产出指标", "死亡人数", "≥", "0.02", "万人", 5, "是", "死亡人数由客观情况决定", "0.012", "5.00", None),
    ("S05", "产出指标", "丧葬补助人数", "≥", "200", "人", 5, "是", None, "120", "3.00", "reason"),
    ("S06", "产出指标", "离退休人员数量", "≥", "15000", "人", 5, "否", "年初目标偏低", "21000", "5.00", None),
    ("S07", "产出指标", "退休人员总数", "≥", "1.5", "万人", 5, "否", None, "2.1", "5.00", "reason"),
    ("S08", "产出指标", "退休人员人数", "≥", "15000", "人", 5, "否", "【扣分 1.5】年初目标偏低", "21000", "3.50", None),
    ("S09", "产出指标", "首次待遇发放准确率", "≥", "≥99%", "%", 5, "否", None, "99.5", "5.00", None),
    ("S10", "产出指标", "参保人数（年末）", "=", "3000", "人", 5, "否", None, "3000", "5.00", None),
    ("S11", "效益指标", "因待遇上访件数", "≤", "6", "件", 5, "否", "集中反映调待政策", "12", "2.50", None),
    ("S12", "效益指标", "信访件数", "≤", "12", "起", 5, "否", None, "12", "5.00", None),
    ("S13", "效益指标", "参保人数（偏离）", "=", "2400", "人", 5, "否", "集中参保", "3000", "3.75", None),
    ("S14", "效益指标", "制度建设", "定性", "制度健全", "—", 5, "否", "【达成 95%】制度已修订", "95", "4.75", None),
    ("S15", "效益指标", "档案管理", "定性", "档案齐全", "—", 5, "否", "【部分达成 95%】待整理", None, None, "band"),
    ("S16", "效益指标", "社会影响", "定性", "影响良好", "—", 5, "否", None, None, None, "decision"),
    ("S17", "满意度指标", "参保群众满意率", "≥", "90%以上", "%", 10, "否", None, "97.5", "10.00", None),
]
INJURY = [
    ("S01", "产出指标", "20个工作日内拨付率", "=", "100", "%", 10, "否", "资料补正", "93.333333", "9.33", None),
    ("S02", "产出指标", "工作日内结算时限", "≤", "20", "工作日", 10, "否", "资料补正", "93.333333", "9.33", None),
    ("S03", "产出指标", "定期待遇人数", "≥", "745", "人", 10, "否", None, None, None, "actual"),
    ("S04", "产出指标", "区块链应用场景数", "≥", "3", "个", 10, "否", None, None, None, "indicator"),
    ("S05", "产出指标", "参保人数", "≥", "10", "%", 10, "否", None, None, None, "unit"),
    ("S06", "效益指标", "参保人数（目标为文字）", "≥", "适度增长", "人", 10, "否", None, "500", None, "target"),
    ("S07", "效益指标", "离退休人员上访件数", "≤", "1", "件", 20, "否", None, None, None, None),
    ("S09", "效益指标", "上访件数", "≤", "1", "件", 5, "否", None, None, None, "actual"),  # March does not state it
    ("S10", "效益指标", "群众上访率", "≤", "0", "%", 5, "否", None, None, None, "actual"),
    ("S08", "满意度指标", "满意率", "≥", "95", "%", 5, "否", None, None, None, "actual"),
]
STATISTICS = {
    "110": {
        "参保人数": ("0.3", "万人"), "离退休人数": ("21000", "人"), "死亡人数": ("10", "人"), "首次发放人次": ("100", "人次"),
        "首次发放准确人次": ("99.5", "人次"), "满意度调查人数": ("200", "人"), "满意人数": ("195", "人"), "上访件数": ("1", "件"),
    },
    "410": {"参保人数": ("500", "人"), "结算业务笔数": ("15", "件"), "按期结算业务笔数": ("14", "件"), "上访件数": ("0", "件")},
}  # fmt: skip


def write_goals(inbox: Path, region: str, year: str, rows: Sequence[Sequence[object]], version: int = 1) -> Path:
    """Rows in the order of HEADER."""
    suffix = "" if version == 1 else f"_v{version}"
    path = inbox / "finance" / f"fin_performance_goal_{region}_{year}{suffix}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("数据")
        sheet.merge_range(0, 0, 0, len(HEADER) - 1, f"社会保险基金绩效目标表（{year}年）")
        sheet.write_row(1, 0, HEADER)
        for line, row in enumerate(rows, start=2):
            for at, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(line, at, value)  # "=" is a direction, not a formula
                elif value is not None:
                    sheet.write(line, at, value)
    return path


def goal_rows(fund: str, goals: Sequence[Sequence[object]]) -> list[list[object]]:
    """Scenario tuples as rows of a goals file."""
    return [[fund, g[1], "二级指标", g[2], g[0], *g[3:9], None] for g in goals]


def write_books(inbox: Path, region: str, year: str, spent: dict[str, str], months: int = 12) -> None:
    """Even books of a year: income 3000 and expenditure ``spent`` yuan a month for each fund."""
    for month in range(1, months + 1):
        rows = []
        for fund, monthly in spent.items():
            amount = Decimal(monthly)
            for code, sign, flow in (("4001", -1, Decimal(3000)), ("5001", 1, amount)):
                before, after = flow * (month - 1), flow * month
                movement = (Decimal(0), flow) if sign < 0 else (flow, Decimal(0))
                rows.append((fund, code, f"科目{code}", before, *movement, after))
            rows.append((fund, "3001", "一般基金结余", Decimal(9000), Decimal(0), Decimal(0), Decimal(9000)))
            cash = Decimal(9000) + (3000 - amount) * (month - 1)
            rows.append((fund, "1003", "财政专户存款", cash, Decimal(3000), amount, cash + 3000 - amount))
        deliveries.ledger(inbox, region, f"{year}{month:02d}", rows)


def write_statistics(
    inbox: Path,
    region: str,
    year: str,
    stated: dict[str, dict[str, tuple[str, str]]],
    silent: tuple[int, str, str] | None = None,
) -> None:
    """The same statistics every month; `silent` is a month, fund and indicator that is left out."""
    rows = [(fund, name, *value) for fund, names in stated.items() for name, value in names.items()]
    for month in range(1, 13):
        kept = [row for row in rows if (month, row[0], row[1]) != silent]
        deliveries.statistics(inbox, region, f"{year}{month:02d}", kept)


def write_regions(inbox: Path) -> None:
    """Three regions: every rule; a plain one whose budget is zero and whose goals lack a block; a later year."""
    write_books(inbox, RULES, "2021", {"110": "95", "410": "40"})
    write_statistics(inbox, RULES, "2021", STATISTICS, silent=(3, "410", "上访件数"))
    deliveries.budget(
        inbox, RULES, "2021",
        [("110", "支出", "5001", "待遇支出", "0.12", "0.12"), ("410", "支出", "5001", "待遇支出", "0", "0")],
    )  # fmt: skip
    write_goals(inbox, RULES, "2021", goal_rows("110", PENSION) + goal_rows("410", INJURY))
    for region, year in ((PLAIN, "2021"), (LATER, "2023")):
        write_books(inbox, region, year, {"110": "1000"})
        write_statistics(inbox, region, year, {"110": STATISTICS["110"]})
        deliveries.budget(inbox, region, year, [("110", "支出", "5001", "待遇支出", "1.1", "1.2")])
    plain = [
        ("110", "产出指标", "数量指标", "离退休人数", "110.retired_count", "≥", "2", "万人", 50, "否", None, None),
        ("110", "效益指标", "社会效益指标", "上访", "petition_count", "≤", "12", "件", 30, "否", None, None),
        ("110", "满意度指标", "满意度", "满意率", "satisfaction", "≥", "90", "%", 10, "否", None, None),
    ]
    write_goals(inbox, PLAIN, "2021", plain)
    later = [
        ("110", "决策", "目标", "绩效目标合理性", "decision", "定性", "合理", "—", 20, "否", "【达成 100%】", None),
        ("110", "过程", "执行", "预算执行率", "expenditure_execution", "≥", "95", "%", 20, "否", None, None),
        ("110", "产出", "数量", "离退休人数", "retired_count", "≥", "2", "万人", 30, "否", None, None),
        ("110", "效益", "满意度", "满意率", "satisfaction", "≥", "90", "%", 30, "否", None, None),
    ]
    write_goals(inbox, LATER, "2023", later)
