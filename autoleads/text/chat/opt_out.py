"""Messages by which customers want no more contact, or only not now or not by this way.

A wish to be left alone is a negation with a verb of contact ("gak mau dikontak lagi"), outside a
question. Limited to a time or to another way of contact it is none, and neither is one about
photos.
"""

import re
from collections.abc import Callable
from typing import Literal

from autoleads.text.chat.amounts import compile_words

Contact = Literal["stop", "refrain"]

_REFUSES = (
    r"(?:jangan|janganlah|berhenti|berhentilah|hentikan|stop|gak (?:usah|perlu|mau|ingin|pengen"
    r"|suka|bersedia|berkenan|butuh|izin|mengizinkan)|keberatan|ogah|terganggu|cease|quit"
    r"|do not|don t|dont|(?:i )?never|nomor more|not (?:want|to))"
)
_FED_UP = (
    r"(?:malas|bosan|capek|cape|risih|muak|jengah|enek|eneg|gerah|sick of|tired of|annoyed by)"
)
_BETWEEN = (
    r"(?:(?:saya|kami|pernah|lagi|coba|suka|sering|terus|mulu|melulu|asal|main|di|ke|nomor|ini"
    r"|ada|untuk|buat|dengan|akan|mau|bakal|sekali|kali|perlu|usah|repot|menerima|dapat|me|my|us"
    r"|ever|any|more|to|want|being|be|keep|you|your|ur|again|aja|saja|banyak|semua|segala|juga"
    r"|banget|bgt|amat|mi|mo|ji|ki|ko|whatsapp|wa|pakai|lewat|kirimi|kirimin|dikirimi|dikirim"
    r"|kirim|ngirim|mengirim) ){0,5}?"
)
_VERB = (
    r"(?:(?:nge|di)?chat(?:in)?|(?:di)?kabari(?:n)?|chatt?ing|(?:nge|di)?wa(?:in)?|whatsapp|wasap"
    r"|wassap"
    r"|(?:di|meng)?hubungi|hubungin|mengubungi|(?:di)?telepon(?:in)?|calls?|calling|called"
    r"|(?:di|meng)?ganggu(?:in)?|(?:di)?sms(?:in)?|(?:di)?japri|(?:di|nye)?spam(?:m?ing)?|spaming"
    r"|broadcast|dm|bc|text|texts|texting|messages?|messaging|bother(?:ing)?|blast)"
)
_OBJECT = (
    r"(?:pesan|chat|wa|whatsapp|promo|promosi|iklan|broadcast|bc|sms|message|messages|texts?"
    r"|penawaran|notif|notifikasi|spam|info|apa apa|apapun|saya)"
)
_SENDING = (
    r"(?:(?:di|me|nge)?kirim(?:i|in|kan)?|mengirim(?:i|kan)?|ngirim(?:in|i)?|mengirim|send(?:ing)?"
    r"|(?:di|me)?terima|menerima|nerima|dapat|receiv(?:e|ing)|get(?:ting)?|tawar(?:in|kan|i)?"
    r"|nawar(?:in)?|menawar(?:kan|i)?)"
)
_CONTACTED = (
    rf"(?:{_VERB}|{_SENDING} (?:saya |lagi |ke |me |any |more |ini |nomor ){{0,3}}{_OBJECT})"
)
_NO_CONTACT = compile_words(
    rf"{_REFUSES} {_BETWEEN}(?P<verb>{_CONTACTED}|{_SENDING}(?= lagi| $|$))"
)
_OVER = r"(?:terus|mulu|melulu|lagi|tiap|setiap|banget|kalian|segini|kayak gini|begini|spam|promo)"
_TOO_MUCH = compile_words(
    rf"{_FED_UP} {_BETWEEN}{_CONTACTED}(?: \S+){{0,2}} {_OVER}|{_FED_UP} {_OVER} {_CONTACTED}"
    rf"|{_FED_UP} (?:dapat|terima|nerima|menerima|lihat|baca|getting) \S+(?: dari \S+)?"
    r"|(?:wa|chat|telepon|spam|kirim pesan|promo|iklan) (?:terus|mulu|melulu) ganggu"
    r"|(?:ganggu|mengganggu|spam)(?: \S+)? (?:terus|mulu|melulu|banget|aja|saja)"
    r"|(?:sangat |sungguh )?(?:mengganggu|ganggu)(?: sekali| banget)|leave me alone"
)
_REMOVAL = compile_words(
    r"(?:hapus|dihapus|keluarkan|keluarin|dikeluarkan|delete|remove|buang|coret|copot|cabut|take)"
    r" (?:\S+ ){0,2}?(?:nomor|number|kontak|hubungi|saya|me|my)(?: \S+){0,3}"
    r" (?:daftar|list|listnya|grup|group|broadcast|database|sistem|kontak|hubungi|sini|phonebook)"
    r"|(?:hapus|dihapus|delete|remove|buang|blok|blokir) (?:(?:my|saya) )?(?:hp |wa )?"
    r"(?:number|nomor)(?: (?:hp|wa|saya|ini)){0,3}"
    r"|(?:nomor (?:hp |wa )?saya|my number) (?:\S+ )?(?:dihapus|hapus|deleted|removed)"
    r"|(?:remove|unsubscribe|unsub|unlist) (?:me|saya)|opt (?:me )?out"
    r"|jangan simpan nomor(?: \S+)? saya|salah (?:sambung|nomor|orang)|wrong (?:number|nomor"
    r"|person)"
    r"|(?:berhenti|stop) (?:ber)?langganan|gak (?:mau )?(?:ber)?langganan lagi"
)
_STOP = (
    r"(?:please )?(?:stop|berhenti|berhentilah|hentikan|unsubscribe|unsub|unreg|optout|stopped"
    r"|sudah stop|cukup stop)"
    r"(?: (?:chat|wa|whatsapp|pesan|promo|iklan|broadcast|sms|spam|kirim|ini|it|this|now|sekarang"
    r"|aja|saja|dulu|sudah|cukup|juga|semua|all|off|stop|berhenti)){0,3}"
)
_ONLY_STOP = re.compile(_STOP)
_COURTESY = re.compile(
    r"(?:makasih|halo|selamat \w+|permisi|cukup|sudah|ok|oke|baik|thanks|sorry"
    r"|ngerti|mengerti|paham|jelas|understand|understood|ok\w*)(?: (?:banyak|cukup|sudah|semua))*"
)
_FOREVER = compile_words(
    r"mulai (?:sekarang|hari ini|saat ini|detik ini|besok)|sampai kapan ?pun|selama ?lamanya"
    r"|selamanya|from now on|sekarang juga|right now|kalau (?:bisa|boleh)"
)
_AT_A_TIME = compile_words(
    r"sekarang|dulu|malam|malam malam|pagi|pagi pagi|siang|sore|subuh|jam|pukul|hari|besok|lusa"
    r"|nanti|ntar|tar|minggu|weekend|sebelum|sampai|kalau|pas|waktu|saat|ketika|selain|kecuali"
    r"|now|today|tonight|tomorrow|until|before|after|yet|later|while|sebentar|bentar|sementara"
    r"|senin|selasa|rabu|kamis|jumat|sabtu|night|at"
)
_BUSY = compile_words(
    r"(?:lagi|sedang|masih|am|m) (?:di |dalam |in (?:a )?|at )?(?:kerja|meeting|rapat|nyetir|setir"
    r"|sibuk|jalan|dijalan|tidur|sakit|kuliah|sekolah|ngantor|kantor|makan|solat|sholat|shalat"
    r"|ibadah|ngaji|gereja|misa|tugas|dinas|repot|acara|ngajar|mengajar|zoom|pesawat|bengkel"
    r"|rumah|rs|luar|tamu|presentasi|training|ujian|motor|ada|busy|driving|work|working)"
)
_OTHER_WAY = compile_words(
    r"(?:telepon|call|chat|wa|whatsapp|email|mail|sms|dm|vc|japri|ketik|text)(?: \S+)?"
    r" (?:aja|saja|only|instead)"
    r"|(?:langsung|mending|mendingan|cukup|lebih baik|better|just) (?:chat|wa|telepon|ketemu"
    r"|datang|sms|text|call|email)"
    r"|(?:biar|nanti|ntar|entar|besok) (?:saya|aku|kami) (?:\S+ )?(?:hubungi|kabari|kabarin"
    r"|telepon|chat|wa)"
    r"|saya (?:yang|aja|saja|akan|nanti) (?:\S+ )?(?:hubungi|kabari|kabarin|telepon|chat|wa)"
    r"|(?:will|ll) (?:call|contact|hubungi|text|message)"
)
_FOR_GOOD = compile_words(r"lagi|again|anymore|any more|pernah|ever|selamanya")
_BY_TELEPHONE = compile_words(r"(?:di)?telepon(?:in)?|calls?|calling")
_ASKS_TO = compile_words(r"bisa|boleh|minta|can|could|would|will|saya")
_ASKED_FIRST = compile_words(r"kenapa|mengapa|apa|siapa|kapan|mana|why|who|when|what")
_SENTENCE = re.compile(r"([^?.]+)([?.]?)")

_PHOTO = r"(?:foto|video|gambar|vidio)"
_NO_PHOTOS = compile_words(
    r"(?:jangan|berhenti|stop|hentikan|gak (?:usah|perlu|mau|butuh)|cukup|do not|don t|dont|nomor"
    r" more) (?:(?:di|ke|lagi|dulu|terus|saya|me|any|more|banyak|my|semua|lihat|minta|pakai)"
    r" |(?:di|nge)?(?:kirim|ngirim|mengirim|share|send|sending|kasih)(?:i|in|kan)? ){0,4}"
    rf"{_PHOTO}(?: (?:lagi|dulu|terus|mulu|aja|saja|banyak|anymore|{_PHOTO}|mobil|unit"
    rf"|lain)){{0,3}}"
    rf"|{_PHOTO} (?:ini |lagi )?(?:jangan|gak usah|gak perlu|sudah cukup|cukup|stop)"
    r"(?: (?:di|nge)?(?:kirim|ngirim|share)(?:i|in|kan)?| lagi| dulu| aja| saja){0,3}(?= [?.,]|$)"
)


def mark_refused_photos(text: str) -> str:
    """Put the mark `NOPHOTO` in place of what says that no photos are wanted."""
    return _NO_PHOTOS.sub("NOPHOTO", text)


def read_contact(text: str, asks: Callable[[str], bool]) -> Contact | None:
    """Return whether a message opts out, or only asks for no contact now or by this way.

    Args:
        text: The message in its usual spelling.
        asks: Returns whether a text asks something; a message that does opts nobody out.
    """
    others: list[str] = []
    found: set[Contact] = set()
    for words, end in _SENTENCE.findall(text):
        for clause in words.split(" , "):
            contact = _read_clause(clause.strip(" ,"), text, is_question=end == "?")
            if contact is not None:
                found.add(contact)
            elif not _COURTESY.fullmatch(clause.strip(" ,")):
                others.append(f"{clause} {end}")
    if "stop" in found:
        return None if asks(" ".join(others)) else "stop"
    if "refrain" in found:
        return "refrain"
    return "stop" if _only_says_stop(text) else None


def _read_clause(clause: str, message: str, *, is_question: bool) -> Contact | None:
    """Return what a clause says about contact; the message tells the time that it is limited to."""
    if _REMOVAL.search(clause) and not is_question:
        return "stop"
    refused = _NO_CONTACT.search(clause)
    if refused is None:
        is_fed_up = _TOO_MUCH.search(clause) and "balas" not in clause and not is_question
        return "stop" if is_fed_up else None
    if is_question and not _begs(clause[: refused.start()]):
        return None
    scope = clause if _FOR_GOOD.search(clause) else message
    limited = _AT_A_TIME.search(_FOREVER.sub("", scope)) or _BUSY.search(scope)
    if limited or _OTHER_WAY.search(message):
        return "refrain"
    is_call = _BY_TELEPHONE.fullmatch(refused["verb"]) is not None
    return "refrain" if is_call and not _FOR_GOOD.search(clause) else "stop"


def _begs(before: str) -> bool:
    """Return whether a question with these words in front is a request: "bisa stop wa saya?"."""
    if _ASKED_FIRST.search(before):
        return False
    return not before.strip() or _ASKS_TO.search(before) is not None


def _only_says_stop(text: str) -> bool:
    """Return whether a message is a word of stopping, beside nothing but courtesies."""
    if "?" in text:
        return False
    clauses = [clause.strip() for clause in re.split(r"[.,]", text)]
    said = [clause for clause in clauses if clause and not _COURTESY.fullmatch(clause)]
    return bool(said) and all(_ONLY_STOP.fullmatch(clause) for clause in said)
