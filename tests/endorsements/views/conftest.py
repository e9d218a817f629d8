"""An endorsement and the link that manages it."""

import pytest


@pytest.fixture
def approved(db: None):
    """One with a name and a statement in public."""
    from tests.endorsements.factories import an_endorsement  # noqa: PLC0415 - pytest reads this file before Django

    return an_endorsement("approved", name="Old Town Library", statement="The old words.")


@pytest.fixture
def address(approved) -> str:
    """Its page behind the mailed link."""
    from endorsements.models.token import Purpose  # noqa: PLC0415 - as above
    from tests.endorsements.visitors import link_to  # noqa: PLC0415

    return link_to(Purpose.MANAGE, approved)
