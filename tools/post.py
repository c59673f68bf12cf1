"""Read a post of notes: its front matter (YAML, TOML or Pelican's) and its text, with line numbers."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from hooks.front_matter import CONTROL, NOT_YAML
from tools import shortcodes
from tools.days import WORDS

MOST_BYTES = 2_000_000  # ten times the longest known post
YAML = re.compile(r"\s*---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
TOML = re.compile(r"\s*\+\+\+[ \t]*\n(.*?\n)?\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
PELICAN = re.compile(r"\s*((?:[A-Za-z][\w -]*:[^\n]*\n(?:[ \t]+\S[^\n]*\n)*)+)(?:---+[ \t]*)?(?:\n|\Z)")
PELICAN_KEY = re.compile(r"^([A-Za-z][\w -]*):(.*(?:\n[ \t]+\S.*)*)", re.MULTILINE)
KEYS = " ".join(WORDS["keys"].values()).split()


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

    @property
    def name(self) -> str:
        """The title that the file's name gives, or its folder's, if the file's name is a usual one."""
        folder = self.path.stem.lower() in ("readme", "index", "post", "notes", "_index")
        name = self.path.absolute().parent.name if folder else self.path.stem
        return re.sub(r"[-_]+", " ", re.sub(r"^(\d{4}-\d\d-)?\d+-", "", name)).strip().capitalize()

    def strings(self, *keys: str) -> list[tuple[int, str]]:
        """Return the texts of these keys, each with its line; a key may have a text or a list."""
        given = [(key, self.meta.get(key) or []) for key in keys]
        values = [(key, value) for key, entry in given for value in ([entry] if isinstance(entry, str) else entry)]
        return [(self.lines.get(key, 1), " ".join(value.split())) for key, value in values if isinstance(value, str) and value.strip()]

    def string(self, *keys: str) -> str:
        """Return the first text of these keys, or ""."""
        return next((text for _, text in self.strings(*keys)), "")


def read(path: Path) -> Post:
    """Return the post in a file; if it cannot be read, with a problem and no text."""
    post, line = Post(path), 1
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        text = re.sub("[\u200b\u00ad]", "", text)  # nobody sees them, and the build refuses them in titles
        long = f"is longer than {MOST_BYTES / 1e6:.0f} MB; split it" if len(data) > MOST_BYTES else ""
        problem = long if text.strip() else "is empty; give a post"
    except UnicodeDecodeError as error:
        line, problem = data.count(b"\n", 0, error.start) + 1, "is not UTF-8; save the file as UTF-8"
    except (OSError, ValueError) as error:
        problem = f"cannot be read ({getattr(error, 'strerror', None) or error}); give a file as POST=…"
    if problem:
        post.problem(line, problem)
        return post
    for number, line in enumerate(text.split("\n"), 1):
        if (control := CONTROL.search(line)) and len(post.problems) < 5:
            post.problem(number, f"holds the control character {control[0]!r}; remove it")
    front = front_matter(post, text)
    post.text = shortcodes.replaced("\n" * front.count("\n") + text[len(front) :], post.note)
    if unused := [key for key, value in post.meta.items() if key not in KEYS and value not in ("", [], {})]:
        words = f"not used: {', '.join(unused)}; copy into the pages the parts that readers need"
        post.note(min(post.lines.get(key, 1) for key in unused), words)
    return post


def front_matter(post: Post, text: str) -> str:
    """Read the front matter at the start of a text into `post`; return its source, or ""."""
    found = TOML.match(text) or YAML.match(text) or PELICAN.match(text)
    meta: object = {}
    try:
        if not found:
            return ""
        if found.re is TOML:
            meta = tomllib.loads(found[1] or "")
        elif found.re is YAML and re.match(r"\s*(?:\[\w+\]\s*)?\w+ = ", found[1] or ""):  # TOML between the marks of YAML
            meta = tomllib.loads(found[1])
            first, *others = meta.values()
            meta = first if isinstance(first, dict) and not others else meta
        elif found.re is YAML:
            meta = yaml.load(found[1] or "", yaml.BaseLoader)  # all values as text, also dates and numbers
        else:
            meta = {key: " ".join(value.split()) for key, value in PELICAN_KEY.findall(found[1])}
        if not isinstance(meta, dict) or (found.re is PELICAN and "title" not in map(str.lower, meta)):
            return ""  # a horizontal rule at the start of a text, and another below; a text that begins with `word:`
    except (tomllib.TOMLDecodeError, yaml.YAMLError, RecursionError, ValueError) as error:
        lines = re.findall(r"line (\d+)", str(error))
        problem = NOT_YAML.format(getattr(error, "problem", None) or "it cannot be read")
        problem = f"front matter is not TOML ({error}); correct it" if isinstance(error, tomllib.TOMLDecodeError) else problem
        post.problem(text[: found.start(1)].count("\n") + int(lines[-1]) if lines else 1, problem)
    for number, line in enumerate(found[0].split("\n"), 1):
        if key := re.match(r"""["']?([\w .-]+?)["']?\s*[:=]""", line):
            post.lines.setdefault(key[1].lower(), number)
    post.meta = {str(key).lower(): value if isinstance(value, str | list | dict) else str(value) for key, value in meta.items()}
    return found[0]
