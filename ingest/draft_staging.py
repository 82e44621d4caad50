"""Drafts of the dbt side of a new dataset: staging model and its description."""

from __future__ import annotations

from ingest.sample import GuessedColumn, Sample

MACROS = {"text": "to_text", "month": "to_text", "money": "to_money", "date": "to_date"}


def staging_sql(dataset: str, sample: Sample, names: list[str], mark: str) -> str:
    """The staging model: typed columns of the rows that count, by the macros of ``dbt_project/macros``."""
    columns = ",\n".join(f"        {_typed(n, c)}" for n, c in _landed(names, sample))
    key = f"{{{{ to_text('{_landed(names, sample)[0][0]}') }}}}"
    return (
        f"-- {mark}：一行代表什么。One row per …\n"
        "with typed as (\n    select\n        source_file_id,\n        source_row,\n"
        f"        {key} as record_key,  -- {mark}：与约定里的 key 一致\n"
        f"{columns}\n    from {{{{ source('landing', '{dataset}') }}}}\n)\n\n"
        "{{ counted('typed') }}\n"
    )


def staging_yaml(dataset: str, sample: Sample, names: list[str], mark: str) -> str:
    """Description and tests of the staging model."""
    required = ", ".join(["record_key", *(n for n, c in _landed(names, sample) if c.required)])
    return (
        f"# {mark}：在 models/staging/_sources.yml 的 tables 里加一行“- name: {dataset}”\n"
        f"# {mark}：在 macros/dataset_shapes.sql 里加上 {dataset} 的主键、金额和列\n"
        "version: 2\n\nmodels:\n"
        f'  - name: stg_{dataset}\n    description: "{dataset}"  # {mark}：说明一行代表什么\n'
        "    data_tests:\n"
        f"      - typed_or_rejected: {{arguments: {{columns: [{required}]}}}}\n"
        "      - unique_grain: {arguments: {columns: [source_file_id, source_row]}}\n"
    )


def _landed(names: list[str], sample: Sample) -> list[tuple[str, GuessedColumn]]:
    """Columns as landing keeps them: a person's number becomes ``person_key``, the name is gone."""
    kept = []
    for name, column in zip(names, sample.columns, strict=True):
        if "姓名" in column.header:
            continue
        kept.append(("person_key" if any(x in column.header for x in ("身份证", "证件")) else name, column))
    return kept


def _typed(name: str, column: GuessedColumn) -> str:
    if column.type == "integer":
        return f"cast({{{{ to_integer('{name}') }}}} as integer) as {name}"
    if column.type == "decimal":
        return f"try_cast(replace({{{{ to_text('{name}') }}}}, ',', '') as decimal(28, 6)) as {name}"
    return f"{{{{ {MACROS[column.type]}('{name}') }}}} as {name}"
