"""Numeric attributes with very many values: what rules tell apart of them, and how far they reach.

Holds: ranges as stretches between the cuts that rules make, exact whole-number arithmetic on what two of them
say together, and the ends of what is possible. Does not hold: attributes with a state for each value, and
what choices and rules mean otherwise.
"""
