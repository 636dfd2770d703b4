"""Products and price books of a Salesforce org, as its administrator reads and adds them.

Decides nothing about what is missing or fit: that is for whoever asks (``app/actions``).
"""

from app.crm.salesforce.goods.goods import SalesforceGoods

__all__ = ["SalesforceGoods"]
