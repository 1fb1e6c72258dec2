"""我能得到哪些帮助: a dozen plain questions to anybody, the one that settles most next; nothing of it is kept."""
