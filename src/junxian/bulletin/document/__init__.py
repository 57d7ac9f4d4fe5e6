"""The bulletin as an official document."""
