"""Strict GBK and GB18030 to UTF-8 in large pieces: the C library's ``iconv``, or Python's codec without it.

``iconv`` runs outside Python's lock, so that DuckDB parses one piece while the next is converted.
"""

from __future__ import annotations

import codecs
import ctypes
import errno
from typing import Protocol

import numpy as np

_FAILED = ctypes.c_size_t(-1).value


class BadBytes(ValueError):
    """Bytes that do not exist in the encoding; ``position`` counts from the start of the stream."""

    def __init__(self, position: int, found: bytes) -> None:
        super().__init__(f"byte {position}: {found.hex()}")
        self.position = position
        self.found = found


class Converter(Protocol):
    """Turns pieces of a stream into UTF-8."""

    def convert(self, piece: bytes, final: bool = False) -> bytes | memoryview:
        """UTF-8 of what is complete so far. Raises ``BadBytes``."""


def converter(encoding: str) -> Converter:
    """A strict converter of ``encoding`` (GBK, GB18030, UTF-8) to UTF-8."""
    if encoding.upper().startswith("UTF-8"):
        return PythonConverter("utf-8", passthrough=True)
    try:
        return LibraryConverter(encoding)
    except (OSError, AttributeError):
        return PythonConverter(encoding)


class PythonConverter:
    """Python's incremental codec. With ``passthrough`` it only checks that the bytes are UTF-8."""

    def __init__(self, encoding: str, passthrough: bool = False) -> None:
        self._decoder = codecs.getincrementaldecoder(encoding)("strict")
        self._passthrough = passthrough
        self._seen = 0

    def convert(self, piece: bytes, final: bool = False) -> bytes:
        """See ``Converter``."""
        held = len(self._decoder.getstate()[0])
        try:
            text = self._decoder.decode(piece, final)
        except UnicodeDecodeError as error:
            where = self._seen - held + error.start
            raise BadBytes(where, error.object[error.start : error.start + 4]) from error
        self._seen += len(piece)
        return piece if self._passthrough else text.encode("utf-8")


class LibraryConverter:
    """The C library's ``iconv``; raises ``OSError`` or ``AttributeError`` where it is missing."""

    def __init__(self, encoding: str) -> None:
        library = ctypes.CDLL(None, use_errno=True)
        opened, self._close = library.iconv_open, library.iconv_close
        opened.restype, opened.argtypes = ctypes.c_void_p, [ctypes.c_char_p, ctypes.c_char_p]
        self._close.argtypes = [ctypes.c_void_p]
        self._iconv = library.iconv
        self._iconv.restype = ctypes.c_size_t
        pointer, size = ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(ctypes.c_size_t)
        self._iconv.argtypes = [ctypes.c_void_p, pointer, size, pointer, size]
        self._handle = opened(b"UTF-8", encoding.encode("ascii"))
        if self._handle is None or self._handle == _FAILED:
            raise OSError(ctypes.get_errno(), f"iconv does not know {encoding}")
        self._rest, self._done = b"", 0
        self._out = np.empty(0, dtype=np.uint8)

    def __del__(self) -> None:
        if getattr(self, "_handle", None) not in (None, _FAILED):
            self._close(self._handle)
            self._handle = None

    def convert(self, piece: bytes, final: bool = False) -> memoryview:
        """See ``Converter``; the view is good until the next call."""
        data = self._rest + piece if self._rest else piece
        room = 2 * len(data) + 16  # a GBK character grows from 2 to 3 bytes, nothing grows more
        if self._out.size < room:
            self._out = np.empty(room, dtype=np.uint8)  # ctypes would fill it with zeros first
        source = ctypes.c_char_p(data)
        start = ctypes.cast(source, ctypes.c_void_p)
        target = ctypes.c_void_p(self._out.ctypes.data)
        left, free = ctypes.c_size_t(len(data)), ctypes.c_size_t(self._out.size)
        ctypes.set_errno(0)
        result = self._iconv(
            self._handle, ctypes.byref(start), ctypes.byref(left), ctypes.byref(target), ctypes.byref(free)
        )
        used = len(data) - left.value
        incomplete = result == _FAILED and ctypes.get_errno() == errno.EINVAL
        if (result == _FAILED and not incomplete) or (final and left.value):
            raise BadBytes(self._done + used, data[used : used + 4])
        self._rest, self._done = data[used:], self._done + used
        return self._out.data[: self._out.size - free.value]
