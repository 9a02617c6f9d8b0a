"""Rehearsal: a scenario's cases run in memory on a virtual clock, and tell when what would happen."""

from engine.rehearsal.model import Line, Rehearsed, Scenario, Stuck
from engine.rehearsal.reading import ScenarioError, read_scenario

__all__ = ["Line", "Rehearsed", "Scenario", "ScenarioError", "Stuck", "read_scenario"]
