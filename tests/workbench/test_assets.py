"""The assets shipped with the package are the ones that the manifest names, with their licences."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import workbench

VENDOR = Path(workbench.__file__).parent / "static" / "vendor"
ROOT = VENDOR.parents[2]
MANIFEST = json.loads((VENDOR / "manifest.json").read_text())


def test_each_asset_is_the_one_named_with_its_licence():
    for each in MANIFEST:
        content = (ROOT / each["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == each["sha256"], each["name"]
        assert (ROOT / each["licence_file"]).stat().st_size > 300
        assert each["version"].count(".") == 2


def test_nothing_else_is_shipped():
    named = {ROOT / each[key] for each in MANIFEST for key in ("file", "licence_file")} | {VENDOR / "manifest.json"}
    assert [path for path in VENDOR.rglob("*") if path.is_file() and path not in named] == []


def test_assets_are_served_and_may_be_kept(browsers):
    for each in MANIFEST:
        name = "vendor/echarts/" + Path(each["file"]).name if each["name"] == "echarts" else "vendor/htmx.min.js"
        answer = browsers["viewer"].get(f"/static/{name}?v=1")
        assert answer.status_code == 200
        assert hashlib.sha256(answer.content).hexdigest() == each["sha256"]
        assert "immutable" in answer.headers["cache-control"]
        assert "no-cache" in browsers["viewer"].get(f"/static/{name}").headers["cache-control"]
