"""Editions and rules: loading their YAML, checking its shape, selecting from it."""
