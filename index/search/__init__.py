"""How an index is searched: the arms that propose sentences, by meaning and by wording, and what each says of one."""
