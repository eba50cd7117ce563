"""The words of the page about one person's data."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "settings_privacy": ("Data pribadi", "Personal data"),
    "privacy_find": ("Cari satu orang", "Find one person"),
    "privacy_hint": (
        "Pelanggan boleh meminta salinan datanya, atau minta dihapus (UU 27/2022).",
        "Customers may ask for a copy of their data, or to be erased (UU 27/2022).",
    ),
    "privacy_number": ("Nomor WhatsApp", "WhatsApp number"),
    "privacy_search": ("Cari", "Find"),
    "privacy_nobody": ("Tidak ada data dengan nomor ini.", "Nothing is stored about this number."),
    "privacy_stored": (
        "{leads} lead, {messages} pesan, sejak {day}",
        "{leads} leads, {messages} messages, since {day}",
    ),
    "privacy_export": ("Unduh datanya", "Download their data"),
    "privacy_erase": ("Hapus orang ini", "Erase this person"),
    "privacy_erase_hint": (
        "Nama, nomor, pesan, foto, dan catatannya dihapus dan tidak bisa kembali. "
        "Leadnya tetap terhitung, tanpa nama.",
        "Name, number, messages, files and notes are erased for good. "
        "Their leads still count, without a name.",
    ),
    "privacy_sure": ("Ya, hapus untuk selamanya", "Yes, erase them for good"),
    "person_erased": ("Datanya sudah dihapus.", "Their data is erased."),
    "did_person_exported": ("mengunduh data {subject}", "downloaded the data of {subject}"),
    "did_person_erased": ("menghapus data {subject}", "erased the data of {subject}"),
}
