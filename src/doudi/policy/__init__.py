"""The law engine: sources, parameters, facts, rules, evaluation, explanation.

It knows no programme by name and imports neither Django nor the rules themselves.
"""
