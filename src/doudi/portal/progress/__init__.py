"""My matters 我的办件: what an account filed, helps with, or was let in to see. Everything else answers 404."""
