"""Every value that an operator can set, and the logging set-up."""
