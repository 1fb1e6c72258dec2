"""The rules for passwords that Django does not say in Chinese."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator


class LongEnough(MinimumLengthValidator):
    """A password has so many characters at least."""

    def get_error_message(self) -> str:
        """Say how many."""
        return f"密码太短，至少要有 {self.min_length} 个字符。"

    def get_help_text(self) -> str:
        """The same, beforehand."""
        return f"密码至少要有 {self.min_length} 个字符。"
