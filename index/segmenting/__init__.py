"""How `index.segment` cuts a text: paragraphs and line units, marks, stops, and the rules that judge them."""
