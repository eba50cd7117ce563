"""Messages that are for a person, and those that only look like it."""

from __future__ import annotations

import time

import pytest

from autoleads.text.chat import NoSale, understand

FOR_A_PERSON = {
    NoSale.COMPLAINT: """
        saya kecewa sama pelayanannya
        kecewaaa bgt beli disini
        AC bunyi padahal baru beli kemarin
        mobilnya mogok
        mogok lagi nih di tol
        mobil yg kemarin saya beli kok rembes
        baru seminggu dipakai udah rusak
        baru 3 hari aki udah soak
        pelayanannya lama
        respon adminnya lelet parah
        kok dibohongi sih
        ditipu saya sama salesnya
        katanya mulus, ternyata ga sesuai iklan
        unit tidak sesuai iklan
        beda jauh sama fotonya
        chat saya ga dibales2 dari kemarin
        udah seminggu gak ada kabar
        salesnya jutek banget
        tolong kembalikan dp saya
        sy mau komplain
        nyesel beli di sini
        ini mobil bekas banjir ternyata, padahal dibilang aman
        janji doang, ga ditepati
        saya laporkan polisi
        kapok saya
        aku diapusi sales sampeyan
        php terus nih dealer
        mobil saya ngadat terus min
        this is terrible service
        the car broke down after two days
        I am very disappointed
        not as advertised!
        i want my money back
    """,
    NoSale.AFTER_SALE: """
        BPKB belum saya terima
        bpkb nya blm sy terima sampe skrg
        STNK kapan jadi?
        stnk sy udh jadi blm kak
        balik nama sudah selesai?
        kapan bpkb saya keluar kak
        plat nomor saya belum jadi2
        mau klaim garansi
        cara klaim garansinya gimana
        servis gratis saya masih berlaku?
        kapan saya bisa ambil bpkb
        bpkb saya mana?
        surat2 mobil saya kapan dikirim
        kemarin saya beli avanza di sini, kunci serepnya mana
        mobil yang saya beli minggu lalu kapan servis
        mutasi kapan kelar pak
        when will i get my bpkb
        plat nomernya kapan dikirim ke rumah
    """,
    NoSale.PERSON: """
        orangnya mana
        bisa bicara sama sales?
        ini robot ya?
        mau ngobrol sama manusia
        telepon saya dong
        telpon balik ya
        bisa bicara sama admin?
        mau ngomong langsung sm ownernya
        ini yang bales bot apa orang
        ini bot ya kak?
        bot nih?
        sambungin ke sales dong
        hubungkan saya dengan marketing
        minta orang asli dong
        ada orang ga sih?
        balasan otomatis ya ini
        jangan pakai bot dong
        mana salesnya
        min salesnya mana
        ini AI ya
        minta ditelepon kak
        tolong hubungi saya
        hubungi saya di nomor ini
        are you a bot?
        can i talk to someone?
        i want to speak to a human
        please call me
        ngomong sama orang aja lah
        kamu robot?
    """,
    NoSale.PAYMENT: """
        transfer ke mana
        tf kemana kak
        rekeningnya
        minta norek dong
        no rek bca ada?
        sudah DP
        saya udh dp 5jt kmrn
        dp sudah saya transfer
        bukti transfer
        ini bukti tf nya
        sudah saya transfer 5 jt
        udah tf ya kak
        barusan saya bayar 2 jt
        bisa transfer bank?
        bisa bayar transfer?
        pembayarannya gimana?
        cara bayarnya gimana kak
        bayar booking fee ke mana
        bayar lewat mana
        uangnya sudah masuk belum?
        qris ada?
        where do I transfer?
        I have paid the deposit
        bank account number please
        duitnya kirim kemana
        bayarnya kemana ya
    """,
    NoSale.BROKER: """
        saya makelar
        saya mediator pak, ada fee?
        saya perantara bos
        bagi komisi dong
        komisi berapa kalau ada pembeli
        saya punya buyer
        saya ada pembeli serius nih
        fee nya berapa kak kalau sy bawa customer
        ada fee buat mediator?
        mau jadi reseller bisa?
        sy freelance mobil bekas, bisa kerja sama?
        buyer saya mau unit ini
        i am a broker
        saya calo mobil
        bisa bantu jualkan unitnya, ada komisi gak
    """,
    NoSale.JOB: """
        lowongan kerja ada?
        loker min
        mau lamar jadi sales
        masih butuh karyawan ga
        ada lowongan sopir gak kak
        bisa kerja di situ?
        mau melamar kerja
        kirim cv kemana
        terima magang gak
        terima anak pkl pak?
        any job vacancy?
        are you hiring
        butuh sales baru gak min
        saya mau kerja di showroom
        gaji sales berapa
        nyari kerjaan nih kak
    """,
    NoSale.VENDOR: """
        kami dari PT Maju Jaya Digital menawarkan jasa iklan
        selamat siang, kami dari CV Sinar mau nawarin website
        butuh jasa website kak?
        kami jasa cuci mobil panggilan
        jasa SEO murah bergaransi
        mau tawarkan kerja sama asuransi mobil
        saya dari asuransi mau nawarin asuransi mobil
        pinjaman dana tunai cepat cair
        butuh dana cepat? gadai bpkb proses 1 jam
        kami bantu tingkatkan penjualan showroom anda
        perkenalkan saya Rina dari agency, kami ada paket iklan instagram
        kami supplier sparepart
        jual followers murah
        kami siap melayani derek mobil 24 jam, jasa towing
        penawaran jasa salon mobil dan coating
        we offer digital marketing services
        boost your sales with our services
        mau nawarin jasa fotografi produk mobil
    """,
    NoSale.INSULT: """
        anjing lu
        anj*ng
        4njing
        g0bl0k
        bangsat kalian
        b*ngs*t
        dasar tolol
        jancok suwe
        t*i
        fuck you
        f*ck off
        babi kalian
        otak lu goblog
        pukimak kau
        sundala
        k0nt0l
        mahal amat anjing
    """,
    NoSale.PRIVACY: """
        hapus data saya
        Tolong hapus data saya
        data saya diapakan?
        delete my data
        minta salinan data saya
        data pribadi saya disimpan dimana?
        dapat nomor saya dari mana?
        tolong hapus semua data pribadi saya
        please erase all my data
        kebijakan privasi nya ada?
        data sy dipake buat apa
    """,
}
FOR_THE_STOCK = """
    DP berapa?
    kalau sudah DP bisa dibawa?
    kalo udah dp unit aman?
    ini udah di dp orang belum?
    sudah ada yg dp?
    dp 20 jt bisa?
    garansi mesin?
    ada garansi?
    garansinya berapa lama
    AC dingin?
    ac nya bunyi ga
    pernah komplain?
    pernah mogok ga?
    sering mogok ga kak
    mesin pernah rusak?
    kalau rusak gimana?
    takut ketipu kak, bisa liat unit dulu?
    ini bukan penipuan kan?
    semoga ga mengecewakan
    biar ga kecewa kondisinya gimana
    BPKB ada?
    bpkb ready kak?
    #A01 stnk sudah jadi?
    balik nama berapa?
    balik nama berapa lama
    transfer nama berapa biayanya
    stnk mati kapan?
    surat lengkap?
    muat berapa orang?
    bisa cash?
    bisa bayar pakai kartu kredit?
    bisa bayar cicil?
    harga beda sama di iklan ya?
    langsung pemilik bukan makelar kan?
    biaya admin fee berapa
    saya kerja di bank, gaji 5 juta bisa kredit?
    jam kerja berapa
    pulang kerja saya mampir
    kami dari Bandung mau lihat unit
    saya dari PT Sinar mau cari 3 unit avanza
    dari leasing mana?
    asuransinya apa?
    ada jasa kirim ke luar kota?
    bisa pakai jasa inspeksi?
    anjay murah bgt
    harga *nego* ya
    *A01* masih ada?
    bau anjing ga?
    makasih infonya, nanti saya hubungi lagi
    bisa nego sampai berapa?
    nomor saya 0812-3456-7890
    hubungi saya kalau ada yang matic
    sales dapat dihubungi jam berapa
    cari brio matic budget 150
    tanda jadi berapa?
    booking fee berapa?
    stop lamp mati?
    lampu depan mati ga kak
    pajak mati?
    itu bekas banjir ga?
    nawar 150 boleh?
    mesin kasar ga?
    saya beli cash ada diskon?
    saya mau beli avanza
    mobil saya avanza 2015 mau tukar tambah, bpkb saya masih di leasing
    sudah beli
    ini mobil pernah tabrakan?
    is the price negotiable?
    how many people fit?
    can I pay cash?
"""


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


@pytest.mark.parametrize(
    ("reason", "text"),
    [(reason, text) for reason, texts in FOR_A_PERSON.items() for text in lines(texts)],
)
def test_message_is_for_a_person(reason: NoSale, text: str) -> None:
    assert understand(text).no_sale is reason


@pytest.mark.parametrize("text", lines(FOR_THE_STOCK))
def test_question_about_a_car_is_for_the_auto_replies(text: str) -> None:
    assert understand(text).no_sale is None


def test_the_examples_are_of_every_reason() -> None:
    assert set(FOR_A_PERSON) == set(NoSale)


def test_of_several_reasons_the_gravest_counts() -> None:
    assert understand("bisa bicara sama sales? saya kecewa").no_sale is NoSale.COMPLAINT
    assert understand("kecewa, anjing!").no_sale is NoSale.COMPLAINT


@pytest.mark.parametrize(
    "unit",
    ["jangan chat saya ", "saya kemarin beli ", "bpkb belum ", "a*", "kami dari pt ", "gak ada ",
     "sudah dp ", "mau jual ", "mobil saya ", "foto jangan ", "mau orang ", "belum ", "rusak ",
     "menawarkan ", "transfer ", "stop "],
)  # fmt: skip
def test_no_text_takes_long(unit: str) -> None:
    message = (unit * 60_000)[:64_000]
    started = time.process_time()
    understand(message)
    assert time.process_time() - started < 0.2
