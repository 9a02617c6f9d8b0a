"""The public area's blueprint."""

from flask import Blueprint

blueprint = Blueprint("public", __name__, template_folder="templates")
