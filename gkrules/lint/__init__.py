"""Rules about rules: what is wrong with a folder of rules, as data. `gkrules.lint.run.lint` is the way in."""
