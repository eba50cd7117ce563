"""Find the words of a message that no intent, car or amount accounts for.

They show what was not understood, so that it is not passed over in silence.
"""

import re
from collections.abc import Iterable, Mapping

from autoleads.text.chat.meaning import Intent

_SMALL_WORDS = """
apa berapa mana kapan siapa kenapa mengapa bagaimana cara dimana apakah bisa boleh bisakah bolehkah
mau ingin pengen pingin pengin hendak akan perlu harus wajib coba minta tanya nanya bertanya info
informasi tau tahu kasih beri dikasih berikan bilang jawab balas bantu dibantu bantuan jelaskan
saya kami kita kamu anda kakak dia mereka sendiri orang istri suami anak keluarga teman
ini itu tersebut sini situ sana begini begitu gini gitu segini segitu
serius tadi kemarin besok lusa sekarang nanti
dulu dahulu baru barusan lagi masih sudah belum pernah sedang lagian tetap terus selalu kadang
adalah ada gak bukan jangan tanpa punya jadi buat untuk bagi dari ke di pada dalam dengan sama dan
atau
tapi tetapi kalau jika bila supaya agar biar karena soal tentang mengenai seperti kayak sampai
antara lebih paling sangat sekali banget agak cukup cuma hanya saja aja juga pun malah semua
setiap tiap beberapa banyak sedikit dikit selain kecuali
satu dua tiga empat lima enam tujuh delapan sembilan
sepuluh lain lainnya sendirian langsung bersama bareng sekitar kira kirakira rencana rencananya
pagi siang sore malam hari minggu senin selasa rabu kamis jumat sabtu weekend bulan tahun
jam pukul menit januari februari maret april mei juni juli agustus september oktober november
desember tanggal tgl depan belakang samping sebelah
mobil unit kendaraan showroom dealer tempat kesana disini kesini guys
bawa pakai pake pakainya ambil beli membeli
lihat cek pesan kirim kirimin kirimkan share chat wa whatsapp nomor hp telepon
ok oke okey okay siap sip baik baiklah iya betul benar bener setuju mantap hmm hm eh oh ah wah
haha hehe wkwk wkwkwk hihi xixi
mendapatkan dapatkan dapat selengkapnya iklan fb facebook ig instagram olx tiktok marketplace
terima tunggu ditunggu menunggu kabar kabari kabarin dikabari infokan diinfo respon respons
rp jt rb m x persen km cc dp an s
whats sundays saturdays weekdays
what which when where who why how is are was be am do does did done can could would will should
may might i you he she it we they me my your our their its s t re ve d am
this that these those there here a an the of in on at by with without from for about as so than then
or and but if not no yes any some all more much many please tell know let want like need would
have has had get got give send show see look take come go going still also just only too very
today tomorrow time day week month year one two first next again now question
"""
SMALL_WORDS = frozenset(_SMALL_WORDS.split())
"""Words that mean nothing by themselves: whatever they ask is in the other words."""

_ASKING = """
apa apakah ap berapa brp brapa mana kapan siapa kenapa mengapa bagaimana gimana gmn dimana dmn
ada adakah kah punya
bisa bs bisakah boleh bolehkah minta mohon tolong tanya nanya kasih kirim kirimin
what which when where who why how can could would does do is are please
"""
_ASKING_WORDS = frozenset(_ASKING.split())
_BESIDE: Mapping[Intent, frozenset[str]] = {
    intent: frozenset(words.split())
    for intent, words in {
        Intent.GREETING: "wb rahmatullah wabarakatuh",
        Intent.THANKS: "hatur matur nuwun sama infonya",
        Intent.DECLINE: "anymore another car",
        Intent.AVAILABILITY: "keep dikeep booked stok promo iklan jual dijual tayang",
        Intent.PRICE: "cash net nett angka beda road pas jual dijual kontan tunai promo",
        Intent.CREDIT: "kecil cash beda minim minimal ringan rendah lama pay offer perbulan"
        " perhitungan suku sisa daftar tabel rincian rinci hitungan itungan brosur skema list per"
        " setor setoran sanggup mampu kuat bayar flat rate interest table monthly",
        Intent.NEGOTIATION: "cash net nett tipis pas angkut lepas harga final dealnya kontan tunai"
        " bungkus sikat gas gaskeun keras sesuai right goal dealkan transfer",
        Intent.PAPERS: "lengkap ready aman complete ditangan pegang tangan buku manual kunci",
        Intent.TAX: "hidup mati panjang jatuh tempo telat nunggak pertahun tahunan lama aman",
        Intent.PLATE: "nomor kota wilayah daerah luar",
        Intent.OWNER: "pertama kedua ketiga bekas perusahaan pt pribadi perorangan first second",
        Intent.CONDITION: "mesin body bodi lampu stop nyala mati tebal tipis aman bengkel resmi"
        " kerendam tarikan enteng lama interior eksterior dalam luar oli getar asap kering",
        Intent.SPEC: "lengkap baris transmisi tipe warna mesin solaris fitur isi silinder",
        Intent.PHOTOS: "interior eksterior mesin dalam dalem dalaman luar detail dashboard bagian"
        " sisi samping jok kolong bagasi jelas full asli real terbaru",
        Intent.SEARCH: "selain kecuali murah warna stok asal tipe jenis harga range kelas city car",
        Intent.KM: "angka low rendah sedikit dikit",
        Intent.HOURS: "operasional kerja libur",
        Intent.VISIT: "langsung lokasi mobilnya fisik kosong free",
        Intent.LOCATION: "kota daerah lokasi posisi alamat kantor gudang garasi pool",
        Intent.PHONE: "kantor hubungi dihubungi call phone number contact kontak sales aktif",
        Intent.PRIVACY: "data pribadi saya my personal diapakan salinan copy",
        Intent.TRADE_IN: "lama bekas pribadi nambah tambah",
    }.items()
}
"""Words that are understood beside an intent, because its answer covers them."""
COVERED_WORDS = frozenset[str]().union(*_BESIDE.values())

_TOKEN = re.compile(r"\S+")
_WORD = re.compile(r"[a-z][a-z']+")


def is_question(raw: Iterable[str]) -> bool:
    """Return whether a message asks or begs for something.

    Args:
        raw: Its words as they were written.
    """
    return any(word == "?" or word in _ASKING_WORDS for word in raw)


def find_residue(
    marked: str, intents: Iterable[Intent], patterns: Mapping[Intent, re.Pattern[str]]
) -> tuple[str, ...]:
    """Return the words of a marked text that nothing accounts for, each once.

    Accounted for are small words, marks, what a pattern of the intents matches, and what their
    answers cover.
    """
    known = SMALL_WORDS.union(*(_BESIDE.get(intent, ()) for intent in intents))
    accounted = bytearray(len(marked))
    for intent in intents:
        if intent not in patterns:
            continue
        for match in patterns[intent].finditer(marked):
            start, end = match.span()
            accounted[start:end] = b"\x01" * (end - start)
    if Intent.LOCATION in intents:
        # The other words name a place, which the address answers.
        return ()
    words = dict.fromkeys(
        token[0] for token in _TOKEN.finditer(marked) if not accounted[token.start()]
    )
    return tuple(word for word in words if word not in known and _WORD.fullmatch(word))
