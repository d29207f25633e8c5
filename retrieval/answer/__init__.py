"""What an answer shows: passages cut from articles, what belongs with them, and which words are marked."""
