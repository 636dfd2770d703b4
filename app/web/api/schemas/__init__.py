"""What goes over the wire, as marshmallow schemas: they write the answers, read the bodies and make the OpenAPI.

Holds no rule of the business: quantities, choices and discounts are passed on raw, and the verbs judge them.
"""
