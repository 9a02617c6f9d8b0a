"""`user add|list|disable`: the accounts of an installation."""

import argparse
import getpass
import sys
from dataclasses import replace
from typing import Any

from engine import Actor
from workflows.bootstrap import ROLES, build, install
from workflows.parties import Account, UnknownAccountError, account, accounts, save_account
from workflows.settings import Settings


def add_commands(commands: Any) -> None:
    """Add this module's commands to the parser."""
    user = commands.add_parser("user", help="add, list or disable accounts")
    actions = user.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="add an account; the password is asked for, or read from standard input")
    add.add_argument("id", help="what is typed at log-in, such as handlaggare.1")
    add.add_argument("--role", action="append", default=[], choices=ROLES, required=True)
    add.add_argument("--email", default="")
    add.add_argument("--title", default="")
    add.set_defaults(run=_add)
    show = actions.add_parser("list", help="list the accounts")
    show.set_defaults(run=_list)
    disable = actions.add_parser("disable", help="let an account log in no more")
    disable.add_argument("id")
    disable.set_defaults(run=_disable)


def _add(arguments: argparse.Namespace) -> int:
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    product = build(Settings())
    install(product)
    added = Account(
        id=arguments.id.strip().lower(),
        name=arguments.id,
        roles=frozenset(arguments.role),
        email=arguments.email,
        title=arguments.title,
    )
    with product.engine.work(actor=Actor.system()) as work:
        save_account(work.session, added, at=work.now, password=password)
        work.record("account_saved", {"account": added.id, "roles": sorted(added.roles)})
    print(f"Added {added.id}")
    return 0


def _list(_arguments: argparse.Namespace) -> int:
    product = build(Settings())
    with product.engine.reading() as session:
        for one in accounts(session, with_disabled=True):
            state = " (disabled)" if one.is_disabled else ""
            print(f"{one.id}\t{', '.join(sorted(one.roles))}{state}")
    return 0


def _disable(arguments: argparse.Namespace) -> int:
    product = build(Settings())
    with product.engine.work(actor=Actor.system()) as work:
        found = account(work.session, arguments.id)
        if found is None:
            raise UnknownAccountError(f"There is no account {arguments.id}")
        save_account(work.session, replace(found, is_disabled=True), at=work.now)
        work.record("account_disabled", {"account": found.id})
    print(f"Disabled {arguments.id}")
    return 0
