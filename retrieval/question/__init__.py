"""What a message asks, told from its wording alone."""
