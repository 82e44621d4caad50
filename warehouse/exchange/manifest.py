"""The signed list of what a workbook holds: a changed, foreign or rearranged workbook is told from ours by it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from warehouse.settings import Settings

FORMAT = "sanfang-exchange-1"
SHEET = "_manifest"
_SIGNATURE = "signature "


class ManifestError(ValueError):
    """The manifest is missing, was changed, or is not of this home; the message is Chinese."""


@dataclass(frozen=True)
class Sent:
    """One row as it was sent.

    Attributes:
        sheet: Name of its sheet.
        number: Row of the sheet as a person sees it, from 1.
        takes_answer: First row of its difference.
        amount: In 元, as text with two places.
        digest: Of what its locked cells show.
    """

    sheet: str
    number: int
    case_no: int
    takes_answer: bool
    leg: str
    side: str
    party: str
    dataset: str
    unit_key: str
    record_key: str
    fund_code: str
    amount: str
    period: str
    verdict: str
    business_date: str
    digest: str


@dataclass(frozen=True)
class Page:
    """One sheet: how many columns are locked, its header row (from 1), and the digest of the header."""

    sheet: str
    leg: str
    locked: int
    header: int
    digest: str


@dataclass(frozen=True)
class Manifest:
    """Everything that a workbook is about. ``publication`` is the digest of the published warehouse it was made from."""

    party: str
    region: str
    period: str
    publication: str
    pages: tuple[Page, ...]
    rows: tuple[Sent, ...]

    @property
    def exchange_id(self) -> str:
        """The same content has the same number, whoever writes it and when."""
        digest = hashlib.sha256("\n".join(self._lines()).encode()).hexdigest()
        return f"{_LETTERS.get(self.party, 'X')}{self.region}-{self.period}-{digest[:8].upper()}"

    def _lines(self) -> list[str]:
        head = {"format": FORMAT, "party": self.party, "region": self.region, "period": self.period}
        return [
            _canonical({**head, "publication": self.publication}),
            *(_canonical({"page": asdict(page)}) for page in self.pages),
            *(_canonical({"row": asdict(row)}) for row in self.rows),
        ]


_LETTERS = {"social_security": "SB", "tax": "SW", "finance": "CZ"}


def digest_of(texts: Sequence[str]) -> str:
    """Digest of what cells show."""
    return hashlib.sha256(_canonical(list(texts)).encode()).hexdigest()[:32]


def signed_lines(settings: Settings, manifest: Manifest) -> list[str]:
    """The manifest as lines of text; the last one is the signature."""
    lines = manifest._lines()
    return [*lines, _SIGNATURE + _sign(settings, lines)]


def read_manifest(settings: Settings, lines: Iterable[str]) -> Manifest:
    """The manifest behind its lines, when the signature is this home's.

    Raises:
        ManifestError: It is missing, was changed, or comes from elsewhere.
    """
    given = [line for line in lines if line]
    if len(given) < 2 or not given[-1].startswith(_SIGNATURE):
        raise ManifestError(
            "这不是本系统发出的差异核对表：找不到清单。请在原表上填写，不要另存为其他格式或复制到新表。"
        )
    if not hmac.compare_digest(given[-1].removeprefix(_SIGNATURE).encode(), _sign(settings, given[:-1]).encode()):
        raise ManifestError("签名不符：这份表不是本系统发出的，或者清单被改动过。")
    head, *parts = [json.loads(line) for line in given[:-1]]
    pages = tuple(Page(**part["page"]) for part in parts if "page" in part)
    rows = tuple(Sent(**part["row"]) for part in parts if "row" in part)
    return Manifest(head["party"], head["region"], head["period"], head["publication"], pages, rows)


def sheet_password(settings: Settings) -> str:
    """Password of the sheets' protection; nobody needs to know it."""
    return hmac.new(_key(settings), b"sheet", hashlib.sha256).hexdigest()[:15]


def _sign(settings: Settings, lines: Sequence[str]) -> str:
    return hmac.new(_key(settings), "\n".join(lines).encode(), hashlib.sha256).hexdigest()


def _key(settings: Settings) -> bytes:
    return hmac.new(settings.key(), b"sanfang exchange manifest", hashlib.sha256).digest()


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
