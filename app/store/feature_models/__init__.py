"""Feature models in UVL, the Universal Variability Language, read as products.

Holds the reader, what joins the files that a model imports, and what turns it into a product. Does not hold
how a product is written down as catalog files (``store/catalogs``).
"""

from app.store.feature_models.building import FeatureModelEmpty
from app.store.feature_models.imports import ImportRefused, feature_model_file
from app.store.feature_models.model import FeatureModel
from app.store.feature_models.names import legal_keys
from app.store.feature_models.product import Draft, draft_of, product_of
from app.store.feature_models.reading import FeatureModelInvalid, read_feature_model
from app.store.feature_models.unfit import FeatureModelUnfit

__all__ = [
    "Draft",
    "FeatureModel",
    "FeatureModelEmpty",
    "FeatureModelInvalid",
    "FeatureModelUnfit",
    "ImportRefused",
    "draft_of",
    "feature_model_file",
    "legal_keys",
    "product_of",
    "read_feature_model",
]
