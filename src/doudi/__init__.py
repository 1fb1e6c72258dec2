"""doudi 兜底: China's social assistance by law, place and date."""

__version__ = "0.1.0"
