"""The phrases by which customers express each intent, in the usual spelling of `slang`.

A phrase is a pattern for whole words. Capitals stand for what was read before: `CAR`, `CODE`,
`YEAR`, `ATTR` (transmission, fuel, seats), `BODY`, `COLOR`, `PARITY` (of the plate), `DRIVE`,
`FEATURE`, `CHEAPEST`, `LIMIT` (a bound on price, year or mileage), `DP`, `CICIL` (an instalment),
`OFFER`, `SELLING` (the customer's own car), `NOPHOTO` (photos refused).
"""

from collections.abc import Mapping

from autoleads.text.chat.amounts import compile_words
from autoleads.text.chat.meaning import Intent

_ANY_CAR = "(?:CAR|CODE|YEAR|ATTR|BODY|COLOR|LIMIT|PARITY|DRIVE)"
_END = r"(?= [?.,]|$)"
_ASKED = "(?:apa|berapa|mana|kapan)"
_OF_A_PART = (
    "(?:apa|di|dimana|minus|garansi|FEATURE|foto|video|nego|diskon|bekas|pr|kunci|buku|surat|stnk"
    "|bpkb|faktur)\\b"
)
"""Behind "ada", what is asked of a car that is there."""

_PHRASES: Mapping[Intent, tuple[str, ...]] = {
    Intent.GREETING: (
        "halo",
        "(?:assalam\\w*|as+alam\\w*|ass|salam|wr|shalom)",
        "selamat (?:pagi|siang|sore|malam|datang)",
        "good (?:pagi|siang|malam|day)",
        "permisi|misi|punten|kulo nuwun|kulonuwun|sampurasun|swastiastu|samlekom|aslm",
        "nuwun sewu|excuse me",
    ),
    Intent.THANKS: ("makasih",),
    Intent.DECLINE: (
        "gak jadi",
        "gak (?:dulu|minat|tertarik|berminat|cocok|sreg)",
        "belum (?:minat|tertarik|berminat|cocok)",
        "sudah (?:beli|dapat|kebeli|ambil)(?! (?:foto|info|nomor))",
        "sudah bought|bought (?:another|one)|found another",
        "(?:batal|cancel|dibatalkan)",
        "(?:pikir|pikir pikir|mikir) (?:dulu|lagi)|pikirkan|nanti dulu|lain kali",
        "(?:not|no longer) interested|no makasih|changed my mind",
    ),
    Intent.AVAILABILITY: (
        f"masih (?:ada|ready|punya|dijual|jual|nyantol){_END}",
        "masih (?:ada|ready)(?! (?:di|garansi|nego|minus))",
        f"masih{_END}|ada (?:mobil|unit){_END}",
        "(?<!bpkb )(?<!stnk )ready|in stok|ada stok|stok (?:masih|ada)",
        "unit ada(?! (?:di|dimana|minus|garansi))",
        "(?:laku|terjual|kejual|sold|kebooking|dibooking|sudah (?:booking|keep|dikeep))",
        f"ada (?:any |mobil |unit )?{_ANY_CAR}",
        f"{_ANY_CAR} (?:unit )?(?:masih )?ada(?! {_OF_A_PART})",
        "(?<!gak )(?<!belum )(?<!not )(?:tertarik|minat|berminat|interested)",
        "info (?:unit|mobil|CAR|CODE|selengkap|lengkap|lanjut|lebih lanjut|detail)",
        "more (?:info|details?)|(?:di|dari|lihat) iklan|iklan (?:ini|di|masih)",
    ),
    Intent.PRICE: (
        "harga|pricelist|otr",
        f"^berapa{_END}|(?<=[?.,] )berapa{_END}",
        "berapa (?:net|nett|cash|duit|otr|ini|jual|dijual)",
        f"(?:{_ANY_CAR}|ini|unit|net|nett|cash|tunai) (?:ini )?berapa"
        "(?! (?:km|cc|seat|tahun|bulan|persen|lama|kursi|baris))",
        f"berapa (?:is |are |for )*(?:{_ANY_CAR}|unit ini|it|ini)",
        "dijual berapa|minta berapa|cost|cash sama kredit",
    ),
    Intent.CREDIT: (
        "kredit|cicil|angsuran|leasing|tenor|tdp|DP|CICIL|kpm|simulasi|adira|bi checking|slik",
        "dp(?! (?:saya |sudah )?(?:kirim|dikirim|transfer|ditransfer|tf)\\b)",
        "bunga|interest|perbulan|loan",
    ),
    Intent.PAPERS: (
        "surat|stnk|bpkb|faktur|dokumen|kelengkapan|papers|kwitansi|balik nama|form a|nik",
        "kunci (?:serep|cadangan|duplikat|kedua)|spare key|buku (?:servis|manual|service)",
        "manual book|servis book|nomor (?:rangka|mesin)",
    ),
    Intent.TAX: ("pajak|ganti kaleng",),
    Intent.PLATE: ("plat|nopol|nomor polisi|PARITY|ganjil genap|gage",),
    Intent.KM: ("(?<!liter berapa )km|kilometer|odo|odometer|odonya|mileage|jarak tempuh",),
    Intent.OWNER: (
        "tangan (?:ke|pertama|kedua|ketiga|berapa|[0-9])",
        "(?:pemilik|pemakai|pemakaian|owner|owners|atas nama|perorangan|pemilikan)",
        "pribadi (?:atau|apa)",
    ),
    Intent.CONDITION: (
        "kondisi|minus|tabrak\\w*|nabrak|ketabrak|banjir|kebanjiran|mulus|lecet|penyok|baret",
        "repaint|rembes|rusak|keropos",
        "cat (?:ulang|ori\\w*|asli|masih|mulus)|ori|orisinil|original|bekas (?:tabrak\\w*|banjir)",
        "ac (?:dingin|mati|aman|masih)|lampu|lamp|aki|soak|kelistrikan|kaki|senyap",
        "ban (?:tebal|masih|aman|baru)|ada pr",
        "mesin (?:aman|bagaimana|halus|kasar|kering|sehat|ok|oke|bagus|normal|masih)",
        "bunyi|siap pakai",
        "servis (?:rutin|record|resmi)|garansi|warranty|accidents?|flood\\w*|scratch\\w*|dents?",
        "any (?:issues|problems)",
        "turun mesin|kecelakaan|bau|(?:ex|bekas|eks) (?:taksi|taxi|rental)",
    ),
    Intent.SPEC: (
        "cc|spek|spec|specs|spesifikasi|(?<!foto )detail",
        "berapa (?:seat|seater|kursi|baris|penumpang|orang|seats)|(?:seat|kursi|baris) berapa",
        "muat|kapasitas",
        "ATTR ?(?:atau|apa|/) ?ATTR|^ATTR \\?$",
        "(?:ini|CODE|it) (?:is )?ATTR(?! ada)|is it ATTR",
        "(?<!ada )(?<!cari )(?:mobil|unit) ATTR \\?",
        f"(?:transmisi|bbm|bahan bakar|warna|tipe|varian) {_ASKED}|apa (?:warna|tipe|transmisi)",
        "(?<!pajak )tahun (?:berapa|pembuatan)",
        "tipe \\w+ ?(?:atau|apa|/) ?\\w+|what (?:warna|tipe|tahun|engine)",
        "irit gak|gak irit|irit \\?|boros|konsumsi|liter berapa|warna lain",
        "beda (?:tipe|apa|CAR)|(?:ini|CODE) YEAR(?= \\?|$)",
        "FEATURE|DRIVE ?(?:atau|apa|/) ?DRIVE|(?:ini|CODE|CAR) DRIVE(?= \\?|$)",
        "stopkontak|fitur\\w*|features",
    ),
    Intent.LOCATION: (
        "lokasi|alamat|(?<!call )(?<!telepon )(?<!hubungi )dimana|sharelok|maps|map|gmaps|located",
        "posisi|titik|(?:daerah|kota|sebelah) (?:mana|apa)|domisili",
        "(?:cabang|showroom) mana|(?:masih|unit ada|mobil ada|^ada) di(?! harga)",
    ),
    Intent.HOURS: (
        "buka (?:jam|sampai|hari|besok|sekarang|setiap|tiap|minggu|sabtu|gak|today)",
        f"buka{_END}|(?:minggu|sabtu|besok|libur|sekarang|malam|masih|tetap) (?:buka|tutup)",
        "tutup (?:jam|kapan|hari)|jam (?:buka|tutup|operasional|kerja|berapa)|operasional",
        "(?:jam|opening|business) hours|(?:you|open) (?:open|close)|are you open|open on",
        "open (?:today|tomorrow|now)",
    ),
    Intent.VISIT: (
        "tes (?:drive|jalan)|test drive|coba (?:dulu|mobil|unit|langsung)|nyoba|inspeksi|viewing",
        "(?:lihat|cek|tengok|ketemu) (?:ke )?(?:unit|mobil|langsung|barang|fisik|dulu|CAR|CODE)",
        "(?:survey|survei|janjian|ketemuan|mampir|datang|visit)",
        "(?<!kirim )(?<!kirim mobil )(?<!kirim unit )(?<!antar )kesana",
        "ke (?:showroom|tempat|dealer|lokasi)|otw|depan showroom|bawa (?:mekanik|montir)",
        "video call|vc",
        "lihat (?=(?:besok|sekarang|hari|nanti|jam|minggu|sabtu)\\b)\\w+",
        "(?:come|can|to) (?:and |to )*(?:see|view|check)|see (?:it|CAR|mobil|ini)|look at",
        "take a look",
    ),
    Intent.NEGOTIATION: (
        "nego|kurang|diskon|ada promo|nawar|tawar|digoyang|goyang|mentok|pas berapa",
        "harga (?:pas|mentok|terbaik|damai|terakhir|persaudaraan|saudara|teman|kawan|keluarga)",
        "mentok\\w*|best (?:harga|deal|offer)|last harga|turun(?! mesin)|kemahalan|lowest|OFFER",
        "sepakat|kesepakatan|disepakati|(?:harga|sudah|kemarin|tadi) deal|deal harga|sesuai deal",
        "we agreed|as agreed|agreed (?:harga|on)",
    ),
    Intent.TRADE_IN: (
        "tt|tukar|barter|trade|taksir|ditaksir|jual beli",
        "(?:mau|ingin|pengen) ganti mobil",
    ),
    Intent.SELL: ("SELLING",),
    Intent.PHONE: (
        "nomor (?:ke )?(?:telepon|hp|handphone|ponsel|kantor|showroom|dealer|cs|sales|marketing"
        "|wa|whatsapp|hubungi|kontak|kalian|kamu|admin|tim|toko|mana|berapa|owner"
        "|bos\\w*)(?! saya)",
        "(?:minta|ada|kirim|boleh|bagi|kasih|punya|bisa) (?:\\S+ )?(?:nomor(?= [?.,]|$| yang| bisa"
        "| untuk| buat| lain| sini)|hubungi(?= [?.,]|$| sales| owner| kantor| person))",
        "nomor (?:yang )?(?:bisa|aktif|untuk|buat) (?:\\S+ )?(?:di)?(?:hubungi|telepon|call)",
        "(?:telepon|call|hubungi) (?:ke |di |kalian )?(?:kemana|dimana|mana|siapa|berapa|center)",
        f"(?:bisa|boleh) (?:saya )?(?:di ?)?(?:telepon|call){_END}",
        "(?:phone|telepon|hubungi|mobile) number|your number|hubungi person|narahubung|hotline",
        "call center|can i call|(?:wa|hp|telepon) (?:berapa|kantor|owner|sales|showroom|dealer)",
    ),
    Intent.PRIVACY: (
        "(?:hapus|dihapus|hapuskan|delete|erase|remove) (?:\\S+ ){0,2}?data",
        "data (?:pribadi )?(?:saya|pribadi|my) (?:\\S+ ){0,3}?(?:diapakan|diapain|dipakai|aman"
        "|dihapus"
        "|hapus|disimpan|dijual|disebar|buat apa|untuk apa|gunanya|dikemanakan)",
        "(?:salinan|kopi|copy|unduh|download|koreksi|ubah|perbaiki) (?:of )?(?:\\S+ )?"
        "data (?:pribadi )?(?:saya)?",
        "(?:my|personal|all) data(?! (?:sheet|spec))|data (?:pribadi|privasi)|privacy|gdpr|uu pdp",
        "(?:dapat|tahu|tau|punya) (?:\\S+ )?(?:nomor|data) saya dari",
        "simpan data saya|kebijakan privasi|penghapusan data|tarik persetujuan",
    ),
    Intent.REFRAIN: ("NOPHOTO",),
    Intent.PHOTOS: (
        "foto|video(?! call)|gambar",
        "(?:(?:lihat|minta) |^)(?:interior|eksterior|dalam|dalaman)(?= \\?|$)",
    ),
    Intent.SEARCH: (
        "cari|butuh|golek|looking for|rekomendasi|recommend|rekomen",
        "(?:mau|pengen|ingin|want to) (?:beli|buy)|dapat (?:apa|mobil apa)",
        "CHEAPEST|ada lebih murah",
        "(?:DP|CICIL)(?: \\w+){0,2} (?:ada|dapat|bisa)(?: dapat)?(?: mobil| unit)? (?:apa|mana)",
        "CICIL ada|ada (?:mobil|unit) apa(?! (?:aja|saja))",
        "(?:dapat|buy|afford) (?:for|with) (?:CICIL|DP|LIMIT)",
        "LIMIT|budget|ada (?:pilihan |unit |mobil )?lain",
    ),
    Intent.LIST: (
        "(?:unit|mobil|stok|list|ada|pilihan) (?:mobil |unit |bulan |hari |ini |yang )*apa"
        " (?:aja|saja)",
        f"{_ANY_CAR} (?:ada |yang ready |ready )?apa (?:aja|saja)",
        "(?<!in )(?<!ada )(?<!ready )(?:daftar|katalog|list|stok)"
        "(?: (?:mobil|unit|harga|stok|ready))*(?= [?.,]|$)",
        "(?:kirim|minta|lihat|share|info) (?:daftar|katalog|list|stok|pilihan)",
        "apa (?:aja|saja) (?:yang )?(?:ada|ready|stok|unit|mobil)",
        "(?:mobil|unit|stok) (?:yang )?(?:ada|ready|dijual) (?:disini )?apa",
        "what (?:cars|mobil) (?:do you )?ada|what (?:do )?you ada",
    ),
}

PING = r"p|pp|ping|tes|cek|tes tes|halo cek|p halo"
"""A whole message that only asks if somebody is there."""

GREETING_FIRST = r"(?:pagi|siang|sore|malam)(?! (?:ini|nanti|tadi|besok))(?!\S)"
"""A time of day greets only when it opens the message."""

PATTERNS = {intent: compile_words("|".join(phrases)) for intent, phrases in _PHRASES.items()}
