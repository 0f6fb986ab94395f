"""An encrypted stream that shows every change, a missing end included.

The format, so that somebody without this program can read it:

    8 bytes     CTBACKUP
    1 byte      version, 1
    1 byte      n: scrypt is asked with N = 2**n, r = 8, p = 1
    16 bytes    salt of scrypt
    7 bytes     beginning of every nonce
    16 bytes    proof of the key
    then pieces of 1 MiB (the last may be shorter or empty), each 16 bytes longer than its text

scrypt makes 48 bytes of BACKUP_KEY (UTF-8) and the salt: 32 are the key of AES-256-GCM, 16 the proof of the key. The nonce of a piece is
the 7 bytes, its number (4 bytes, big endian, from 0) and 1 for the last piece, 0 for the others; its additional data is the whole header.
So a piece that is changed, moved, missing or added does not open, nor does an archive that was cut off between two pieces. (The
construction is STREAM of Hoang, Reyhanitabar, Rogaway and Vizár, 2015.)
"""

import hmac
import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from .refused import BackupRefused

MAGIC, VERSION = b"CTBACKUP", 1
PIECE, TAG = 1024 * 1024, 16
COST = 15
HEADER = len(MAGIC) + 2 + 16 + 7 + 16
SHORTEST_KEY = 20


class Damaged(BackupRefused):
    """The archive is not as it was written."""


def keys_of(secret: str, salt: bytes, cost: int) -> tuple[bytes, bytes]:
    """Make the key of the cipher and the proof of the key."""
    made = Scrypt(salt=salt, length=48, n=2**cost, r=8, p=1).derive(secret.encode())
    return made[:32], made[32:]


def check_secret(secret: str) -> str:
    """Give the key as it was set; :raises BackupRefused: there is none, or it is too short to keep anything."""
    if not secret:
        raise BackupRefused("There is no key for backups: set BACKUP_KEY in the environment, and keep a copy of it away from the backups.")
    if len(secret) < SHORTEST_KEY:
        raise BackupRefused(f"BACKUP_KEY is too short: {SHORTEST_KEY} characters or more.")
    return secret


class SealedWriter:
    """A file to write to that seals what it is given into another one."""

    def __init__(self, out: BinaryIO, secret: str):
        salt, self._prefix = os.urandom(16), os.urandom(7)
        key, proof = keys_of(check_secret(secret), salt, COST)
        self._out, self._cipher = out, AESGCM(key)
        self._header = MAGIC + bytes([VERSION, COST]) + salt + self._prefix + proof
        self._waiting, self._number = bytearray(), 0
        out.write(self._header)

    def write(self, data: bytes) -> int:
        """Take some bytes."""
        self._waiting += data
        while len(self._waiting) > PIECE:  # not >=: the last piece is known only at the end
            self._seal(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        return len(data)

    def flush(self) -> None:
        """Do nothing: a piece is written when it is full."""

    def close(self) -> None:
        """Seal what is left as the last piece."""
        self._seal(bytes(self._waiting), last=True)

    def _seal(self, text: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(nonce(self._prefix, self._number, last), text, self._header))
        self._number += 1


class SealedReader:
    """A file to read from that opens what was sealed.

    :raises BackupRefused: it is no backup of ours, or the key is another one
    :raises Damaged: when the reading comes to a place that was changed, or to an end that is not the end
    """

    def __init__(self, source: BinaryIO, secret: str):
        header = source.read(HEADER)
        if len(header) < HEADER or not header.startswith(MAGIC):
            raise BackupRefused("This file is not a backup of Casetracker.")
        version, cost = header[8], header[9]
        if version != VERSION or not 10 <= cost <= 22:
            raise BackupRefused("This backup was made by a newer Casetracker: restore it with that one.")
        salt, self._prefix, proof = header[10:26], header[26:33], header[33:]
        key, wanted = keys_of(check_secret(secret), salt, cost)
        if not hmac.compare_digest(proof, wanted):
            raise BackupRefused("BACKUP_KEY does not open this backup: it was made with another key, or its first bytes are damaged.")
        self._source, self._cipher, self._header = source, AESGCM(key), header
        self._next, self._number = source.read(PIECE + TAG), 0
        self._text, self._at, self._ended = b"", 0, False

    def read(self, size: int = -1) -> bytes:
        """Give up to so many bytes, or all that are left."""
        parts, wanted = [], size
        while wanted:
            if self._at == len(self._text):
                if self._ended:
                    break
                self._open()
                continue
            part = self._text[self._at :] if wanted < 0 else self._text[self._at : self._at + wanted]
            self._at += len(part)
            wanted -= len(part) if wanted > 0 else 0
            parts.append(part)
        return b"".join(parts)

    def _open(self) -> None:
        piece, self._next = self._next, self._source.read(PIECE + TAG)
        self._ended = not self._next
        try:
            self._text = self._cipher.decrypt(nonce(self._prefix, self._number, self._ended), piece, self._header)
        except (InvalidTag, ValueError):
            raise Damaged(f"The backup is damaged or cut off, {self._number} MB from its beginning. Use another one.") from None
        self._at, self._number = 0, self._number + 1


def nonce(prefix: bytes, number: int, last: bool) -> bytes:
    """Give the nonce of one piece."""
    return prefix + number.to_bytes(4, "big") + bytes([last])
