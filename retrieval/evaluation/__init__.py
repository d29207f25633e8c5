"""How good answers are, measured on golden questions, and what a change may not lose."""
