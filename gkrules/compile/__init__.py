"""Ruleset → pandera: rules become kernels over columns, and kernels become checks of one schema."""
