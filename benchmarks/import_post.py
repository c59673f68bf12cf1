"""Time the import of a post, given as its path, that is repeated until it has 30 talks; nothing is asserted."""

import os
import re
import sys
import tempfile
import time
from pathlib import Path

from tools import import_post, outline
from tools import post as posts


def main() -> None:
    path = Path(sys.argv[1])
    text = re.sub(r"\A---\n.*?\n---\n", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    talks = len(outline.understand(posts.read(path), None, None).talks)
    copies = [
        re.sub(r"^## Day (\d+)", lambda day, add=10 * at: f"## Day {int(day[1]) + add}", text, flags=re.MULTILINE)
        for at in range(-(-30 // talks))
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".md", encoding="utf-8") as long:
        long.write("".join(["# Long Conf\n", *copies]))
        long.flush()
        os.environ |= {"POST": long.name, "DRY": "1"}
        started = time.process_time()
        import_post.main()
    print(f"{talks * len(copies)} talks: {time.process_time() - started:.1f} s of CPU time")


if __name__ == "__main__":
    main()
