"""The officers' pages: worklist, case, batch, audit."""
