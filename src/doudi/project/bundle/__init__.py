"""The bundle: one tar file from which a machine without internet installs doudi.

It holds the source at one commit, a wheel for every line of requirements.lock and requirements-install.lock that
this kind of machine needs, `install.sh`, `BUNDLE` (version, commit, Python, machine) and `SHA256SUMS` of it all.
"""
