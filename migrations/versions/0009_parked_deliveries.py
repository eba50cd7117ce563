"""Deliveries that cannot go out yet are parked, out of the way of those that can.

A delivery waits behind an earlier one of its lead, and while its device is paused. Its time is
then moved to the end of time, so that a claim does not pass it again and again.
"""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

PARKED = """
CREATE FUNCTION app.parked() RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT timestamptz '9999-01-01 00:00+00' $$;
"""
ON_INSERT = """
CREATE FUNCTION app.park_delivery() RETURNS trigger LANGUAGE plpgsql
  SET search_path FROM CURRENT AS $$ BEGIN
  IF EXISTS (
      SELECT FROM outbox WHERE tenant_id = NEW.tenant_id AND lead_id = NEW.lead_id
        AND kind = 'delivery')
    OR EXISTS (
      SELECT FROM devices WHERE tenant_id = NEW.tenant_id AND id = NEW.device_id
        AND paused IS NOT NULL)
  THEN NEW.due_at := app.parked(); END IF;
  RETURN NEW; END $$;
CREATE TRIGGER park BEFORE INSERT ON outbox FOR EACH ROW WHEN (NEW.kind = 'delivery')
  EXECUTE FUNCTION app.park_delivery();
"""
ON_DELETE = """
CREATE FUNCTION app.release_next_delivery() RETURNS trigger LANGUAGE plpgsql
  SET search_path FROM CURRENT AS $$ BEGIN
  UPDATE outbox SET due_at = now()
  WHERE due_at = app.parked() AND id = (
      SELECT min(id) FROM outbox
      WHERE tenant_id = OLD.tenant_id AND lead_id = OLD.lead_id AND kind = 'delivery')
    AND NOT EXISTS (
      SELECT FROM devices WHERE tenant_id = outbox.tenant_id AND id = outbox.device_id
        AND paused IS NOT NULL);
  RETURN NULL; END $$;
CREATE TRIGGER release_next AFTER DELETE ON outbox FOR EACH ROW WHEN (OLD.kind = 'delivery')
  EXECUTE FUNCTION app.release_next_delivery();
"""
ON_PAUSE = """
CREATE FUNCTION app.park_deliveries_of_device() RETURNS trigger LANGUAGE plpgsql
  SET search_path FROM CURRENT AS $$ BEGIN
  IF NEW.paused IS NOT NULL THEN
    UPDATE outbox SET due_at = app.parked()
    WHERE tenant_id = NEW.tenant_id AND device_id = NEW.id AND kind = 'delivery'
      AND lease IS NULL;
  ELSE
    UPDATE outbox parked SET due_at = now()
    WHERE tenant_id = NEW.tenant_id AND device_id = NEW.id AND kind = 'delivery'
      AND due_at = app.parked() AND NOT EXISTS (
        SELECT FROM outbox earlier
        WHERE earlier.tenant_id = parked.tenant_id AND earlier.lead_id = parked.lead_id
          AND earlier.kind = 'delivery' AND earlier.id < parked.id);
  END IF;
  RETURN NULL; END $$;
CREATE TRIGGER park_deliveries AFTER UPDATE OF paused ON devices FOR EACH ROW
  WHEN ((OLD.paused IS NULL) <> (NEW.paused IS NULL))
  EXECUTE FUNCTION app.park_deliveries_of_device();
"""
FUNCTIONS = ("park_deliveries_of_device", "release_next_delivery", "park_delivery", "parked")


def upgrade() -> None:
    op.create_index("ix_outbox_device", "outbox", ["tenant_id", "device_id"])
    for statements in (PARKED, ON_INSERT, ON_DELETE, ON_PAUSE):
        op.execute(statements)


def downgrade() -> None:
    op.execute("DROP TRIGGER park_deliveries ON devices")
    op.execute("DROP TRIGGER release_next ON outbox")
    op.execute("DROP TRIGGER park ON outbox")
    op.execute("UPDATE outbox SET due_at = now() WHERE due_at = app.parked()")
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION app.{function}()")
    op.drop_index("ix_outbox_device", "outbox")
