"""`python3 -m app demo` and `python3 -m app test`: need Python and pip, nothing else.

Standard library only. The version is looked at first, before anything that an older Python cannot read.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  an older Python is just what this line is for
    sys.exit("Quotewright needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")

from app.bootstrap.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
