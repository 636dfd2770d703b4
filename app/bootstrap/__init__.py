"""The two commands of a fresh clone: `python3 -m app demo` and `python3 -m app test`.

Holds what makes the environment (exact versions, from the locks), starts and watches the demo's processes,
and runs the checks. Standard library only, and nothing of the rest of the app: it works before anything is
installed.
"""
