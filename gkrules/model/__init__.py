"""The nouns: editions, cells, documents, reports and findings. No input, no output."""
