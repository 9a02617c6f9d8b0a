"""Letters: owner-editable templates, filled with values, in the organisation's frame."""

from workflows.letters.errors import LetterError as LetterError
from workflows.letters.errors import MissingValueError as MissingValueError
from workflows.letters.errors import Place as Place
from workflows.letters.errors import TemplateError as TemplateError
from workflows.letters.errors import UnknownTemplateError as UnknownTemplateError
from workflows.letters.faults import CODES as CODES
from workflows.letters.frame import Head as Head
from workflows.letters.frame import contact_lines as contact_lines
from workflows.letters.frame import page as page
from workflows.letters.pages import problems as problems
from workflows.letters.pages import render as render
from workflows.letters.templates import Files as Files
from workflows.letters.templates import deployed as deployed
from workflows.letters.templates import shipped as shipped
from workflows.letters.texts import MailText as MailText
from workflows.letters.texts import mail_problems as mail_problems
from workflows.letters.texts import render_mail as render_mail
from workflows.letters.values import Wording as Wording
from workflows.letters.writing import write_letter as write_letter
