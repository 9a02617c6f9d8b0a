"""Passwords: kept as argon2id hashes, checked in the same time whether the account is there or not."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from workflows.parties.errors import WeakPasswordError

_HASHER = PasswordHasher()
_SHORTEST = 12
_LONGEST = 1_000


def password_hash(password: str) -> str:
    """The argon2id hash. Raises WeakPasswordError."""
    if not _SHORTEST <= len(password) <= _LONGEST:
        raise WeakPasswordError
    return _HASHER.hash(password)


def is_password(password: str, stored_hash: str | None) -> bool:
    """Whether the password is the one behind the hash; without a hash it takes as long to say no."""
    candidate = stored_hash or _nobodys_hash()
    try:
        matches = _HASHER.verify(candidate, password[:_LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return matches and stored_hash is not None


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash("the password of nobody")
