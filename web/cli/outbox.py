"""`outbox list|hold|release|drop`: what was held back when a backup was laid out, for a person to decide on."""

import argparse
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from engine import Actor, Engine, Job
from web.cli.failures import CommandError, UsageError
from workflows.bootstrap import build, install
from workflows.notifications import MAIL, mail
from workflows.settings import Settings

_MOST_LISTED = 100_000
_SYSTEM = Actor.system()


def add_commands(commands: Any) -> None:
    """Add this module's commands to the parser."""
    outbox = commands.add_parser("outbox", help="what was held back when a backup was laid out")
    actions = outbox.add_subparsers(dest="action", required=True, metavar="ACTION")
    show = actions.add_parser("list", help="list what is held")
    show.add_argument("--json", action="store_true", help="print for a program")
    show.set_defaults(run=_list)
    hold = actions.add_parser("hold", help="hold what may have gone out; after pg_restore, before anything is started")
    hold.set_defaults(run=_hold)
    for name, run, words in (
        ("release", _release, "send what was never sent"),
        ("drop", _drop, "never send what was sent before"),
    ):
        action = actions.add_parser(name, help=words)
        action.add_argument("ids", nargs="*", metavar="ID", help="ids from `utlysa outbox list`")
        action.add_argument("--all", action="store_true", help="everything that is held")
        action.set_defaults(run=run)


def hold_back(settings: Settings) -> int:
    """Bring an older database to this release and to now, and hold what may have gone out; how many jobs.

    Without the broker: nobody may be told of a job that is about to be held.
    """
    product = build(settings.model_copy(update={"broker_url": None}))
    try:
        install(product)
        return product.engine.hold_due_jobs(actor=_SYSTEM)
    finally:
        product.engine.close()


def told_of_held(count: int) -> str:
    """What a person has to do about it."""
    if not count:
        return "Nothing waited that could have been sent since."
    return f"{count} messages and other jobs may have gone out since and are held: see `utlysa outbox list`."


def _hold(_arguments: argparse.Namespace) -> int:
    print(told_of_held(hold_back(Settings())))
    return 0


def _list(arguments: argparse.Namespace) -> int:
    product = build(Settings())
    jobs = sorted(product.engine.jobs(state="held", limit=_MOST_LISTED), key=lambda job: (job.due_at, job.id))
    with product.engine.reading() as session:
        found = [_about(session, job) for job in jobs]
    product.engine.close()
    if arguments.json:
        print(json.dumps({"held": found}, ensure_ascii=False))
        return 0
    for each in found:
        print("\t".join(each[name] for name in ("id", "due_at", "kind", "about")))
    print(f"{len(found)} held. Give `utlysa outbox release` or `drop` with ids, or --all.")
    return 0


def _about(session: Session, job: Job) -> Mapping[str, str]:
    """A job, and for a mail whom it is for and what it says, as one compares it with what the mail server has sent."""
    about = job.key
    if job.kind == MAIL:
        found = mail(session, str(job.payload["mail_id"]))
        about = f"{found.recipient}: {found.subject}"
    return {"id": job.id, "kind": job.kind, "key": job.key, "due_at": job.due_at.isoformat(), "about": about}


def _release(arguments: argparse.Namespace) -> int:
    return _settle(arguments, "Released", lambda engine, ids: engine.release_jobs(ids, actor=_SYSTEM))


def _drop(arguments: argparse.Namespace) -> int:
    return _settle(arguments, "Dropped", lambda engine, ids: engine.drop_jobs(ids, actor=_SYSTEM))


def _settle(arguments: argparse.Namespace, word: str, change: Any) -> int:
    if arguments.all == bool(arguments.ids):
        raise UsageError("Give ids from `utlysa outbox list`, or --all")
    product = build(Settings())
    count = _changed(product.engine, None if arguments.all else list(dict.fromkeys(arguments.ids)), change)
    product.engine.close()
    print(f"{word} {count}")
    return 0


def _changed(engine: Engine, ids: list[str] | None, change: Any) -> int:
    """How many were changed. Raises CommandError, and changes nothing, if one of the ids is not held."""
    held = {job.id for job in engine.jobs(state="held", limit=_MOST_LISTED)}
    unknown = [each for each in ids or [] if each not in held]
    if unknown:
        raise CommandError(f"Not held: {', '.join(unknown)}; see `utlysa outbox list`")
    count: int = change(engine, ids)
    return count
