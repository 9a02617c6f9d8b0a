"""DMN: decision models of version 1.1 to 1.6, loaded, decided, explained and analysed."""

from engine.dmn.analysis import Analysis as Analysis
from engine.dmn.analysis import Gap as Gap
from engine.dmn.analysis import Overlap as Overlap
from engine.dmn.analysis import UnreachableRule as UnreachableRule
from engine.dmn.analysis import analyse as analyse
from engine.dmn.elements import Decision as Decision
from engine.dmn.elements import DecisionService as DecisionService
from engine.dmn.elements import DecisionTable as DecisionTable
from engine.dmn.elements import InputData as InputData
from engine.dmn.errors import CircularRequirementError as CircularRequirementError
from engine.dmn.errors import DmnError as DmnError
from engine.dmn.errors import DmnProblem as DmnProblem
from engine.dmn.errors import DmnReadError as DmnReadError
from engine.dmn.errors import ExpressionError as ExpressionError
from engine.dmn.errors import UnknownDecisionError as UnknownDecisionError
from engine.dmn.explanation import Explanation as Explanation
from engine.dmn.explanation import RuleMatch as RuleMatch
from engine.dmn.model import Model as Model
from engine.dmn.model import load as load
