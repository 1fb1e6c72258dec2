"""Applying 申请: five steps with a draft that is saved at each, and one act at the end."""
