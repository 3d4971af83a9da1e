"""A checked PDF with its problems as highlights."""
