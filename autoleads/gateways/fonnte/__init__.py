"""Fonnte (docs.fonnte.com): an unofficial gateway that links an ordinary WhatsApp number to HTTP."""
