"""Who counts as what 身份: recognised before, or found by this very determination. Other departments rely on it."""
