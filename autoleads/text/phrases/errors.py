"""The sentences of errors: for people in their language, for programs in English."""

PHRASES: dict[str, tuple[str, str]] = {
    "something_went_wrong": (
        "Ada masalah di pihak kami.",
        "Something went wrong on our side.",
    ),
    "bad_request": ("Permintaan tidak terbaca.", "The request could not be read."),
    "not_an_object": (
        "Isi permintaan harus berupa objek JSON.",
        "The body must be a JSON object.",
    ),
    "log_in_please": ("Silakan masuk dulu.", "Please log in."),
    "metrics_token_wrong": (
        "Kirim METRICS_TOKEN sebagai token Bearer.",
        "Send METRICS_TOKEN as a bearer token.",
    ),
    "wrong_credentials": ("E-mail atau kata sandi salah.", "Wrong e-mail or password."),
    "role_too_low": ("Peran Anda tidak mengizinkan ini.", "Your role does not allow this."),
    "dealer_inactive": ("Dealer ini tidak aktif.", "This dealer is not active."),
    "nothing_here": ("Tidak ditemukan.", "Not found."),
    "no_dealer_here": ("Tidak ada dealer di alamat ini.", "There is no dealer at this address."),
    "no_such_dealer": ("Tidak ada dealer {slug}.", "There is no dealer {slug}."),
    "no_such_method": (
        "Metode ini tidak tersedia di sini.",
        "This method is not allowed here.",
    ),
    "body_too_large": ("Kiriman terlalu besar.", "The body is too large."),
    "send_json": (
        "Kirim isi sebagai application/json.",
        "Send the body as application/json.",
    ),
    "state_forbids_this": (
        "Keadaan saat ini tidak mengizinkan ini.",
        "The present state does not allow this.",
    ),
    "taken_already": ("Sudah dipakai.", "This is taken already."),
    "display_code_taken": (
        "Kode ini sudah dipakai mobil lain.",
        "Another car has this display code.",
    ),
    "no_numbers_left": (
        "Nomor untuk huruf {letter} sudah habis: isi kodenya sendiri.",
        "No numbers are left for {letter}: give a displayCode.",
    ),
    "slug_taken": ("Alamat ini sudah dipakai.", "This slug is taken."),
    "domain_taken": ("Domain ini sudah dipakai.", "This domain is taken."),
    "domain_proved_by_other": (
        "Domain ini sudah dibuktikan dealer lain.",
        "Another dealer has proved this domain.",
    ),
    "domain_missing": ("Isi domain dulu.", "Set a domain first."),
    "email_taken": (
        "E-mail ini sudah dipakai rekan Anda.",
        "A colleague has this e-mail already.",
    ),
    "last_owner": (
        "Harus tetap ada satu pemilik yang aktif.",
        "The last active owner must stay one.",
    ),
    "label_connected": (
        "Perangkat ini sudah terhubung.",
        "This label is connected already.",
    ),
    "secret_taken": ("Pilih kode rahasia lain.", "Choose another secret."),
    "lead_taken": ("Lead ini sudah ditangani rekan Anda.", "A colleague has this lead."),
    "lead_taken_by": ("Sudah diambil {name}.", "{name} already has it."),
    "colleague_replied": (
        "{name} sudah menjawab. Kirim juga?",
        "{name} has replied already. Send it too?",
    ),
    "customer_taken": (
        "Pelanggan ini sudah ditangani rekan Anda.",
        "A colleague has this customer.",
    ),
    "customer_has_lead": (
        "Pelanggan ini sudah punya lead yang berjalan: {lead}.",
        "This customer has an open lead: {lead}.",
    ),
    "other_lead_open": (
        "Pelanggan ini punya lead lain yang masih berjalan.",
        "This customer has another open lead.",
    ),
    "opted_out_confirm": (
        "Pelanggan ini minta tidak dihubungi; konfirmasi jika tetap mau menulis.",
        "This customer asked not to be written to; confirm to write all the same.",
    ),
    "opted_out": (
        "Pelanggan ini minta tidak dihubungi.",
        "This customer asked not to be written to.",
    ),
    "not_to_be_sent_again": (
        "Hanya pesan yang gagal, atau belum jelas nasibnya, yang dikirim ulang.",
        "Only a message that failed, or whose fate is unknown, is sent again.",
    ),
    "first_request_runs": (
        "Permintaan pertama dengan kunci ini masih berjalan.",
        "The first request with this key is still running.",
    ),
    "response_lost": (
        "Permintaan dengan kunci ini sudah dijalankan; jawabannya hilang.",
        "The request with this key was carried out; its response is lost.",
    ),
    "photos_full": (
        "Satu mobil paling banyak 20 foto.",
        "A car has at most 20 photos.",
    ),
    "not_a_photo": (
        "Ini bukan foto JPEG, PNG atau WebP yang utuh.",
        "This is not a whole JPEG, PNG or WebP photo.",
    ),
    "photo_too_large": (
        "Foto ini terlalu besar: paling banyak 40 megapiksel.",
        "This photo is too large: at most 40 megapixels.",
    ),
    "rows_wrong": (
        "Masih ada baris yang salah. Betulkan filenya, atau simpan yang benar saja.",
        "Some rows are wrong. Correct the file, or store only those that are right.",
    ),
    "sheet_too_heavy": (
        "File terlalu besar. Paling besar 5 MB.",
        "The file is too large. At most 5 MB.",
    ),
    "not_a_sheet": (
        "Ini bukan file Excel (.xlsx) atau CSV.",
        "This is neither an Excel file (.xlsx) nor CSV.",
    ),
    "photo_too_heavy": (
        "Foto ini terlalu besar: paling banyak 10 MB.",
        "This photo is too large: at most 10 MB.",
    ),
    "photo_store_missing": (
        "Tempat menyimpan foto belum diatur (PHOTO_STORE).",
        "No store for photos is set (PHOTO_STORE).",
    ),
    "changed_meanwhile": (
        "Orang lain baru saja mengubah ini; muat ulang dulu.",
        "Somebody changed this meanwhile; read it again.",
    ),
    "fields_not_valid": ("Ada isian yang belum benar.", "Some fields are not valid."),
    "slow_down": (
        "Terlalu banyak permintaan; coba lagi nanti.",
        "Too many requests; try again later.",
    ),
    "service_unavailable": (
        "Layanan sedang tidak tersedia; coba lagi sebentar lagi.",
        "The service is not available right now; try again shortly.",
    ),
    "too_many_waiting": (
        "Terlalu banyak permintaan yang antre; coba lagi sebentar lagi.",
        "Too many requests are waiting; try again shortly.",
    ),
    "not_ready": ("Belum siap: {parts}.", "Not ready: {parts}."),
}
