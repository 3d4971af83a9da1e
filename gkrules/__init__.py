"""gkrules."""
