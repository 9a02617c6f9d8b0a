"""The token interpreter: (state, command, environment) -> new state and effects; no I/O, no clock, no database."""
