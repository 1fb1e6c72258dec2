"""审计: who did what, who saw whom, and whether the record still is as it was sealed."""
