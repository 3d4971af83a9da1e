"""Document → Report: reading and aligning, in one call, with one set of options.

What a document alone leaves open, and the equations of the form settle, is settled here: this room knows rules, which `align` does not.
"""
