"""What goes over the wire, as marshmallow schemas: they read bodies and describe answers.

Holds no rule of the business: quantities, choices and discounts are passed on raw: the verbs judge them.
"""
