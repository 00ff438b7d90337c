"""What participants thought: questions, turns, answers without a person, and results in batches."""
