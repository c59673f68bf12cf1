"""List the missing facts of each talk, one line each; the build prints their number."""

from hooks import load
from hooks.check import pages
from tools.docs import written


def main() -> None:
    for conference in load.read(written()).conferences:
        print(pages.summary(conference).removesuffix(" (make gaps)"))
        for line in pages.gaps(conference):
            print(f"  {line}")


if __name__ == "__main__":
    main()
