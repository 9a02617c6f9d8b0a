"""The demo's role accounts and organisations: no persons, only roles."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine import Actor
from workflows.demo import facts
from workflows.parties import (
    Account,
    Organisation,
    UnknownAccountError,
    account,
    actor_of,
    save_account,
    save_organisation,
)

# Account, its Swedish title, its roles.
STAFF: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("utlysningsansvarig.1", "Utlysningsansvarig", ("call_manager",)),
    ("handlaggare.1", "Beredningshandläggare", ("officer",)),
    ("handlaggare.2", "Beredningshandläggare", ("officer",)),
    ("handlaggare.3", "Beredningshandläggare", ("officer",)),
    ("registrator.1", "Registrator", ("registrar",)),
    ("bedomare.1", "Bedömare", ("assessor",)),
    ("bedomare.2", "Bedömare", ("assessor",)),
    ("bedomare.3", "Bedömare", ("assessor",)),
    ("bedomare.4", "Bedömare", ("assessor",)),
    ("jurist.1", "Jurist", ("legal",)),
    ("ekonom.1", "Controller", ("controller",)),
    ("kommunikator.1", "Kommunikatör", ("communications",)),
    ("omradeschef.1", "Områdeschef", ("area_head",)),
    ("direktor.1", "Regional utvecklingsdirektör", ("director",)),
    ("namndsekreterare.1", "Nämndsekreterare", ("board_secretary",)),
    ("ordforande.1", "Ordförande", ("chair", "member")),
    ("justerare.1", "Justerare", ("adjuster", "member")),
    ("ledamot.2", "Ledamot", ("member",)),
    ("ledamot.3", "Ledamot", ("member",)),
    ("ledamot.4", "Ledamot", ("member",)),
    ("granskare.1", "Granskningshandläggare", ("reviewer",)),
    ("utvarderare.1", "Utvärderare", ("evaluator",)),
    ("arkivarie.1", "Arkivarie", ("archivist",)),
    ("dataskyddsombud.1", "Dataskyddsombud", ("dpo",)),
    ("processagare.1", "Processägare", ("process_owner",)),
    ("admin.1", "Systemförvaltare", ("admin",)),
)
# Members of the board, with the role that each has there.
MEMBERS = tuple((name, roles[0]) for name, _, roles in STAFF if "member" in roles)


def save_cast(session: Session, *, at: datetime) -> None:
    """Write every account and organisation of the demo; a second time changes nothing."""
    for account_id, title, roles in STAFF:
        save_account(
            session,
            Account(
                id=account_id,
                name=account_id,
                title=title,
                roles=frozenset(roles),
                email=f"{account_id}@region.example",
                phone="063-14 75 00",
            ),
            at=at,
        )
    for applicant in facts.applicants():
        _save_applicant(session, applicant, at=at)


def _save_applicant(session: Session, applicant: facts.Applicant, *, at: datetime) -> None:
    organisation = Organisation(
        org_nr=applicant.org_nr,
        name=applicant.name,
        legal_form=applicant.legal_form,
        email=f"{applicant.account_id}@sokande.example",
        address=f"Byvägen {applicant.number}, {applicant.municipality}",
    )
    save_organisation(session, organisation)
    save_account(
        session,
        Account(
            id=applicant.account_id,
            name=applicant.account_id,
            title=applicant.name,
            roles=frozenset({"applicant"}),
            organisations=(organisation,),
            email=organisation.email,
        ),
        at=at,
    )


def actor(session: Session, account_id: str) -> Actor:
    """The engine's actor of a role account. Raises UnknownAccountError."""
    found = account(session, account_id)
    if found is None:
        raise UnknownAccountError(account_id)
    return actor_of(found)
