"""Fixed layout: pages of PDF and OFD, with a text layer or as pictures."""
