"""What a decision gives: to whom, how much, from which month until which."""
