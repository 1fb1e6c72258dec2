"""Backup and restore: database, documents, packs and keys in one file that proves its own integrity.

A backup is a tar file of parts, closed by `manifest.json` (versions, time, SHA-256 and size of each part) and
`manifest.sha256`. A restore reads the whole file and compares every hash before it touches anything. The keys
are encrypted with a passphrase (scrypt, AES-256-GCM), because whoever holds keys and database can read persons.
"""
