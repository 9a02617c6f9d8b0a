"""The pages of those who work with calls and cases."""
