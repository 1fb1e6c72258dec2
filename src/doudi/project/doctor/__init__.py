"""`doudi doctor`: what is wrong with an installation, and what to do about each thing. It changes nothing."""
