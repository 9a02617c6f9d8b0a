"""Forms in pages: what was posted becomes values, and values become accessible HTML that works without a script."""

from web.forms.drawing import draw as draw
from web.forms.reading import Entered as Entered
from web.forms.reading import FileKeeper as FileKeeper
from web.forms.reading import merge_section as merge_section
from web.forms.reading import read_form as read_form
from web.forms.uploads import FormUploads as FormUploads
from web.forms.view import FormView as FormView
from web.forms.view import Part as Part
from web.forms.view import Section as Section
