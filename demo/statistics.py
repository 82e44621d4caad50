"""The monthly statistics of the agency: heads, flows, first payments, settlements, satisfaction."""

from __future__ import annotations

from demo.golden import Golden
from demo.payrun import flow_heads, stocks

Row = tuple[str, str, int, str]
SURVEYED = 400
SATISFIED = {"110": 398, "120": 399, "210": 388, "410": 387}
FIRST_ACCURACY_PER_MILLE = {"110": 997, "120": 998, "210": 1000, "410": 995}


def month_statistics(golden: Golden, when: str, month: int, first: dict[str, dict[int, int]]) -> list[Row]:
    """Return the rows of one month; `first` holds persons paid for the first time by fund and month."""
    rows: list[Row] = []
    for fund in ("110", "120", "210", "410"):
        rows.append((fund, "参保人数", stocks(golden, fund, "insured", when)[month], "人"))
        rows += _fund_rows(golden, fund, when, month)
        paid = first[fund][month]
        rows.append((fund, "首次发放人次", paid, "人次"))
        rows.append((fund, "首次发放准确人次", -(-paid * FIRST_ACCURACY_PER_MILLE[fund] // 1000), "人次"))
        rows.append((fund, "满意度调查人数", SURVEYED, "人"))
        rows.append((fund, "满意人数", SATISFIED[fund] - month % 2, "人"))
        rows.append((fund, "上访件数", 0, "件"))
    return rows


def _fund_rows(golden: Golden, fund: str, when: str, month: int) -> list[Row]:
    def flow(head: str, account: str) -> int:
        return flow_heads(golden, fund, head, account, when)[month - 1]

    if fund in ("110", "120"):
        rows = [(fund, "离退休人数", stocks(golden, fund, "retired", when)[month], "人")]
        return rows + ([(fund, "死亡人数", flow("deaths", "500102"), "人")] if fund == "110" else [])
    if fund == "210":
        return [
            (fund, "领取待遇人数", stocks(golden, fund, "recipients", when)[month], "人"),
            (fund, "代缴医疗保险人次", flow("medical", "500102"), "人次"),
            (fund, "技能补贴人数", flow("skill", "5105"), "人"),
            (fund, "稳岗补贴人次", flow("jobs", "5104"), "人次"),
        ]
    treated = flow("treated", "500101")
    return [
        (fund, "定期待遇人数", stocks(golden, fund, "periodic", when)[month], "人"),
        (fund, "结算业务笔数", treated, "件"),
        (fund, "按期结算业务笔数", treated - (1 if month % 4 == 3 else 0), "件"),
    ]


def first_payments(golden: Golden, when: str) -> dict[str, dict[int, int]]:
    """Persons paid for the first time by fund and month, at real size: growth of the stock plus those who replace the dead."""
    firsts: dict[str, dict[int, int]] = {}
    deaths = [0, *flow_heads(golden, "110", "deaths", "500102", when)]
    for fund, head in (("110", "retired"), ("120", "retired"), ("210", "recipients")):
        stock = stocks(golden, fund, head, when)
        replaced = deaths if fund == "110" else [0] * 13
        firsts[fund] = {m: stock[m] - stock[m - 1] + replaced[m - 1] for m in range(1, 13)}
    treated = flow_heads(golden, "410", "treated", "500101", when)
    firsts["410"] = {m: treated[m - 1] for m in range(1, 13)}
    return firsts
