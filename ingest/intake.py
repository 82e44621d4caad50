"""Takes in an inbox: every file is accepted, refused, repeated, or left alone with a reason."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from ingest.archive import Parcel, parcels
from ingest.contract import SourceContract, load_contracts
from ingest.findings import Problem, Refusal
from ingest.job import Job
from ingest.landing import Landing
from ingest.naming import FileName, contract_for, is_temporary, parse_name
from ingest.quarantine import folder_for, put_away, write_report
from ingest.receipt import ACCEPTED, REFUSED, REPEATED, Receipt, read_receipt, write_receipt
from ingest.reception import Content, Progress, receive, unpack


@dataclass(frozen=True)
class Intake:
    """What became of an inbox."""

    receipts: list[Receipt] = field(default_factory=list)
    left: list[tuple[Path, str]] = field(default_factory=list)


@dataclass(frozen=True)
class _Desk:
    inbox: Path
    landing: Landing
    contracts: dict[str, SourceContract]
    region: str | None
    through: str | None
    progress: Progress | None
    intake: Intake


def take_in(
    inbox: Path,
    landing: Landing,
    *,
    party: str | None = None,
    region: str | None = None,
    through: str | None = None,
    progress: Progress | None = None,
    contracts: dict[str, SourceContract] | None = None,
) -> Intake:
    """Take in the files of ``inbox/<party>/``, in name order.

    ``region`` and ``through`` (last month, ``YYYYMM``) limit what is taken; the rest is left and named.
    ``contracts`` replaces the shipped ones. Never raises for a bad file: that file's receipt says why.
    """
    landing.prepare()
    desk = _Desk(inbox, landing, contracts or load_contracts(), region, through, progress, Intake())
    parties = {c.party for c in desk.contracts.values()}
    for folder in sorted(p for p in inbox.iterdir() if party is None or p.name == party):
        if folder.name not in parties or folder.is_symlink() or not folder.is_dir():
            if not is_temporary(folder.name):
                desk.intake.left.append((folder, "不是约定的单位文件夹：" + "、".join(sorted(parties))))
            continue
        for path in sorted(folder.iterdir()):
            _take_file(path, folder.name, desk)
    return desk.intake


def _take_file(path: Path, party: str, desk: _Desk) -> None:
    if is_temporary(path.name):
        desk.intake.left.append((path, "还在传送，或是办公软件的临时文件"))
        return
    if path.is_dir() and not path.is_symlink():
        desk.intake.left.append((path, "是文件夹；文件请直接放在单位的文件夹里"))
        return
    whole = Parcel(path, path.name.removesuffix(".gz"))
    try:
        if path.is_symlink() or not path.is_file():
            raise Refusal("symbolic_link", "不是普通文件，是链接或设备", (Problem(found=path.name),))
        members = parcels(path, desk.landing.limits)
    except Refusal as refusal:
        _refuse(whole, party, None, None, refusal, desk)
        return
    refused = [_take_parcel(parcel, party, desk) for parcel in members]
    if members[0].member is not None and all(refused):
        _remove_zip(path, party, desk)


def _take_parcel(parcel: Parcel, party: str, desk: _Desk) -> bool:
    """Take one data file; true when it was refused."""
    try:
        name = parse_name(parcel.name)
        if desk.region and name.region != desk.region:
            desk.intake.left.append((parcel.path, f"{parcel.shown}：不是地区 {desk.region} 的文件"))
            return False
        if desk.through and name.period[:6] > desk.through[: len(name.period)]:
            desk.intake.left.append((parcel.path, f"{parcel.shown}：晚于 {desk.through}"))
            return False
        contract = contract_for(name, party, desk.contracts)
    except Refusal as refusal:
        _refuse(parcel, party, None, None, refusal, desk)
        return True
    with desk.landing.scratch() as scratch:
        content = None
        try:
            content = unpack(parcel, desk.landing, scratch)
            job = Job(name, contract, name.file_id(content.sha256), content.path, scratch, desk.landing.limits)
            known = _known(name, content, desk)
            receipt = known or receive(parcel, job, content, desk.landing, _now(), desk.progress)
        except Refusal as refusal:
            _refuse(parcel, party, (name, contract), content, refusal, desk)
            return True
    desk.intake.receipts.append(receipt)
    return False


def _known(name: FileName, content: Content, desk: _Desk) -> Receipt | None:
    """The receipt of the same bytes, when they were accepted before. Raises ``Refusal`` ``version_taken``."""
    prefix = f"{name.dataset}-{name.region}-{name.period}-v"
    versions = [
        r
        for p in sorted((desk.landing.root / "receipts").glob(f"{prefix}*.json"))
        if (r := read_receipt(p)).status == ACCEPTED
    ]
    for receipt in versions:
        if receipt.version != name.version:
            continue
        if receipt.sha256 == content.sha256:
            whole = (
                desk.landing.text_path(name, receipt.source_file_id).exists()
                and desk.landing.raw_path(receipt.sha256).exists()
            )
            return replace(receipt, status=REPEATED, message="与已收下的文件完全相同，没有变化") if whole else None
        following = max(r.version or 1 for r in versions) + 1
        raise Refusal(
            "version_taken",
            f"{name.dataset} {name.period} 第 {name.version} 版已经收过，内容不同",
            (
                Problem(
                    expected=f"文件名改为 {name.dataset}_{name.region}_{name.period}_v{following}.{name.extension}",
                    found=f"与已收的第 {name.version} 版（{receipt.file_name}）内容不同",
                ),
            ),
        )
    return None


def _refuse(
    parcel: Parcel,
    party: str,
    known: tuple[FileName, SourceContract] | None,
    content: Content | None,
    refusal: Refusal,
    desk: _Desk,
) -> None:
    sha256, size = (content.sha256, content.size) if content else _fingerprint(parcel)
    name, contract = known or (None, None)
    key = name.file_id(sha256) if name else f"{parcel.name}-{sha256[:8]}"
    folder = folder_for(desk.landing.quarantine, party, key)
    report = write_report(folder, parcel, contract.title if contract else "—", refusal)
    receipt = Receipt(
        source_file_id=key,
        party=party,
        file_name=parcel.name,
        sha256=sha256,
        bytes=size,
        status=REFUSED,
        received_at=_now(),
        dataset=name.dataset if name else None,
        region_code=name.region if name else None,
        period=name.period if name else None,
        version=name.version if name else None,
        report=str(report),
        reason_code=refusal.code,
        message=refusal.message,
    )
    write_receipt(receipt, desk.landing.receipt_path(key))
    # last, so that a file never leaves the inbox without a receipt
    put_away(parcel, folder, content.path if content else None)
    desk.intake.receipts.append(receipt)


def _fingerprint(parcel: Parcel) -> tuple[str, int]:
    """SHA-256 and size of a file that could not be unpacked; of a link or a member only its name is hashed."""
    if parcel.path.is_symlink() or not parcel.path.is_file() or parcel.member is not None:
        return hashlib.sha256((parcel.member or parcel.path.name).encode()).hexdigest(), 0
    with parcel.path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest(), parcel.path.stat().st_size


def _remove_zip(path: Path, party: str, desk: _Desk) -> None:
    """A zip of which every member was refused goes to quarantine beside them."""
    sha256, _ = _fingerprint(Parcel(path, path.name))
    folder = folder_for(desk.landing.quarantine, party, f"{path.name}-{sha256[:8]}")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    put_away(Parcel(path, path.name), folder, None)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
