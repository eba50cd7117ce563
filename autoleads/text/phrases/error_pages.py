"""Error pages: a title and what to do."""

PHRASES: dict[str, tuple[str, str]] = {
    "forbidden": ("Tidak diizinkan", "Not allowed"),
    "forbidden_hint": (
        "Anda tidak punya akses ke halaman ini.",
        "You have no access to this page.",
    ),
    "not_found_page": ("Tidak ditemukan", "Not found"),
    "not_found_hint": (
        "Halaman atau unit ini tidak ada, atau sudah tidak ditampilkan.",
        "This page or car does not exist, or is no longer shown.",
    ),
    "not_possible": ("Belum bisa", "Not possible"),
    "too_many_requests": ("Terlalu banyak permintaan", "Too many requests"),
    "internal_error": ("Ada masalah di pihak kami", "Something went wrong on our side"),
    "unavailable": ("Sedang tidak tersedia", "Not available right now"),
    "to_today": ("Ke Hari ini", "To Today"),
    "try_again_later": ("Coba lagi beberapa saat lagi.", "Please try again in a moment."),
}
