"""List the missing facts of each talk, one line each; the build prints their number."""

from hooks import load
from hooks.check import pages
from tools.docs import written


def main() -> None:
    lines = []
    for conference in load.read(written()).conferences:
        lines += [pages.summary(conference).removesuffix(" (make gaps lists them)"), *(f"  {line}" for line in pages.gaps(conference))]
    print("\n".join(lines))  # at once, since a reader such as head may close the pipe after its lines


if __name__ == "__main__":
    main()
