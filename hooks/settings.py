"""Read mkdocs.yml with the lines of its keys, and the redirects in it; find text that YAML drops without an error.

The redirects plugin checks neither anchors nor sources, and YAML silently keeps the last of two equal keys; so the map is read here.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import yaml

from hooks.addresses import address

DROPPED = re.compile(r"[ \t]+#\S.*|(?<=[^\s:-]) #.*")  # behind a plain text
NOT_YAML = "is not YAML ({}); put a value that holds a colon, or starts with a character such as @, * or %, in quotes"
# Faults of YAML: what the library says of one; what ends in the line of the fault, in the text up to the line that the library names; the
# fix. The first that fits counts.
NO_KEY = "write `key: value`, with a plain colon and a plain space; or, if the line continues the text above, indent it"
INDENT = "indent the line as far as the keys that it belongs with"
FAULTS = (
    ("tab|start any token", r"^ *\t", "indent with spaces, not with a tab"),
    ("", r"^[^:\n]*: +[“„‘][^”“’\n]*[”“’]?\Z", 'write straight quotes, ", for the curly ones'),
    ("expected key", r"""[:-] +["'[{].*\Z""", "put the whole value in double quotes, or in single ones if it holds double quotes"),
    ("escape", r".*\Z", "put the value in single quotes, or write \\\\ for \\"),
    (r"or '[\]}]'|node content", r"[:-] +[\[{](?!.*[\]}]$).*$", "close the bracket, or put the value in quotes"),
    ("expected ':'", r"^(?!.*:( |$)).+", NO_KEY),
    ("not allowed", r"^( *)(?![ #-])(?!.*:( |$)).+(?=\n\1\S.*\Z)", NO_KEY),
    ("not allowed", r"^( *)[^:\n]+: +\S.*\n\1 +[^:]+:.*\Z", f"{INDENT}; or, if it continues the text above, put all in quotes"),
    ("expected key", r"^ *- .*\Z", "write `key: value` without the -, or indent the line below its key"),
    ("expected key|'-' indicator|document start", r"^.*\Z", INDENT),
)


class Malformed(ValueError):
    """Text that cannot be read; `args` are the line, and the problem with its fix."""


@dataclass(frozen=True)
class Redirect:
    """One entry of `redirect_maps`: source and target as written, and the line in mkdocs.yml."""

    source: str
    target: str
    line: int

    @property
    def path(self) -> str:
        """The old address below the site's base, with its trailing slash."""
        return address(self.source)

    @property
    def elsewhere(self) -> bool:
        return self.target.startswith(("https://", "http://"))

    @property
    def target_url(self) -> str:
        """The new address below the site's base; in full if it is on another site."""
        page, hash_sign, anchor = self.target.partition("#")
        return self.target if self.elsewhere else address(page) + hash_sign + anchor


def redirects(config: str) -> list[Redirect]:
    """Return the redirects in the text of mkdocs.yml, in their order, duplicates included."""
    maps = [value for _, key, value in pairs(compose(config)) if key.value == "redirect_maps"]
    entries = [entry for found in maps if isinstance(found, yaml.MappingNode) for entry in found.value]
    return [Redirect(str(source.value), str(target.value), source.start_mark.line + 1) for source, target in entries]


def compose(text: str, first: int = 1, subject: str = "") -> yaml.Node | None:
    """Return the YAML of a text, whose first line in its file is `first`; else Malformed, whose problem begins with `subject`."""
    try:
        return yaml.compose(text, yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line, problem = fault_of_yaml(text, error)
    except yaml.reader.ReaderError as error:
        line, problem = text.encode()[: error.position].count(b"\n"), "holds a control character; remove it"
    raise Malformed(first + line, subject + problem)


def fault_of_yaml(text: str, error: yaml.MarkedYAMLError) -> tuple[int, str]:
    """Return the line of an error of YAML in a text, from 0, and its problem with the fix."""
    mark = error.problem_mark or error.context_mark
    if (quote := open_quote(text, error)) is not None:
        return quote, f"is not YAML ({error.problem}); close the quote"
    sign = text[mark.index : mark.index + 1] if mark else ""
    if sign in ("]", "}") and "expected key" in error.problem:
        return mark.line, f"is not YAML ({error.problem}); remove the {sign} that closes nothing"
    before = "\n".join(text.split("\n")[: mark.line + 1 if mark else 1])
    for problem, place, fix in FAULTS:
        if re.search(problem, error.problem) and (found := [*re.finditer(place, before, re.MULTILINE)]):
            return before.count("\n", 0, found[-1].end()), f"is not YAML ({error.problem}); {fix}"
    return before.count("\n"), NOT_YAML.format(error.problem)


def open_quote(text: str, error: yaml.MarkedYAMLError) -> int | None:
    """Return the line, from 0, of a quote that has no end, or that the quote of a later value ends, where the error is; or None."""
    if error.context == "while scanning a quoted scalar" and "escape" not in error.problem:
        return error.context_mark.line
    found = None
    with suppress(yaml.YAMLError):
        for token in yaml.scan(text, yaml.CSafeLoader):
            if error.problem_mark and token.end_mark.index > error.problem_mark.index:
                break
            found = token
    later = isinstance(found, yaml.ScalarToken) and found.style and re.search(r"\w: ", found.value)
    return found.start_mark.line if later and found.start_mark.line < found.end_mark.line else None


class Values(yaml.SafeLoader):
    """Reads a text without the line breaks at its end, which each `>` and `|` of YAML leaves there."""


Values.add_constructor("tag:yaml.org,2002:str", lambda loader, node: node.value.rstrip("\n"))


def levels(path: Path, *inner: Path) -> Iterator[tuple[Path, yaml.MappingNode]]:
    """Yield mkdocs.yml, and each file that it inherits from, with its YAML; one that is not a mapping is the last, and not yielded.

    Malformed has the file as its first argument here.
    """
    try:
        root = compose(path.read_text(encoding="utf-8"))
    except Malformed as error:
        raise Malformed(path, *error.args) from None
    if isinstance(root, yaml.MappingNode):
        yield path, root
        for parent in [value for key, value in root.value if key.value == "INHERIT"][-1:]:
            there = path.parent / parent.value if isinstance(parent, yaml.ScalarNode) else path
            if not there.is_file() or any(there.samefile(other) for other in (path, *inner)):
                problem = "`INHERIT` does not name one other file that exists; write one such as mkdocs.base.yml"
                raise Malformed(path, parent.start_mark.line + 1, problem)
            yield from levels(there, path, *inner)


def places(path: Path) -> dict[str, tuple[str, int]]:
    """Return the file and the line of each setting in mkdocs.yml, and in the files that it inherits from; of two with one name, the outer."""
    found: dict[str, tuple[str, int]] = {}
    for file, root in levels(path):
        for key in (*(key for key, _ in root.value), *(key for _, key, _ in pairs(root))):
            found.setdefault(str(key.value), (file.name, key.start_mark.line + 1))
    return found


def pairs(node: yaml.Node | None) -> Iterator[tuple[yaml.MappingNode, yaml.Node, yaml.Node]]:
    """Yield each key in a YAML node as (its mapping, key, value), in the order of the lines."""
    for entry in node.value if isinstance(node, yaml.CollectionNode) else ():
        if isinstance(node, yaml.MappingNode):
            yield node, *entry
        yield from pairs(entry[1] if isinstance(node, yaml.MappingNode) else entry)


def cut_values(node: yaml.Node, front: str) -> Iterator[tuple[int, str]]:
    """Yield each plain text of which YAML drops a part, unless that looks like a comment: `  # words`."""
    if not isinstance(node, yaml.ScalarNode):
        for child in (child for entry in node.value for child in (entry if isinstance(entry, tuple) else [entry])):
            yield from cut_values(child, front)
    elif not node.style and front[node.start_mark.index : node.end_mark.index].startswith("&"):
        yield node.start_mark.line, f"YAML drops {front[node.start_mark.index :].split()[0]}; put the value in quotes"
    elif (
        not node.style
        and node.tag.endswith((":str", ":null"))
        and not node.value.startswith("http")
        and (comment := DROPPED.match(front, node.end_mark.index))
    ):
        fix = "put the value in quotes, or write the comment as `  # words`"
        yield node.end_mark.line, f"YAML drops {comment[0].strip()} as a comment; {fix}"
