"""Measurements: each figure beside a reference of the same run, so that the ratio holds on any machine."""
