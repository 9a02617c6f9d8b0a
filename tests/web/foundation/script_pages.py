"""Pages on which the scripts of the foundation are tried: a form, a list with a drawing, the editor."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, make_response, render_template_string, request

from engine.forms import Form
from tests.web.foundation.site import NOW
from web.forms import draw, read_form
from web.policy import Public, policy

HERE = Path(__file__).parent
COSTS = Form.parse((HERE / "costs.form").read_text())
DIAGRAM = (HERE.parents[2] / "bpmn/application/application.bpmn").read_bytes()
FORM_PAGE = """{% extends "public.html" %}{% block title %}Prov{% endblock %}
{% block main %}
<div class="u-wrap u-wrap--read"><h1>Prov</h1>{{ m.saved(none) }}
<span data-countdown="2021-12-06T11:00:00+00:00"></span>
<form method="post" action="/prov" novalidate data-autosave="/spara">{{ m.csrf_field() }}
<input type="hidden" name="revision" value="1">{{ r.form_fields(view) }}</form></div>{% endblock %}"""
LIST_PAGE = """{% extends "base.html" %}{% block title %}Lista{% endblock %}
{% block css %}{{ p.diagram_css() }}{% endblock %}{% block js %}{{ p.diagram_js() }}{% endblock %}
{% block main %}<div class="u-wrap"><h1>Lista</h1><form><table class="u-table"><caption>Rader</caption><tbody>
{% for n in (1, 2, 3) %}<tr data-rad>
<td class="u-check"><input type="checkbox" class="u-box" aria-label="Rad {{ n }}"></td>
<th scope="row"><a href="/lista?rad={{ n }}">Rad {{ n }}</a></th></tr>{% endfor %}</tbody></table>
<div class="u-bulk" role="group" aria-label="Markerade" data-bulk><strong data-bulk-count></strong></div></form>
<section class="u-panel" aria-labelledby="r">
<div class="u-panel__h"><h2 id="r">Ritning</h2>{{ p.diagram_toggle() }}</div>
{{ p.diagram("/ritning", "Processen", {"done": ["application_received"], "now": ["register_application"]},
[{"on": "register_application", "kind": "flag", "text": "Här"}], "register_application", 24,
[("done", "Ansökan inskickad", "klart")]) }}</section></div>{% endblock %}"""
EDITOR_PAGE = """{% extends "base.html" %}{% block title %}Redigera{% endblock %}
{% block css %}{{ p.diagram_css() }}{% endblock %}{% block js %}{{ p.editor_js() }}{% endblock %}{% block main %}
<div class="u-wrap"><h1>Redigera</h1><span data-editor-state></span><button data-editor-undo hidden>Ångra</button>
<form data-editor-save><label>Kommentar <input name="comment"></label><button>Spara</button></form></div>
{{ p.editor("/ritning", "Ritning", "/granska", "/spara-ritning", "7", [{"value": "officer", "label": "Handläggare"}],
[{"value": "completeness", "label": "Fullständighet"}]) }}{% endblock %}"""


@dataclass
class Server:
    """The site in a thread; tests set how saving answers and read what was sent."""

    address: str = ""
    save_status: int = 200
    saved: list[dict[str, str]] = field(default_factory=list)
    drawing: str = ""


def area_of(server: Server) -> Blueprint:
    """The pages, which answer as the server is set to and note what they get."""
    area = Blueprint("area", __name__)
    for path, page in (("/lista", LIST_PAGE), ("/redigera", EDITOR_PAGE)):
        area.add_url_rule(path, endpoint=path.strip("/"), view_func=_shows(page))
    _add_form(area, server)
    _add_editing(area, server)
    return area


def _shows(page: str) -> Any:
    @policy(Public())
    def view() -> str:
        return render_template_string(page)

    return view


def _add_form(area: Blueprint, server: Server) -> None:
    @area.route("/prov", methods=["GET", "POST"])
    @policy(Public())
    def form() -> str:
        values = read_form(COSTS, request.form).values if request.method == "POST" else COSTS.initial()
        return render_template_string(FORM_PAGE, view=draw(COSTS, values))

    @area.post("/spara")
    @policy(Public())
    def save() -> Response:
        if server.save_status != 200:
            return make_response({"status": server.save_status}, server.save_status)
        server.saved.append(dict(request.form))
        revision = int(request.form["revision"]) + 1
        return make_response({"saved_at": NOW.isoformat(), "now": NOW.isoformat(), "revision": revision})


def _add_editing(area: Blueprint, server: Server) -> None:
    @area.get("/ritning")
    @policy(Public())
    def drawing() -> Response:
        return Response(DIAGRAM, mimetype="application/xml")

    @area.post("/granska")
    @policy(Public())
    def lint() -> dict[str, Any]:
        about = {"element_id": "register_application", "line": 12, "code": "x"}
        return {"problems": [{"severity": "warning", "message": "har ingen sista dag.", **about}]}

    @area.post("/spara-ritning")
    @policy(Public())
    def save_drawing() -> dict[str, str]:
        server.drawing = request.form["xml"]
        return {"version": "8"}
