"""Polls of one question: asking, counting without a person, and showing whole batches only."""
