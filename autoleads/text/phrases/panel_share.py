"""The words of ads, of sheets to print, and of the page that offers them."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    # The page
    "share_heading": ("Bagikan", "Share"),
    "share_text": ("Teks iklan", "Text of the ad"),
    "share_this": ("Bagikan", "Share"),
    "share_code_hint": (
        "Setiap tempat punya kodenya sendiri, jadi terlihat dari mana pelanggan datang.",
        "Each place has its own code, so that you see where customers come from.",
    ),
    "share_qr": ("QR ke WhatsApp", "QR code to WhatsApp"),
    "share_qr_hint": (
        "Dipindai dari kaca mobil, chat terbuka dengan kodenya.",
        "Scanned from the windscreen, it opens a chat with the code.",
    ),
    "open_qr": ("Buka QR", "Open QR code"),
    "print_sheet": ("Lembar A5", "A5 sheet"),
    "share_not_public": (
        "Unit ini belum tayang, jadi tautannya belum bisa dibuka pelanggan.",
        "This car is not public yet: customers cannot open its link.",
    ),
    "channel_olx": ("OLX", "OLX"),
    "channel_fb": ("Facebook", "Facebook"),
    "channel_ig": ("Instagram", "Instagram"),
    "channel_wa": ("Status WhatsApp", "WhatsApp status"),
    # The ads
    "ad_cash": ("Cash {price}", "Cash {price}"),
    "ad_credit": ("Kredit {price}", "On credit {price}"),
    "ad_features": ("Kelengkapan: {features}", "Features: {features}"),
    "ad_condition": ("Kondisi: {notes}", "Condition: {notes}"),
    "ad_mention_code": (
        "Sebutkan kode #{code} waktu menghubungi kami.",
        "Please mention code #{code} when you contact us.",
    ),
    "ad_whatsapp": ("WhatsApp {number}", "WhatsApp {number}"),
    "ad_still_for_sale": ("Masih ada. Chat: {link}", "Available. Chat: {link}"),
    "ad_tag": ("#mobilbekas", "#usedcars"),
    # The sheet
    "sheet_scan": ("Pindai untuk chat", "Scan to chat"),
    "print_now": ("Cetak", "Print"),
}
