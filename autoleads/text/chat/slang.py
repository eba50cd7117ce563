"""The spellings and slang of customers, brought to the words that the vocabulary knows."""

_SPELLINGS = """
ada: ad ono wonten aya onok have has
akan: bakal
alamat: almt alamatne adress address
angkut: angkat angkot
apa: ap opo naon
apakah:
asli: aslinya
atau: ato atw ataw utowo or
atas: ats
automatic: otomatis otomatik automatik auto
bagaimana: gimana gmn gmna bgmn gmana gimna kumaha piye pripun
bayar: byr
belum: blm blum belom blom durung dereng lom
berapa: brp brapa brpa berapaan brapaan sabaraha pinten piro pira berp bera brpaan berpa
berhenti: brenti brhenti brenti
bisa: bs bsa bisakah iso isa biso saget bisaa
boleh: blh bole bolehkah
budget: budjet budged bujet badget bajet buget
bulan: bln bulanan months month sasi
cari: nyari carikan cariin dicari mencari nyariin golek searching
cicil: cicilan nyicil cicilannya mencicil cicil2an
angsuran: angsurannya angsur ansuran installment installments instalment instalments
dapat: dapet dpt dapt dpet get
datang: dateng dtg
dengan: dgn dg dngn
diskon: discount disc discon potongan
di: nang ning
dimana: dmn dmna dimna dimn endi ndi where dimanakah dmana
dibawah: dibwh bawah below under
diatas: above
keatas: ktas
kebawah:
dp: depe
foto: photo photos pict pic pics picture pictures poto fto fotonya foto2 images image
gak: ga gk gag nggak ngga enggak engga tidak tdk tak ndak nda ora ndk kagak kaga teu kga ngak
halo: hallo helo hello hi hai hay hey hy hei alo hallo helloo hlo hoi
harga: hrg hrga price hargana regane rego reganipun harge hargae prices
hari: hri
hubungi: kontak contact
ini: iki ieu this
jadi: jd jdi
jam: jm
jangan: jgn jngn jgan ojo ulah
jt: juta jta million mio
juga: jg
kalau: kl klo kalo klu klau kalu misal misalnya lek yen if
keneh:
kesana: kmari kesono
kilometer: kilometers kilometres kilo kilometernya
km: kms
kondisi: kndisi condition
kredit: kreditan krdit credit kredite financing finance
kurang: krg kurangin dikurangin dikurangi kurangi korting
lagi: lg lgi maneh
laku: payu pajeng
lengkap: lngkap komplit komplet lgkp
lihat: liat ngeliat melihat ndelok lht liat2
lokasi: lok loc location lokasine loksi lokasinya
makasih: mksh makasi mksih thanks thx tq thankyou trims trimakasih terimakasih suwun nuhun tengkyu
  thnx tks mkasih tenkyu
maksimal: max maks maximal maksimum maximum mx
malam: mlm malem evening
manual: manuall
masih: msh masi msih isih tasih still mash
matic: metic matik metik automatic otomatis matiq
minimal: minimum
minggu: mingu sunday
mobil: mobilnya car mbl motuba
motor:
nego: negoo negosiasi negotiable nego2
nomor: nmr nomer no
orang: org
pajak: pjk pjak tax
pagi: pgi morning enjing enjang
papers: paperwork documents document
perbulan: sebulan
persen: percent prosen
plat: pelat plate
punya: pny pnya
ready: redy redi readi rady redykah available avail tersedia availabel
sampai: smp sampe ampe hingga until sd smpe sampek
sama: sm ama
saya: sy aku gue gw gua ane q
servis: service serpis
siang: afternoon
sore:
solar: disel diesel
stok: stock stoknya
sudah: udh udah sdh dah uda wis wes sampun geus already
tahun: thn th taun thun tahunnya years year yr yrs
tangan: tgn
tes: test tess
tipe: type tp
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
harga: kena berapa
selamat pagi: met pagi
selamat siang: met siang
selamat sore: met sore
selamat malam: met malam
kesana: ke sana | kesini | ke situ
makasih: terima kasih | thank you | matur suwun | hatur nuhun | trima kasih
masih ada: ada keneh
kartukredit: kartu kredit | kartu debit | credit card | debit card
ongkir: ongkos kirim | biaya kirim | shipping cost
perbulan: per bulan | tiap bulan | sebulan
tt: tukar tambah | trade in | trade ins | t t
dp: uang muka | down payment
sharelok: share lokasi | sher lokasi | share lock | shareloc | sharelock | sherlok | sherloc |
  serlok | serlock | shareloksi
tes drive: testdrive | tesdrive | tes drive
"""

_FILLERS = """
ya yah iya yaa dong donk dunk sih kah kok deh nih tuh ni kan lah lho loh mah atuh euy yak yang yg
yng nya na apakah tolong tlg mohon maaf sorry please pls plis kira itu the a sir bro
"""
FILLERS = frozenset(_FILLERS.split())
"""Words without a meaning here; without them, the words with one stand next to each other."""

_VOCATIVES = """
kak ka kaka kakak kk gan agan juragan bos boss bosku om pak pa bapak bu ibu bang bg abang mas mase
mba mbak min mimin admin sis sist bro brow kang akang teh teteh koh ko ci cak lur lek pakde mang
sir miss gaes guys
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
