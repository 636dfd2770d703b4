"""The steps of a catalog's price as they are taken: each knows its amounts for one product under some terms.

A stage reads and writes the columns of a ``Run``; it never looks at another plan.
"""
