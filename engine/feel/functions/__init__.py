"""The built-in functions, by what they work on; importing this package fills the registry."""

from engine.feel.functions import contexts as contexts
from engine.feel.functions import conversions as conversions
from engine.feel.functions import lists as lists
from engine.feel.functions import numbers as numbers
from engine.feel.functions import patterns as patterns
from engine.feel.functions import ranges as ranges
from engine.feel.functions import statistics as statistics
from engine.feel.functions import strings as strings
from engine.feel.functions import times as times
from engine.feel.functions import working_days as working_days
from engine.feel.registry import BUILTINS as BUILTINS
