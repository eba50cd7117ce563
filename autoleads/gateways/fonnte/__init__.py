"""Fonnte (docs.fonnte.com), an unofficial gateway from an ordinary WhatsApp number to HTTP."""
