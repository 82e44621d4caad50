"""Drafts what a new dataset needs, from a sample: contract, staging model with its YAML, fixture.

Whatever the sample cannot tell is marked with ``待确认`` in the drafts; ``open_decisions`` lists those lines.
"""

from __future__ import annotations

import re
from pathlib import Path

from ingest.contract import load_contracts
from ingest.draft_staging import staging_sql, staging_yaml
from ingest.header import normal_label
from ingest.sample import GuessedColumn, Sample, look_at

MARK = "待确认"


def draft_source(sample: Path, into: Path) -> list[Path]:
    """Write the drafts for ``sample`` below the project folder ``into``; gives the paths written.

    ``sample`` is named and placed as it will be delivered: ``<party>/<dataset>_<region>_<period>.<ext>``.
    Raises ``FileExistsError`` before writing anything when one of the files is there, ``Refusal`` when the
    sample is no table.
    """
    party, dataset = _names(sample)
    looked = look_at(sample)
    names = column_names(looked.columns)
    drafts = {
        into / f"ingest/sources/{party}/{dataset}.yml": contract_text(dataset, party, looked, names),
        into / f"dbt_project/models/staging/{party}/stg_{dataset}.sql": staging_sql(dataset, looked, names, MARK),
        into / f"dbt_project/models/staging/{party}/_stg_{dataset}.yml": staging_yaml(dataset, looked, names, MARK),
        into / f"tests/ingest/fixtures/{party}/{dataset}.csv": _fixture(looked),
    }
    for path in drafts:
        if path.exists():
            raise FileExistsError(f"{path} 已经存在，草稿不覆盖任何文件")
    for path, text in drafts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(drafts)


def open_decisions(paths: list[Path]) -> list[str]:
    """Every line of the drafts that a person must decide, as ``file:line: text``."""
    found = []
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if MARK in line:
                found.append(f"{path.name}:{number}: {line.split(MARK, 1)[1].lstrip('：: ')}")
    return found


def _names(sample: Path) -> tuple[str, str]:
    stem = sample.name.split(".", 1)[0]
    dataset = re.sub(r"_[1-9]\d{5}_\d{4,6}(_v\d+)?$", "", stem).lower()
    dataset = re.sub(r"[^a-z0-9]+", "_", dataset).strip("_") or "new_dataset"
    party = re.sub(r"[^a-z0-9]+", "_", sample.resolve().parent.name.lower()).strip("_")
    return (party if re.match(r"[a-z]", party) else "new_party"), (dataset if dataset[0].isalpha() else f"d_{dataset}")


def column_names(columns: list[GuessedColumn]) -> list[str]:
    """Canonical names: those that other contracts use for the same header, else ``column_<n>``."""
    known = {normal_label(x.text): c.name for k in load_contracts().values() for c in k.columns for x in c.labels}
    names: list[str] = []
    for number, column in enumerate(columns, 1):
        name = known.get(normal_label(column.header), f"column_{number}")
        names.append(name if name not in names else f"column_{number}")
    return names


def contract_text(dataset: str, party: str, sample: Sample, names: list[str]) -> str:
    """The contract as YAML, every guess marked."""
    by_header = dict(zip((c.header for c in sample.columns), names, strict=True))
    dates = [n for n, c in zip(names, sample.columns, strict=True) if c.type in {"date", "month"}]
    lines = [
        f"# 由样本草拟，共看了 {sample.rows} 行。每个“{MARK}”都要由人决定，决定后删去这个记号。",
        f"dataset: {dataset}",
        f"party: {party}",
        f"title: {dataset}  # {MARK}：中文名称",
        "version: 1",
        f"delivery: {{frequency: monthly, day: 5, grace_days: 3, required: false}}  # {MARK}：每月几日前报送、宽限几天、是否必须",
        _file_line(sample),
    ]
    if dates:
        lines.append(f"period: {{columns: [{dates[0]}]}}  # {MARK}：哪一列决定属于哪个月")
    lines.append(
        f"key: {{columns: [{names[0]}], on_duplicate: warn}}  # {MARK}：哪些列唯一确定一行；重复时 warn 还是 refuse"
    )
    if sample.trailer:
        sums = ", ".join(by_header[h] for h in sample.sums)
        lines.append(
            f'trailer: {{marker: "{sample.trailer}", layout: {sample.layout}, sums: [{sums}]}}  # {MARK}：合计哪些列'
        )
    else:
        lines.append(f"# {MARK}：样本没有合计行；请与报送单位商定，没有合计就不能证明文件完整")
    lines += [
        *([f"unit: {sample.unit}"] if sample.unit else []),
        f"rows: {{floor: 1, ceiling: 20000000}}  # {MARK}：正常的行数范围",
        f'tolerance: {{rows: 0, share: "0"}}  # {MARK}：最多允许几行退回',
        "columns:",
    ]
    lines += [_column_line(name, column) for name, column in zip(names, sample.columns, strict=True)]
    return "\n".join(lines) + "\n"


def _file_line(sample: Sample) -> str:
    if sample.kind == "workbook":
        return f"file: {{kind: workbook, extension: xlsx, header_rows: {sample.header_rows}, search_rows: 15}}"
    delimiter = {"\t": '"\\t"'}.get(sample.delimiter, f'"{sample.delimiter}"')
    quote = '""' if sample.delimiter == "|" else "'\"'"
    extension = sample.extension if sample.extension in {"csv", "txt"} else "csv"
    return (
        f"file: {{kind: delimited, extension: {extension}, encoding: {sample.encoding}, delimiter: {delimiter}, quote: {quote}}}"
        + (f"  # {MARK}：样本也可能是 GBK" if sample.encoding == "GB18030" else "")
    )


def _column_line(name: str, column: GuessedColumn) -> str:
    header = column.header.replace('"', '\\"')
    parts = [f"name: {name}", f'header: "{header}"', f"type: {column.type}"]
    parts += [f"formats: [{', '.join(column.formats)}]"] if column.formats else []
    parts += ["required: true"] if column.required else []
    asked = ["类型", "是否必填"] + (["英文名"] if name.startswith("column_") else [])
    if re.search(r"姓名|身份证|证件", column.header):
        parts.append("classification: " + ("person_name" if "姓名" in column.header else "person_id"))
        asked.append("个人信息")
    return f"  - {{{', '.join(parts)}}}  # {MARK}：{'、'.join(asked)}"


def _fixture(sample: Sample) -> str:
    """A made-up row under the true header: the sample's own values may be confidential."""
    made_up = {
        "date": "2021-01-15",
        "month": "202101",
        "money": "1234.50",
        "integer": "1",
        "decimal": "1.5",
        "text": "示例",
    }
    forms = {"compact": "20210115", "slash": "2021/01/15"}
    row = [
        forms.get(c.formats[0], made_up["date"]) if c.type == "date" and c.formats else made_up[c.type]
        for c in sample.columns
    ]
    lines = [[c.header for c in sample.columns], row]
    return "\n".join((sample.delimiter or ",").join(cells) for cells in lines) + "\n"
