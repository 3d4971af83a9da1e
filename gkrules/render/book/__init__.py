"""Workbooks and the empty form: what an office opens in a spreadsheet or a word processor."""
