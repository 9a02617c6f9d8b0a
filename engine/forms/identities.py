"""Kinds of text with a form of their own: organisation and giro numbers, addresses for mail, web and post."""

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from engine.forms.errors import UnreadableValueError
from engine.model import Text

_DIGIT_PAIR = 10
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_PHONE = re.compile(r"\+?[\d\s()/-]{5,24}")


def has_valid_check_digit(digits: str) -> bool:
    """Whether the last digit is right by modulus 10 (Luhn), as organisation numbers and giro numbers have it."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value >= _DIGIT_PAIR else value
    return total % 10 == 0


def organisation_number(text: str) -> str:
    """The number as NNNNNN-NNNN. Its third digit is at least 2, unlike a person's (SFS 1974:174)."""
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"\d{10}", digits) or int(digits[2]) < 2:
        raise UnreadableValueError(
            Text(
                "Skriv organisationsnumret med tio siffror, som 232100-0214.",
                "Write the organisation number with ten digits, like 232100-0214.",
            )
        )
    if not has_valid_check_digit(digits):
        raise UnreadableValueError(
            Text(
                "Kontrollsiffran stämmer inte. Kontrollera organisationsnumret.",
                "The check digit is wrong. Check the organisation number.",
            )
        )
    return f"{digits[:6]}-{digits[6:]}"


def bankgiro(text: str) -> str:
    """The number as NNN-NNNN or NNNN-NNNN."""
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"\d{7,8}", digits) or not has_valid_check_digit(digits):
        raise UnreadableValueError(
            Text(
                "Kontrollera bankgironumret. Skriv sju eller åtta siffror, som 5050-1055.",
                "Check the bankgiro number. Write seven or eight digits, like 5050-1055.",
            )
        )
    return f"{digits[:-4]}-{digits[-4:]}"


def email(text: str) -> str:
    """An address for mail."""
    if len(text) > 254 or ".." in text or not _EMAIL.fullmatch(text):  # RFC 5321, 4.5.3.1.3: the longest path.
        raise UnreadableValueError(
            Text("Skriv en e-postadress, som namn@exempel.se.", "Write an e-mail address, like name@example.com.")
        )
    return text


def web_address(text: str) -> str:
    """An address on the web, http or https."""
    try:
        parts = urlsplit(text)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and "." in (parts.hostname or "")
    except ValueError:
        is_good = False
    if not is_good or re.search(r"[\s<>\"\\]", text):
        raise UnreadableValueError(
            Text(
                "Skriv en hel webbadress som börjar med https://.",
                "Write a whole web address that begins with https://.",
            )
        )
    return text


def phone(text: str) -> str:
    """A telephone number."""
    if not _PHONE.fullmatch(text):
        raise UnreadableValueError(
            Text(
                "Skriv telefonnumret med siffror, som 063-14 75 00.",
                "Write the telephone number in digits, like 063-14 75 00.",
            )
        )
    return text


def postal_code(text: str) -> str:
    """A Swedish postal code as NNN NN."""
    digits = re.sub(r"\s", "", text)
    if not re.fullmatch(r"[1-9]\d{4}", digits):
        raise UnreadableValueError(
            Text(
                "Skriv postnumret med fem siffror, som 831 27.", "Write the postal code with five digits, like 831 27."
            )
        )
    return f"{digits[:3]} {digits[3:]}"


READERS: Mapping[str, Callable[[str], str]] = {
    "org_nr": organisation_number,
    "bankgiro": bankgiro,
    "email": email,
    "url": web_address,
    "phone": phone,
    "postal_code": postal_code,
}
