"""What a change of a product forbids or allows: configurations of one that are none of the other.

Two configurations are the same where they agree in the attributes that both products have. Holds no files
and no prices; what is written differently is the catalog's own business (``catalog/differences``).
"""

from app.configuration.differences.losses import Loss, Losses, losses

__all__ = ["Loss", "Losses", "losses"]
