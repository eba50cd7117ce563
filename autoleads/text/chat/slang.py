"""The spellings and slang of customers, brought to the words that the vocabulary knows."""

_SPELLINGS = """
ada: ad ono wonten wenten aya onok have has
adalah: adalah
akan: bakal
alamat: almt adress address
angkut: angkat angkot
apa: ap opo naon
apakah:
aja: ae wae
besok: besuk sesuk
asli: aslinya
atau: ato atw ataw utowo or
atas: ats
automatic: otomatis otomatik automatik auto
bagaimana: gimana gmn gmna bgmn gmana gimna kumaha piye pripun kekmana cemana macemana kenken
bayar: byr
balas: bales bls membalas ngebales balesin
bosan: bosen
belum: blm blum belom blom durung dereng lom
berapa: brp brapa brpa berapaan brapaan sabaraha pinten piro pira berp bera brpaan berpa barapa
berhenti: brenti brhenti brenti
bisa: bs bsa bisakah iso isa biso saget saged bisaa tiasa kawa
boleh: blh bole bolehkah
budget: budjet budged bujet badget bajet buget
bulan: bln bulanan months month sasi wulan
cari: nyari carikan cariin dicari mencari nyariin golek searching wtb
cicil: cicilan nyicil cicilannya mencicil cicil2an
angsuran: angsurannya angsur ansuran installment installments instalment instalments
dapat: dapet dpt dapt dpet get
datang: dateng dtg
dengan: dgn dg dngn
di: ndek
diskon: discount disc discon potongan
di: nang ning
dimana: dmn dmna dimna dimn endi ndi where dimanakah dmana dija dimane
dibawah: dibwh bawah below under
dibalas: dibales dibls dbales
dihubungi: dikontak dihub dihubungin dikontek
ditelepon: ditelpon ditelp ditlp ditelfon
diatas: above
keatas: ktas
kebawah:
dp: depe
foto: photo photos pict pic pics picture pictures poto fto fotonya foto2 images image fotoin
  potoin fotokan
gak: ga gk gag nggak ngga enggak engga tidak tdk tak ndak nda ora ndk kagak kaga teu henteu kga
  ngak kada mboten
halo: hallo helo hello hi hai hay hey hy hei alo hallo helloo hlo hoi
harga: hrg hrga price regane rego reganipun prices
hari: hri
hidup: hirup urip
hubungi: kontak contact
ini: iki ieu this
jadi: jd jdi
jam: jm
jangan: jgn jngn jgan ojo ulah
jt: juta jta million millions mio jeti yuta jutah
m: miliar milyar milliar billion
rp: idr
juga: jg
kalau: kl klo kalo klu klau kalu misal misalnya lek yen if
kesana: kmari kesono
kecil: kecik
kilometer: kilometers kilometres kilo kilometernya
km: kms
kondisi: kndisi condition
komplain: komplen komplin complain complen komplein
kecewa: kuciwa kuciwo kcewa kecwa kecewaka
kredit: kreditan krdit credit kredite financing finance
kurang: krg kirang kurangin dikurangin dikurangi kurangi korting
lagi: lg lgi maneh deui
laku: payu pajeng
lengkap: lngkap komplit komplet lgkp
lihat: liat ngeliat melihat ndelok delok ningali lht liat2
list: daftar katalog listing brosur
lokasi: lok loc location loksi lokasinya
makasih: mksh makasi mksih thanks thx tq thankyou trims trimakasih terimakasih suwun nuhun tengkyu
  thnx tks mkasih tenkyu suksma
maksimal: max maks maximal maksimum maximum mx
setengah: stengah separuh separo setenga half
malam: mlm malem evening
malas: males
manual: manuall
masih: msh masi msih isih tasih still mash
mau: mw mo arep bade hoyong handak
matic: metic matik metik automatic otomatis matiq
minimal: minimum
minggu: mingu sunday
mobile: mobile
mobil: mobilnya car mbl motuba
motor:
nego: negoo negosiasi negotiable nego2 dibicarakan dibicarain diomongin diobrolin
nomor: nmr nomer no
orang: org
pajak: pjk pjak pajeke tax
pagi: pgi morning enjing enjang
papers: paperwork documents document
perbulan: sebulan sabulan sakwulan perbln perbulannya monthly
permisi: tabe tabik
persen: percent prosen
plat: pelat plate
punya: pny pnya
ready: redy redi readi rady redykah available avail tersedia availabel
rekening: rek norek rekeningmu rekenink
sampai: smp sampe ampe hingga until sd smpe sampek
sama: sm ama sareng karo
saudara: sodara sedulur dulur
saya: sy aku gue gw gua ane q ulun abdi
sedikit: sitik sithik saeutik sakedik
servis: service serpis
siang: afternoon
sore:
solar: disel diesel
stok: stock stoknya
stop: setop stopp
sudah: udh udah sdh dah uda wis wes sampun geus already
tahun: thn th taun thun tahunnya years year yr yrs
tangan: tgn
tanya: naros batakun takon
telepon: telpon telp tlp tlpn telfon nelpon nelepon nelfon menelepon menelpon telephone
tes: test tess
tipe: type tp
transfer: tf trf tranfer transper transfr
tukar: tuker ditukar nukar
tt: tete
video: vidio vid vidionya
warna: wrn warnanya color colour
gak usah: gausah gakusah gausa
"""

_PHRASES = """
dibawah: di dibawah | kurang dari | less than | lower than
diatas: di atas | lebih dari | more than
keatas: ke atas | atau newer | atau diatas
kebawah: ke dibawah | atau less | atau dibawah | atau older
berapa: how much | how many
bagaimana: yok apa | ya apa | kek mana | macam mana | macem mana
dimana: di mana | di dimana | ke mana
iklan: fb marketplace | marketplace | facebook | olx
info selengkap: more info | info lengkap | info detail | info lebih lanjut | informasi selengkap |
  informasi lebih lanjut | detail info
harga: kena berapa
selamat pagi: met pagi
selamat siang: met siang
selamat sore: met sore
selamat malam: met malam
kesana: ke sana | kesini | ke situ
makasih: terima kasih | thank you | matur suwun | hatur nuhun | trima kasih
masih ada: ada keneh | sek ada
hidup: hidup keneh
ke berapa: keberapa
dayaangkut: muatan berapa kilometer | muat berapa kilometer | angkut berapa kilometer |
  daya angkut | kapasitas angkut
kartukredit: kartu kredit | kartu debit | credit card | debit card
ongkir: ongkos kirim | biaya kirim | shipping cost
perbulan: per bulan | tiap bulan | sebulan | sak bulan | setiap bulan | / bulan
maksimal: gak lebih dari | no more than | not more than | paling mahal | paling banyak |
  paling tinggi
tt: tukar tambah | trade in | trade ins | t t
dp: uang muka | down payment
titip jual: titip jualin | nitip jual | nitip jualin | konsinyasi | titipkan jual
sharelok: share lokasi | sher lokasi | share lock | shareloc | sharelock | sherlok | sherloc |
  serlok | serlock | shareloksi
tes drive: testdrive | tesdrive | tes drive
"""

_TOLD_WITH_A_SUFFIX = """
harga kondisi surat plat pajak lokasi alamat unit kilometer warna cicilan angsuran showroom mobil
info tahun foto mesin interior tipe nomor kunci gambar kantor body bunga stok dp km stnk bpkb
ada bisa boleh masih berapa dimana apa lagi pernah banjir tabrakan kurang nego kredit ready lengkap
"""
TOLD_WITH_A_SUFFIX = frozenset(_TOLD_WITH_A_SUFFIX.split())
"""Words behind which customers put a suffix of their region."""
SUFFIXES = ("na", "ne", "e", "ana", "kah", "lah", "ji", "mi", "ki", "ka")
"""Suffixes of Sundanese, Javanese, Makassarese and others that add nothing to the meaning here."""

_FILLERS = """
ya yah iya yaa dong donk dunk sih kah kok deh nih tuh ni kan lah lho loh mah atuh euy yak yang yg
yng nya na ne ta tah ji mi ki pang apakah tolong tlg mohon maaf sorry please pls plis kira itu the a
sir bro
"""
FILLERS = frozenset(_FILLERS.split())
"""Words without a meaning here; without them, the words with one stand next to each other."""

_VOCATIVES = """
kak ka kaka kakak kk gan agan juragan bos boss bosku om pak pa bapak bu ibu bang bg abang mas mase
mba mbak min mimin admin sis sist bro brow kang akang teh teteh koh ko ci cak lur lek pakde mang
bli gek daeng puang sir miss gaes guys ces cees
"""
VOCATIVES = frozenset(_VOCATIVES.split())
"""Forms of address for a salesperson."""


def meanings(lines: str, separator: str | None = "|") -> dict[str, str]:
    """Return what is written → what it means, from lines of `meaning: written | written`.

    Without a separator the words stand between spaces. An indented line continues a line.
    """
    table: dict[str, str] = {}
    for line in lines.replace("\n  ", " ").strip().splitlines():
        meaning, _, alternatives = line.partition(":")
        for written in alternatives.split(separator):
            if written.strip():
                table[written.strip()] = meaning
    return table


WORDS = meanings(_SPELLINGS, separator=None)
PHRASES = meanings(_PHRASES)
