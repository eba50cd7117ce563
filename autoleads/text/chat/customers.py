"""The phrases of customers whom a person must answer, in the usual spelling of `slang`.

Like those of `vocabulary`, but of one sentence, and before cars and amounts are read.
"""

from collections.abc import Mapping

from autoleads.text.chat.meaning import NoSale

END = r"(?= [?.,]|$)"
"""The end of a clause."""
_NOT = "(?:gak|belum|bukan|not|never)"
_STAFF = "(?:admin|adminnya|sales|salesnya|marketing|cs|showroom|dealer|pelayanan|layanan|service)"
_ROBOT = "(?:robot|bot|chatbot|ai|chatgpt|gpt)(?:kah|nya)?"
_BANK = "(?:bca|bri|bni|mandiri|bsi|cimb|permata|danamon|bank|seabank|jago|btn|jateng|jatim)"
_PAY = "(?:transfer|ditransfer|(?:di)?bayar|paid|transferred|setor|(?:di)?lunasi|lunas)"
_BOUGHT = (
    "(?:(?:baru|sudah|kemarin|kemaren|tadi|barusan|habis|abis) (?:saja |aja )?(?:saya )?(?:di)?"
    "(?:beli|ambil|bawa pulang|serah terima)|(?:baru|belum) (?:ada )?(?:\\S+ )?(?:seminggu|sebulan"
    "|sehari|hari|minggu|bulan|dipakai|pakai|jalan)|(?:saya|kami) (?:baru |kemarin |sudah )?"
    "(?:beli|ambil)(?! (?:kalau|cash|kredit|dimana|berapa|nanti|besok))|(?:beli|ambil|dapat)"
    " (?:mobil |unit )?(?:di|dari) (?:sini|kalian|showroom|tempat|dealer)|(?:mobil|unit) (?:saya"
    "|ku)"
    "|mobilku|padahal|sampai rumah|di rumah|i (?:just )?bought|my mobil)"
)
_BROKEN = (
    "(?:mogok|rusak|bunyi|bocor|ngebul|berasap|overheat|mati|gak (?:dingin|nyala|hidup|berfungsi"
    "|jalan|enak)|bermasalah|masalah|rembes|getar|geter|error|eror|trouble|jebol|copot|karatan"
    "|keropos|bekas (?:banjir|tabrak\\w*)|ngadat|ngempos|macet|pecah|soak|panas|brebet|kasar"
    "|turun mesin|broken?|broke down|problems?|issues?)"
)
_REPLY = (
    "(?:(?:di)?balas(?:in)?|respon\\w*|direspon|(?:di)?jawab|digubris|ditanggapi|dilayani|diladeni"
    "|(?:di)?angkat|dikabari|dihubungi|ditelepon|reply|replied|answer\\w*|responds?)"
)
_PAPERS = (
    "(?:bpkb|stnk|plat(?: nomor)?|faktur|surat(?: surat)?|balik nama|dokumen|berkas|mutasi|papers)"
)
_DONE = (
    "(?:jadi|keluar|selesai|(?:di)?kirim|(?:di)?ambil|turun|diserahkan|beres|terbit|datang|sampai"
    "|(?:di)?terima|dapat|dikasih|rampung|kelar|(?:di)?proses|ready|received|get|sent|done)"
)
_PERSON = (
    "(?:sales\\w*|marketing|orang\\w*|manusia|owner|pemilik|pimpinan|cs|customer service|admin"
    "|adminnya|atasan|manager|manajer|supervisor|spv|tim|team|petugas|staff|staf|human|person|agent"
    "|people|someone|somebody|seller|pegawai|karyawan|operator)"
)
_TALK = (
    "(?:bicara|berbicara|ngomong|ngobrol|komunikasi|konsultasi|diskusi|berdiskusi|speak|talk|chat"
    "|teleponan|(?:di)?sambung(?:kan|in)?|(?:di)?hubung(?:kan|in)|connect)"
)

PHRASES: Mapping[NoSale, tuple[str, ...]] = {
    NoSale.COMPLAINT: (
        "(?:di|me|menge)?kecewa(?:kan|in)?|mengecewakan|kapok|nyesal|nyesel|menyesal|getun",
        "disappoint\\w*|(?:mau|ingin|saya|ajukan|ada) (?:\\S+ )?(?:komplain|complain|complaint"
        "|protes"
        "|keluhan)|komplain (?:saya|mobil|unit|soal|karena|dengan)|keluhan saya",
        "(?:di|ke|ter|mem)?(?:bohong|boong|tipu)(?:i|in|an)?|bokis|(?:di|ng)?apusi|penipu|penipuan",
        "nipu|menipu|dikibul\\w*|(?:di ?)?php(?:in|i)?|dikerjain|dirugikan|scam\\w*|lied|liars?",
        "cheat\\w*|fraud|dizalimi|digantung|dicuek\\w*|diabaikan|dianggurin|dipingpong",
        f"(?:{_NOT} (?:sesuai|sama)|beda)(?: (?:jauh|dengan|sama|dari|kayak|seperti|di|ke)){{0,3}}"
        " (?:iklan|foto|gambar|deskripsi|janji|kata|omongan|spek|spesifikasi|keterangan|dijanjikan"
        "|dijanjiin|diiklankan|difoto|diiklan|perjanjian|kesepakatan|pesanan|harapan)",
        "not as (?:advertised|described|promised)|(?:ingkar|mengingkari) janji",
        "janji(?: \\S+)? (?:palsu|manis|doang|terus|mulu|kosong|gak ditepati|gak dipenuhi)",
        "(?:gak|kurang) (?:profesional|tanggung jawab|bertanggung ?jawab|becus|amanah|jujur|ramah"
        "|sopan)",
        f"(?:{_STAFF}|servis|respon\\w*)(?: \\S+){{0,2}} (?:lama|lambat|lelet|lemot|buruk|jelek"
        f"|payah"
        "|parah|mengecewakan|kasar|jutek|judes|sombong|ketus|slow|bad|terrible|rude)",
        f"(?:lama|lambat|lelet|lemot|slow)(?: (?:banget|amat|sekali|kali|nian))? {_REPLY}",
        f"(?:gak|belum|not)(?: (?:pernah|kunjung|juga|ada|yang|di|saya)){{0,3}} {_REPLY}",
        "(?:gak|belum) ada (?:respon|kabar|kepastian|jawaban|balasan|tindak lanjut|kejelasan"
        "|tanggapan|solusi)|susah(?: (?:banget|sekali|amat))? dihubungi",
        "(?:minta|mau) (?:uang (?:saya )?)?(?:kembali uang|balik|dikembalikan|refund)|money back",
        "refund|(?:balikin|balikkan|kembalikan|kembaliin|pulangin) (?:uang|duit|dp)",
        "(?:uang|duit|dp) saya (?:\\S+ )?(?:belum|kapan|mana|gak|kembalikan|balikin|balik|hilang)",
        f"(?:lapor\\w*|somasi|viralkan|viralin|tuntut|gugat)(?: (?:ke|polisi|kalian|ini)|{END})",
        "(?:bad|terrible|horrible|worst|poor|awful) (?:service|servis|experience|dealer|response)",
        "unacceptable|(?:broke|broken) down|parah (?:banget|sekali|kalian)|tanggung ?jawab",
        "ternyata (?:\\S+ ){0,3}?(?:bekas|banjir\\w*|tabrak\\w*|diputar|diputer|rusak|bohong|gak"
        "|bukan)",
        "padahal (?:saya )?baru (?:saja )?(?:di)?(?:beli|ambil|bayar|servis)",
        "dijanji(?:kan|in)(?: \\S+){0,3} (?:belum|gak|tapi)",
        f"{_BROKEN}(?: \\S+){{0,6}}? {_BOUGHT}|{_BOUGHT}(?: \\S+){{0,6}}? {_BROKEN}",
    ),
    NoSale.AFTER_SALE: (
        f"{_PAPERS}(?: \\S+){{0,4}}? (?:kapan|belum|mana|gak|when|not)(?: \\S+){{0,3}}? {_DONE}",
        f"(?:kapan|when|belum)(?: \\S+){{0,3}}? {_PAPERS}(?: \\S+){{0,3}}? {_DONE}",
        f"(?:kapan|belum|when)(?: (?:saya|bisa|i|will))* {_DONE}(?: (?:juga|my|saya))? {_PAPERS}",
        "(?:bpkb|stnk|plat|balik nama|mutasi)(?: (?:mobil|saya|nomor|unit))* sudah (?:jadi|selesai"
        "|beres|kelar|rampung|bisa diambil)",
        f"(?:ambil|urus|ngambil) {_PAPERS} (?:mobil )?saya",
        f"{_PAPERS} (?:mobil )?saya(?: \\S+){{0,2}} (?:mana|bagaimana|kapan|sudah|belum|hilang)",
        "(?:klaim|claim|mengklaim|ngeklaim|ajukan) garansi|garansi (?:\\S+ )?(?:saya|klaim|claim)",
        "(?:mobil|unit|one) (?:yang |that )?(?:\\S+ )?(?:kemarin|saya|kami|i|minggu|bulan|dulu)"
        "(?: \\S+){0,2} (?:beli|ambil|bought|dibeli|diambil)",
        "(?:saya|kami)(?: (?:kemarin|sudah|dulu|baru|pernah|barusan|bulan lalu|minggu lalu))+"
        " (?:beli|ambil)(?: \\S+){0,3} (?:di|dari) (?:sini|kalian|tempat|showroom)",
        "(?:kemarin|minggu lalu|bulan lalu|tahun lalu) (?:saya |kami )?(?:beli|ambil)(?: \\S+){0,3}"
        " (?:di|dari) (?:sini|kalian|tempat|showroom)",
        "servis (?:gratis|pertama|berkala)(?: \\S+)? saya",
    ),
    NoSale.PAYMENT: (
        "rekening|(?:bank )?account (?:number|nomor)|bank account|virtual account|qris|nomor va",
        "transfer (?:ke )?(?:mana|kemana|siapa|dimana)|(?:(?:uang|duit|dp) (?:\\S+ )?(?:di)?kirim"
        "|kirim (?:uang|duit|dp)|bayar|setor)(?: \\S+){0,2}"
        " (?:ke (?:mana|siapa)|kemana|dimana|lewat (?:mana|apa)|via apa|pakai apa)",
        "(?:bisa|boleh|mau|siap|langsung|harus|perlu|via|lewat|pakai|by|can i|pembayaran|bayar|pay)"
        " (?:saya |by |bayar |via |lewat |pakai )*transfer(?! (?:nama|kepemilikan|of|case|name))",
        f"transfer (?:{_BANK}|dulu|tunai|uang|duit|dp|booking|lunas|pelunasan|full|tanda jadi)",
        "(?:bukti|resi|struk) (?:\\S+ )?(?:transfer|bayar|pembayaran|setor)|(?:kirim|ini) bukti",
        f"transferan|pelunasan|sisa (?:pembayaran|uang|bayar)|(?:via|lewat|pakai|ke) {_BANK}",
        f"(?:sudah|barusan|tadi|kemarin|have)(?: (?:saya|kami|di|kirim|aja|just"
        f"|berhasil)){{0,3}} {_PAY}"
        "(?! (?:pajak|nama|of|tax))",
        "(?:i|we|saya) (?:ada |have |just )?(?:sudah )?(?:paid|transferred|transfer (?=[0-9]))",
        "dp (?:saya )?(?:\\S+ )?(?:sudah|barusan|tadi|kemarin) (?:saya )?(?:masuk|(?:di)?transfer"
        "|(?:di)?kirim|(?:di)?bayar|(?:di)?setor)",
        "(?:uang|duit|pembayaran|transferan|transfer)(?: saya)? sudah (?:masuk|diterima|sampai)",
        "(?:cara|sistem|metode|proses) (?:pem)?bayar(?:an)?|payment (?:method|details|info)",
        "(?:pem)?bayar(?:an)? (?:bagaimana|seperti apa|ke mana|via|lewat|dimana)|bayar (?:booking"
        "|tanda jadi)|(?:how|where|dimana)(?: \\S+){0,3} (?:pay|transfer)",
    ),
    NoSale.PERSON: (
        f"{_TALK}(?: (?:langsung|saja|aja|saya|me))?(?: (?:sama|dengan|ke|to|with))"
        f"(?: (?:real|salah satu|an|bagian)){{0,2}}(?: {_PERSON}|{END})",
        "(?:minta|mau|butuh|perlu|need|want|panggil(?:kan|in)?) (?:(?:ngomong|bicara|dilayani"
        "|dibantu"
        "|dibalas|sama|dengan|oleh|real) ){0,3}(?:orang\\w*|manusia|human|cs|operator|sales)"
        f"(?:{END}| (?:aja|saja|asli|langsung|beneran))",
        f"orang (?:mana|asli|beneran|sungguhan|betulan)(?:{END}| (?:ini|yang|bukan))|real person",
        f"ada orang(?: (?:gak|di sini|disini|disana|beneran))*{END}|human being",
        f"(?:mana|kemana) (?:sales|orang|admin|marketing|cs)\\w*|(?:sales|adminnya|admin|marketing"
        f"|cs)"
        f" (?:mana|kemana|siapa){END}",
        f"(?:ini|kamu|anda|situ|this|you|jangan|pakai|sama|lawan|dibalas|cuma"
        f"|akun) (?:you )?{_ROBOT}",
        f"^{_ROBOT}(?: (?:ini|bukan))?{END}|{_ROBOT} (?:atau|apa|or|bukan) (?:orang|manusia|human)",
        f"(?:orang|manusia|human|mesin) (?:atau|apa|or|bukan) (?:{_ROBOT}|mesin|orang|manusia)",
        "(?:balas\\w*|dibalas|jawab\\w*|dijawab|pesan|chat) (?:ini )?(?:matic|mesin|sistem"
        "|template)",
        f"(?:ini|kamu|situ|you|yang balas) (?:human|manusia|orang beneran){END}",
        "(?:telepon|hubungi|call) (?:balik |kembali )?(?:saya|me|balik|nomor (?:saya|ini)|back)"
        "(?! (?:di|ke) (?:showroom))",
        "(?:minta|mau|ingin|pengen|tolong) (?:segera |saya )?(?:di ?)(?:telepon|hubungi|call)",
        "(?:bisa|boleh|mau|minta) (?:\\S+ ){0,2}?(?:ngobrol|bicara|ngomong|tele?pon\\w*an|diskusi)"
        f"(?: (?:langsung|sebentar|bentar|dulu|aja))*{END}",
        f"(?:nanya|tanya|bertanya|ketemu)(?: langsung| sama| dengan| ke)+ {_PERSON}|ketemu owner",
    ),
}

UNLESS: Mapping[NoSale, tuple[str, ...]] = {
    NoSale.COMPLAINT: (
        "kalau|andai|seandainya|takut|jangan lama|khawatir|kuatir|(?:jangan|gak|biar|supaya|agar"
        "|semoga|moga)"
        " (?:\\S+ )?(?:sampai|akan|bakal|bikin|kecewa\\w*|mengecewakan|bohong\\w*|nipu|php\\w*|tipu"
        "|nyesel|nyesal|penipu\\w*|kapok)|semoga|pernah|apakah|bukan (?:penipu|scam|php)\\w*|anti"
        "|dijamin",
        "harga (?:\\S+ )?beda|(?:penipuan|penipu|scam|php|nipu) (?:bukan|gak|kan|\\?)",
    ),
    NoSale.AFTER_SALE: (
        "CODE|kalau|tt|tukar|jual|lepas|lain|olx|habis|mati|jatuh tempo|mau beli|berapa (?:lama"
        "|hari)|another|leasing|ada gak",
    ),
    NoSale.PAYMENT: (
        "kalau|kredit|cicil|angsuran|kartukredit|leasing|pajak|transfer (?:nama|of|case)|if",
    ),
    NoSale.PERSON: (
        "jangan (?:\\S+ ){0,2}(?:telepon|hubungi|call|chat|wa)|gak (?:usah|perlu|mau|bisa)"
        "|berhenti|stop"
        "|kalau|don t|do not|lupa|begitu|jika|not",
    ),
}
"""What takes a reason back where it stands in the same sentence."""
