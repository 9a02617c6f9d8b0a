"""The installation's settings: environment over `.env` over `utlysa.toml`."""

from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from engine import DiagramLimits
from engine import Limits as CaseLimits
from workflows.parties import OwnOrganisation

_SHORTEST_KEY = 32
_DEMO_KEY = "only for the demo, which listens on this machine alone"
_MEGABYTE = 1_000_000
_BROKERS = ("amqp://", "amqps://", "redis://", "rediss://")
_OWN = OwnOrganisation()
_CASE = CaseLimits()


class OrganisationSettings(BaseModel):
    """The public body that runs the installation, as its letters and pages show it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = _OWN.name
    board: str = _OWN.board
    address: str = _OWN.address
    email: str = _OWN.email
    phone: str = _OWN.phone
    org_nr: str = _OWN.org_nr
    invoice_address: str = _OWN.invoice_address
    unit: str = _OWN.unit


class Limits(BaseModel):
    """Budgets: of one command and one case, of a diagram, of what is sent in, and of one job in the outbox."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    steps: int = Field(default=_CASE.steps, ge=1)
    seconds: float = Field(default=_CASE.seconds, gt=0)
    tokens: int = Field(default=_CASE.tokens, ge=1)
    variable_bytes: int = Field(default=_CASE.variable_bytes, ge=1)
    instances: int = Field(default=_CASE.instances, ge=1)
    nesting: int = Field(default=_CASE.nesting, ge=1)
    nodes: int = Field(default=2_000, ge=1)
    bytes: int = Field(default=5 * _MEGABYTE, ge=1)
    upload_bytes: int = Field(default=25 * _MEGABYTE, ge=1)
    job_seconds: float = Field(default=90.0, gt=0)

    def of_diagrams(self) -> DiagramLimits:
        """What the engine holds each diagram to that is deployed from now on."""
        return DiagramLimits(size=self.bytes, nodes=self.nodes)

    def of_cases(self) -> CaseLimits:
        """What the engine holds each command and each case to."""
        return CaseLimits(
            steps=self.steps,
            seconds=self.seconds,
            tokens=self.tokens,
            variable_bytes=self.variable_bytes,
            instances=self.instances,
            nesting=self.nesting,
        )


class OidcSettings(BaseModel):
    """Log-in by an OpenID Connect provider; without an issuer there is none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    issuer: str = ""
    client_id: str = ""
    client_secret: SecretStr = SecretStr("")
    scope: str = "openid profile email"

    @property
    def is_used(self) -> bool:
        """Whether people log in that way."""
        return bool(self.issuer)


class Settings(BaseSettings):
    """All settings. In the environment each begins with `UTLYSA_`; a part's own fields follow after `_`.

    `UTLYSA_SECRET_KEY` has no default: without one, outside the demo, the program does not start.
    """

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,
        env_prefix="UTLYSA_",
        env_nested_delimiter="_",
        env_nested_max_split=1,
        env_file=".env",
        toml_file="utlysa.toml",
    )

    demo: bool = False
    database_url: str = "sqlite:///var/utlysa.db"
    secret_key: SecretStr = SecretStr("")
    base_url: str = "http://127.0.0.1:8080"
    timezone: str = "Europe/Stockholm"
    language: Literal["sv", "en"] = "sv"
    files_dir: Path = Path("var/files")
    smtp_url: SecretStr | None = None
    broker_url: SecretStr | None = None
    trusted_proxies: int = Field(default=0, ge=0)
    log: Literal["json", "text"] = "text"
    oidc: OidcSettings = OidcSettings()
    limit: Limits = Limits()
    organisation: OrganisationSettings = OrganisationSettings()

    @field_validator("base_url")
    @classmethod
    def _without_slash(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("UTLYSA_BASE_URL must begin with http:// or https://")
        return value.rstrip("/")

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"UTLYSA_TIMEZONE: there is no time zone {value}") from error
        return value

    @field_validator("broker_url")
    @classmethod
    def _known_broker(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None or not value.get_secret_value():
            return None
        if not value.get_secret_value().startswith(_BROKERS):
            raise ValueError("UTLYSA_BROKER_URL must begin with amqp:// (RabbitMQ) or redis://, or with s for TLS")
        return value

    @model_validator(mode="before")
    @classmethod
    def _demo_key(cls, values: dict[str, object]) -> dict[str, object]:
        """In the demo, and only there, a key need not be given."""
        is_demo = str(values.get("demo", "")).lower() in {"1", "true", "yes", "on"}
        return {**values, "secret_key": _DEMO_KEY} if is_demo and not values.get("secret_key") else values

    @model_validator(mode="after")
    def _key_is_given(self) -> "Settings":
        if len(self.secret_key.get_secret_value()) < _SHORTEST_KEY:
            raise ValueError(
                f"UTLYSA_SECRET_KEY is missing or shorter than {_SHORTEST_KEY} signs: "
                "set it to a random text, for instance from `openssl rand -hex 32`"
            )
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # pydantic's own signature
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is given in code, then the environment, then `.env`, then `utlysa.toml`."""
        return init_settings, env_settings, dotenv_settings, TomlConfigSettingsSource(settings_cls)

    def own_organisation(self) -> OwnOrganisation:
        """The organisation as letters and pages show it, with the address of this service."""
        return OwnOrganisation(**self.organisation.model_dump(), service_url=self.base_url)
