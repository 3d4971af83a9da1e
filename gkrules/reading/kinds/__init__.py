"""The kinds of documents: `table` has a row for each, `sniff` tells them apart."""
