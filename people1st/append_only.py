"""Tables that only grow: PostgreSQL itself refuses to change, delete or empty their rows."""

import pgtrigger


def append_only() -> list[pgtrigger.Trigger]:
    """The triggers of such a table, for a model's Meta; TRUNCATE is refused too, CASCADE or not."""
    return [
        pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="never_emptied",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;",
        ),
    ]
