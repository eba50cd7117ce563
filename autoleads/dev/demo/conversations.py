"""Invented chats of customers with the demo dealers, and the replies.

Every fact in an answer is one of the dealer's stock; the numbers belong to nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from autoleads.models.lead import LeadStatus


@dataclass(frozen=True)
class Line:
    """One message, minutes after the conversation began."""

    after: int
    by: Literal["buyer", "sales"]
    text: str


@dataclass(frozen=True)
class Talk:
    """A conversation, and where it led."""

    phone: str
    name: str
    ago: timedelta
    """The time since it began."""
    lines: tuple[Line, ...]
    assigned_to: str | None = None
    """The user, by the first part of their e-mail; needed where there are replies."""
    status: LeadStatus = "new"
    lost_reason: str | None = None
    follow_up: timedelta | None = None
    """From now; negative when it was missed."""
    note: str | None = None


def buyer(after: int, text: str) -> Line:
    return Line(after, "buyer", text)


def sales(after: int, text: str) -> Line:
    return Line(after, "sales", text)


JAKARTA = (
    Talk(
        "+6281100001001", "Budi Santoso", timedelta(minutes=25),
        (
            buyer(0, "Halo, saya tertarik Toyota Avanza G 2021 (#A01.ig)"),
            buyer(1, "masih ada kak? hrg bs nego gak"),
        ),
    ),
    Talk(
        "+6281100001002", "Siti Rahma", timedelta(hours=3),
        (
            buyer(0, "siang kak, brio rs kuning #A13 km brp ya?"),
            sales(6, "Siang Kak Siti, Brio RS 2021 (#A13) kilometernya 29.000, tangan pertama dari baru."),
            buyer(9, "wah mantap. kalo kredit dp nya brp? tenor 4 thn"),
        ),
        assigned_to="astri", status="contacted",
    ),
    Talk(
        "+6281100001003", "Andi Wijaya", timedelta(days=1, hours=2),
        (
            buyer(0, "Innova reborn diesel #A03 unit masih ready?"),
            sales(11, "Masih ready Kak Andi, Innova Reborn 2.4 G 2019 matic diesel, Rp 298 juta cash."),
            buyer(14, "pajak bulan apa? sy mau liat hari sabtu bisa?"),
            sales(20, "Bisa Kak, Sabtu kami buka 09.00 sampai 18.00. Masa pajaknya kami fotokan STNK-nya ya."),
            buyer(22, "ok sy datang jam 10"),
        ),
        assigned_to="astri", status="visiting", follow_up=timedelta(days=1),
        note="Datang Sabtu jam 10 bersama istri, siapkan unit untuk test drive.",
    ),
    Talk(
        "+6281100001004", "Rina Kusuma", timedelta(days=2, hours=4),
        (
            buyer(0, "#A27 bisa TT gak kak? sy punya avanza 2015 manual"),
            sales(15, "Bisa Kak Rina, Avanza-nya boleh dibawa untuk kami taksir."),
            buyer(31, "kira2 dihargai brp?"),
            sales(40, "Kami cek fisik dulu ya Kak supaya harganya pas."),
        ),
        assigned_to="bayu", status="negotiating", note="Tukar tambah Avanza 2015 manual, belum ditaksir.",
    ),
    Talk(
        "+6281100001005", "Hendra Gunawan", timedelta(days=5),
        (
            buyer(0, "pajero sport #A29 400 angkut?"),
            sales(8, "Unit #A29 di harga Rp 428 juta Kak, silakan cek unit dulu, nanti kita bicarakan di tempat."),
            buyer(12, "surat lengkap? plat apa ganjil apa genap?"),
            sales(17, "Plat B ganjil Kak. Surat-surat bisa dicek langsung di showroom."),
            buyer(19, "oke nanti sy kabari"),
        ),
        assigned_to="bayu", status="negotiating", follow_up=timedelta(hours=-3),
        note="Budget 400, minta diskusi dengan Pak Joko.",
    ),
    Talk(
        "+6281100001006", "Dewi Lestari", timedelta(days=9),
        (
            buyer(0, "jazz rs merah #A20 msh ada kak"),
            sales(5, "Masih Kak Dewi, Jazz RS 2018 matic, Rp 215 juta."),
            buyer(7, "besok sy ke sana ya"),
            sales(9, "Siap Kak, kami tunggu."),
        ),
        assigned_to="astri", status="won", note="Lunas, BPKB diserahkan.",
    ),
    Talk(
        "+6281100001007", "Agus Setiawan", timedelta(days=12),
        (
            buyer(0, "L300 #A30 brp nett gan"),
            sales(95, "Rp 172 juta Kak, tahun 2020."),
            buyer(180, "udah dapet di tempat lain, makasih"),
        ),
        assigned_to="bayu", status="lost", lost_reason="Sudah beli di tempat lain",
    ),
    Talk(
        "+6281100001008", "Yoga", timedelta(hours=6),
        (buyer(0, "Kak unit #B12 masih ada? sy liat di marketplace"),),
    ),
    Talk(
        "+6281100001009", "Maria Tan", timedelta(hours=2),
        (
            buyer(0, "cari matic 7 seater budget 190 ada kak?"),
            sales(10, "Ada Kak Maria: Ertiga GX 2020 (#A31) Rp 182 juta dan Livina VL 2019 (#A34) Rp 188 juta."),
            buyer(13, "minta foto interior yg ertiga dong"),
        ),
        assigned_to="astri", status="contacted",
    ),
    Talk("+6281100001010", "Eko", timedelta(hours=1), (buyer(0, "P"),)),
    Talk(
        "+6591230000", "Wei Ling", timedelta(days=4),
        (
            buyer(0, "Hi, is the Wuling Air ev #A38 still available?"),
            sales(30, "Hi Wei Ling, yes it is: 2023, 12,000 km, Rp 178 million cash."),
            buyer(33, "Great, my sister in Jakarta will visit next week."),
        ),
        assigned_to="bayu", status="visiting", follow_up=timedelta(days=3),
    ),
    Talk(
        "+6281100001012", "Fajar Nugroho", timedelta(hours=20),
        (
            buyer(0, "CR-V turbo #A17 lokasi dimana kak? bs test drive?"),
            sales(4, "Di Jl. Contoh Raya No. 12, Cilandak. Unit #A17 sedang dibooking Kak, kami kabari kalau batal."),
        ),
        assigned_to="bayu", status="contacted", follow_up=timedelta(days=2),
    ),
)  # fmt: skip

MAKASSAR = (
    Talk(
        "+6281100002001", "Ahmad Daeng", timedelta(minutes=40),
        (
            buyer(0, "Assalamualaikum, terios #A20.fb masih ada kah?"),
            buyer(2, "bisa kredit dp 20?"),
        ),
    ),
    Talk(
        "+6281100002002", "Nurul Hidayah", timedelta(hours=5),
        (
            buyer(0, "calya putih #A09 cicilan brp perbulan kak"),
            sales(12, "Halo Kak Nurul, Calya 2021 harga kreditnya Rp 113 juta. Tenor berapa tahun yang diinginkan?"),
            buyer(15, "3 thn saja kak"),
        ),
        assigned_to="citra", status="contacted",
    ),
    Talk(
        "+6281100002003", "Rahmat Basri", timedelta(days=1),
        (
            buyer(0, "hilux #A07 4x4 masih ready? bisa kirim ke kendari?"),
            sales(18, "Masih Kak, Hilux Double Cabin 2019. Pengiriman kami cek dulu biayanya ya."),
            buyer(25, "oke ditunggu infonya"),
        ),
        assigned_to="dika", status="negotiating", follow_up=timedelta(hours=4),
        note="Tanyakan ongkos kirim ke Kendari.",
    ),
    Talk(
        "+6281100002004", "Hj. Marwah", timedelta(days=7),
        (
            buyer(0, "jazz putih #A17 harga brp nak"),
            sales(3, "Rp 175 juta Bu Haji, matic tahun 2016."),
            buyer(20, "sy ambil, besok anak sy yang urus"),
            sales(22, "Baik Bu Haji, terima kasih."),
        ),
        assigned_to="citra", status="won",
    ),
    Talk(
        "+6281100002005", "Iwan", timedelta(days=3),
        (
            buyer(0, "pick up L300 #A29 sm carry #A32 bagusan mana bos"),
            sales(9, "L300 2021 diesel (#A29) Rp 185 juta. Carry 2022 (#A32) sedang dibooking Kak."),
        ),
        assigned_to="dika", status="contacted",
    ),
    # The first customer of the other dealer, who is another contact here.
    Talk(
        "+6281100001001", "Budi S.", timedelta(hours=8),
        (buyer(0, "dexlite apa solar biasa pajero #A27? plat luar bisa mutasi ke B?"),),
    ),
)  # fmt: skip
