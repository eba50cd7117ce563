"""The stock: cars, their names and history, and the search over them."""

from autoleads.services.cars.catalogue import find_catalogue_version, read_version
from autoleads.services.cars.facets import facets
from autoleads.services.cars.filters import RANGE_FILTERS, WORD_FILTERS
from autoleads.services.cars.history import history
from autoleads.services.cars.imports import (
    PlannedRow,
    State,
    find_known,
    get_import,
    import_cars,
    save_import,
)
from autoleads.services.cars.inputs import CarChanges, NewCar
from autoleads.services.cars.links import car_link, chat_link, code_of_channel, cover_photo
from autoleads.services.cars.lookup import (
    PUBLIC_STATUSES,
    SLUG,
    codes_in,
    find_by_codes,
    find_by_slug,
    get,
    get_by_slug,
)
from autoleads.services.cars.notices import Notice, StockCounts, count_stock
from autoleads.services.cars.photos import (
    add_photos,
    delete_photo,
    move_photo_forward,
    order_photos,
)
from autoleads.services.cars.public_json import show, store_missing
from autoleads.services.cars.public_reads import read_car, read_page
from autoleads.services.cars.queries import search
from autoleads.services.cars.records import archive, create, update, update_all, warnings
from autoleads.services.cars.search_sql import CarSearch, Sort
from autoleads.services.cars.similar import alternatives, similar
from autoleads.services.cars.totals import Totals

__all__ = [
    "PUBLIC_STATUSES",
    "RANGE_FILTERS",
    "SLUG",
    "WORD_FILTERS",
    "CarChanges",
    "CarSearch",
    "NewCar",
    "Notice",
    "PlannedRow",
    "Sort",
    "State",
    "StockCounts",
    "Totals",
    "add_photos",
    "alternatives",
    "archive",
    "car_link",
    "chat_link",
    "code_of_channel",
    "codes_in",
    "count_stock",
    "cover_photo",
    "create",
    "delete_photo",
    "facets",
    "find_by_codes",
    "find_by_slug",
    "find_catalogue_version",
    "find_known",
    "get",
    "get_by_slug",
    "get_import",
    "history",
    "import_cars",
    "move_photo_forward",
    "order_photos",
    "read_car",
    "read_page",
    "read_version",
    "save_import",
    "search",
    "show",
    "similar",
    "store_missing",
    "update",
    "update_all",
    "warnings",
]
