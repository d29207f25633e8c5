"""Articles to sentences to vectors to a searchable, published index."""
