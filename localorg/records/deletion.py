"""The recycle bin: deletions cascade to children, clear references or are refused; undeletion restores all of it."""

from localorg.errors import delete_failed
from localorg.records import tables
from localorg.records.session import Session, Write
from localorg.records.tables import Row
from localorg.schema.types import ChildRelationship, ObjectType, OnDelete


def remove(session: Session, one: ObjectType, record_id: str) -> None:
    """Delete a record that a caller named. Raises ApiError if it is gone, or another record needs it."""
    row = session.existing(one, record_id)
    session.rules[one.name].before_delete(Write(session, row, row))
    _take(session, one, row, root=record_id)


def take_along(session: Session, one: ObjectType, record_id: str, root: str) -> None:
    """Delete a record because ``root`` is deleted; does nothing if it is gone already."""
    row = session.find(one.name, record_id)
    if row is not None:
        _take(session, one, row, root)


def restore(session: Session, root_id: str) -> None:
    """Restore a record and everything that was deleted with it."""
    for one in session.schema.objects.values():
        for record_id in tables.taken_along(session.db, one, root_id):
            session.set(one.name, record_id, {"IsDeleted": False, "_deleted_with": None, "SystemModstamp": session.now})
            session.told_undeleted(one, session.existing(one, record_id))


def _take(session: Session, one: ObjectType, row: Row, root: str) -> None:
    # Delete the record before its children; deleting those would otherwise change it.
    if "IsDeleted" in one.fields and (one.recycled or row["Id"] != root):
        stamps: Row = {**session.stamps(one, created=False), "IsDeleted": True, "_deleted_with": root}
        session.set(one.name, str(row["Id"]), stamps)
    else:
        tables.erase(session.db, one, str(row["Id"]))
    for down in one.child_relationships:
        _settle_children(session, down, str(row["Id"]), root)
    session.told_deleted(one, row)


def _settle_children(session: Session, down: ChildRelationship, parent_id: str, root: str) -> None:
    child = session.schema.objects[down.child]
    for row in session.select(down.child, **{down.field: parent_id}):
        if down.on_delete is OnDelete.CASCADE:
            _take(session, child, row, root)
        elif down.on_delete is OnDelete.RESTRICT:
            sentence = (
                "Your attempt to delete this record could not be completed because it is associated with the "
                f"following {child.label_plural}: {row['Id']}"
            )
            raise delete_failed(sentence)
        elif child.recycled:
            session.set(down.child, str(row["Id"]), {down.field: None})
