"""The sentences of auto-replies to customers."""

PHRASES: dict[str, tuple[str, str]] = {
    "hello": ("Halo Kak 😊", "Hello 😊"),
    "greeting": (
        "Terima kasih sudah menghubungi {dealer}. Ada yang bisa kami bantu?",
        "Thank you for contacting {dealer}. How can we help?",
    ),
    "greeting_again": ("Halo Kak, ada yang bisa kami bantu?", "Hello, how can we help?"),
    "declined": (
        "Baik Kak, terima kasih sudah menghubungi kami.",
        "All right, thank you for getting in touch.",
    ),
    "stopped": (
        "Baik Kak, kami tidak akan mengirim pesan otomatis lagi. Terima kasih.",
        "All right, we will send you no more automatic messages. Thank you.",
    ),
    "refrained": ("Baik Kak.", "All right."),
    "handover_complaint": (
        "Mohon maaf sekali atas kejadian ini, Kak. Sudah kami teruskan ke tim, "
        "dan akan ditangani langsung.",
        "We are very sorry about this. Our team has been told and will deal with it personally.",
    ),
    "handover_after_sale": (
        "Baik Kak, kami teruskan ke tim untuk dicek. Tim kami yang akan mengabari Kakak langsung.",
        "We have passed this on to our team, who will check and answer you personally.",
    ),
    "handover_person": (
        "Ini balasan otomatis ya Kak. Tim kami sudah diberi tahu dan akan membalas langsung.",
        "This is an automatic reply. Our team has been told and will answer you personally.",
    ),
    "handover_payment": (
        "Soal pembayaran, tim kami yang akan membalas langsung ya Kak. "
        "Demi keamanan, jangan transfer sebelum dikonfirmasi tim kami.",
        "About payment, our team will answer you personally. "
        "To be safe, please transfer nothing before they confirm.",
    ),
    "handover_broker": (
        "Terima kasih infonya Kak. Kami teruskan ke tim, nanti dibalas langsung.",
        "Thank you for letting us know. We have passed it on, and our team will answer you.",
    ),
    "handover_job": (
        "Terima kasih atas minatnya Kak. Pesannya kami teruskan ke tim.",
        "Thank you for your interest. We have passed your message on to our team.",
    ),
    "handover_vendor": (
        "Terima kasih atas penawarannya. Kami teruskan ke tim, "
        "yang akan menghubungi bila membutuhkan.",
        "Thank you for your offer. We have passed it on to our team, "
        "who will be in touch if needed.",
    ),
    "handover_insult": (
        "Mohon maaf kalau ada yang kurang berkenan, Kak. Tim kami akan membalas langsung.",
        "We are sorry if something went wrong. Our team will answer you personally.",
    ),
    "handover_privacy": (
        "Baik Kak, permintaan soal data pribadi ini sudah kami catat dan teruskan ke pemilik. "
        "Akan kami konfirmasi langsung.",
        "Your request about personal data is noted and passed on to the owner, "
        "who will confirm it to you.",
    ),
    "phone": ("Telepon: {number}", "Telephone: {number}"),
    "check": ("kami cek dulu ya Kak", "we will check and let you know"),
    "unknown_code": (
        "Kode {codes} tidak ditemukan, kami cek dulu ya Kak.",
        "We could not find {codes}; we will check and let you know.",
    ),
    "which_of": (
        "Boleh tahu mobil yang mana, Kak? Misalnya:",
        "Which car do you mean? For example:",
    ),
    "meant": ("Maksudnya {name} ya, Kak?", "Do you mean the {name}?"),
    "meant_which": (
        "Maksudnya {first} atau {last}, Kak?",
        "Do you mean the {first} or the {last}?",
    ),
    "which_car": (
        "Untuk mobil yang mana ya Kak? Kami bantu cek.",
        "Which car is it about? We will check for you.",
    ),
    "available": ("Unitnya masih ada, Kak.", "It is still available."),
    "booked": ("Mohon maaf Kak, {car} sedang dibooking.", "Sorry, {car} is booked at the moment."),
    "sold": ("Mohon maaf Kak, {car} sudah terjual.", "Sorry, {car} has been sold."),
    "similar": ("Yang mirip dan masih ada:", "Similar cars that are available:"),
    "found": ("Ini yang cocok, Kak:", "These match:"),
    "found_near": ("Ini yang mendekati, Kak:", "These come close:"),
    "found_some": ("Ini beberapa yang cocok, Kak:", "Here are some that match:"),
    "not_found": (
        "Untuk {wish} saat ini belum ada yang cocok, Kak. "
        "Permintaannya sudah kami catat dan tim kami akan mengabari.",
        "We have no match for {wish} right now. "
        "We have noted your request and our team will get back to you.",
    ),
    "near": ("Yang mendekati (tidak persis sama):", "Close, but not exactly that:"),
    "this_car": ("permintaan Kakak", "your request"),
    "nego": (
        "Soal nego, tim kami akan membalas langsung ya Kak.",
        "About the price, our team will answer you personally.",
    ),
    "trade_in": (
        "Untuk tukar tambah, tim kami akan menghubungi Kakak langsung ya.",
        "About a trade-in, our team will contact you personally.",
    ),
    "sell": (
        "Untuk mobil Kakak yang mau dijual, tim kami akan menghubungi langsung ya.",
        "About the car you are selling, our team will contact you personally.",
    ),
    "unread_part": (
        "Soal itu kami cek dulu ya Kak.",
        "About the rest, we will check and let you know.",
    ),
    "team_again": (
        "Sudah kami teruskan ke tim ya Kak, mohon ditunggu.",
        "We have passed it on to our team, please give us a moment.",
    ),
    "ask_wish": (
        "Boleh tahu cari mobil seperti apa dan budget berapa, Kak?",
        "What kind of car are you looking for, and what is your budget?",
    ),
    "stock": (
        "Saat ini ada {count} unit, Kak. Yang terbaru:",
        "We have {count} cars right now. The newest:",
    ),
    "ask_payment": ("Rencananya cash atau kredit, Kak?", "Would you pay cash or by credit?"),
    "ask_visit": ("Kapan rencana lihat unitnya, Kak?", "When would you like to see it?"),
    "ask_area": ("Kakak dari daerah mana?", "Which area are you from?"),
    "team": ("Tim kami akan segera membalas ya Kak.", "Our team will answer you shortly."),
    "address": ("Alamat: {address}", "Address: {address}"),
    "map": ("Peta: {url}", "Map: {url}"),
    "open_today": ("Hari ini buka {hours}.", "Open today {hours}."),
    "open_tomorrow": ("Besok buka {hours}.", "Open tomorrow {hours}."),
    "closed_tomorrow": ("Besok tutup.", "Closed tomorrow."),
    "closed_today": ("Hari ini tutup.", "Closed today."),
    "week": ("Jam buka: {days}.", "Opening hours: {days}."),
    "closed_day": ("tutup", "closed"),
    "hours": ("Jam buka: {check}.", "Opening hours: {check}."),
    "visit": (
        "Silakan datang untuk lihat unit, Kak. Waktunya dikonfirmasi oleh tim kami.",
        "You are welcome to see the car. Our team will confirm the time.",
    ),
    "away_until": (
        "Saat ini kami sedang tutup. Tim kami membalas saat buka lagi {day} pukul {time}.",
        "We are closed right now. Our team will answer when we open {day} at {time}.",
    ),
    "away": (
        "Saat ini kami sedang tutup. Tim kami membalas saat buka lagi.",
        "We are closed right now. Our team will answer when we open again.",
    ),
    "today": ("hari ini", "today"),
    "tomorrow": ("besok", "tomorrow"),
    "cash": ("Harga cash: {price}", "Cash price: {price}"),
    "on_credit": ("Harga kredit: {price}", "Credit price: {price}"),
    "km": ("Kilometer: {value}", "Mileage: {value}"),
    "year": ("Tahun: {value}", "Year: {value}"),
    "variant": ("Tipe: {value}", "Variant: {value}"),
    "transmission": ("Transmisi: {value}", "Transmission: {value}"),
    "fuel": ("Bahan bakar: {value}", "Fuel: {value}"),
    "engine": ("Mesin: {value}", "Engine: {value}"),
    "seats": ("Jumlah kursi: {value}", "Seats: {value}"),
    "color": ("Warna: {value}", "Colour: {value}"),
    "features": ("Fitur: {value}", "Features: {value}"),
    "tax": ("Pajak: {value}", "Road tax: {value}"),
    "tax_until": ("berlaku sampai {month}", "paid until {month}"),
    "tax_lapsed": ("jatuh tempo {month} (sudah lewat)", "was due {month} (lapsed)"),
    "plate": ("Plat: {value}", "Plate: {value}"),
    "owner": ("Kepemilikan: {value}", "Ownership: {value}"),
    "owner_number": ("tangan ke-{number}", "owner number {number}"),
    "note": ("Catatan unit: “{value}”", "Notes on the car: “{value}”"),
    "topic": ("{topic}: {check}", "{topic}: {check}"),
    "detail": ("Detail itu: {check}", "That detail: {check}"),
    "photos": ("Foto selengkapnya: {url}", "All photos: {url}"),
    "no_photo": ("Foto: kami siapkan dulu ya Kak", "Photos: we will prepare them for you"),
    "estimate": (
        "*Estimasi* kredit dari {price}, DP {down_payment}:",
        "Credit *estimasi* from {price}, down payment {down_payment}:",
    ),
    "instalment": (
        "• {months} bulan: {instalment}/bulan, TDP {total}",
        "• {months} months: {instalment} a month, TDP {total}",
    ),
    "estimate_note": (
        "Estimasi, tergantung leasing.",
        "An estimate (estimasi, tergantung leasing).",
    ),
    "lowest_instalment": (
        "Kredit mulai {instalment}/bln ({months} bulan, DP {down_payment}), "
        "estimasi, tergantung leasing.",
        "On credit from {instalment} a month ({months} months, down payment {down_payment}), "
        "an estimate (estimasi, tergantung leasing).",
    ),
    "flat_rate": (
        "Bunga flat {percent} % per tahun, estimasi, tergantung leasing.",
        "Flat rate {percent} % a year, an estimate (estimasi, tergantung leasing).",
    ),
    "rate_unknown": ("Bunga: kami cek dulu ya Kak.", "Interest: we will check and let you know."),
    "instalment_bound": ("cicilan ≤ {amount}/bln", "instalment ≤ {amount} a month"),
    "doubtful_terms": (
        "Angka DP, tenor atau cicilannya belum kami pahami Kak, boleh ditulis lagi? "
        "Kami hitungkan dulu ya.",
        "We did not understand the down payment, tenor or instalment; could you write it again? "
        "We will work it out and let you know.",
    ),
    "impossible_dp": (
        "DP-nya tidak di bawah harga mobilnya, boleh dicek lagi Kak? Soal kredit kami hitungkan "
        "dulu ya.",
        "That down payment is not below the price of the car; could you check it? "
        "We will work out the credit and let you know.",
    ),
    "impossible_tenor": (
        "Tenor {months} bulan di luar simulasi kami, kami hitungkan dulu ya Kak.",
        "Over {months} months we have no estimate; we will work it out and let you know.",
    ),
    "no_estimate": (
        "Simulasi kredit: kami hitungkan dulu ya Kak",
        "Credit: we will work it out and let you know",
    ),
    "topic_condition": ("Kondisi", "Condition"),
    "topic_papers": ("Surat-surat", "Papers"),
    "topic_accidents": ("Riwayat tabrakan", "Accident history"),
    "topic_floods": ("Riwayat banjir", "Flood history"),
    "topic_warranty": ("Garansi", "Warranty"),
    "topic_spare_key": ("Kunci cadangan", "Spare key"),
    "topic_service": ("Servis", "Service history"),
    "topic_bpkb": ("BPKB", "BPKB"),
    "topic_stnk": ("STNK", "STNK"),
    "topic_invoice": ("Faktur", "Invoice"),
    "topic_name_on_papers": ("Atas nama", "Name on the papers"),
    "topic_name_transfer": ("Balik nama", "Transfer of name"),
    "topic_paint": ("Cat dan bodi", "Paint and body"),
    "topic_engine": ("Mesin", "Engine"),
    "topic_ac": ("AC", "Air conditioning"),
    "topic_tyres": ("Ban", "Tyres"),
    "topic_suspension": ("Kaki-kaki", "Suspension"),
    "topic_electrics": ("Kelistrikan", "Electrics"),
    "topic_interior": ("Interior", "Interior"),
    "topic_yearly_tax": ("Biaya pajak", "Yearly tax"),
    "topic_plate_renewal": ("Ganti plat", "Plate renewal"),
    "topic_sunroof": ("Sunroof", "Sunroof"),
    "topic_camera": ("Kamera", "Camera"),
    "topic_parking_sensor": ("Sensor parkir", "Parking sensor"),
    "topic_airbag": ("Airbag", "Airbag"),
    "topic_abs": ("ABS", "ABS"),
    "topic_head_unit": ("Head unit", "Head unit"),
    "topic_keyless": ("Keyless", "Keyless"),
    "topic_cruise_control": ("Cruise control", "Cruise control"),
    "topic_wheels": ("Velg", "Wheels"),
    "topic_consumption": ("Konsumsi BBM", "Fuel consumption"),
}
