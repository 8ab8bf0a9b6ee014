"""``make bench``: speed, side by side with an alternative, in one run. Prints tables; asserts nothing."""

import sys

from tests.benchmarks import (
    emulator_pages,
    matching_quality,
    matching_speed,
    pages_read,
    reading,
    register,
    requests_sent,
    rolling_up,
)

MEASURES = {
    "reading": reading.measure,
    "requests": requests_sent.measure,
    "register": register.measure,
    "emulator": emulator_pages.measure,
    "pages": pages_read.measure,
    "matching": matching_speed.measure,
    "quality": matching_quality.measure,
    "rollup": rolling_up.measure,
}


def main() -> None:
    """Measure everything, or what is named on the command line."""
    for name in sys.argv[1:] or MEASURES:
        MEASURES[name]()


if __name__ == "__main__":
    main()
