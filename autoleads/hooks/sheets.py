"""Spreadsheets that a request brings: XLSX and CSV, read within bounds."""

from __future__ import annotations

import csv
import io
import zipfile
from contextlib import closing
from typing import Any

from flask import request
from python_calamine import CalamineError, CalamineWorkbook

from autoleads.errors import PayloadTooLarge, UnsupportedMediaType, invalid

MAX_FILE = 5 * 1024 * 1024
MAX_REQUEST = MAX_FILE + 64 * 1024
MAX_UNPACKED = 50 * 1024 * 1024
MAX_ROWS = 2_000
MAX_COLUMNS = 60
ZIP = b"PK\x03\x04"
NOT_TEXT = "\x00"


def read_sheet() -> list[list[Any]]:
    """Return the rows of the request's `file`, the first sheet of a workbook.

    Raises:
        ValidationError: the file is missing, or it has more than 2,000 rows or 60 columns.
        PayloadTooLarge: it has more than 5 MB, or more than 50 once it is unpacked.
        UnsupportedMediaType: it is neither XLSX nor CSV.
    """
    file = request.files.get("file")
    if file is None or not file.filename:
        raise invalid("file", "required")
    with closing(file):
        content = file.stream.read(MAX_FILE + 1)
    if len(content) > MAX_FILE:
        raise PayloadTooLarge("sheet_too_heavy")
    rows = _read_workbook(content) if content.startswith(ZIP) else _read_csv(content)
    if len(rows) > MAX_ROWS + 1:
        raise invalid("file", "sheet_too_long", most=MAX_ROWS)
    if any(len(row) > MAX_COLUMNS for row in rows):
        raise invalid("file", "sheet_too_wide", most=MAX_COLUMNS)
    return rows


def _read_workbook(content: bytes) -> list[list[Any]]:
    # Refused by what the archive says before anything is unpacked.
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile:
        raise UnsupportedMediaType("not_a_sheet") from None
    if size > MAX_UNPACKED:
        raise PayloadTooLarge("sheet_too_heavy")
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return workbook.get_sheet_by_index(0).to_python(nrows=MAX_ROWS + 2)
    except (CalamineError, IndexError):
        raise UnsupportedMediaType("not_a_sheet") from None


def _read_csv(content: bytes) -> list[list[Any]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if NOT_TEXT in text:
        raise UnsupportedMediaType("not_a_sheet")
    first_line = text.partition("\n")[0]
    delimiter = max(";,\t", key=first_line.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise UnsupportedMediaType("not_a_sheet") from None
