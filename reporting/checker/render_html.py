"""The result as one html file that needs nothing else."""

from __future__ import annotations

from html import escape

from reporting.checker.check import Result
from reporting.checker.findings import KIND_NAMES, SEVERITY_NAMES, VERDICT_NAMES, Finding, Verdict
from reporting.checker.render_table import summary

_STYLE = """
body{font:15px/1.6 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;margin:2em auto;max-width:1180px;padding:0 1em;color:#222}
h1{font-size:1.4em}h2{font-size:1.1em;margin-top:2em}table{border-collapse:collapse;width:100%}
th,td{border:1px solid #ccc;padding:.4em .6em;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{background:#f3f4f6;white-space:nowrap}td.q{color:#555}td.a{font-variant-numeric:tabular-nums}
.wrong h2{color:#b00020}.explained h2{color:#00566b}.not_checkable h2{color:#7a5a00}.right h2{color:#1b6e2e}
summary{cursor:pointer;color:#444}@media print{details{display:block}}
"""
_HELP = {
    Verdict.WRONG: "算不平、自相矛盾，或与报告自定目标不符而未说明；请按建议核实原始数据。",
    Verdict.EXPLAINED: "字面上不相等，但报告的列报口径可以解释；建议在报告中写明。",
    Verdict.NOT_CHECKABLE: "报告没有给出基数或依据，本工具不作判断。",
    Verdict.RIGHT: "在所列位数的四舍五入范围内相符。",
}


def to_html(result: Result) -> str:
    """A page in Chinese; every text of the report is escaped."""
    sections = "".join(_section(result, verdict) for verdict in VERDICT_NAMES)
    title = escape(f"报告数字核对：{result.name}")
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{title}</title><style>{_STYLE}</style></head><body><h1>{title}</h1>"
        f"<p>{escape(summary(result))}</p>{sections}</body></html>\n"
    )


def _section(result: Result, verdict: Verdict) -> str:
    findings = result.of(verdict)
    if not findings:
        return ""
    heads = "".join(f"<th>{head}</th>" for head in ("程度", "项目", "位置", "原文", "计算", "建议"))
    rows = "".join(_row(each) for each in findings)
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    if verdict in (Verdict.RIGHT, Verdict.NOT_CHECKABLE):
        table = f"<details><summary>展开 {len(findings)} 条</summary>{table}</details>"
    name = escape(VERDICT_NAMES[verdict])
    return (
        f'<section class="{verdict.value}"><h2>{name}（{len(findings)}）</h2><p>{_HELP[verdict]}</p>{table}</section>'
    )


def _row(finding: Finding) -> str:
    what = f"{KIND_NAMES[finding.kind]}：{finding.title}"
    cells = (
        ("", SEVERITY_NAMES[finding.severity]),
        ("", what),
        ("", finding.place),
        ("q", finding.quote),
        ("a", finding.arithmetic),
        ("", finding.reading),
    )
    return "<tr>" + "".join(f'<td class="{kind}">{escape(text)}</td>' for kind, text in cells) + "</tr>"
