"""Makes what `ranking` reads, from public question sets; no answer needs anything here."""
