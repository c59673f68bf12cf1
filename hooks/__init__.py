"""The build of the site, and the rooms of its steps."""

from hashlib import sha256
from pathlib import Path


def code() -> str:
    """Return the digest of the code as its files are now."""
    return sha256(b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.rglob("*.py")))).hexdigest()


IMPORTED = code()  # this line runs before any other module of the package
