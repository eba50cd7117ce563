"""Messages that the product drafts and a person sends."""

PHRASES: dict[str, tuple[str, str]] = {
    "chat_about_car": (
        "Halo, saya tertarik {car} (#{code})",
        "Hello, I am interested in {car} (#{code})",
    ),
    "hello_customer": ("Halo Kak {name}", "Hello {name}"),
    "hello_unnamed": ("Halo Kak", "Hello"),
    "invitation": (
        "{hello}, kemarin sempat tanya {model} ya? Sekarang ada {car} (#{code}), {price}. "
        "Mau saya kirimkan detailnya? – {dealer}",
        "{hello}, you asked about a {model} the other day. We now have {car} (#{code}), {price}. "
        "Shall I send you the details? – {dealer}",
    ),
}
