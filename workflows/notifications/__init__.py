"""Mails: an outbox table, sending after the commit, and the demo's mailbox."""

from workflows.notifications.errors import MailDelayedError as MailDelayedError
from workflows.notifications.errors import MailError as MailError
from workflows.notifications.errors import MailRefusedError as MailRefusedError
from workflows.notifications.errors import UnknownMailError as UnknownMailError
from workflows.notifications.jobs import mail_handler as mail_handler
from workflows.notifications.model import Attachment as Attachment
from workflows.notifications.model import Mail as Mail
from workflows.notifications.model import MailState as MailState
from workflows.notifications.outbox import MAIL as MAIL
from workflows.notifications.outbox import send as send
from workflows.notifications.outbox import send_template as send_template
from workflows.notifications.queries import count_mails as count_mails
from workflows.notifications.queries import mail as mail
from workflows.notifications.queries import mail_list as mail_list
from workflows.notifications.task_jobs import TASK_ESCALATION as TASK_ESCALATION
from workflows.notifications.task_jobs import TASK_REMINDER as TASK_REMINDER
from workflows.notifications.task_jobs import task_handlers as task_handlers
