"""Accounts: log-in, roles, and whom mails reach."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.parties import (
    Account,
    Organisation,
    UnknownAccountError,
    WeakPasswordError,
    account,
    account_by_subject,
    accounts,
    actor_of,
    authenticate,
    emails_of,
    identity_of,
    save_account,
    save_organisation,
    set_password,
)
from workflows.parties import model as tables

AT = datetime(2021, 11, 1, 8, tzinfo=UTC)
PASSWORD = "fyra ord i en rad"
CLUSTER = Organisation("232100-0214", "Klustret", email="info@example.org")


def saved(session: Session, account_id: str = "handlaggare.1", **changes: object) -> Account:
    """An account that can log in."""
    values = {"name": "Handläggare 1", "roles": frozenset({"officer"}), "email": f"{account_id}@example.org"}
    made = Account(account_id, **(values | changes))  # type: ignore[arg-type]
    save_account(session, made, at=AT, password=PASSWORD)
    return made


def test_an_account_comes_back_as_it_was_saved(session: Session) -> None:
    save_organisation(session, CLUSTER)
    made = saved(
        session,
        call_roles={"call-1": frozenset({"assessor"})},
        organisations=(CLUSTER,),
        title="Handläggare",
        phone="063-00",
        language="en",
        subject="sub-1",
    )
    assert account(session, "handlaggare.1") == made
    assert account_by_subject(session, "sub-1") == made
    assert account(session, "nobody") is None


def test_the_right_password_opens(session: Session) -> None:
    made = saved(session)
    assert authenticate(session, " Handlaggare.1 ", PASSWORD) == made


def test_wrong_unknown_disabled_and_without_password_are_all_refused(session: Session) -> None:
    saved(session)
    saved(session, "slutat.1", is_disabled=True)
    save_account(session, Account("oidc.1", "Extern"), at=AT)
    for name, password in (
        ("handlaggare.1", "fel lösenord här"),
        ("nobody", PASSWORD),
        ("slutat.1", PASSWORD),
        ("oidc.1", "the password of nobody"),
    ):
        assert authenticate(session, name, password) is None


def test_passwords_are_kept_as_argon2id_hashes(session: Session) -> None:
    saved(session)
    kept = session.scalar(select(tables.accounts.c.password_hash))
    assert kept is not None
    assert kept.startswith("$argon2id$")


def test_a_short_password_is_refused(session: Session) -> None:
    with pytest.raises(WeakPasswordError):
        save_account(session, Account("a", "A"), at=AT, password="kort")


def test_a_password_can_be_changed(session: Session) -> None:
    saved(session)
    set_password(session, "handlaggare.1", "ett alldeles nytt ord")
    assert authenticate(session, "handlaggare.1", PASSWORD) is None
    assert authenticate(session, "handlaggare.1", "ett alldeles nytt ord") is not None
    with pytest.raises(UnknownAccountError, match="nobody"):
        set_password(session, "nobody", "ett alldeles nytt ord")


def test_saving_again_changes_roles_but_not_the_password(session: Session) -> None:
    made = saved(session)
    save_account(session, Account(made.id, "Nytt namn", roles=frozenset({"legal", "controller"})), at=AT)
    changed = authenticate(session, made.id, PASSWORD)
    assert changed is not None
    assert (changed.name, changed.roles) == ("Nytt namn", {"legal", "controller"})


def test_accounts_are_listed_by_role_and_organisation(session: Session) -> None:
    save_organisation(session, CLUSTER)
    officer = saved(session)
    assessor = saved(session, "bedomare.1", name="B", roles=frozenset(), call_roles={"c1": frozenset({"assessor"})})
    applicant = saved(session, "sokande.1", name="S", roles=frozenset({"applicant"}), organisations=(CLUSTER,))
    saved(session, "slutat.1", is_disabled=True)
    assert accounts(session, role="officer") == [officer]
    assert accounts(session, role="assessor") == []
    assert accounts(session, role="assessor", call_id="c1") == [assessor]
    assert accounts(session, org_nr=CLUSTER.org_nr) == [applicant]
    assert len(accounts(session)) == 3
    assert len(accounts(session, with_disabled=True)) == 4


def test_mails_reach_the_person_or_the_organisations_people(session: Session) -> None:
    save_organisation(session, CLUSTER)
    assert emails_of(session, "org:232100-0214") == ["info@example.org"]
    saved(session, "sokande.1", organisations=(CLUSTER,))
    assert emails_of(session, "org:232100-0214") == ["sokande.1@example.org"]
    assert emails_of(session, "sokande.1") == ["sokande.1@example.org"]
    assert emails_of(session, "nobody") == []


def test_an_actor_has_the_accounts_roles_and_identities() -> None:
    made = Account(
        "sokande.1", "S", frozenset({"applicant"}), {"c1": frozenset({"assessor"})}, organisations=(CLUSTER,)
    )
    actor = actor_of(made)
    assert (actor.id, actor.roles) == ("sokande.1", {"applicant"})
    assert actor.identities == {"sokande.1", identity_of(CLUSTER.org_nr)}
    assert actor_of(made, call_id="c1").roles == {"applicant", "assessor"}
    assert made.has_role("assessor", call_id="c1")
    assert not made.has_role("assessor")


def test_a_substitute_acts_with_the_absent_ones_roles() -> None:
    substitute = Account("handlaggare.2", "H2", frozenset({"officer"}))
    absent = Account("direktor.1", "D", frozenset({"director", "area_head"}))
    actor = actor_of(substitute, substitute_for=absent)
    assert (actor.roles, actor.log_name) == ({"director", "area_head"}, "handlaggare.2 för direktor.1")
    assert actor.is_called("direktor.1")
    assert actor_of(substitute, substitute_for=absent, roles=frozenset({"area_head"})).roles == {"area_head"}
