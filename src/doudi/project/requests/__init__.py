"""What every request passes through: who asks, one transaction in their name, and errors as pages.

It stands in `project`, the layer above the interfaces, because portal, desk and API share it and may not import each
other; what they need to know of it (`doudi.accounts.signed_in`) stands below them and knows nothing of HTTP.
"""
