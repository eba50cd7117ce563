"""Headings, labels and sentences of pages."""

PHRASES: dict[str, tuple[str, str]] = {
    # A car
    "car_booked": ("Sudah dipesan", "Booked"),
    "car_sold": ("Sudah terjual", "Sold"),
    "cash_price": ("tunai", "cash"),
    "credit_price": ("harga kredit", "on credit"),
    "label_year": ("Tahun", "Year"),
    "label_km": ("Kilometer", "Mileage"),
    "label_transmission": ("Transmisi", "Transmission"),
    "label_fuel": ("Bahan bakar", "Fuel"),
    "label_color": ("Warna", "Colour"),
    "label_engine": ("Mesin", "Engine"),
    "label_seats": ("Kursi", "Seats"),
    "label_tax": ("Pajak", "Road tax"),
    "label_plate": ("Plat", "Plate"),
    "label_owner": ("Tangan ke", "Owner number"),
    "condition_heading": ("Kondisi", "Condition"),
    "description_heading": ("Keterangan", "Description"),
    "similar_heading": ("Unit serupa", "Similar cars"),
    "location_heading": ("Lokasi", "Location"),
    "photo_number": ("{car}, foto {number}", "{car}, photo {number}"),
    "open_map": ("Buka peta", "Open map"),
    "chat_on_whatsapp": ("Chat WhatsApp", "Chat on WhatsApp"),
    # The platform's start page
    "platform_purpose": (
        "Untuk dealer mobil bekas yang berjualan lewat WhatsApp.",
        "For used-car dealers who sell by WhatsApp.",
    ),
    "platform_addresses": (
        "Setiap dealer punya alamat sendiri, seperti {address}.",
        "Each dealer has an address of their own, such as {address}.",
    ),
    "platform_api": ("Dokumentasi API", "The API's documentation"),
    # Setting a password
    "set_password": ("Buat kata sandi", "Set your password"),
    "new_password": ("Kata sandi baru", "New password"),
    "password_hint": (
        "Minimal 12 karakter. Kalimat pendek lebih mudah diingat.",
        "At least 12 characters. A short sentence is easier to remember.",
    ),
    "password_length": (
        "Kata sandi harus 12 sampai 128 karakter.",
        "A password has 12 to 128 characters.",
    ),
    "password_link_used": (
        "Tautan ini sudah dipakai atau sudah kedaluwarsa. Minta tautan baru kepada pemilik.",
        "This link has been used or has expired. Ask the owner for a new one.",
    ),
    "save": ("Simpan", "Save"),
    "password_saved": ("Kata sandi tersimpan", "Password saved"),
    "log_in_as": ("Sekarang masuk dengan", "Now log in as"),
}
