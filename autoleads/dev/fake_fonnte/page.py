"""The page of the fake Fonnte, which shows both sides of every chat."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

HEAD = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Fake Fonnte</title>
<meta name="viewport" content="width=device-width"><style>
body { font: 16px/1.4 system-ui, sans-serif; max-width: 44rem; margin: 1rem auto; padding: 0 1rem }
section { border: 1px solid #ccc; border-radius: .5rem; padding: .5rem 1rem; margin: 1rem 0 }
p { white-space: pre-wrap; padding: .4rem .7rem; border-radius: .5rem; margin: .4rem 0 }
p { overflow-wrap: anywhere }
.out { background: #d9fdd3; margin-left: 15% } .in { background: #eee; margin-right: 15% }
form { display: flex; gap: .5rem; flex-wrap: wrap } [name=message] { flex: 1 }
</style><h1>Fake Fonnte</h1>
<p>Nothing here reaches WhatsApp. Reload to see new messages. Green is what the dealer sent, grey
is what you wrote as a customer.</p>
"""
NEW_CHAT = """<section><h2>New customer</h2><form method="post" action="/say">
<select name="device">{devices}</select>
<input name="sender" placeholder="6281290001111" required>
<input name="name" placeholder="Name">
<input name="message" placeholder="Message" required>
<button>Send</button></form></section>
"""
CHAT = """<section><h2>{customer} <small>with {device}</small></h2>{bubbles}
<form method="post" action="/say"><input type="hidden" name="device" value="{device}">
<input type="hidden" name="sender" value="{customer}">
<input name="message" required><button>Send as customer</button></form></section>
"""

Entry = dict[str, Any]


def render(entries: Iterable[Entry], devices: Iterable[str]) -> str:
    """Return the page; the chat with the newest message comes first."""
    options = "".join(f"<option>{escape(device)}</option>" for device in devices)
    chats: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        key = (entry["device"], entry["target"])
        chat = chats.pop(key, [])
        chat.append(entry)
        chats[key] = chat  # now the last key of the dictionary
    sections = [_chat(device, customer, chat) for (device, customer), chat in chats.items()]
    sections.reverse()
    return HEAD + NEW_CHAT.format(devices=options) + "".join(sections)


def _chat(device: str, customer: str, entries: list[Entry]) -> str:
    bubbles = "".join(_bubble(entry) for entry in entries)
    return CHAT.format(customer=escape(customer), device=escape(device), bubbles=bubbles)


def _bubble(entry: Entry) -> str:
    text = entry["message"]
    if entry["url"]:
        text = f"[photo {entry['url']}]\n{text}"
    return f'<p class="{entry["direction"]}">{escape(text)}</p>'
