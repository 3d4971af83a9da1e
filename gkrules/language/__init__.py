"""The rule language: parse an expression, bind its names to cells, reduce it to a linear form."""
