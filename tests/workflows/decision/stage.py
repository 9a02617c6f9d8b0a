"""The call of 2021 after its assessments, on an engine with a small diagram that decides it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from engine import Actor, Engine, VirtualClock, Work
from tests.workflows.call.example import content_of_2021
from tests.workflows.decision.applications import insert_applications
from workflows.bootstrap import MIGRATIONS, OPERATIONS, ROLES, choices, shipped_files
from workflows.call.model import calls
from workflows.call.rules import cutoff_of, opening_of
from workflows.decision.commands import create_meeting
from workflows.decision.model import Member
from workflows.parties import Account, actor_of, save_account
from workflows.registry import register_case, set_series

# The processes that a decision needs; the call's and the application's own are tested with them.
PROCESSES = (
    "application/",
    "handling/",
    "assessment/",
    "board_decision/",
    "delegated_decision/",
    "follow_up/",
    "evaluation/",
    "extension/",
)
DIAGRAM = Path(__file__).with_name("decide_call.bpmn")
RANKED_AT = datetime(2021, 12, 7, 12, 0, tzinfo=UTC)
MEETING_AT = datetime(2021, 12, 15, 8, 0, tzinfo=UTC)
MEMBERS = (
    Member("ordforande.1", "chair"),
    Member("justerare.1", "adjuster"),
    Member("ledamot.1"),
    Member("ledamot.2"),
    Member("ledamot.3"),
    Member("ersattare.1", "substitute"),
)
STAFF: Mapping[str, str] = {
    "utlysningsansvarig.1": "call_manager",
    "handlaggare.1": "officer",
    "omradeschef.1": "area_head",
    "direktor.1": "director",
    "namndsekreterare.1": "board_secretary",
    "ordforande.1": "chair",
    "justerare.1": "adjuster",
    "registrator.1": "registrar",
    "granskare.1": "reviewer",
    "utvarderare.1": "evaluator",
}
PROPOSAL = {
    "summary": "Fyra ansökningar föreslås få stöd.",
    "case_description": "Tolv ansökningar kom in.",
    "proposal": [{"clause": "Stöd beviljas enligt tabellen."}],
    "reasons": "Rangordningen följer bedömningen.",
    "applied_rules": ["SFS2022_1468_12", "CALL_TEXT"],
    "economic_consequence": "Ryms i ramen.",
}


def record_of(outcome: str = "as_proposed", **changes: Any) -> dict[str, Any]:
    """What the secretary records of the meeting: everybody present, nothing unusual."""
    present = [{"member": one.id, "attendance": "present"} for one in MEMBERS if one.role != "substitute"]
    return {
        "paragraph": "§ 214",
        "present": present,
        "conflicts": [],
        "motions": [],
        "changes": [],
        "chair_vote": "none",
        "outcome": outcome,
        **changes,
    }


@dataclass
class Stage:
    """An engine, a clock, and short words for what people do; `call_id` is the call that is decided."""

    engine: Engine
    clock: VirtualClock
    call_id: str = ""
    ids: dict[str, str] = field(default_factory=dict)

    @classmethod
    def build(cls, engine_factory: Callable[..., Engine], clock: VirtualClock) -> "Stage":
        """Everything deployed, the staff in place, two meetings planned, on 7 December 2021."""
        clock.set(RANKED_AT)
        quiet = dict.fromkeys(("mail", "render_pdf", "task_reminder", "task_escalation"), lambda _job, _context: None)
        engine = engine_factory(
            operations=OPERATIONS, roles=ROLES, migrations=[MIGRATIONS], choices=choices, jobs=quiet
        )
        files = shipped_files()
        shipped = {name: content for name, content in files.items() if name.startswith(PROCESSES)}
        form = files["call/ranking_confirmation.form"]
        own = {"decide_call.bpmn": DIAGRAM.read_bytes(), "ranking_confirmation.form": form}
        engine.deploy({**shipped, **{f"decide_call/{name}": content for name, content in own.items()}})
        stage = cls(engine, clock)
        with engine.work(actor=Actor.system()) as work:
            set_series(work.session, "RUN", 2021, 598)
            for name, role in STAFF.items():
                person = Account(name, name, frozenset({role}), email=f"{name}@region.example")
                save_account(work.session, person, at=work.now)
        with engine.work(actor=stage.actor("namndsekreterare.1")) as work:
            for days in (0, 62):
                stage.plan_meeting(work, MEETING_AT + timedelta(days=days), f"m{days}")
        return stage

    def plan_meeting(self, work: Work, at: datetime, meeting_id: str) -> None:
        """Plan a meeting of the whole board."""
        create_meeting(work, starts_at=at, place="Sal Storsjön", members=MEMBERS, meeting_id=meeting_id)

    def actor(self, name: str) -> Actor:
        """The engine's actor of a role account."""
        return actor_of(Account(name, name, frozenset({STAFF[name]})))

    def start_call(self, **content: Any) -> None:
        """The call of 2021, closed, with its applications assessed; the diagram then ranks them."""
        case = self.engine.start("decide_call", actor=self.actor("utlysningsansvarig.1"))
        self.call_id = case.id
        found = content_of_2021(**content)
        with self.engine.work(actor=Actor.system()) as work:
            number = register_case(work.session, at=work.now, title=found["title"], case_id=case.id)
            work.session.execute(
                calls.insert().values(
                    id=case.id,
                    registry_number=number,
                    version=1,
                    status="closed",
                    content=found,
                    opens_at=opening_of(found["opens_on"]),
                    cutoff=cutoff_of(found["deadline_date"], found["deadline_time"]),
                    recorded_at=work.now,
                    news_text="",
                    lessons="",
                    retention_class="",
                )
            )
            self.ids = insert_applications(work, case.id)
        self.do("begin", "utlysningsansvarig.1", {})

    def do(self, element_id: str, who: str, data: dict[str, Any], case_id: str | None = None) -> None:
        """Complete the open task of an element."""
        tasks = self.engine.tasks(case_id or self.call_id, element_id=element_id)
        assert tasks, (element_id, [task.element_id for task in self.engine.tasks(case_id or self.call_id)])
        self.engine.complete(tasks[0].id, data, actor=self.actor(who))

    def go_to(self, at: datetime) -> None:
        """Move the clock and let what is due happen."""
        self.clock.set(at)
        self.engine.run_due()

    def rank(self, **changes: Any) -> None:
        """Confirm the ranking."""
        self.do("confirm_ranking", "utlysningsansvarig.1", {"scenario": "area_first", "deviation": False, **changes})

    def propose(self) -> None:
        """Write, review and approve the proposal, and put it on the agenda of 15 December."""
        self.do("write_proposal", "handlaggare.1", PROPOSAL)
        self.do("review_proposal", "omradeschef.1", {"review": "ok"})
        self.do("approve_proposal", "direktor.1", {"approved": "yes"})
        self.do("put_on_agenda", "namndsekreterare.1", {"board_meeting_id": "m0", "agenda_no": 9})

    def meet(self, **record: Any) -> None:
        """Let the meeting begin, and record what was decided."""
        self.go_to(datetime(2021, 12, 8, 9, 0, tzinfo=UTC))
        self.go_to(MEETING_AT)
        self.do("record_meeting", "namndsekreterare.1", record_of(**record))

    def adjust_and_post(self) -> None:
        """Adjust the minutes on the day of the meeting, and post the notice two days later."""
        self.do("adjust_minutes_chair", "ordforande.1", {"adjusted": True})
        self.do("adjust_minutes_adjuster", "justerare.1", {"adjusted": True})
        self.go_to(datetime(2021, 12, 17, 12, 0, tzinfo=UTC))
        self.do("post_notice", "namndsekreterare.1", {"notice_posted_on": "2021-12-17"})

    def decide(self, **record: Any) -> None:
        """Everything from the ranking to the letters."""
        self.rank()
        self.propose()
        self.meet(**record)
        self.adjust_and_post()
        self.engine.run_due()
