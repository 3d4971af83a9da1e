"""Spreadsheets and delimited text: sheets of cells."""
