"""What is proven about a product before anybody sells it: dead options, contradictions, idle rules, counts.

Every proof is exact: it is about all configurations at once, and where a search outlasts its bound it says
so instead. Holds no catalog files and no lines; a proof names the part of the product that it is about.
"""

from app.configuration.proofs.counting import Count
from app.configuration.proofs.eras import prove_always
from app.configuration.proofs.kinds import KINDS, Kind, Severity
from app.configuration.proofs.proof import Progress, Proof, silent
from app.configuration.proofs.prove import Proven, prove

__all__ = [
    "KINDS",
    "Count",
    "Kind",
    "Progress",
    "Proof",
    "Proven",
    "Severity",
    "prove",
    "prove_always",
    "silent",
]
