"""List the missing facts of each talk, one line each; the build prints their number."""

from hooks import load
from hooks.check import gaps
from tools.docs import written


def main() -> None:
    for conference in load.read(written()).conferences:
        print(gaps.summary(conference).removesuffix(" (make gaps)"))
        for line in gaps.lines(conference):
            print(f"  {line}")


if __name__ == "__main__":
    main()
