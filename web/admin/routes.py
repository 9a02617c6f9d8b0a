"""Every view of the administrator's pages, on one blueprint."""

from web.admin import accounts as accounts
from web.admin import incidents as incidents
from web.admin import log as log
from web.admin import overview as overview
from web.admin import tokens as tokens
from web.admin.blueprint import blueprint as blueprint
