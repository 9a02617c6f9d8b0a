"""Regular expressions of XPath, matched within the budget of steps: no pattern can make them run for ever."""

from engine.feel.regex.matcher import Match as Match
from engine.feel.regex.matcher import Pattern as Pattern
from engine.feel.regex.matcher import compile_pattern as compile_pattern
from engine.feel.regex.tree import PatternError as PatternError
