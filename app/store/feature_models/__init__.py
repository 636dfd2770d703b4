"""Feature models in UVL, the Universal Variability Language, read as products.

Holds the reader and what turns a model into a product of boolean attributes. Does not hold how a product is
written down as catalog files (``store/catalogs``).
"""

from app.store.feature_models.building import FeatureModelEmpty
from app.store.feature_models.model import FeatureModel
from app.store.feature_models.names import legal_keys
from app.store.feature_models.product import FeatureModelUnfit, product_of
from app.store.feature_models.reading import FeatureModelInvalid, feature_model_file, read_feature_model

__all__ = [
    "FeatureModel",
    "FeatureModelEmpty",
    "FeatureModelInvalid",
    "FeatureModelUnfit",
    "feature_model_file",
    "legal_keys",
    "product_of",
    "read_feature_model",
]
