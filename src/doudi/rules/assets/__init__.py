"""Property tests of dibao, of its margin and of tekun. The limits are the places'."""
