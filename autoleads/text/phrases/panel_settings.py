"""The words of the settings in the panel."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "menu_settings": ("Pengaturan", "Settings"),
    "settings_parts": ("Bagian pengaturan", "Parts of the settings"),
    "settings_saved": ("Tersimpan.", "Saved."),
    "to_correct_here": (
        "Ada {count} isian yang perlu dibetulkan.",
        "{count} fields need correction.",
    ),
    "settings_dealer": ("Dealer", "Dealer"),
    "settings_hours": ("Jam buka", "Hours"),
    "settings_answers": ("Jawaban otomatis", "Auto-replies"),
    "settings_credit": ("Kredit", "Credit"),
    # Dealer
    "setting_name": ("Nama dealer", "The dealer's name"),
    "setting_whatsapp": ("WhatsApp untuk pelanggan", "WhatsApp for customers"),
    "setting_whatsapp_hint": (
        "Nomor di tombol chat setiap mobil.",
        "The number behind the chat button of every car.",
    ),
    "setting_phone": ("Telepon", "Telephone"),
    "setting_address": ("Alamat", "Address"),
    "setting_city": ("Kota", "City"),
    "setting_maps": ("Tautan Google Maps", "Google Maps link"),
    "setting_logo": ("Alamat logo", "The logo's address"),
    "setting_language": ("Bahasa untuk pelanggan", "Language for customers"),
    "setting_zone": ("Zona waktu", "Time zone"),
    "zone_Asia/Jakarta": ("WIB (Jakarta)", "WIB (Jakarta)"),
    "zone_Asia/Makassar": ("WITA (Makassar)", "WITA (Makassar)"),
    "zone_Asia/Jayapura": ("WIT (Jayapura)", "WIT (Jayapura)"),
    "setting_target": ("Target jawaban pertama (menit)", "Target of the first answer (minutes)"),
    "group_shown": ("Yang dilihat pelanggan", "What customers see"),
    "group_place": ("Lokasi", "Place"),
    "group_work": ("Cara kerja", "The way of working"),
    # Hours
    "hours_hint": (
        "Kosongkan kedua jam di hari tutup.",
        "Leave both times empty on a day when you are closed.",
    ),
    "day_mon": ("Senin", "Monday"),
    "day_tue": ("Selasa", "Tuesday"),
    "day_wed": ("Rabu", "Wednesday"),
    "day_thu": ("Kamis", "Thursday"),
    "day_fri": ("Jumat", "Friday"),
    "day_sat": ("Sabtu", "Saturday"),
    "day_sun": ("Minggu", "Sunday"),
    "opens_on": ("{day}, buka", "{day}, opens"),
    "closes_on": ("{day}, tutup", "{day}, closes"),
    # Auto-replies
    "group_replying": ("Cara menjawab", "The way of replying"),
    "setting_enabled": ("Jawab otomatis dari stok", "Reply automatically from the stock"),
    "setting_greeting": ("Sapaan pertama", "First greeting"),
    "setting_greeting_hint": (
        "Dipakai sekali, di jawaban pertama.",
        "Used once, in the first reply.",
    ),
    "setting_away": ("Di luar jam buka", "Outside opening hours"),
    "setting_reply_language": ("Bahasa", "Language"),
    "language_auto": ("Mengikuti pelanggan", "The customer's"),
    "group_canned": ("Balasan siap pakai", "Canned replies"),
    "canned_hint": (
        "Muncul di atas kotak balasan. {words} terisi sendiri.",
        "They show above the reply box. {words} are filled in.",
    ),
    "canned_title": ("Judul balasan {number}", "Title of reply {number}"),
    "canned_text": ("Isi balasan {number}", "Text of reply {number}"),
    # Credit
    "group_terms": ("Dasar simulasi kredit", "Terms of credit estimates"),
    "credit_terms_hint": (
        "Tanpa isian ini, jawaban otomatis tidak menyebut cicilan. Kosongkan semua untuk berhenti.",
        "Without these, auto-replies name no instalment. Leave all of them empty to stop.",
    ),
    "setting_rate": ("Bunga flat per tahun (%)", "Flat interest a year (%)"),
    "setting_dp": ("DP biasa (%)", "Usual down payment (%)"),
    "setting_admin_fee": ("Biaya admin", "Administration fee"),
    "setting_tenors": ("Tenor (bulan)", "Tenors (months)"),
    "setting_tenors_hint": ("Pisahkan dengan koma: 12, 24, 36", "Between commas: 12, 24, 36"),
}
