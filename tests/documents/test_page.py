"""The page: every figure tells where it comes from; nothing is fetched; a real browser opens it."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from decimal import Decimal

import pytest

from warehouse.connection import reader

_FIGURE = re.compile(r'<button type="button" class="figure" data-from="(p\d+)">([^<]*)</button>')
_PROBE = """<script>
const first = [...document.querySelectorAll("button.figure")].find((each) => each.textContent === "3749564");
first.focus();
first.click();
const cells = [...document.querySelectorAll("#origin-files tbody td")].map((cell) => cell.textContent);
drawn.forEach((chart) => chart.getZr().flush());
  document.body.insertAdjacentHTML("beforeend", "<pre id=probe></pre>");
  document.getElementById("probe").textContent = JSON.stringify({open: dialog.open,
    sql: document.getElementById("origin-sql").textContent, cells, charts: document.querySelectorAll(".chart svg").length});
</script>"""


@pytest.fixture(scope="module")
def page(documents):
    return documents["annual-report.html"].read_text()


def origins(page):
    return json.loads(re.search(r'id="origins">(.*?)</script>', page, re.S)[1])


def test_every_figure_has_evidence_that_gives_it_and_files_behind_it(page, golden):
    known, checked = origins(page), 0
    with reader(golden.published_path) as connection:
        for source, text in _FIGURE.findall(page):
            origin = known["figures"][source]
            rows = connection.execute(origin["sql"]).fetchall()
            assert len(rows) <= 1
            printed = html.unescape(text).replace(",", "")
            # Cells of the form show a target or an actual with its unit; the evaluation's own tests compare those.
            if " as value " not in origin["sql"] or not re.fullmatch(r"-?[0-9.]+", printed):
                continue
            assert Decimal(printed) == rows[0][0], origin
            assert origin["files"], origin
            checked += 1
    assert checked > 400
    assert all(re.fullmatch(r"[0-9a-f]{64}", file[3]) for file in known["files"])


def test_no_two_figures_of_the_same_evidence_differ(page):
    printed = {}
    for source, text in _FIGURE.findall(page):
        printed.setdefault(source, set()).add(text.replace(",", ""))
    assert all(len(texts) == 1 for texts in printed.values())


def test_nothing_is_fetched(page):
    markup = re.sub(r"<script.*?</script>", "", page, flags=re.S)
    assert not re.search(r"(?:src|href)=|@import|url\(", markup)
    assert "default-src 'none'" in markup


def test_a_browser_opens_it_and_a_click_tells_the_origin(page, tmp_path):
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no chromium on this machine")
    file = tmp_path / "probed.html"
    # The chart library has the same words in a string: only the last are the page's end.
    before, after = page.rsplit("</body>", 1)
    file.write_text(f"{before}{_PROBE}</body>{after}")
    command = [
        browser,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path / 'profile'}",
        "--virtual-time-budget=5000",
        "--dump-dom",
        str(file),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    seen = json.loads(html.unescape(re.search(r'<pre id="probe">(.*?)</pre>', done.stdout, re.S)[1]))
    assert seen["open"] is True
    assert "fct_fund_statement" in seen["sql"]
    assert seen["cells"][0] == "ss_ledger_650000_202012.xlsx"
    assert seen["charts"] == 4
