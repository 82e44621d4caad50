"""A corrected file from an accountant into the inbox: named as the contracts say, never over another file."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ingest.contract import SourceContract
from ingest.findings import Refusal
from ingest.naming import FileName, contract_for, is_temporary, parse_name
from ingest.receipt import ACCEPTED
from workbench.receipts import Delivered, contracts

CHUNK = 1024 * 1024


class DeliveryRefused(ValueError):
    """The file is not put into the inbox; the message says what to do."""


@dataclass(frozen=True)
class Plan:
    """What will happen to a file of this name.

    Attributes:
        sentences: What the next run will do, in plain words.
        problem: Why the file cannot be taken under this name, or None.
    """

    name: FileName
    contract: SourceContract
    file_name: str
    sentences: tuple[str, ...]
    problem: str | None


def plan(file_name: str, inbox: Path, delivered: list[Delivered]) -> Plan:
    """Say what will happen. Nothing is written.

    Raises:
        DeliveryRefused: The name says nothing that a contract knows.
    """
    if is_temporary(file_name) or file_name != Path(file_name).name:
        raise DeliveryRefused("文件名不符合规定。请按“数据集_区划_年月_v版本.扩展名”命名。")
    try:
        name = parse_name(file_name)
        party = contracts()[name.dataset].party if name.dataset in contracts() else ""
        contract = contract_for(name, party, contracts())
    except Refusal as refusal:
        details = "；".join(f"应为 {p.expected or '—'}，实为 {p.found or '—'}" for p in refusal.problems)
        raise DeliveryRefused(f"{refusal.message}。{details}") from refusal
    held = [each for each in delivered if each.slot == name.slot and each.receipt.status == ACCEPTED]
    return Plan(
        name,
        contract,
        file_name,
        _sentences(name, contract, held),
        _problem(name, file_name, inbox / contract.party, held),
    )


def put(source: BinaryIO, planned: Plan, inbox: Path, delivered: list[Delivered]) -> tuple[str, int]:
    """Copy the file into the inbox under its name; (SHA-256, bytes).

    It appears whole or not at all, and a file that is there already stays as it is.

    Raises:
        DeliveryRefused: A file of this name is there, or the same bytes were taken in before, or there are none.
    """
    if planned.problem:
        raise DeliveryRefused(planned.problem)
    folder = inbox / planned.contract.party
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".upload-", suffix=".part", dir=folder)
    try:
        digest, size = _copy(source, handle)
        if not size:
            raise DeliveryRefused("文件是空的，没有收下。请重新导出后再上传。")
        twin = next((e for e in delivered if e.receipt.sha256 == digest and e.receipt.status == ACCEPTED), None)
        if twin:
            raise DeliveryRefused(f"内容与已收下的 {twin.receipt.file_name} 完全相同，不需要再次上传。")
        Path(temporary).chmod(0o640)
        os.link(temporary, folder / planned.file_name)
    except FileExistsError as error:
        raise DeliveryRefused(_taken(planned.file_name)) from error
    finally:
        Path(temporary).unlink(missing_ok=True)
    return digest, size


def _copy(source: BinaryIO, handle: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(handle, "wb") as target:
        while piece := source.read(CHUNK):
            digest.update(piece)
            size += len(piece)
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())
    return digest.hexdigest(), size


def _sentences(name: FileName, contract: SourceContract, held: list[Delivered]) -> tuple[str, ...]:
    current = next((each for each in held if each.state == "accepted"), None)
    then = "下一次运行时检查：文件名、编码、表头、控制合计、每一行。不合格则整份退回，账上没有变化。"
    if current is None:
        effect = f"合格后成为 {name.period} {contract.title}的第 {name.version} 版。"
    else:
        effect = (
            f"合格后第 {name.version} 版替代现用的第 {current.receipt.version} 版（{current.receipt.rows:,} 行）；"
            "两版差异、受影响的配对和说明会列出来，已结账的月份以“重述”列示，结账数字不变。"
        )
    return (f"放入 {contract.party} 的收件目录，文件名不变。", then, effect)


def _problem(name: FileName, file_name: str, folder: Path, held: list[Delivered]) -> str | None:
    if any(each.receipt.version == name.version for each in held):
        following = max(each.receipt.version or 1 for each in held) + 1
        wanted = f"{name.dataset}_{name.region}_{name.period}_v{following}.{name.extension}"
        return f"第 {name.version} 版已经收过。更正文件请改名为 {wanted} 再上传。"
    newest = max((each.receipt.version or 1 for each in held), default=0)
    if name.version < newest:
        return f"现用的是第 {newest} 版，第 {name.version} 版不会生效。请改用 v{newest + 1}。"
    return _taken(file_name) if (folder / file_name).exists() else None


def _taken(file_name: str) -> str:
    return f"收件目录里已有 {file_name}，没有覆盖它。请等下一次运行处理完，或改用下一个版本号。"
