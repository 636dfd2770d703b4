"""Durable flows: deeds that go on after a crash where they stood. Only this package knows the engine.

Holds the flow of a write-back and how its engine is started, watched and stopped. Holds no SQL and no rules:
what a flow does is handed in as ``Deeds``. Nothing in a flow waits for a person.
"""

from app.workflows.flows import Deeds, Flows, FlowState

__all__ = ["Deeds", "FlowState", "Flows"]
