"""The key that signs sessions and tokens, made once per installation."""

import os
import secrets
from pathlib import Path

KEY_BYTES = 64


def secret_key(path: Path) -> str:
    """The key kept in `path`; made there, readable by its owner only, when it is missing.

    Two processes that start at once agree on one key: each writes a file of its own, and the first link wins.
    """
    if not path.exists():
        make_key(path)
    key = path.read_text(encoding="ascii").strip()
    if len(key) < KEY_BYTES:
        raise ValueError(f"{path} holds no usable key. Remove the file to have a new one made.")
    return key


def make_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(KEY_BYTES))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first; its key counts
    finally:
        draft.unlink()
