"""Reports → findings: run the compiled rules and turn what the kernels say into data."""
