"""The page of the Fonnte stand-in: every chat with both sides of it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

_HEAD = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Fonnte stand-in</title>
<meta name="viewport" content="width=device-width"><style>
body { font: 16px/1.4 system-ui, sans-serif; max-width: 44rem; margin: 1rem auto; padding: 0 1rem }
section { border: 1px solid #ccc; border-radius: .5rem; padding: .5rem 1rem; margin: 1rem 0 }
p { white-space: pre-wrap; padding: .4rem .7rem; border-radius: .5rem; margin: .4rem 0; overflow-wrap: anywhere }
.out { background: #d9fdd3; margin-left: 15% } .in { background: #eee; margin-right: 15% }
form { display: flex; gap: .5rem; flex-wrap: wrap } [name=message] { flex: 1 }
</style><h1>Fonnte stand-in</h1>
<p>Nothing here reaches WhatsApp. Reload to see more. Green is what the dealer sent, grey what you wrote as a buyer.</p>
"""


def render(entries: Iterable[dict[str, Any]], devices: Iterable[str]) -> str:
    """The chats, the one with the newest message first."""
    chats: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for entry in entries:
        key = (entry["device"], entry["target"])
        chats[key] = [*chats.pop(key, []), entry]
    choices = "".join(f"<option>{escape(device)}</option>" for device in devices)
    new = (
        f'<section><h2>New buyer</h2><form method="post" action="/say"><select name="device">{choices}</select>'
        '<input name="sender" placeholder="6281290001111" required><input name="name" placeholder="Name">'
        '<input name="message" placeholder="Message" required><button>Send</button></form></section>'
    )
    return (
        _HEAD
        + new
        + "".join(_chat(device, person, chat) for (device, person), chat in reversed(chats.items()))
    )


def _chat(device: str, person: str, entries: list[dict[str, Any]]) -> str:
    bubbles = "".join(_bubble(entry) for entry in entries)
    return (
        f"<section><h2>{escape(person)} <small>with {escape(device)}</small></h2>{bubbles}"
        f'<form method="post" action="/say"><input type="hidden" name="device" value="{escape(device)}">'
        f'<input type="hidden" name="sender" value="{escape(person)}">'
        '<input name="message" required><button>Send as buyer</button></form></section>'
    )


def _bubble(entry: dict[str, Any]) -> str:
    photo = f"[photo {entry['url']}]\n" if entry["url"] else ""
    return f'<p class="{entry["direction"]}">{escape(photo + entry["message"])}</p>'
