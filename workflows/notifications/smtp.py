"""Gives a message to a mail server, and tells a refusal for good from one for now."""

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from workflows.notifications.errors import MailDelayedError, MailRefusedError

_TIMEOUT_SECONDS = 30
_PERMANENT = 500
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def deliver(message: EmailMessage, smtp_url: str) -> None:
    """Give the message to the server `smtp://user:password@host:port` (also `smtps`, `smtp+starttls`).

    Raises MailRefusedError if the server says no for good (5xx), MailDelayedError for every other failure; ValueError
    for an address of the server that is none.
    """
    try:
        with _connection(smtp_url) as server:
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise _refusal(min(codes), str(error)) from error
    except smtplib.SMTPResponseException as error:
        raise _refusal(error.smtp_code, str(error)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise MailDelayedError(str(error)) from error


def _refusal(code: int, message: str) -> MailRefusedError | MailDelayedError:
    return MailRefusedError(message) if code >= _PERMANENT else MailDelayedError(message)


def _connection(smtp_url: str) -> smtplib.SMTP:
    url = urlsplit(smtp_url)
    if url.scheme not in _PORTS or not url.hostname:
        raise ValueError("A mail server is given as smtp://host:port, smtps://host or smtp+starttls://host")
    port = url.port or _PORTS[url.scheme]
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if url.scheme == "smtps":
        server = smtplib.SMTP_SSL(url.hostname, port, timeout=_TIMEOUT_SECONDS, context=context)
    else:
        server = smtplib.SMTP(url.hostname, port, timeout=_TIMEOUT_SECONDS)
    if url.scheme == "smtp+starttls":
        server.starttls(context=context)
    if url.username:
        server.login(unquote(url.username), unquote(url.password or ""))
    return server
