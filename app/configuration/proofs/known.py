"""What is known of a product before its findings are put into words."""

from dataclasses import dataclass

from app.catalog.checks import Place
from app.catalog.product import Product
from app.configuration.formula import Literal
from app.configuration.proofs.blame import Blame
from app.configuration.proofs.claim import Claim
from app.configuration.proofs.proof import Proof
from app.configuration.proofs.questions import Questions
from app.configuration.proofs.subject import Subject
from app.configuration.proofs.sweep import Sweep, Swept


@dataclass(frozen=True, slots=True)
class Known:
    subject: Subject
    questions: Questions
    sweep: Sweep
    swept: Swept
    blame: Blame

    @property
    def product(self) -> Product:
        return self.subject.product

    def never(self, literal: Literal) -> bool:
        return literal in self.swept.impossible

    def proof(self, code: str, place: Place, text: str, *, denied: Claim) -> Proof:
        """A finding that holds because the claim cannot be."""
        keys = self.blame.found(denied)
        return Proof(code, place, text, tuple(p for p in self.subject.places(keys) if p != place))
