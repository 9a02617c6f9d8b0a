"""`user add|list|disable` and `token create|list|revoke`: who may use an installation, and programs in their name."""

import argparse
import getpass
import sys
from dataclasses import replace
from typing import Any

from engine import Actor
from workflows.bootstrap import ROLES, build, install
from workflows.parties import (
    Account,
    UnknownAccountError,
    account,
    accounts,
    create_token,
    revoke_token,
    save_account,
    tokens,
)
from workflows.parties.tokens import DEFAULT_DAYS
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
    _add_token_commands(commands)


def _add_token_commands(commands: Any) -> None:
    token = commands.add_parser("token", help="create, list or revoke tokens of the REST API")
    actions = token.add_subparsers(dest="action", required=True, metavar="ACTION")
    create = actions.add_parser("create", help="print a token that has an account's rights; it is shown only once")
    create.add_argument("--user", required=True, metavar="U", help="whose rights it has")
    create.add_argument("--name", default="", help="what it is for")
    create.add_argument("--days", type=int, default=DEFAULT_DAYS, help=f"how long it lasts ({DEFAULT_DAYS})")
    create.set_defaults(run=_create_token)
    show = actions.add_parser("list", help="list the tokens, not their secrets")
    show.add_argument("--user", metavar="U")
    show.set_defaults(run=_list_tokens)
    revoke = actions.add_parser("revoke", help="let a token be accepted no more")
    revoke.add_argument("id", help="as `token list` shows it")
    revoke.set_defaults(run=_revoke_token)


def _create_token(arguments: argparse.Namespace) -> int:
    product = build(Settings())
    install(product)
    with product.engine.work(actor=Actor.system()) as work:
        name, days = arguments.name, arguments.days
        added, secret = create_token(
            work.session, arguments.user, at=work.now, name=name, days=days, created_by=Actor.system().id
        )
        work.record("token_created", {"token": added.id, "account": added.account_id, "until": added.expires_at})
    # The secret alone goes to the output, so that it can be kept by a program.
    print(secret)
    print(f"Token {added.id} of {added.account_id}, until {added.expires_at:%Y-%m-%d}", file=sys.stderr)
    return 0


def _list_tokens(arguments: argparse.Namespace) -> int:
    product = build(Settings())
    now = product.engine.now()
    with product.engine.reading() as session:
        for one in tokens(session, account_id=arguments.user):
            state = "" if one.holds(now) else " (revoked)" if one.revoked_at else " (over)"
            print(f"{one.id}\t{one.account_id}\tuntil {one.expires_at:%Y-%m-%d}\t{one.name}{state}")
    return 0


def _revoke_token(arguments: argparse.Namespace) -> int:
    product = build(Settings())
    with product.engine.work(actor=Actor.system()) as work:
        revoked = revoke_token(work.session, arguments.id, at=work.now)
        work.record("token_revoked", {"token": revoked.id, "account": revoked.account_id})
    print(f"Revoked {revoked.id} of {revoked.account_id}")
    return 0


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
