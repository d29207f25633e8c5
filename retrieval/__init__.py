"""Questions to hits to passages to answers, and how good they are."""
