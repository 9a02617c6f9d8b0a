"""What only the demo has: a clock that moves, and the mails that would have been sent."""
