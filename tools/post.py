"""Read a post of notes: its front matter (YAML, TOML or Pelican's) and its text, with line numbers."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from hooks.check.files import CONTROL
from tools import shortcodes

MOST_BYTES = 2_000_000  # ten times the longest known post
YAML = re.compile(r"\s*---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
TOML = re.compile(r"\s*\+\+\+[ \t]*\n(.*?\n)?\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
PELICAN = re.compile(r"\s*((?:[A-Za-z][\w -]*:[^\n]*\n(?:[ \t]+\S[^\n]*\n)*)+)(?:---+[ \t]*)?(?:\n|\Z)")
USED = ("title", "description", "summary", "subtitle", "date", "aliases", "redirect_from", "url", "permalink", "slug", "canonical_url")
# Settings of the post's own site, which readers of notes do not need.
IGNORED = ("layout", "draft", "published", "comments", "toc", "template", "type", "status", "id", "weight")


@dataclass
class Post:
    """A post. Problems prevent its import, notes do not. In its text, the front matter is replaced by empty lines."""

    path: Path
    text: str = ""
    meta: dict[str, object] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def problem(self, line: int, words: str) -> None:
        self.problems.append(f"{self.path}:{line}: {words}")

    def note(self, line: int, words: str) -> None:
        if (words := f"{self.path}:{line}: {words}") not in self.notes:
            self.notes.append(words)

    def string(self, *keys: str) -> str:
        """Return the first of these keys with a text."""
        return next((" ".join(value.split()) for key in keys if isinstance(value := self.meta.get(key), str) and value.strip()), "")

    def strings(self, *keys: str) -> list[tuple[int, str]]:
        """Return the texts of these keys, each with its line; a key may have a text or a list."""
        found = []
        for key in keys:
            values = self.meta.get(key) or []
            found += [
                (self.lines.get(key, 1), value.strip())
                for value in ([values] if isinstance(values, str) else values)
                if isinstance(value, str) and value.strip()
            ]
        return found


def read(path: Path) -> Post:
    """Return the post in a file; if it cannot be read, with a problem and no text."""
    post = Post(path)
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        post.problem(1, f"cannot be read ({getattr(error, 'strerror', None) or error}); give a file as POST=…")
        return post
    if len(data) > MOST_BYTES:
        post.problem(1, f"is {len(data) / 1e6:.1f} MB long, and a post may have {MOST_BYTES / 1e6:.0f}; split it")
        return post
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        post.problem(data.count(b"\n", 0, error.start) + 1, "is not UTF-8; save the file as UTF-8")
        return post
    for number, line in enumerate(text.split("\n"), 1):
        if found := CONTROL.search(line):
            post.problem(number, f"holds the control character {found[0]!r}; remove it")
            if len(post.problems) == 5:
                return post
    if not text.strip():
        post.problem(1, "is empty; give a post")
    front = front_matter(post, text)
    post.text = shortcodes.replaced("\n" * front.count("\n") + text[len(front) :], post.note)
    unused = [key for key in post.meta if key not in USED + IGNORED and post.meta[key] not in (None, "", [], {})]
    if unused:
        post.note(
            min(post.lines.get(key, 1) for key in unused), f"not used: {', '.join(unused)}; copy into the pages the parts that readers need"
        )
    return post


def front_matter(post: Post, text: str) -> str:
    """Read the front matter at the start of a text into `post`; return its source, or ""."""
    try:
        if found := TOML.match(text):
            post.meta = tomllib.loads(found[1] or "")
        elif found := YAML.match(text):
            # Read all values as text, also dates and numbers.
            meta = yaml.load(found[1] or "", yaml.BaseLoader)
            if not isinstance(meta, dict):
                return ""  # a horizontal rule at the start of a text, and another below
            post.meta = meta
        elif (found := PELICAN.match(text)) and re.search(r"^\s*title:", found[1], re.IGNORECASE | re.MULTILINE):
            for key, value in re.findall(r"^([A-Za-z][\w -]*):(.*(?:\n[ \t]+\S.*)*)", found[1], re.MULTILINE):
                post.meta[key.lower()] = " ".join(value.split())
        else:
            return ""
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        post.problem(int(line[1]) + 1 if line else 1, f"front matter is not TOML ({error}); correct it")
        return found[0]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = text[: found.start(1)].count("\n") + (mark.line if mark else 0) + 1
        post.problem(
            line, f"front matter is not YAML ({error.problem}); put a value with a colon, or one that begins with a sign, in quotes"
        )
        return found[0]
    except (yaml.YAMLError, RecursionError, ValueError):
        post.problem(1, "front matter cannot be read; write each key as `key: value`")
        return found[0]
    for number, line in enumerate(found[0].split("\n"), 1):
        if key := re.match(r"""["']?([\w .-]+?)["']?\s*[:=]""", line):
            post.lines.setdefault(key[1].lower() if key[1] not in post.meta else key[1], number)
    post.meta = {str(key): value if isinstance(value, str | list | dict) else str(value) for key, value in post.meta.items()}
    return found[0]
