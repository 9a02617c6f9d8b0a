"""Puts the site together with an installation: what its views need of the engine and the domain."""

from dataclasses import dataclass

from engine import Actor, Clock, Engine
from engine.calendars import WorkingCalendar
from web.accounts import StoredAccounts
from web.services import Services, web_settings
from workflows.bootstrap import Product
from workflows.visibility import may_see_case


@dataclass(frozen=True, slots=True)
class Relations:
    """The policy's questions about cases, answered by the domain."""

    engine: Engine

    def is_party(self, actor: Actor, case_id: str) -> bool:
        """Whether the actor may open the case."""
        return may_see_case(self.engine, actor, case_id)


def services_of(product: Product, clock: Clock) -> Services:
    """The services of an installation."""
    engine = product.engine
    return Services(
        engine=engine,
        settings=web_settings(product.settings),
        clock=clock,
        calendar=WorkingCalendar(),
        accounts=StoredAccounts(engine),
        relations=Relations(engine),
        files=product.files,
        open_task_count=lambda actor: engine.count_tasks(actor=actor, at_most=1000),
    )
