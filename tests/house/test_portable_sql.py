"""Models say nothing that only one engine understands, or that two engines understand differently.

What they need of that kind has a name in the dispatched macro files, the only place where engines differ.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

DBT = Path(__file__).parents[2] / "dbt_project"
ENGINES = {"portable.sql", "portable_ratio.sql", "content_id.sql", "spark.sql"}

# Pattern → what to write instead. Matched against SQL without comments and without text in quotes.
FORBIDDEN = {
    r"::": "cast()",
    r"\bqualify\b": "row_number() in a subquery",
    r"\basof\b": "row_number() over the candidates of a window",
    r"\b(semi|anti)\s+join\b": "semi_join(), anti_join()",
    r"\bnot\s+materialized\b": "inlined()",
    r"\b(list|array|struct)(_\w+)?\s*\(|\b(unnest|explode|flatten|collect_\w+|from_json|map_\w+)\s*\(": "rows, or a dispatched macro",
    r"\b(string_agg|listagg|group_concat|array_agg)\s*\(": "joined()",
    r"\bconcat\s*\(": "concat_ws('', …): concat with a NULL is NULL on one engine only",
    r"\bavg\s*\(": "money_ratio(sum, count)",
    r"\bsign\s*\(": "case when x < 0",
    r"//|\bdiv\b": "floor() of a plain number, first_fifteen(), money_ratio()",
    r"\b(any_value|first|last|first_value|last_value|arg_min|arg_max|min_by|max_by|mode|median|quantile\w*)\s*\(": "min(), max()",
    r"(?<!dbt\.)\b(strftime|strptime|to_char|date_format|make_date|epoch\w*|date_part|date_diff|datediff|date_add|date_sub|date_trunc|dayofweek|interval)\b": "to_date(), to_period(), the dbt macros for dates",
    r"\bregexp_\w+|\brlike\b|\bilike\b|\bglob\b|\bsimilar\s+to\b": "first_match(), like",
    r"(?<!_)\btrim\s*\(": "trimmed(), to_text()",
    r"\b(md5\w*|sha\w+|hash|xxhash\w*|bit_xor|xor)\s*\(": "content_id(), set_id(), pair_id()",
    r"\b(varchar|hugeint|uhugeint|ubigint|uinteger|int128|blob|float|double|real|timestamp_ntz)\b": "string, integer, bigint, decimal(p, s)",
    r"\b(group|order)\s+by\s+all\b|\*\s*(exclude|except|replace)\b|\bcolumns\s*\(": "the columns by name",
    r"\b(pivot|unpivot|using\s+sample|positional\s+join|rowid)\b": "plain SQL",
    r"\bsafe_cast\b|\blistagg\b": "try_cast, joined()",
    r'"[a-z_]+"': "lower-case names without quotes",
}  # fmt: skip
# A quotient of money is no decimal on one engine and a rounded one on the other.
SLASH = re.compile(r"[\w)}\]]\s*/\s*[\w({]")
WHOLE_NUMBERS = re.compile(r"floor\([\w.]+ / 100\)|\{\{ 1 / factor \}\}")


def sources() -> list[Path]:
    return sorted(path for path in DBT.rglob("*.sql") if path.name not in ENGINES)


def bare(text: str) -> str:
    """SQL as the engine will read it, as far as that can be seen: no comments, no quoted text, no dbt statements."""
    text = re.sub(r"\{#.*?#\}|--[^\n]*|\{%.*?%\}", " ", text, flags=re.S)
    text = re.sub(r"\{\{.*?\}\}", lambda found: unquoted(found.group()), text, flags=re.S)
    return re.sub(r"'(?:[^']|'')*'", "''", text)


def unquoted(expression: str) -> str:
    """A macro call: SQL given as an argument stands in double quotes and is SQL all the same."""
    return re.sub(r'"((?:[^"])*)"', r"\1", re.sub(r"'[^'\"]*'", "''", expression))


def windows(code: str) -> Iterator[str]:
    """What stands in the parentheses after each OVER."""
    for found in re.finditer(r"(?i)\bover\s*\(", code):
        depth, start = 1, found.end()
        for place in range(start, len(code)):
            depth += {"(": 1, ")": -1}.get(code[place], 0)
            if depth == 0:
                yield code[start:place]
                break


def split(text: str) -> list[str]:
    """Parts between the commas that stand in no parentheses."""
    parts, depth = [""], 0
    for letter in text:
        depth += {"(": 1, ")": -1, "{": 1, "}": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]


def faults(text: str) -> list[str]:
    """What a text says that engines disagree about."""
    code = bare(text)
    found = [
        f"{hit.group()!r}: write {instead}"
        for pattern, instead in FORBIDDEN.items()
        for hit in re.finditer(pattern, code, re.I)
    ]
    divided = WHOLE_NUMBERS.sub("", code)
    found += [f"{hit.group()!r}: write money_ratio()" for hit in SLASH.finditer(divided)]
    for window in windows(code):
        ordered = re.split(r"(?i)\border\s+by\b", window)
        keys = re.split(r"(?i)\b(?:rows|range)\s+between\b", ordered[1])[0] if len(ordered) > 1 else ""
        found += [f"order by {key}: say nulls last" for key in split(keys) if key and "nulls last" not in key.lower()]
    if "\\" in re.sub(r"\{#.*?#\}", "", text, flags=re.S):
        found.append("a backslash: chr(92), [.] or [0-9]")
    return found


@pytest.mark.parametrize("file", sources(), ids=lambda file: str(file.relative_to(DBT)))
def test_models_speak_to_every_engine(file):
    assert faults(file.read_text()) == []


@pytest.mark.parametrize(
    "text",
    [
        "select a::date from t",
        "select row_number() over (partition by a order by b) from t",
        "select row_number() over (partition by a order by coalesce(b, 0) nulls last, c) from t",
        "select sum(amount) / count(*) from t",
        "select avg(amount) from t",
        "select * from a asof join b using (k)",
        "select * from t qualify row_number() over (order by a nulls last) = 1",
        "select list_sort(list(a)) from t",
        "select concat(a, b) from t",
        "select * exclude (a) from t",
        "select {{ content_id(\"md5(a)\") }} from t",
        "select regexp_replace(a, '[0-9]', '') from t",
        "select 'a\\_b' from t",
        "select cast(a as varchar) from t",
    ],
)  # fmt: skip
def test_what_engines_disagree_about_is_refused(text):
    assert faults(text)


def test_what_a_text_or_a_comment_says_is_no_sql():
    assert faults("select 'sum / 平均, avg(x)' as note -- a::b\nfrom t {# concat(a) #}") == []


def test_every_engine_difference_has_a_version_for_each_engine():
    text = "\n".join((DBT / "macros" / name).read_text() for name in ENGINES)
    dispatched = set(re.findall(r"adapter\.dispatch\('(\w+)'", text))
    assert len(dispatched) > 10
    for engine in ("duckdb", "spark"):
        assert dispatched <= set(re.findall(rf"macro (?:{engine}|default)__(\w+)\(", text)), engine


def test_only_those_files_dispatch():
    others = [
        file.name for file in DBT.rglob("*.sql") if file.name not in ENGINES and "adapter.dispatch" in file.read_text()
    ]
    assert others == []
