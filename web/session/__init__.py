"""Log-in, log-out, and the demo's choice of role."""
