"""The steps that connect a device to its WhatsApp gateway."""

PHRASES: dict[str, tuple[str, str]] = {
    "fonnte_enter_token": (
        "Isi token perangkat dari dasbor Fonnte.",
        "Enter the device token from the Fonnte dashboard.",
    ),
    "fonnte_unreachable": (
        "Fonnte tidak menjawab; coba periksa lagi nanti.",
        "Fonnte does not respond; check again later.",
    ),
    "fonnte_connect_whatsapp": (
        "Hubungkan WhatsApp ke perangkat ini di dasbor Fonnte.",
        "Connect WhatsApp to this device in the Fonnte dashboard.",
    ),
    "fonnte_top_up": ("Isi ulang kuota Fonnte.", "Top up your Fonnte quota."),
    "fonnte_options": (
        "Nyalakan autoread, kosongkan autoreply, dan matikan signature di dasbor Fonnte.",
        "Turn on autoread, empty autoreply and turn off signature in the Fonnte dashboard.",
    ),
    "send_test_chat": (
        "Kirim satu chat percobaan ke nomor ini dari ponsel lain.",
        "Send a test chat to this number from another phone.",
    ),
    "fonnte_turn_on_inbox": (
        "Nyalakan opsi inbox: tanpa itu balasan tidak bisa mengutip pesan pembeli.",
        "Turn on the inbox option: without it replies cannot quote a customer's message.",
    ),
    "fonnte_enter_secret": (
        "Isi webhook secret key di dasbor Fonnte dengan secret perangkat ini.",
        "Enter this device's secret as webhook secret key in the Fonnte dashboard.",
    ),
}
