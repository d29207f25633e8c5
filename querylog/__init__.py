"""What was asked, and what went unanswered."""
