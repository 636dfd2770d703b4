"""Goods of a CRM as a catalog, and a catalog's articles as goods of a CRM: what is fit, and what is missing.

Verbs are ``import_goods`` and ``push_goods``. Nothing here speaks to a CRM but through ``app.crm.goods``.
"""
