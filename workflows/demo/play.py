"""The whole story on a virtual clock: the letter of intent of 2020, then the call of 2021 to its extensions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from engine import VirtualClock
from workflows.bootstrap import Product
from workflows.demo import facts, replies_application, replies_follow_up
from workflows.demo.moments import local
from workflows.demo.player import Player, Scene
from workflows.demo.replies_decision import CallScript, DecisionReplies, letter_replies
from workflows.demo.stage import Stage

BEGINS = local("2020-08-17 09:00")
CALL_BEGINS = local("2021-10-25 08:30")
LETTER_ENDS = local("2020-12-31 12:00")
ENDS = local("2023-06-30 12:00")


@dataclass
class Play:
    """One performance. `call_id` is set once the call of 2021 has begun."""

    stage: Stage
    clock: VirtualClock
    call_id: str = ""
    scripts: dict[str, CallScript] = field(default_factory=dict)
    _player: Player | None = None

    @classmethod
    def on(cls, product: Product, clock: VirtualClock) -> "Play":
        """A performance on an installed product with nothing in it."""
        stage = Stage(product)
        stage.build()
        return cls(stage, clock)

    def perform(self) -> None:
        """Everything, from the request in 2020 until the extensions are decided and the call is archived."""
        self.play_letter(until=LETTER_ENDS)
        self.begin_call()
        self.go_on(until=ENDS)

    def play_letter(self, *, until: datetime) -> None:
        """The letter of intent, from the request until an instant."""
        letter = facts.letter()
        replies = {**DecisionReplies(self.stage.meetings, self.scripts).replies(), **letter_replies(letter)}
        scene = Scene(local("2020-08-17 09:30"), lambda: self.stage.request_letter(letter))
        Player(self.stage.engine, self.clock, self.stage.actor, replies, [scene]).run(until=until)

    def begin_call(self, *, with_applicants: bool = True) -> None:
        """Commission the call of 2021; its applicants act as time goes on."""
        self.clock.set(max(CALL_BEGINS, self.clock.now()))
        self.call_id = self.stage.start_call()
        self.scripts[self.call_id] = CallScript(facts.call_2021(), "2021-10-27 14:00", "2021-11-01 09:00")
        replies = {
            **DecisionReplies(self.stage.meetings, self.scripts, without_letters=True).replies(),
            **replies_application.replies(),
            **replies_follow_up.replies(),
        }
        scenes = self._scenes() if with_applicants else []
        self._player = Player(self.stage.engine, self.clock, self.stage.actor, replies, scenes)

    def add_second_call(self) -> None:
        """Let a second call be prepared and opened while the first one runs."""
        if self._player is None:
            raise ValueError("The second call comes after the first one has begun")
        self._player.scenes.append(Scene(local("2021-11-15 09:00"), self._start_second_call))

    def go_on(self, *, until: datetime) -> None:
        """Play on from where it stands until an instant, or until the call has ended."""
        if self._player is None:
            raise ValueError("There is no call to go on with: begin one")
        self._player.run(until=until, is_over=self._is_over)

    def _start_second_call(self) -> None:
        second = self.stage.start_call()
        self.scripts[second] = CallScript(facts.call_2022(), "2021-11-16 10:00", "2021-11-22 09:00")

    def _scenes(self) -> list[Scene]:
        stage, call_id = self.stage, self.call_id
        scenes = [
            Scene(local("2021-11-09 10:00"), lambda: stage.sign_up_for_meeting(call_id)),
            Scene(local("2021-11-09 14:00"), lambda: stage.ask_question(call_id)),
        ]
        for applicant in facts.applicants():
            scenes += _scenes_of(stage, call_id, applicant)
        return scenes

    def _is_over(self) -> bool:
        engine = self.stage.engine
        if engine.case(self.call_id).status == "active":
            return False
        follow_ups = engine.cases(process_key="follow_up")
        return all(case.variables.get("extension_outcome") for case in follow_ups)


def _scenes_of(stage: Stage, call_id: str, applicant: facts.Applicant) -> list[Scene]:
    drafts: list[str] = []
    # The draft is there for some days, so that its owner is reminded; one that comes late began in good time.
    begins = min(applicant.submitted_at - timedelta(days=6), local("2021-11-24 09:00"))
    scenes = [
        Scene(begins, lambda: drafts.append(stage.save_application(call_id, applicant))),
        Scene(applicant.submitted_at, lambda: _submit(stage, drafts, applicant)),
    ]
    if applicant.withdrawn_at:
        scenes.append(Scene(applicant.withdrawn_at, lambda: stage.withdraw(applicant)))
    if applicant.answered_at:
        scenes.append(Scene(applicant.answered_at, lambda: stage.answer_completion(applicant)))
    return scenes


def _submit(stage: Stage, drafts: Sequence[str], applicant: facts.Applicant) -> None:
    stage.submit_draft(drafts[0], applicant)
