"""The problems of a field, as said beside it."""

PHRASES: dict[str, tuple[str, str]] = {
    "required": ("wajib diisi", "is required"),
    "unknown_field": ("tidak dikenal", "is not a field of this resource"),
    "not_valid": ("belum benar", "is not valid"),
    "not_text": ("harus berupa teks", "must be text"),
    "not_whole_number": ("harus bilangan bulat", "must be a whole number"),
    "not_number": ("harus angka", "must be a number"),
    "not_true_or_false": ("harus ya atau tidak", "must be true or false"),
    "not_list": ("harus berupa daftar", "must be a list"),
    "not_object": ("harus berupa objek", "must be an object"),
    "not_null": ("harus kosong", "must be null"),
    "too_small": ("minimal {ge}", "must be at least {ge}"),
    "not_greater": ("harus lebih dari {gt}", "must be greater than {gt}"),
    "too_large": ("maksimal {le}", "must be at most {le}"),
    "too_short": ("minimal {min_length} huruf", "must have at least {min_length} characters"),
    "too_long": ("maksimal {max_length} huruf", "must have at most {max_length} characters"),
    "empty": ("tidak boleh kosong", "must not be empty"),
    "too_few": ("minimal {min_length} isian", "must have at least {min_length} entries"),
    "too_many": ("maksimal {max_length} isian", "must have at most {max_length} entries"),
    "not_a_choice": ("harus salah satu dari {expected}", "must be one of {expected}"),
    "wrong_form": ("bentuknya belum benar", "has the wrong form"),
    "not_an_email": ("bukan alamat e-mail", "is not an e-mail address"),
    "not_a_phone": ("bukan nomor telepon", "is not a phone number"),
    "not_a_date": ("harus tanggal seperti 2026-11-30", "must be a date such as 2026-11-30"),
    "not_a_moment": (
        "harus waktu seperti 2026-11-30T09:00:00+07:00",
        "must be a time such as 2026-11-30T09:00:00+07:00",
    ),
    "not_a_time_of_day": ("harus jam seperti 09:00", "must be a time of day such as 09:00"),
    "not_this_century": ("harus waktu di abad ini", "must be a time of this century"),
    "not_device_number": ("harus 8 sampai 15 angka", "must be a number of 8 to 15 digits"),
    "too_many_words": ("maksimal {most} kata", "must have at most {most} words"),
    "above_most": ("di atas {most}", "is above {most}"),
    "below_least": ("di bawah {least}", "is below {least}"),
    "before_from": ("lebih awal dari tanggal mulai", "is before from"),
    "not_a_code": (
        "harus satu huruf dan 2 sampai 8 angka, seperti A01",
        "must be a letter and 2 to 8 digits, such as A01",
    ),
    "not_a_plate": (
        "harus plat nomor seperti B 1234 XYZ",
        "must be a number plate such as B 1234 XYZ",
    ),
    "not_a_car_year": (
        "harus antara 1980 dan {last}",
        "must be between 1980 and {last}",
    ),
    "closes_before_opening": ("harus tutup setelah buka", "must close after it opens"),
    "not_web_address": (
        "harus alamat yang diawali https://, tanpa nama pengguna dan kata sandi",
        "must be an address that starts with https://, without a user and a password",
    ),
    "not_an_origin": (
        "harus alamat situs seperti https://www.example.com",
        "must be an origin such as https://www.example.com",
    ),
    "not_a_domain": ("harus domain seperti example.com", "must be a domain such as example.com"),
    "not_a_slug": (
        "harus huruf kecil, angka dan tanda hubung di tengah, maksimal 63",
        "must be lower-case letters, digits and inner hyphens, at most 63",
    ),
    "reserved": ("tidak boleh dipakai", "is reserved"),
    "not_a_time_zone": (
        "harus zona waktu seperti Asia/Jakarta",
        "must be a time zone such as Asia/Jakarta",
    ),
    "not_an_idempotency_key": (
        "harus 1 sampai 128 karakter ASCII yang terlihat",
        "must be 1 to 128 visible ASCII characters",
    ),
    "key_of_other_request": (
        "sudah dipakai untuk permintaan lain",
        "was used for another request",
    ),
    "not_an_active_user": (
        "harus anggota tim yang aktif",
        "must be an active user of the team",
    ),
    "platform_domain": ("milik platform", "belongs to the platform"),
    "not_its_photos": (
        "harus memuat setiap foto mobil ini satu kali",
        "must have each photo of this car once",
    ),
    "no_such_car": ("bukan mobil kami", "is no car of ours"),
    "not_of_this_lead": ("harus pesan dari lead ini", "must be a message of this lead"),
    "not_current_password": (
        "bukan kata sandi Anda yang sekarang",
        "is not your current password",
    ),
    "link_used": (
        "sudah pernah dipakai atau sudah terlalu lama",
        "was used already or is too old",
    ),
    "not_a_secret": (
        "harus 8 sampai 200 dari A-Z, a-z, 0-9, _ dan -",
        "must be 8 to 200 of A-Z, a-z, 0-9, _ and -",
    ),
    "lost_reason_needed": (
        "wajib diisi untuk lead yang gagal",
        "is needed for a lost lead",
    ),
    "lost_reason_not_needed": (
        "hanya untuk lead yang gagal",
        "is only for a lost lead",
    ),
    "open_leads_only": ("hanya untuk lead yang masih berjalan", "is only for an open lead"),
    "price_unlikely": (
        "di bawah Rp 10.000.000: tolong periksa lagi",
        "is below Rp 10.000.000: please check",
    ),
    "km_unlikely": (
        "di atas 500.000: tolong periksa lagi",
        "is above 500,000: please check",
    ),
    "km_zero": (
        "0 untuk mobil seusia ini: tidak disebut ke pelanggan",
        "is 0 in a car of this age: customers are not told",
    ),
    "not_a_push_service": (
        "bukan alamat layanan notifikasi",
        "is not an address of a push service",
    ),
    "code_twice": ("ada dua kali di file ini", "is twice in this file"),
    "sheet_too_long": ("paling banyak {most} baris", "has more than {most} rows"),
    "sheet_too_wide": ("paling banyak {most} kolom", "has more than {most} columns"),
    "sheet_empty": ("file ini tidak berisi mobil", "has no cars in it"),
    "headings_missing": (
        "judul kolom Merek dan Model tidak ditemukan",
        "has no headings Brand and Model",
    ),
    "plate_in_stock": (
        "sama dengan mobil lain di stok",
        "is that of another car in stock",
    ),
}
