"""How two offices ask each other over HTTP what they know of a person: the messages, the signatures, the description.

Whoever asks and whoever answers reads it here; neither knows the other's code."""
