"""Plain data: JSON and pandas frames."""
