"""Writes the delimited deliveries: tax in GB18030, the agency in GBK with a trailer, benefits in UTF-8 with BOM."""

from __future__ import annotations

from pathlib import Path

import duckdb

CHUNK = 100_000

TAX_HEADER = (
    "电子税票号码,明细序号,纳税人识别号,缴费人名称,征收项目,征收品目,品目名称,费款所属期起,费款所属期止,"
    "税款种类,实缴金额,缴款日期,入库日期,国库划转批次号,核定单号"
)
CONTRIBUTION_HEADER = "到账流水号|单位编号|统一社会信用代码|单位名称|险种|费款所属期|缴费类型|核定单号|应缴金额|到账金额|到账日期|税票号码"
ASSESSMENT_HEADER = (
    "核定单号|单位编号|统一社会信用代码|单位名称|险种|费款所属期|缴费类型|缴费人数|缴费基数|应缴金额|核定日期"
)
BENEFIT_HEADER = (
    "发放流水号,发放批次号,证件号码,姓名,险种,待遇项目,待遇所属期,应发金额,实发金额,发放日期,"
    "首次发放,发放结果,失败原因,重发原流水号"
)

# tax: paid in the month, and once more what was paid earlier and reached the treasury in it
TAX = """
with shown as (
    select *, if(ym(treasury) <= $period, treasury, null) as seen,
        if(ym(treasury) <= $period and via = 'treasury', batch_key, '') as batch
    from tax_line where ym(paid) = $period or (ym(paid) < $period and ym(treasury) = $period)
)
select
    concat(ticket_no, chr(9), ',', line_no, ',', if(uses_old_number, old_number, uscc), ',', name, ',', levy_item, ',',
        if(subitem = 'unit', unit_subitem, person_subitem), ',', levy_name,
        if(fund = '410', '', if(subitem = 'unit', '(单位缴纳)', '(个人缴纳)')), ',',
        fee_start, ',', fee_end, ',', levy, ',',
        if(abs(amount) >= 100000, '"' || grouped_yuan(amount) || '"', yuan(amount)), ',',
        paid, ',', coalesce(seen::varchar, ''), ',', coalesce(batch, ''), ',', coalesce(shown_assessment, '')) as line,
    amount as fen
from shown join fund using (fund) order by ticket_no, line_no
"""
CONTRIBUTION = """
select
    concat_ws('|', record_key, if(known = 'own', employer_no, getvariable('region') || '999999'),
        if(known = 'own', uscc, '999999999999999999'), if(known = 'own', name, '待查缴费单位'), fund, ym(fee_period),
        posting_type, coalesce(shown_assessment, ''), yuan(amount_due), yuan(amount), strftime(posted, '%Y%m%d'),
        coalesce(shown_ticket, '')) as line,
    amount as fen
from agency_line where ym(posted) = $period order by record_key
"""
ASSESSMENT = """
select
    concat_ws('|', assessment_no, employer_no, uscc, name, fund, ym(fee_month), '正常', heads, yuan(base), yuan(a),
        strftime(assessed, '%Y%m%d')) as line,
    a as fen
from payment where ym(fee_month) = $period order by assessment_no
"""
BENEFIT = """
select
    concat_ws(',', record_key, shown_batch, person_id, person_name, fund, item, ym(first_day), yuan(fen), yuan(fen), paid,
        if(is_first, '是', '否'), if(failed, '失败', '成功'), if(failed, '账号错误', ''), coalesce(reissue_of, '')) as line,
    fen
from benefit where ym(first_day) = $period order by record_key
"""


def _write(
    con: duckdb.DuckDBPyConnection, query: str, period: str, path: Path, header: str, encoding: str
) -> tuple[int, int]:
    """Header and lines; answers rows and the sum in fen. The trailer is added by the caller."""
    path.parent.mkdir(parents=True, exist_ok=True)
    con.execute(f"create or replace temp table outgoing as {query}", {"period": period})
    counted = con.execute("select count(*), coalesce(sum(fen), 0)::bigint from outgoing").fetchone()
    reader = con.execute("select line from outgoing")
    with path.open("wb") as file:
        file.write((header + "\r\n").encode(encoding))
        while rows := reader.fetchmany(CHUNK):
            file.write("".join(f"{row[0]}\r\n" for row in rows).encode(encoding))
    return counted if counted else (0, 0)


def yuan(fen: int) -> str:
    """Fen as yuan with two decimals."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def _append(path: Path, text: str, encoding: str) -> None:
    with path.open("ab") as file:
        file.write((text + "\r\n").encode(encoding))


def write_text_files(con: duckdb.DuckDBPyConnection, inbox: Path, region: str, period: str) -> None:
    """The four delimited files of a month."""
    path = inbox / "tax" / f"tax_collection_{region}_{period}.csv"
    rows, fen = _write(con, TAX, period, path, TAX_HEADER, "gb18030")
    grouped = f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"
    total = f'"{grouped}"' if "," in grouped else grouped
    _append(path, f"合计,{rows},,,,,,,,,{total},,,,", "gb18030")
    for dataset, query, header in (
        ("ss_contribution", CONTRIBUTION, CONTRIBUTION_HEADER),
        ("ss_assessment", ASSESSMENT, ASSESSMENT_HEADER),
    ):
        path = inbox / "social_security" / f"{dataset}_{region}_{period}.txt"
        rows, fen = _write(con, query, period, path, header, "gbk")
        _append(path, f"#合计|{rows}|{yuan(fen)}", "gbk")
    path = inbox / "social_security" / f"ss_benefit_{region}_{period}.csv"
    rows, fen = _write(con, BENEFIT, period, path, "\ufeff" + BENEFIT_HEADER, "utf-8")
    _append(path, f"合计,{rows},,,,,,,{yuan(fen)},,,,,", "utf-8")
