"""At-literals: a date, time, date and time or duration written as `@"..."`."""

from engine.feel.temporal import parse_date, parse_date_time, parse_days_time, parse_time, parse_years_months


def at_literal(text: str) -> object:
    """The value that the text stands for, or None when it stands for none."""
    for parse in (parse_date, parse_date_time, parse_time, parse_years_months, parse_days_time):
        value: object = parse(text)
        if value is not None:
            return value
    return None
