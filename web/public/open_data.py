"""Published awards as open data, after the 360Giving standard: JSON and CSV, without personal data."""

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response

from web.policy import Public, policy
from web.services import services
from workflows.call.queries import all_calls
from workflows.decision.queries import open_grants

blueprint = Blueprint("open_data", __name__, url_prefix="/api/v1/open-data")
_COLUMNS = ("id", "title", "currency", "amountAppliedFor", "amountAwarded", "awardDate", "recipient", "programme")
# A spreadsheet runs a cell that begins so as a formula.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@blueprint.get("/grants.json")
@policy(Public())
def grants_json() -> Response:
    """Every published award, source: 360Giving schema."""
    return Response(json.dumps({"grants": _grants()}, ensure_ascii=False, indent=1), mimetype="application/json")


@blueprint.get("/grants.csv")
@policy(Public())
def grants_csv() -> Response:
    """The same awards as a table."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for grant in _grants():
        writer.writerow([_cell(value) for value in _row(grant)])
    headers = {"Content-Disposition": 'attachment; filename="grants.csv"'}
    return Response(text.getvalue(), mimetype="text/csv", headers=headers)


def _grants() -> list[dict[str, Any]]:
    with services().reading() as session:
        return [grant for call in all_calls(session) for grant in open_grants(session, call.id)]


def _row(grant: Mapping[str, Any]) -> tuple[Any, ...]:
    plain = tuple(grant[name] for name in _COLUMNS[:6])
    return (*plain, grant["recipientOrganization"][0]["name"], grant["grantProgramme"][0]["title"])


def _cell(value: Any) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text
