"""Every view of the process owner's pages, on one blueprint."""

from web.process_owner import beginning as beginning
from web.process_owner import drafts as drafts
from web.process_owner import editing as editing
from web.process_owner import library as library
from web.process_owner import moving as moving
from web.process_owner import rehearsing as rehearsing
from web.process_owner import uploading as uploading
from web.process_owner.blueprint import blueprint as blueprint
