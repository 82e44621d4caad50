"""Files in wrappers (gz, zip), and files that try to leave the inbox."""

from __future__ import annotations

import gzip
import io
import stat
import zipfile
from pathlib import Path

import pytest
from ingest_deliveries import contribution_file, contribution_row, tax_file, tax_row
from ingest_house import House

from ingest.limits import Limits

NAME = "tax_collection_650000_202101.csv"
GOOD = tax_file([tax_row(1), tax_row(2)])


def zipped(members: dict[str, bytes], links: tuple[str, ...] = ()) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            if name in links:
                info.external_attr = (stat.S_IFLNK | 0o777) << 16
            box.writestr(info, content)
    return buffer.getvalue()


def test_gz_and_plain_are_the_same_delivery(house: House) -> None:
    house.put("tax", NAME + ".gz", gzip.compress(GOOD))
    first = house.one()
    assert (first.status, first.rows, first.file_name) == ("accepted", 2, NAME)
    house.put("tax", NAME, GOOD)
    assert {r.status for r in house.take().receipts} == {"repeated"}


def test_members_of_a_zip_stand_for_themselves(house: House) -> None:
    broken = contribution_file([contribution_row(1, 到账日期="20210201")])
    house.put(
        "social_security",
        "一月.zip",
        zipped(
            {
                "ss_contribution_650000_202101.txt": contribution_file([contribution_row(1)]),
                "ss_contribution_650000_202102.txt": contribution_file([contribution_row(1)]),
                "ss_contribution_659001_202102.txt": broken,
            }
        ),
    )
    receipts = {r.file_name: r.status for r in house.take().receipts}
    assert receipts == {
        "ss_contribution_650000_202101.txt": "accepted",
        "ss_contribution_650000_202102.txt": "refused",
        "ss_contribution_659001_202102.txt": "accepted",
    }
    assert (house.inbox / "social_security/一月.zip").exists(), "a zip with an accepted file stays"
    copies = list(house.home.glob("quarantine/social_security/*/ss_contribution_650000_202102.txt"))
    assert len(copies) == 1
    again = {r.file_name: r.status for r in house.take().receipts}
    assert again["ss_contribution_650000_202101.txt"] == "repeated"
    assert again["ss_contribution_650000_202102.txt"] == "refused"


def test_zip_with_only_refused_files_leaves_the_inbox(house: House) -> None:
    house.put("tax", "a.zip", zipped({NAME: GOOD[:-30]}))
    assert house.one().reason_code == "no_trailer"
    assert not list(house.inbox.glob("tax/*"))


@pytest.mark.parametrize(
    ("members", "links", "code"),
    [
        ({"../" + NAME: GOOD}, (), "unsafe_path"),
        ({"/etc/" + NAME: GOOD}, (), "unsafe_path"),
        ({"..\\" + NAME: GOOD}, (), "unsafe_path"),
        ({"C:/" + NAME: GOOD}, (), "unsafe_path"),
        ({NAME: b"/etc/passwd"}, (NAME,), "unsafe_path"),
        ({"inner.zip": zipped({NAME: GOOD})}, (), "nested_archive"),
        ({NAME + ".gz": gzip.compress(GOOD)}, (), "nested_archive"),
        ({"a/" + NAME: GOOD, "b/" + NAME: GOOD}, (), "duplicate_member"),
        ({}, (), "empty_file"),
        ({NAME: bytes(40_000_000)}, (), "archive_bomb"),
        ({f"f{i}.csv": b"x" for i in range(201)}, (), "archive_too_large"),
    ],
)
def test_zip_is_refused_unopened(house: House, members: dict[str, bytes], links: tuple[str, ...], code: str) -> None:
    house.put("tax", "bad.zip", zipped(members, links))
    receipt = house.one()
    assert (receipt.status, receipt.reason_code) == ("refused", code)
    assert list(house.home.glob("quarantine/tax/*/bad.zip"))
    assert not list(house.inbox.glob("tax/*"))


def test_encrypted_zip(house: House) -> None:
    content = bytearray(zipped({NAME: GOOD}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    house.put("tax", "bad.zip", bytes(content))
    assert house.one().reason_code == "password_protected"


def test_cut_zip_and_cut_gz(house: House) -> None:
    house.put("tax", "a.zip", zipped({NAME: GOOD})[:-40])
    house.put("tax", NAME + ".gz", gzip.compress(GOOD)[:-20])
    assert {r.reason_code for r in house.take().receipts} == {"damaged_archive"}


def test_zip_member_with_a_wrong_checksum(house: House) -> None:
    content = zipped({NAME: GOOD})
    at = content.index(NAME.encode()) + len(NAME) + 40
    house.put("tax", "a.zip", content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :])
    assert house.one().reason_code == "damaged_archive"


def test_gz_bomb_stops_early(house: House) -> None:
    house.put("tax", NAME + ".gz", gzip.compress(bytes(40_000_000)))
    assert house.one().reason_code == "archive_bomb"


def test_file_over_the_limit(house: House) -> None:
    house.limits = Limits(file_bytes=100)
    assert house.tax(GOOD).reason_code == "file_too_large"


def test_symbolic_link_is_not_followed(house: House) -> None:
    secret = house.home / "secret.csv"
    secret.write_bytes(GOOD)
    (house.inbox / "tax").mkdir()
    (house.inbox / "tax" / NAME).symlink_to(secret)
    receipt = house.one()
    assert receipt.reason_code == "symbolic_link"
    assert secret.read_bytes() == GOOD
    assert not any(
        p.is_file() and not p.is_symlink() and p.read_bytes() == GOOD for p in house.home.glob("quarantine/*/*/*")
    )


def test_what_is_left_alone_is_named(house: House) -> None:
    for party, name in (
        ("tax", ".hidden.csv"),
        ("tax", "~$x.xlsx"),
        ("tax", "x.csv.part"),
        ("bank", NAME),
        ("tax", "sub/x.csv"),
        ("tax", "tax_collection_659001_202101.csv"),
        ("tax", "tax_collection_650000_202103.csv"),
    ):
        house.put(party, name, GOOD)
    intake = house.take(region="650000", through="202102")
    assert intake.receipts == []
    assert sorted(p.name for p, _ in intake.left) == [
        ".hidden.csv",
        "bank",
        "sub",
        "tax_collection_650000_202103.csv",
        "tax_collection_659001_202101.csv",
        "x.csv.part",
        "~$x.xlsx",
    ]
    assert all(reason for _, reason in intake.left)


def test_read_only_inbox_keeps_the_file(house: House) -> None:
    path = house.put("tax", NAME, GOOD[:-30])
    moved: list[Path] = []

    def refuse(self: Path, *args: object) -> None:
        raise PermissionError(13, "read-only", str(self))

    original, gone = Path.rename, Path.unlink
    try:
        Path.rename = refuse  # type: ignore[assignment, method-assign]
        Path.unlink = refuse  # type: ignore[assignment, method-assign]
        receipt = house.one()
    finally:
        Path.rename, Path.unlink = original, gone  # type: ignore[method-assign]
    moved = list(house.home.glob(f"quarantine/tax/*/{NAME}"))
    assert receipt.reason_code == "no_trailer" and path.exists()
    assert [p.read_bytes() for p in moved] == [GOOD[:-30]]
