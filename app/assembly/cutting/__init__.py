"""Cutting pieces out of bars with the least material: the one-dimensional cutting stock problem.

Lengths here are whole tenths of a millimetre. Of a bar of length L, pieces fit whose lengths together with a
kerf between each two are at most L. The answer is always a plan that can be sawn; ``optimal`` says whether
it is proven that none needs less material, and ``bound`` how much any plan needs at least.
"""

from app.assembly.cutting.plan import Bar, CutsTooMany, Plan, Task
from app.assembly.cutting.solve import cut

__all__ = ["Bar", "CutsTooMany", "Plan", "Task", "cut"]
