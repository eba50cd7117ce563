"""The makes, models and variants of the Indonesian market as customers write them."""

from autoleads.text.chat.slang import meanings


def _table(lines: str) -> dict[str, list[str]]:
    """Return lines of `brand: name, name` as brand → names; an indented line continues a line."""
    table: dict[str, list[str]] = {}
    for line in lines.replace("\n  ", " ").strip().splitlines():
        brand, _, names = line.partition(": ")
        table[brand] = names.split(", ")
    return table


MODELS = _table("""
Toyota: Avanza, Veloz, Innova, Fortuner, Rush, Agya, Calya, Raize, Yaris, Vios, Sienta, Alphard,
  Vellfire, Voxy, NAV1, Camry, Corolla, Altis, Etios, Limo, Hiace, Hilux, C-HR, Land Cruiser,
  Harrier, Prius, FT86, GR86, Soluna, Starlet
Honda: Brio, Jazz, HR-V, CR-V, BR-V, WR-V, Mobilio, City, Civic, Accord, Freed, Odyssey, Stream,
  Elysion, CR-Z
Daihatsu: Xenia, Terios, Sigra, Ayla, Gran Max, Luxio, Sirion, Rocky, Taruna, Taft, Feroza, Zebra,
  Hi-Max, Espass
Mitsubishi: Xpander, Pajero, Outlander, Triton, L300, Mirage, Xforce, Colt, Lancer, Delica, Strada,
  Eclipse Cross, Galant, Kuda, Destinator
Suzuki: Ertiga, XL7, Carry, Ignis, Baleno, S-Presso, Jimny, Karimun, Swift, SX4, APV, Vitara,
  Splash, Katana, Aerio, Fronx
Nissan: Livina, X-Trail, Juke, March, Serena, Evalia, Navara, Terra, Kicks, Magnite, Teana, Elgrand,
  Latio
Mazda: CX-3, CX-5, CX-7, CX-8, CX-9, CX-30, CX-60, Biante, MX-5, BT-50
Hyundai: Stargazer, Creta, Palisade, Santa Fe, Tucson, Ioniq, Ioniq 5, Ioniq 6, H-1, Grand i10, i10,
  i20, Avega, Kona, Staria, Atoz, Getz
Isuzu: Panther, MU-X, D-Max, Elf, Traga
Wuling: Confero, Cortez, Almaz, Air EV, Alvez, Binguo, Formo, Cloud EV
Mercedes-Benz: A200, B200, C180, C200, C240, C250, C300, E200, E250, E300, E400, S300, S350, S400,
  GLA, GLB, GLC, GLE, GLS, CLA, Sprinter
BMW: 318i, 320i, 325i, 328i, 330i, 520i, 528i, 530i, 730Li, 740Li, 218i, X1, X3, X5, X6, X7, Z4
Kia: Picanto, Rio, Sportage, Sorento, Carens, Seltos, Sonet, Carnival, Travello, Visto
Datsun: Go Panca, Datsun Cross
Lexus: RX300, RX350, NX200, NX300, ES300, LX570, LM350, UX200
Chevrolet: Spin, Captiva, Trax, Aveo, Orlando, Colorado, Trailblazer
Ford: Fiesta, EcoSport, Everest, Ranger, Focus
Volkswagen: Polo, Golf, Tiguan, Touran, Scirocco, Beetle
Mini: Cooper, Countryman, Clubman
Peugeot: 3008, 5008
Chery: Omoda, Omoda 5, Tiggo, Tiggo 7, Tiggo 8, Tiggo Cross, J6
BYD: Seal, Atto 3, Dolphin, M6, Sealion
DFSK: Glory, Gelora, Super Cab
MG: MG ZS, MG HS, MG4, MG5
Jaecoo: J7, J8
GWM: Haval, Jolion, Tank 300, Tank 500
Geely: EX5
Denza: D9
Aion: Hyptec
VinFast: VF3, VF5, VF6, VFe34
""")

RARE_MODELS = _table("""
Toyota: Crown, Corona, Cressida
Honda: Ferio, Genio
Daihatsu: Ceria, Charade
Mitsubishi: Grandis, Maven, T120SS
Suzuki: Escudo, Sidekick, Ciaz
Nissan: Terrano, Sentra, Cefiro, Murano
Hyundai: Trajet, Elantra, Sonata
Wuling: Darion
Chevrolet: Zafira, Tavera, Blazer, Optra, Cruze
Volkswagen: Passat, Touareg, Caravelle
Renault: Kwid, Triber, Koleos, Duster
Subaru: Forester
Jeep: Wrangler, Rubicon, Cherokee
Land Rover: Range Rover, Defender
Porsche: Cayenne, Macan, Panamera
Volvo: XC60, XC90
Xpeng: X9
Citroen: Basalt
""")
"""Models that are known as written only, unless a dealer has one: too many words are near."""

OTHER_NAMES = meanings("""
Avanza: apansa
Innova: inopa | inofa | kijang | kijanginnova
Pajero: pajerosport
Fortuner: portuner
Livina: grandlivina
Vitara: grandvitara
Karimun: karimunwagonr
Xpander: expender
Jazz: jaz | hondajas
Rush: rus
Altis: corollaaltis
Swift: swif | swip
""")
"""Common spellings of models → the model that is meant; `sound` finds the others by ear."""

BRAND_NAMES = meanings("""
Mercedes-Benz: mercy | mercedes | merc | benz
Volkswagen: vw
Mitsubishi: mitsubishi | mitsu
Chevrolet: chevy
Neta: neta
Audi: audi
""")
"""Spellings of brands → the brand that is meant, also brands without models above."""

BEHIND_THE_MAKER = _table("""
Mazda: 2, 3, 5, 6, 8
Datsun: Go, Cross
Neta: V, X
Aion: Y, V
MG: ZS, HS, 4, 5
Audi: A3, A4, A5, A6, Q3, Q5, Q7
Lexus: RX, NX, ES, LX, UX
Hyundai: H-1
Honda: Fit, Life
Nissan: Note
Peugeot: 206, 207, 408
BMW: i3, i8
""")
"""Names that are words or numbers by themselves: they count only behind their maker."""

BRANDS_THAT_ARE_WORDS = frozenset({"Mini"})
"""Brands that are not looked up alone: "dp mini" names no car."""

VARIANTS = """
GLX GLS GL GX VX RS TRD GR VRZ SRZ SE EX DX LX TX XT HWS SV LT LTZ LS QX HEV PHEV Veloz Venturer
Zenix Reborn Luxury Satya Prestige Prospec Ultimate Sport Sporty Exceed Cross Dakar Custom Deluxe
Premium Hybrid Modellista Quest Beta Alpha Zeta Special Active Style Trend Essential Prime Executive
Touring Highway Sportivo Turbo Diamond Blind Allure GLi Adventure XV VE Elite
"""

NOT_A_CAR_BEHIND = _table("""
city: in, my, your, our, this, same, what, which, every, pusat, dalam, luar
march: in, until, sampai, by, since, next, last, this, early, late, end, bulan
rush: a, in, no, nomor
kuda: tenaga, daya, berapa, naik, aji, harga
seal: ganti, oli, karet, klep
golf: main, lapangan, baju, tas
polo: main, kaos, baju
stream: live
carry: to
""")
"""Models that are ordinary words → words behind which they are that and no car."""

NOT_A_CAR_BEFORE = _table("""
city: mobil, center, centre, hall, council
rush: hour, hours, order
swift: response, respond, respon, reply, balas, jawab, answer, transfer, code
carry: on, out
focus: on
kuda: harga
zebra: cross
seal: klep, bocor, oli, rem
polo: shirt
""")
"""Models that are ordinary words → words before which they are that and no car."""
