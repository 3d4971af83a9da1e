"""What other programs read: JSON and its shapes, JSON Lines, CSV, frames."""
