"""Refused files: moved out of the inbox, with a report that a clerk can read and print."""

from __future__ import annotations

import html
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from ingest.advice import advice
from ingest.archive import Parcel
from ingest.findings import Problem, Refusal
from ingest.receipt import write_atomically

SHOWN = 50
STYLE = """
body{font-family:"FangSong","仿宋","Noto Serif CJK SC",serif;max-width:46em;margin:2em auto;padding:0 1em;line-height:1.6}
h1{font-size:1.4em;text-align:center}dl{display:grid;grid-template-columns:6em 1fr;gap:.3em 1em}dt{font-weight:bold}dd{margin:0}
table{border-collapse:collapse;width:100%;font-size:.92em}th,td{border:1px solid #555;padding:.2em .5em;text-align:left;
overflow-wrap:anywhere}thead{display:table-header-group}tr{break-inside:avoid}.do{border:2px solid #a00;padding:.6em 1em}
@media print{body{margin:0;max-width:none}}@page{size:A4;margin:20mm}
"""


def folder_for(quarantine: Path, party: str, key: str) -> Path:
    """Where a refused delivery and its report lie."""
    return quarantine / party / key


def write_report(folder: Path, parcel: Parcel, title: str, refusal: Refusal, extra: str = "") -> Path:
    """Write ``report.html``, ``report.txt`` and ``report.json``; gives the path of the first."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    todo = advice(refusal.code) + extra
    facts = {
        "file": parcel.shown,
        "dataset": title,
        "code": refusal.code,
        "what": refusal.message,
        "do": todo,
        "problems_in_all": refusal.count,
        "problems": [asdict(p) for p in refusal.problems[:SHOWN]],
    }
    write_atomically(folder / "report.json", json.dumps(facts, ensure_ascii=False, indent=1).encode())
    write_atomically(folder / "report.txt", "\n".join(_text(parcel, title, refusal, todo)).encode())
    write_atomically(folder / "report.html", _html(parcel, title, refusal, todo).encode())
    return folder / "report.html"


def put_away(parcel: Parcel, folder: Path, content: Path | None) -> bool:
    """Move the refused file into ``folder``; a member of a zip is copied from ``content``. False when it stays."""
    target = folder / (parcel.name if parcel.member else parcel.path.name)
    if parcel.member is not None:
        if content is not None:
            shutil.copyfile(content, target)
        return False
    try:
        parcel.path.rename(target)
    except OSError:
        if parcel.path.is_symlink():
            return False
        shutil.copyfile(parcel.path, target)  # another file system, or an inbox that is read-only
        try:
            parcel.path.unlink()
        except OSError:
            return False
    return True


def _place(problem: Problem) -> str:
    row = f"第 {problem.row} 行" if problem.row is not None else "整个文件"
    return f"{row}，{problem.column}" if problem.column else row


def _text(parcel: Parcel, title: str, refusal: Refusal, todo: str) -> Iterator[str]:
    yield "文件退回单"
    yield ""
    yield f"哪个文件：{parcel.shown}"
    yield f"哪种数据：{title}"
    yield f"什么问题：{refusal.message}"
    yield f"怎么办：  {todo}"
    if refusal.problems:
        yield ""
        yield f"问题共 {refusal.count} 处{_listed(refusal)}："
        for number, p in enumerate(refusal.problems[:SHOWN], 1):
            yield f"{number:>3}. {_place(p)}：应为 {p.expected or '—'}；实为 {p.found or '—'}{'；' + p.note if p.note else ''}"
    yield ""
    yield "文件整个没有读入，账上没有任何变化；该月等待更正后的文件。"
    yield ""


def _listed(refusal: Refusal) -> str:
    shown = min(len(refusal.problems), SHOWN)
    return f"，列出前 {shown} 处" if refusal.count > shown else ""


def _html(parcel: Parcel, title: str, refusal: Refusal, todo: str) -> str:
    e = html.escape
    rows = "".join(
        f"<tr><td>{n}</td><td>{e(_place(p))}</td><td>{e(p.expected or '—')}</td><td>{e(p.found or '—')}</td><td>{e(p.note)}</td></tr>"
        for n, p in enumerate(refusal.problems[:SHOWN], 1)
    )
    table = (
        (
            f"<h2>问题共 {refusal.count} 处{_listed(refusal)}</h2><table><thead><tr><th>序号</th><th>哪里</th><th>应为</th>"
            f"<th>实为</th><th>说明</th></tr></thead><tbody>{rows}</tbody></table>"
        )
        if rows
        else ""
    )
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>文件退回单 {e(parcel.shown)}</title>'
        f"<style>{STYLE}</style></head><body><h1>文件退回单</h1><dl><dt>哪个文件</dt><dd>{e(parcel.shown)}</dd>"
        f"<dt>哪种数据</dt><dd>{e(title)}</dd><dt>什么问题</dt><dd>{e(refusal.message)}</dd></dl>"
        f'<p class="do"><strong>怎么办：</strong>{e(todo)}</p>{table}'
        "<p>文件整个没有读入，账上没有任何变化；该月等待更正后的文件。</p></body></html>\n"
    )
