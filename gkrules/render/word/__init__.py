"""A checked Word file with its problems as comments, and the notice to an organ."""
