"""The engine alone: exact domains after a click, over public models, the demo and made-up shapes.

CPU time, random sessions to completion. Each click is set against the plain way, one question a value to an
independent solver, whose answers are compared with ours; and against peers where they are installed. And all
else that is wanted of the engine: reasons, proofs of a catalog, loading what was compiled.
"""

from benchmarks.engine.measured import measure

__all__ = ["measure"]
