"""Letters to citizens 文书, set as PDF with an embedded font. Only typesetting: what a letter says is given."""
