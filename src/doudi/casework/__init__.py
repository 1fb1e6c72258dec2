"""The procedure: steps, clocks, opinion, notice, decision, letters."""
