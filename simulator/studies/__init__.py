"""Questions that need running and reading: which alternative is better, how sure, and what it rests on."""
