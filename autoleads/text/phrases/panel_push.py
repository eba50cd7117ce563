"""The words of notifications, and of the panel as an app on a phone."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "push_waiting": ("Ada pelanggan menunggu", "A customer is waiting"),
    "push_trial": ("Notifikasi berfungsi", "Notifications work"),
    "group_push": ("Notifikasi di HP ini", "Notifications on this phone"),
    "push_hint": (
        "Saat pelanggan menunggu: langsung, lalu setelah 5 dan 15 menit.",
        "When a customer waits: at once, then after 5 and 15 minutes.",
    ),
    "push_on": ("Nyalakan", "Turn on"),
    "push_ask": (
        "Nyalakan notifikasi: yang membalas lebih dulu yang menjual.",
        "Turn notifications on: who replies first sells.",
    ),
    "push_later": ("Nanti saja", "Not now"),
    "push_settings": ("Atur", "Settings"),
    "push_off": ("Matikan", "Turn off"),
    "push_always": ("Juga di luar jam buka", "Outside opening hours too"),
    "push_shows_text": (
        "Tampilkan nama dan isi pesan di layar kunci",
        "Show names and messages on the lock screen",
    ),
    "push_try": ("Kirim uji", "Send a trial"),
    "push_failed": (
        "Belum tersimpan. Periksa sinyal, lalu coba sekali lagi.",
        "This was not saved. Check the signal, then try once more.",
    ),
    "push_denied": (
        "Notifikasi diblokir di pengaturan peramban ini.",
        "Notifications are blocked in this browser's settings.",
    ),
    "push_unable": (
        "Di iPhone: buka menu Bagikan, pilih Tambah ke Layar Utama, lalu buka dari sana.",
        "On an iPhone: open the Share menu, choose Add to Home Screen, then open it from there.",
    ),
    "push_makers": ("HP Xiaomi, Oppo, Vivo, realme", "Phones by Xiaomi, Oppo, Vivo, realme"),
    "push_makers_hint": (
        "Supaya tidak tertahan: Setelan, Aplikasi, Chrome, Baterai, pilih Tanpa batasan; "
        "lalu izinkan Mulai otomatis.",
        "So that nothing is held back: Settings, Apps, Chrome, Battery, choose No restrictions; "
        "then allow Autostart.",
    ),
    "push_sent": ("Notifikasi uji dikirim.", "The trial was sent."),
    "push_not_sent": (
        "Notifikasi uji tidak terkirim. Nyalakan dulu di HP ini.",
        "The trial was not sent. Turn notifications on first.",
    ),
    "offline_heading": ("Tidak ada sinyal", "No signal"),
    "offline_hint": (
        "Yang sudah Anda ketik tetap tersimpan di HP ini.",
        "What you have typed is kept on this phone.",
    ),
    "try_again": ("Coba lagi", "Try again"),
}
