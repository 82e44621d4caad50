"""Passwords: hashed by argon2id, checked in the same time whether or not the login exists."""

from __future__ import annotations

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 10, 128
_HASHER = PasswordHasher()


class PasswordRefused(ValueError):
    """The password is too weak; the message says what it needs."""


def hash_password(login: str, password: str) -> str:
    """The argon2id string to store.

    Raises:
        PasswordRefused: Too short, too long, the login itself, or one character repeated.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise PasswordRefused(f"密码要有 {SHORTEST} 到 {LONGEST} 个字符。")
    if login in password.lower() or len(set(password)) < 4:
        raise PasswordRefused("密码不能含登录名，也不能只是几个字符的重复。")
    return _HASHER.hash(password)


def matches(secret: str | None, password: str) -> bool:
    """Whether a password is the one stored. An unknown login costs the same work and is never right."""
    try:
        return _HASHER.verify(secret or _nobody(), password[: LONGEST + 1]) and secret is not None
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _nobody() -> str:
    return _HASHER.hash("nobody has this password")
