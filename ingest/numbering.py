"""Puts the record number in front of every line of a text file, in large pieces.

The parser may then read in parallel, and each row still knows where it stands. Numbers count records as a
person counts rows, header included. A line feed inside quotes is not seen in the fast way: numbers are wasted
then, so that more are given out than rows come back, and the file is read again in the careful way.
"""

from __future__ import annotations

from ingest.findings import Problem, Refusal

BLOCK = 1000


class RecordNumbers:
    """Numbers the records of a stream that comes in pieces. ``given`` counts the numbers given out."""

    def __init__(self, delimiter: str, quote: str, first: int, careful: bool, line_bytes: int) -> None:
        self._mark = delimiter.encode("ascii")
        self._endings = [b"%03d" % i + self._mark for i in range(BLOCK)]
        self._first, self._limit = first, line_bytes
        self._quote = quote.encode("ascii") if careful else b""
        self._careful, self._inside = careful, False
        self._rest = b""
        self.given = 0

    def add(self, piece: bytes, final: bool) -> bytes:
        """The complete lines so far, numbered. Raises ``Refusal`` ``line_too_long``."""
        lines = (self._rest + piece).split(b"\n")
        self._rest = b"" if final else lines.pop()
        if final and not lines[-1]:
            lines.pop()
        if len(self._rest) > self._limit:
            raise Refusal(
                "line_too_long", "有的行太长，引号可能没有成对", (Problem(self._first + self.given + len(lines)),)
            )
        if not lines:
            return b""
        return self._add_carefully(lines) if self._careful else self._add_fast(lines)

    def _add_fast(self, lines: list[bytes]) -> bytes:
        """Thousands, last three digits and line of every record, laid side by side and joined once."""
        out: list[bytes] = []
        done = 0
        while done < len(lines):
            thousands, last = divmod(self._first + self.given + done, BLOCK)
            count = min(BLOCK - last, len(lines) - done)
            records = [b"\n%d" % thousands] * (3 * count)
            records[1::3] = self._endings[last : last + count]
            records[2::3] = lines[done : done + count]
            out += records
            done += count
        self.given += done
        out[0] = out[0][1:]
        out.append(b"\n")
        return b"".join(out)

    def _add_carefully(self, lines: list[bytes]) -> bytes:
        """Line by line: nothing inside quotes, and no number for a blank line, which is no record."""
        out = []
        for line in lines:
            if self._inside:
                out.append(line)
            elif line not in (b"", b"\r"):
                out.append(b"%d" % (self._first + self.given) + self._mark + line)
                self.given += 1
            if self._quote and line.count(self._quote) % 2:
                self._inside = not self._inside
        return b"\n".join(out) + b"\n" if out else b""
