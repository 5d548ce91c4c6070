"""The checks, below the corpus: what they share."""
