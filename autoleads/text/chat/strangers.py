"""The phrases of brokers, of people who look for work, and of those who offer services."""

from collections.abc import Mapping

from autoleads.text.chat.customers import END
from autoleads.text.chat.meaning import NoSale

_BUYER = "(?:buyer|pembeli|konsumen|customer|kustomer|costumer|klien|client)"
_AGENT = "(?:makelar|mediator|perantara|calo|broker|biong|blantik|freelance\\w*|reseller)"
_HIRE = "(?:karyawan|karyawati|pegawai|kerja|kerjaan|sopir|supir|driver|mekanik|montir|magang|pkl)"
_SERVICE = (
    "(?:jasa|layanan|produk|pinjaman|asuransi|website|web|seo|iklan|promosi|digital|marketing|dana"
    "|kerja ?sama|kemitraan|partnership|paket|program|solusi|sistem|software|aplikasi|services?"
    "|loan|sparepart|oli|aksesoris|coating|detailing|salon|cuci|derek|towing|ekspedisi|pengiriman"
    "|gps|kaca film|banner|spanduk|desain|konten|videografi|fotografi|sponsor\\w*|proposal|event"
    "|pameran|investasi|franchise|edc|seragam|pelatihan|cctv|wifi|internet|followers|leads?)"
)
_OFFER = (
    "(?:menawarkan|nawarkan|nawarin|menawari|tawarkan|tawarin|penawaran|menyediakan|melayani"
    "|sediakan|mempromosikan|promosikan|offer|offering|provide|mengajak|menjual|supplier"
    "|mau (?:tawar|nawar))"
)
_FIRM = (
    "(?:pt|cv|bank|leasing|asuransi|agency|agensi|perusahaan|startup|media|portal|koran|majalah"
    "|koperasi|bengkel|jasa|vendor|supplier|distributor|radio|konsultan|marketplace|digital|mitra"
    "|yayasan|panitia|finance|biro|percetakan)"
)

PHRASES: Mapping[NoSale, tuple[str, ...]] = {
    NoSale.BROKER: (
        f"(?:saya|kami|ini|i am|i m) (?:(?:seorang|juga|adalah|ini|cuma|hanya|a|biasa) )*{_AGENT}",
        "(?:bagi|ada|dapat|minta|berapa|sistem|soal|kasih) (?:\\S+ )?(?:fee|imbalan)|komisi",
        "bagi hasil|agen mobil|fee (?:berapa|ada|gak|buat|untuk|makelar|mediator|perantara)",
        f"(?:ada|punya|bawa|bawain|bawakan|dapat|have) (?:a |calon )?{_BUYER}|{_BUYER} saya",
        "bantu (?:jualkan|jualin|pasarkan|pasarin)|(?:mau|bisa) jadi (?:\\S+ )?(?:makelar|mediator"
        "|reseller|agen|perantara)|finder s fee",
    ),
    NoSale.JOB: (
        f"lowongan|loker|lowker|(?:me|nge)?lamar(?:an)?(?: kerja)?{END}|(?:lamar|melamar|lamaran)"
        " (?:kerja|jadi|sebagai|pekerjaan|posisi|di)|(?:cari|butuh) (?:kerja|kerjaan|pekerjaan)",
        f"(?:butuh|terima|nerima|menerima|cari|buka|rekrut) (?:\\S+ )?{_HIRE}(?! (?:sama|bareng))",
        "posisi (?:kosong|sales|admin)|butuh (?:sales|admin)",
        "ada (?:kerjaan|pekerjaan)|(?:butuh|terima|nerima) tukang",
        "(?:mau|bisa|ingin|pengen|boleh|minat|berminat|tertarik) (?:ikut )?(?:kerja|bekerja|magang"
        f"|pkl|bergabung)(?: (?:di|jadi|sebagai|sini|situ|sana|disini)|{END})",
        "(?:kirim|ngirim|titip|masukkan|antar) (?:cv|lamaran|surat lamaran)|cv saya|interview",
        "internship|vacanc\\w*|hiring|any job|job opening|for a job|gaji (?:sales|karyawan|admin)",
    ),
    NoSale.VENDOR: (
        f"{_OFFER}(?: \\S+){{0,5}}? {_SERVICE}",
        f"(?:kami|saya|perkenalkan|we)(?: \\S+){{0,3}}? (?:dari|from) {_FIRM}(?: \\S+){{0,9}}?"
        f" (?:{_OFFER}|{_SERVICE}|bantu|membantu)",
        f"(?:kami|perkenalkan)(?: \\S+){{0,2}}? dari (?:pt|cv|agency|agensi|asuransi) \\S+{END}",
        "(?:kami|saya|we) (?:jual|punya|ada|adalah|melayani|siap)(?: \\S+){0,2}? (?:jasa|layanan"
        "|vendor|supplier|distributor|spesialis|bengkel|agency|agensi)",
        "jasa (?:pembuatan|pasang|iklan|website|web|seo|digital|marketing|cuci|salon|detailing"
        "|coating|poles|foto produk|desain|admin|followers|kelola|promosi|derek|kebersihan"
        "|pinjaman)(?! (?:ada|gak|bisa|berapa))",
        "(?:butuh|perlu|minat|tertarik|berminat) (?:\\S+ )?(?:jasa|dana|modal|pinjaman|website)"
        " (?:\\S+ )?(?:iklan|website|seo|cepat|tunai|usaha|digital)",
        "seo|backlink|followers|(?:google|facebook|fb|meta|instagram) ads|digital marketing",
        "(?:naikkan|tingkatkan|meningkatkan|menaikkan|naikin|dongkrak|boost|increase)(?: \\S+){0,2}"
        " (?:penjualan|omset|omzet|traffic|leads?|sales|engagement|rating)",
        "pinjaman (?:dana|online|tunai|tanpa|cepat|modal)|dana (?:tunai|cepat|talangan) (?:\\S+ )?"
        "(?:tanpa|cair|jaminan|proses)|gadai bpkb|pinjol|paid promote|endorse\\w*|slot gacor|togel",
        "(?:promosi|iklan)(?: \\S+){0,2} (?:akun|media|channel|page|website) kami|ikut pameran",
        "(?:our|my) (?:services|agency|company)|we (?:offer|provide)|business (?:proposal|loan)",
    ),
}

UNLESS: Mapping[NoSale, tuple[str, ...]] = {
    NoSale.BROKER: (
        "(?:biaya|booking|admin|adm|provisi|asuransi|biro|leasing|tanpa) fee|fee (?:admin|booking"
        "|provisi)"
        "|(?:bukan|tanpa) \\S+(?= [?.,]|$)|atau|langsung (?:owner|pemilik)",
    ),
    NoSale.JOB: ("kredit|cicil|dp|(?:habis|pulang|jam|hari) kerja|cari mobil",),
    NoSale.VENDOR: (
        "CODE|(?:mau|cari|ingin|pengen|butuh|perlu) (?:beli|cari|unit|mobil|[0-9]+ unit)|mau nego"
        "|dp"
        "|ada (?:jasa|layanan|asuransi)|(?:bisa|pakai) (?:pakai )?(?:jasa|asuransi)|kalian (?:ada"
        "|terima|melayani)|mau (?:lihat|tes|jual|lepas|tukar)",
    ),
}
"""What takes a reason back where it stands in the same sentence."""
