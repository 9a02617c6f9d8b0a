"""Rehearsal: a scenario's cases run in memory on a virtual clock, and tell when what would happen."""

from engine.rehearsal.model import Line, Pace, Rehearsed, Scenario, Stuck
from engine.rehearsal.reading import ScenarioError, read_scenario
from engine.rehearsal.world import RehearsalTooLongError

__all__ = ["Line", "Pace", "RehearsalTooLongError", "Rehearsed", "Scenario", "ScenarioError", "Stuck", "read_scenario"]
