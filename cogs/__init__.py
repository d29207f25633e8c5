"""Everything that a Discord user touches."""
