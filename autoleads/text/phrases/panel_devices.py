"""The words of the page of the WhatsApp devices."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "settings_devices": ("WhatsApp", "WhatsApp"),
    "device_connected": ("Terhubung", "Connected"),
    "device_disconnected": ("Terputus", "Disconnected"),
    "device_unknown": ("Belum diperiksa", "Not checked yet"),
    "device_ready": ("Siap", "Ready"),
    "device_quota": ("kuota {count}", "quota {count}"),
    "device_expires": ("berlaku sampai {date}", "valid until {date}"),
    "device_removed": ("WhatsApp dihapus. Pesannya tetap.", "Removed. Its messages stay."),
    "checked_at": ("diperiksa {time}", "checked {time}"),
    "never_checked": ("belum pernah diperiksa", "never checked"),
    "check_now": ("Periksa sekarang", "Check now"),
    "test_number": ("Nomor tujuan", "Number to send to"),
    "send_test": ("Kirim pesan uji", "Send a test"),
    "test_message": (
        "Pesan uji dari {dealer}: WhatsApp dealer sudah terhubung.",
        "A test from {dealer}: the dealer's WhatsApp is connected.",
    ),
    "test_accepted": (
        "Diterima gateway. Periksa HP yang dituju.",
        "The gateway took it. Look at the phone that you sent it to.",
    ),
    "change_device": ("Ganti token, alamat, hapus", "Change token or addresses, remove"),
    "device_token": ("Token gateway", "Gateway token"),
    "device_token_new": ("Token baru", "The new token"),
    "device_token_hint": (
        "Dari dasbor gateway, menu Device. Boleh menyusul.",
        "From its dashboard, menu Device. It may come later.",
    ),
    "device_label": ("Nomor WhatsApp dealer", "The dealer's WhatsApp number"),
    "device_label_hint": (
        "Nomor yang dipindai di gateway.",
        "The number that is linked at the gateway.",
    ),
    "add_device": ("Tambah WhatsApp", "Add a WhatsApp"),
    "new_secret": ("Alamat webhook baru", "New webhook addresses"),
    "remove_device": ("Hapus", "Remove"),
    "webhooks_heading": ("Alamat webhook", "Webhook addresses"),
    "webhooks_are_set": (
        "Sudah dipasang di gateway. Alamat ini hanya ditampilkan sekarang.",
        "The gateway has them already. They are shown only now.",
    ),
    "webhooks_to_set": (
        "Pasang di dasbor gateway. Alamat ini hanya ditampilkan sekarang.",
        "Enter them in the dashboard of the gateway. They are shown only now.",
    ),
    "webhook_message": ("Webhook", "Webhook"),
    "webhook_status": ("Webhook status", "Webhook status"),
    "webhook_connection": ("Webhook connect", "Webhook connect"),
    "webhook_secret": ("Webhook secret key", "Webhook secret key"),
    # Why nothing is sent
    "gateway_token_invalid": ("Token ditolak gateway", "The gateway refuses the token"),
    "gateway_token_unreadable": ("Token harus diisi lagi", "The token must be entered again"),
    "gateway_disconnected": ("Terputus", "Disconnected"),
    "gateway_quota_exhausted": ("Kuota habis", "The quota is used up"),
    "gateway_target_invalid": ("Nomor tujuan tidak bisa dikirimi", "The number takes no messages"),
    "gateway_request_invalid": ("Ditolak gateway", "The gateway refused it"),
    "gateway_media_refused": ("Foto ditolak gateway", "The gateway refused the photo"),
    "gateway_unreachable": ("Gateway tidak bisa dihubungi", "The gateway cannot be reached"),
    "gateway_no_answer": ("Gateway tidak menjawab", "The gateway does not respond"),
    "gateway_unclear_answer": ("Jawaban gateway tidak jelas", "The gateway's response is unclear"),
}
