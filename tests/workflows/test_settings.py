"""The settings."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from engine import Limits
from workflows.settings import Settings

KEY = "k" * 32


@pytest.fixture(autouse=True)
def empty_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory without settings, and no settings in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in ("UTLYSA_SECRET_KEY", "UTLYSA_DATABASE_URL", "UTLYSA_DEMO"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_without_a_key_the_program_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UTLYSA_SMTP_URL", "smtp://user:hemligt@example.org")
    for key in ("", "short"):
        monkeypatch.setenv("UTLYSA_SECRET_KEY", key)
        with pytest.raises(ValidationError, match="UTLYSA_SECRET_KEY") as caught:
            Settings()
        assert "hemligt" not in str(caught.value)


def test_the_demo_needs_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UTLYSA_DEMO", "1")
    assert len(Settings().secret_key.get_secret_value()) >= 32


def test_the_environment_goes_before_the_file_which_goes_before_defaults(
    empty_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (empty_place / "utlysa.toml").write_text('database_url = "sqlite:///a"\nlanguage = "en"\nlog = "json"\n')
    (empty_place / ".env").write_text(f"UTLYSA_LANGUAGE=sv\nUTLYSA_SECRET_KEY={KEY}\nUTLYSA_DATABASE_URL=sqlite:///b\n")
    monkeypatch.setenv("UTLYSA_DATABASE_URL", "sqlite:///c")
    settings = Settings()
    assert (settings.database_url, settings.language, settings.log) == ("sqlite:///c", "sv", "json")
    assert settings.timezone == "Europe/Stockholm"


def test_the_parts_own_fields_follow_after_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UTLYSA_SECRET_KEY", KEY)
    monkeypatch.setenv("UTLYSA_LIMIT_UPLOAD_BYTES", "1000")
    monkeypatch.setenv("UTLYSA_OIDC_ISSUER", "https://id.example.org")
    monkeypatch.setenv("UTLYSA_ORGANISATION_NAME", "Region X")
    monkeypatch.setenv("UTLYSA_BASE_URL", "https://stod.example.org/")
    settings = Settings()
    assert (settings.limit.upload_bytes, settings.oidc.is_used) == (1000, True)
    organisation = settings.own_organisation()
    assert (organisation.name, organisation.service_url) == ("Region X", "https://stod.example.org")


@pytest.mark.parametrize(
    ("name", "value"),
    [("UTLYSA_TIMEZONE", "Europe/Nowhere"), ("UTLYSA_BASE_URL", "example.org"), ("UTLYSA_LANGUAGE", "de")],
)
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv("UTLYSA_SECRET_KEY", KEY)
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError, match=name.removeprefix("UTLYSA_").lower()):
        Settings()


def test_the_budgets_of_cases_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings(demo=True).limit.of_cases() == Limits()
    for number, name in enumerate(("STEPS", "SECONDS", "TOKENS", "VARIABLE_BYTES", "INSTANCES", "NESTING"), start=1):
        monkeypatch.setenv(f"UTLYSA_LIMIT_{name}", str(number))
    found = Settings(demo=True).limit.of_cases()
    assert found == Limits(steps=1, seconds=2, tokens=3, variable_bytes=4, instances=5, nesting=6)
