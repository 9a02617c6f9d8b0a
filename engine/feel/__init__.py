"""FEEL, the expression language of DMN 1.5: parse once, evaluate within budgets, explain nulls, check beforehand."""

from engine.feel.budget import DEFAULT_BUDGET as DEFAULT_BUDGET
from engine.feel.budget import Budget as Budget
from engine.feel.budget import WorkingDays as WorkingDays
from engine.feel.check import check as check
from engine.feel.check import check_unary_tests as check_unary_tests
from engine.feel.errors import FeelBudgetError as FeelBudgetError
from engine.feel.errors import FeelError as FeelError
from engine.feel.errors import FeelNote as FeelNote
from engine.feel.errors import FeelProblem as FeelProblem
from engine.feel.errors import FeelSyntaxError as FeelSyntaxError
from engine.feel.expression import Expression as Expression
from engine.feel.expression import evaluate as evaluate
from engine.feel.expression import parse as parse
from engine.feel.expression import parse_unary_tests as parse_unary_tests
from engine.feel.expression import unary_test as unary_test
from engine.feel.formatting import literal_text as literal_text
from engine.feel.formatting import number_text as number_text
from engine.feel.values import DaysTimeDuration as DaysTimeDuration
from engine.feel.values import Function as Function
from engine.feel.values import Range as Range
from engine.feel.values import YearsMonthsDuration as YearsMonthsDuration
