"""What is said of many reports together: which are of one organ, the years of an organ, the sum over organs, who is missing, who copied.

It decides and words nothing.
"""
