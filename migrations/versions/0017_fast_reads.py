"""What the public reads look cars up by, and the JSON that they show.

Below a policy only leakproof comparisons drive an index, and neither lower() nor LIKE is: the
keys of names are columns, and the words of a search are rows.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.rls import enable_rls

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KEYS = ("brand", "model", "color")

# The database fills the table, so that no writer forgets it, of the previous release neither.
# Foreign keys would check each word of each car.
WORDS = """
CREATE FUNCTION app.index_car_words() RETURNS trigger LANGUAGE plpgsql
  SET search_path FROM CURRENT AS $$ BEGIN
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM car_words WHERE tenant_id = OLD.tenant_id AND car_id = OLD.id
      AND word = ANY (string_to_array(btrim(OLD.search_text), ' '));
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO car_words (tenant_id, word, car_id)
    SELECT NEW.tenant_id, word, NEW.id FROM string_to_table(btrim(NEW.search_text), ' ') AS word
    ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL; END $$;
CREATE TRIGGER words AFTER INSERT OR DELETE OR UPDATE OF search_text ON cars
  FOR EACH ROW EXECUTE FUNCTION app.index_car_words();
"""
FILL_WORDS = """
INSERT INTO car_words (tenant_id, word, car_id)
SELECT tenant_id, word, id FROM cars, string_to_table(btrim(search_text), ' ') AS word
ON CONFLICT DO NOTHING
"""

# A change that brings no new JSON, by hand or by a release that knows nothing of it, removes the
# old one; readers then make it from the columns.
PUBLIC_JSON = """
CREATE FUNCTION app.clear_public_json() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  NEW.public_json := NULL;
  RETURN NEW; END $$;
CREATE TRIGGER public_json BEFORE UPDATE ON cars FOR EACH ROW
  WHEN (NEW.public_json IS NOT DISTINCT FROM OLD.public_json)
  EXECUTE FUNCTION app.clear_public_json();
CREATE FUNCTION app.clear_public_json_of_photos() RETURNS trigger LANGUAGE plpgsql
  SET search_path FROM CURRENT AS $$ BEGIN
  UPDATE cars SET public_json = NULL
  WHERE (tenant_id, id) IN (SELECT tenant_id, car_id FROM changed) AND public_json IS NOT NULL;
  RETURN NULL; END $$;
"""


def on_photos(event: str, rows: str) -> str:
    # Triggers fire in the order of their names: a car is locked before its catalogue.
    return f"""
    CREATE TRIGGER car_json_{event.lower()} AFTER {event} ON car_photos
      REFERENCING {rows} TABLE AS changed
      FOR EACH STATEMENT EXECUTE FUNCTION app.clear_public_json_of_photos();
    """


def upgrade() -> None:
    for name in KEYS:
        key = sa.Column(f"{name}_key", sa.String(), sa.Computed(f"lower(({name})::text)", True))
        op.add_column("cars", key)
    op.drop_index("ix_cars_brand", "cars")
    op.create_index("ix_cars_brand_key", "cars", ["tenant_id", "status", "brand_key", "model_key"])
    op.create_table(
        "car_words",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("word", sa.String(collation="C"), nullable=False),
        sa.Column("car_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "word", "car_id", name="pk_car_words"),
    )
    # The owner of the table sees no rows while row-level security is forced.
    op.execute("ALTER TABLE cars NO FORCE ROW LEVEL SECURITY")
    op.execute(FILL_WORDS)
    op.execute("ALTER TABLE cars FORCE ROW LEVEL SECURITY")
    op.execute(enable_rls("car_words"))
    op.execute(WORDS)
    op.add_column("cars", sa.Column("public_json", sa.String()))
    op.add_column("cars", sa.Column("public_json_shape", sa.SmallInteger()))
    op.execute(PUBLIC_JSON)
    for event, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
        op.execute(on_photos(event, rows))


def downgrade() -> None:
    for event in ("insert", "update", "delete"):
        op.execute(f"DROP TRIGGER car_json_{event} ON car_photos")
    op.execute("DROP TRIGGER public_json ON cars")
    op.execute("DROP TRIGGER words ON cars")
    for function in ("clear_public_json_of_photos", "clear_public_json", "index_car_words"):
        op.execute(f"DROP FUNCTION app.{function}()")
    op.drop_column("cars", "public_json_shape")
    op.drop_column("cars", "public_json")
    op.drop_table("car_words")
    op.drop_index("ix_cars_brand_key", "cars")
    op.create_index(
        "ix_cars_brand",
        "cars",
        ["tenant_id", "status", sa.text("lower(brand)"), sa.text("lower(model)")],
    )
    for name in KEYS:
        op.drop_column("cars", f"{name}_key")
