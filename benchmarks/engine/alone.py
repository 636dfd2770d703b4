"""One part in this process: ``python -m benchmarks.engine.alone NAME``; figures as lines of JSON."""

import json
import sys
import time
from dataclasses import asdict

from benchmarks.engine.parts import parts


def main() -> None:
    part = next(one for one in parts() if one.name == sys.argv[1])
    for figure in part.figures(lambda: _tell({"compiled": time.process_time()})):
        _tell({"figure": asdict(figure)})


def _tell(what: object) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    main()
