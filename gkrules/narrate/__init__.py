"""Claims in the text: numbers, years and statements, each with what it is about."""
