"""Prose that people write, kept in one file beside the documents so that the next run finds it."""

from __future__ import annotations

from pathlib import Path

import yaml

from reporting.content.facts import layout
from reporting.document import Placeholder, printable

_HEAD = """# 年度报告中须由人填写的文字。在冒号后填写（长文字用 | 换行缩进），保存后重新运行 sanfang report。
# 本文件只在不存在时生成，不会被覆盖。
"""


class Human:
    """What people have written so far; the rest are placeholders."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._hints: dict[str, str] = layout("human")
        self._texts = self._read()

    def run(self, name: str) -> str | Placeholder:
        """The text of that name, or the mark that it is still to be written."""
        text = self._texts.get(name)
        return text if text else Placeholder(name, self._hints[name])

    def missing(self) -> list[str]:
        """Hints of what nobody has written yet."""
        return [hint for name, hint in self._hints.items() if not self._texts.get(name)]

    def write_blank(self) -> None:
        """Lay the file out for people to fill in, unless there is one."""
        if self.path.exists():
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        lines = [f"\n# {hint}\n{name}: ''\n" for name, hint in self._hints.items()]
        self.path.write_text(_HEAD + "".join(lines), encoding="utf-8")

    def _read(self) -> dict[str, str]:
        if not self.path.exists():
            return {}
        try:
            found = yaml.safe_load(self.path.read_text(encoding="utf-8")) or {}
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise ValueError(f"{self.path} 不能读取，请按 YAML 格式更正：{error}") from error
        if not isinstance(found, dict) or set(found) - set(self._hints):
            raise ValueError(f"{self.path} 只能有这些名称：{'、'.join(self._hints)}。")
        return {name: printable(str(text or "")).strip() for name, text in found.items()}
