"""`worker`: jobs, ticks, or both, without the web."""

import argparse
from typing import Any, Final

from engine import Broker, JobTimes, Scheduler
from web.cli.failures import UsageError
from web.cli.starting import ready_product, told_to_stop
from workflows.bootstrap import Product, build
from workflows.settings import Settings

_PROCESSES: Final = 2


def add_commands(commands: Any) -> None:
    """Add this module's commands to the parser."""
    worker = commands.add_parser("worker", help="run what falls due, or with UTLYSA_BROKER_URL what is announced")
    worker.add_argument("--ticks-only", action="store_true", help="fire timers and announce jobs, but do none")
    worker.add_argument(
        "--processes", type=int, metavar="N", help=f"how many jobs at once, with UTLYSA_BROKER_URL ({_PROCESSES})"
    )
    worker.set_defaults(run=_work)


def _work(arguments: argparse.Namespace) -> int:
    does_announced = Settings().broker_url is not None and not arguments.ticks_only
    if arguments.processes is not None and (not does_announced or arguments.processes < 1):
        raise UsageError("--processes is a number from 1, for a worker with UTLYSA_BROKER_URL that does jobs")
    product = ready_product()
    broker = product.engine.broker
    if broker is not None and does_announced:
        return _do_announced_jobs(product, broker, arguments.processes or _PROCESSES)
    stop = told_to_stop()
    with Scheduler(product.engine, does_jobs=not arguments.ticks_only):
        shown = "timers are fired and jobs announced" if arguments.ticks_only else "timers and jobs run"
        print(f"Utlysa: {shown} here. Ctrl-C ends.", flush=True)
        stop.wait()
    product.engine.close()
    return 0


def _do_announced_jobs(product: Product, broker: Broker, processes: int) -> int:
    settings = product.settings
    # Each process of the worker opens what it needs for itself: no connection may be shared by two.
    product.engine.close()
    print(f"Utlysa: {processes} jobs at once run here. Ctrl-C ends.", flush=True)
    times = JobTimes(settings.limit.job_seconds)
    return broker.work(lambda: build(settings).engine, processes=processes, times=times)
