"""Junxian 郡县: governs the development of a province's county economies, from filed returns to a bulletin and tasks."""

__version__ = "0.1.0"
