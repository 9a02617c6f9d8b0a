"""Running the installation: what fails, what waits, who has an account, and the audit log."""
