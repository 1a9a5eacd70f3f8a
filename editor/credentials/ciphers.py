"""Secrets at rest: Fernet, with the keys of TOKEN_KEYS."""

from __future__ import annotations

from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def encrypt(secret: str) -> str:
    return fernet().encrypt(secret.encode()).decode() if secret else ""


def decrypt(ciphertext: str) -> str:
    """The secret in clear; empty when there is none, or when its key was taken away."""
    try:
        return fernet().decrypt(ciphertext).decode() if ciphertext else ""
    except InvalidToken:
        return ""


def rotate(ciphertext: str) -> str:
    """The same secret under the newest key; empty when no key opens it."""
    try:
        return fernet().rotate(ciphertext).decode() if ciphertext else ""
    except InvalidToken:
        return ""


@cache
def fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.TOKEN_KEYS])
