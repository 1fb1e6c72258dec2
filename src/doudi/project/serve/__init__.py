"""doudi in production: the web server, the worker and the embedded database, each a process of its own service.

They run in the foreground and are looked after by systemd (docs/how-to/systemd.md) or any other supervisor.
"""
