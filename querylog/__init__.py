"""Questions and answers on record: what was asked, what went unanswered, what members think of it."""
