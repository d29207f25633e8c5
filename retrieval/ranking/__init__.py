"""How well a sentence answers a question: one score from all arms, and what it is worth as a probability."""
