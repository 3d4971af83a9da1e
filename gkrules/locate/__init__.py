"""Which cells are likely wrong, and what value would mend them."""
