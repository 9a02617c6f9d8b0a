"""Pages about the service itself: help, accessibility, personal data, appearance."""
