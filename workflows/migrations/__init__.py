"""The migrations of the domain's tables; given to the engine, which runs them with its own."""

from pathlib import Path

VERSIONS = Path(__file__).parent / "versions"
