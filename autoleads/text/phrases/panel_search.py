"""The words of the search through the whole panel, and of the keys that lead to it."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "search": ("Cari", "Search"),
    "keys_search": ("Cari di halaman ini, atau di semua", "Search this page, or everything"),
    "search_all": ("Mobil, nama, isi pesan", "Cars, names, messages"),
    "search_what": ("Cari di satu kotak", "One box for everything"),
    "search_what_hint": (
        "Mobil dengan merek, warna, atau kode; pelanggan dengan nama atau nomor; "
        "pesan dengan kata di dalamnya, sampai {days} hari ke belakang.",
        "Cars by brand, colour or code; customers by name or number; "
        "messages by a word in them, up to {days} days back.",
    ),
    "search_short": (
        "Ketik sedikitnya {count} huruf untuk mencari isi pesan.",
        "Type at least {count} characters to search messages.",
    ),
    "search_nothing": ("Tidak ada yang cocok", "Nothing found"),
    "search_nothing_hint": (
        "Coba lebih sedikit kata, kode mobil seperti A01, atau sebagian nama atau nomor.",
        "Try fewer words, a car code such as A01, or part of a name or number.",
    ),
    "search_messages": ("Pesan", "Messages"),
    "search_messages_too": ("Cari “{words}” di semua pesan", "Search all messages for “{words}”"),
    "search_messages_hint": (
        "{count} pesan terbaru dari {days} hari terakhir. Tambah kata untuk mempersempit.",
        "The {count} newest messages of the last {days} days. Add a word to narrow them down.",
    ),
    "see_all": ("Lihat semua ({count})", "See all ({count})"),
}
