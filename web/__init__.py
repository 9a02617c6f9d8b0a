"""The web application: server-rendered pages and a REST API over the engine's commands."""
