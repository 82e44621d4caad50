"""File names: ``<dataset>_<region>_<period>[_v<N>].<ext>[.gz]``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.contract import SourceContract
from ingest.findings import Problem, Refusal

NAME = re.compile(
    r"(?P<dataset>[a-z][a-z0-9_]*?)_(?P<region>[1-9]\d{5})_(?P<period>(?:19|20)\d{2}(?:0[1-9]|1[0-2])?)"
    r"(?:_v(?P<version>[1-9]\d{0,3}))?\.(?P<extension>csv|txt|xlsx|xls)(?P<gz>\.gz)?",
    re.ASCII,
)
FORM = "数据集_行政区划6位_年月(或年)[_v版本].扩展名，如 tax_collection_650000_202001.csv"
TEMPORARY = re.compile(r"^[.~]|^~\$|\.(tmp|part|partial|crdownload|filepart)$", re.IGNORECASE)


@dataclass(frozen=True)
class FileName:
    """The parts of a delivery's name. ``period`` is ``YYYYMM`` or ``YYYY``; ``version`` counts from 1."""

    dataset: str
    region: str
    period: str
    version: int
    extension: str

    @property
    def slot(self) -> tuple[str, str, str]:
        """What a later version replaces: dataset, region and period."""
        return (self.dataset, self.region, self.period)

    def file_id(self, sha256: str) -> str:
        """The name of this delivery in every table: ``<dataset>-<region>-<period>-v<N>-<sha256[:8]>``."""
        return f"{self.dataset}-{self.region}-{self.period}-v{self.version}-{sha256[:8]}"


def is_temporary(name: str) -> bool:
    """Tell whether a file is still being written or belongs to an office program."""
    return bool(TEMPORARY.search(name))


def parse_name(name: str) -> FileName:
    """Read a file name. Raises ``Refusal`` ``bad_file_name``."""
    match = NAME.fullmatch(name)
    if match is None:
        raise Refusal(
            "bad_file_name",
            "文件名不符合规定，认不出是哪一种数据、哪个地区、哪个月份",
            (Problem(expected=FORM, found=name),),
        )
    return FileName(match["dataset"], match["region"], match["period"], int(match["version"] or 1), match["extension"])


def contract_for(name: FileName, party: str, contracts: dict[str, SourceContract]) -> SourceContract:
    """The contract of a delivery in the folder of ``party``. Raises ``Refusal`` when name and contract differ."""
    contract = contracts.get(name.dataset)
    if contract is None:
        raise Refusal(
            "unknown_dataset",
            "没有这一种数据的约定",
            (Problem(expected="、".join(sorted(contracts)), found=name.dataset),),
        )
    if contract.party != party:
        raise Refusal(
            "wrong_party",
            "文件放错了单位的文件夹",
            (Problem(expected=f"inbox/{contract.party}/", found=f"inbox/{party}/"),),
        )
    annual = contract.delivery.frequency == "annual"
    if (len(name.period) == 4) != annual:
        raise Refusal(
            "wrong_period",
            "文件名里的时期不对",
            (Problem(expected="4 位年份" if annual else "6 位年月", found=name.period),),
        )
    allowed = {"xlsx", "xls"} if contract.file.kind == "workbook" else {contract.file.extension}
    if name.extension not in allowed:
        raise Refusal(
            "wrong_extension",
            "文件类型不对",
            (Problem(expected=f".{contract.file.extension}", found=f".{name.extension}"),),
        )
    return contract
