"""What buyers say for what: one row a phrase, over the usual spellings of `slang`.

A phrase is matched between spaces, as whole words. Capitals stand for what was read before: `CAR`, `CODE`, `YEAR`,
`ATTR` (transmission, fuel, seats), `BODY`, `COLOR`, `LIMIT` (a bound on price, year or km), `DP`, `OFFER`.
"""

import re
from collections.abc import Mapping

from autoleads.text.chat.meaning import Intent

_ANY_CAR = "(?:CAR|CODE|YEAR|ATTR|BODY|COLOR|LIMIT)"
_END = r"(?= [?.,]|$)"
_ASKED = "(?:apa|berapa|mana|kapan)"

PHRASES: Mapping[Intent, tuple[str, ...]] = {
    Intent.GREETING: (
        "halo",
        "(?:assalam\\w*|as+alam\\w*|ass|salam|wr|shalom|om swastiastu)",
        "selamat (?:pagi|siang|sore|malam|datang)",
        "good (?:pagi|siang|malam|day)",
        "permisi|misi|punten|kulo nuwun|kulonuwun|sampurasun|nuwun sewu|excuse me",
    ),
    Intent.THANKS: ("makasih",),
    Intent.DECLINE: (
        "gak jadi",
        "gak (?:dulu|minat|tertarik|berminat|cocok|sreg)",
        "belum (?:minat|tertarik|berminat|cocok)",
        "sudah (?:beli|dapat|kebeli|ambil)(?! (?:foto|info|nomor))",
        "sudah bought|bought (?:another|one)|found another",
        "(?:batal|cancel|dibatalkan)",
        "(?:pikir|pikir pikir|mikir) (?:dulu|lagi)|nanti dulu|lain kali",
        "(?:not|no longer) interested|no makasih|changed my mind",
    ),
    Intent.AVAILABILITY: (
        f"masih (?:ada|ready|punya|dijual|jual|nyantol){_END}|masih (?:ada|ready)(?! (?:di|garansi|nego|minus))",
        f"masih{_END}|ada (?:mobil|unit){_END}",
        "(?<!bpkb )(?<!stnk )ready|in stok|ada stok|stok (?:masih|ada)|unit ada(?! (?:di|dimana|minus|garansi))",
        "(?:laku|terjual|kejual|sold|booking|kebooking|keep)",
        f"ada (?:any |mobil |unit )?{_ANY_CAR}",
        f"{_ANY_CAR} (?:unit )?(?:masih )?ada(?! (?:apa|di|dimana|minus|garansi|sunroof|foto|video|nego|diskon|bekas|pr)\\b)",
        "(?<!gak )(?<!belum )(?<!not )(?:tertarik|minat|berminat|interested)",
        "info (?:unit|mobil|CAR|CODE)",
    ),
    Intent.PRICE: (
        "harga|pricelist|otr",
        f"^berapa{_END}|(?<=[?.,] )berapa{_END}",
        "berapa (?:net|nett|cash|duit|otr|ini|jual|dijual)",
        f"(?:{_ANY_CAR}|ini|unit|net|nett|cash|tunai) (?:ini )?berapa(?! (?:km|cc|seat|tahun|bulan|persen|lama|kursi|baris))",
        f"berapa (?:is |are |for )*(?:{_ANY_CAR}|unit ini|it|ini)",
        "dijual berapa|minta berapa|cost|cash sama kredit",
    ),
    Intent.CREDIT: (
        "kredit|cicil|angsuran|leasing|tenor|dp|tdp|DP|kpm|simulasi",
        "bunga (?:berapa|flat|leasing)|berapa bunga|perbulan|loan",
    ),
    Intent.PAPERS: (
        "surat|stnk|bpkb|faktur|dokumen|kelengkapan|papers|kwitansi|balik nama|form a|nik",
        "kunci (?:serep|cadangan|duplikat|kedua)|spare key|buku (?:servis|manual|service)|manual book|servis book",
    ),
    Intent.TAX: ("pajak|ganti kaleng",),
    Intent.PLATE: ("plat|nopol|ganjil|genap|gage",),
    Intent.KM: ("(?<!liter berapa )km|kilometer|odo|odometer|odonya|mileage|jarak tempuh",),
    Intent.OWNER: (
        "tangan (?:ke|pertama|kedua|ketiga|berapa|[0-9])",
        "(?:pemilik|pemakai|pemakaian|owner|owners|atas nama|perorangan|pemilikan)",
        "pribadi (?:atau|apa)",
    ),
    Intent.CONDITION: (
        "kondisi|minus|tabrak\\w*|nabrak|ketabrak|banjir|kebanjiran|mulus|lecet|penyok|baret|repaint|rembes|rusak|keropos",
        "cat (?:ulang|ori\\w*|asli|masih|mulus)|ori|orisinil|original|bekas (?:tabrak\\w*|banjir)",
        "ac (?:dingin|mati|aman|masih)|lampu|kelistrikan|kaki|senyap|ban (?:tebal|masih|aman|baru)|ada pr",
        "mesin (?:aman|bagaimana|halus|kering|sehat|ok|oke|bagus|normal|masih)|bunyi",
        "servis (?:rutin|record|resmi)|garansi|warranty|accidents?|flood\\w*|scratch\\w*|dents?|any (?:issues|problems)",
    ),
    Intent.SPEC: (
        "cc|spek|spec|specs|spesifikasi|detail",
        "berapa (?:seat|seater|kursi|baris|penumpang|orang|seats)|(?:seat|kursi|baris) berapa|muat|kapasitas",
        "ATTR ?(?:atau|apa|/) ?ATTR|^ATTR \\?$",
        "(?:ini|CODE|it) (?:is )?ATTR(?! ada)|is it ATTR|(?<!ada )(?<!cari )(?:mobil|unit) ATTR \\?",
        f"(?:transmisi|bbm|bahan bakar|warna|tipe|varian) {_ASKED}|apa (?:warna|tipe|transmisi)",
        "(?<!pajak )tahun (?:berapa|pembuatan)",
        "tipe \\w+ ?(?:atau|apa|/) ?\\w+|what (?:warna|tipe|tahun|engine)",
        "irit gak|gak irit|irit \\?|boros|konsumsi|liter berapa",
        "sunroof|stopkontak|airbags?|kamera mundur|parking camera|head unit|carplay|android auto|cruise control|keyless|abs",
        "velg|jok kulit|sensor parkir|fitur\\w*|features",
    ),
    Intent.LOCATION: (
        "lokasi|alamat|dimana|sharelok|maps|map|gmaps|located",
        "posisi|titik|(?:daerah|kota|sebelah) (?:mana|apa)|domisili",
    ),
    Intent.HOURS: (
        "buka (?:jam|sampai|hari|besok|sekarang|setiap|tiap|minggu|sabtu|gak|today)",
        f"buka{_END}|(?:minggu|sabtu|besok|libur|sekarang|malam|masih|tetap) (?:buka|tutup)",
        "tutup (?:jam|kapan|hari)|jam (?:buka|tutup|operasional|kerja|berapa)|operasional",
        "(?:jam|opening|business) hours|(?:you|open) (?:open|close)|are you open|open on|open (?:today|tomorrow|now)",
    ),
    Intent.VISIT: (
        "tes (?:drive|jalan)|test drive|coba (?:dulu|mobil|unit|langsung)|nyoba|inspeksi|viewing",
        "(?:lihat|cek|tengok|ketemu) (?:ke )?(?:unit|mobil|langsung|barang|fisik|dulu|CAR|CODE)",
        "(?:survey|survei|janjian|ketemuan|mampir|kesana|datang|visit)",
        "ke (?:showroom|tempat|dealer|lokasi)",
        "(?:come|can|to) (?:and |to )*(?:see|view|check)|see (?:it|CAR|mobil|ini)|look at|take a look",
    ),
    Intent.NEGOTIATION: (
        "nego|kurang|diskon|nawar|tawar|digoyang|goyang|mentok|pas berapa|harga (?:pas|mentok|terbaik|damai)",
        "mentok\\w*|best (?:harga|deal|offer)|last harga|turun|kemahalan|lowest|OFFER",
    ),
    Intent.TRADE_IN: ("tt|tukar|barter|jual mobil saya|part exchange",),
    Intent.PHOTOS: ("foto|video|gambar",),
    Intent.SEARCH: (
        "cari|butuh|golek|looking for|rekomendasi|recommend|rekomen",
        "(?:mau|pengen|ingin|want to) (?:beli|buy)|dapat (?:apa|mobil apa)|apa (?:aja|saja)(?<!leasing apa aja)(?<!warna apa aja)",
        "LIMIT|budget",
    ),
}

PING = r"p|pp|ping|tes|cek|tes tes|halo cek|p halo"
"""A whole message that only asks whether somebody is there."""

GREETING_FIRST = r"(?:pagi|siang|sore|malam)(?! (?:ini|nanti|tadi|besok))(?!\S)"
"""A time of day greets only when it opens the message."""

STOP_ALONE = (
    r"(?:stop|berhenti|unsubscribe|unsub)(?: (?:chat|wa|whatsapp|pesan|promo|iklan|kirim pesan|broadcast|sekarang))?"
)
"""Opts out as the whole message."""

STOP_CLEAR = (
    r"(?:jangan|berhenti|stop|gak usah) (?:\w+ ){0,2}?(?:chat|ngechat|wa|whatsapp|hubungi|telepon|telpon|ganggu|spam)"
    r"(?: (?:saya|wa|chat|pesan|ke|nomor|ini|me)){0,4}(?: lagi|$)"
    r"|(?:jangan|berhenti|stop) kirim (?:wa|chat|pesan|promo|iklan|saya)"
    r"|jangan (?:chat|wa|hubungi|ganggu) saya"
    r"|salah (?:sambung|nomor)|wrong (?:number|nomor)|(?:remove|delete|hapus) (?:my|saya)? ?(?:number|nomor)"
    r"|(?:stop|do not|don t|dont) (?:messaging|message|texting|text|contact\w*|hubungi|chatting|calling|call) ?(?:me)?"
)
"""Opts out as a clause of its own, beside nothing but courtesies."""


def compile_phrases(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{'|'.join(phrases)})(?!\S)")


PATTERNS = {intent: compile_phrases(*phrases) for intent, phrases in PHRASES.items()}
