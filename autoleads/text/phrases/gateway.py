"""The steps that connect a device to its WhatsApp gateway."""

PHRASES: dict[str, tuple[str, str]] = {
    "setup_token": (
        "Isi token perangkat dari dasbor {gateway}.",
        "Enter the device token from the {gateway} dashboard.",
    ),
    "setup_later": (
        "{gateway} tidak menjawab; coba periksa lagi nanti.",
        "{gateway} does not respond; check again later.",
    ),
    "setup_link": (
        "Hubungkan WhatsApp ke perangkat ini di dasbor {gateway}.",
        "Connect WhatsApp to this device in the {gateway} dashboard.",
    ),
    "setup_quota": ("Isi ulang kuota {gateway}.", "Top up your {gateway} quota."),
    "setup_options": (
        "Nyalakan autoread, kosongkan autoreply, dan matikan signature di dasbor {gateway}.",
        "Turn on autoread, empty autoreply and turn off signature in the {gateway} dashboard.",
    ),
    "setup_test_chat": (
        "Kirim satu chat percobaan ke nomor ini dari ponsel lain.",
        "Send a test chat to this number from another phone.",
    ),
    "setup_inbox": (
        "Nyalakan opsi inbox: tanpa itu balasan tidak bisa mengutip pesan pembeli.",
        "Turn on the inbox option: without it replies cannot quote a customer's message.",
    ),
    "setup_secret": (
        "Isi webhook secret key di dasbor {gateway} dengan secret perangkat ini.",
        "Enter this device's secret as webhook secret key in the {gateway} dashboard.",
    ),
}
