"""All that is kept of an endorsement, and all that is public."""

from endorsements.models import Change, Endorsement, Event, Mail


def everything_about(endorsement: Endorsement) -> tuple[object, ...]:
    return (
        Endorsement.objects.filter(pk=endorsement.pk).values().get(),
        list(Event.objects.values_list("pk")),
        list(Mail.objects.values_list("pk")),
        list(Change.objects.values()),
    )


def names_in_public(client) -> str:
    addresses = ("/en/endorsements/", "/en/", "/endorsements.json", "/endorsements.csv", "/en/endorsements/?country=UA")
    return "".join(client.get(address).content.decode() for address in addresses)
