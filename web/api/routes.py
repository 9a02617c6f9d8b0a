"""Every address for machines, on its blueprint."""

from web.api import calls as calls
from web.api import cases as cases
from web.api import processes as processes
from web.api import tasks as tasks
from web.api.blueprint import blueprint as api
from web.api.documents import blueprint as documents
from web.api.health import blueprint as health

BLUEPRINTS = (api, documents, health)
